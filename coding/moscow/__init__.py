"""How is the packaged case file ``moscow`` made from its fact tables and the hand coding beside them?"""
