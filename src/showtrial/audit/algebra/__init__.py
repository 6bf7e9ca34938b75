"""What follows from a support graph alone: pure algorithms on names, without a case file.

================ ==========================================================================
tables           In which worlds is every node supported?
supports         Which smallest sets of leaves suffice for a node?
cuts             Which smallest sets of leaves (or speakers) end its support when removed?
essential        Which single leaves does it not stand without?
classes          Is a body of testimony its sole, decisive, alternative or contributory basis?
derivation       Which is the smallest derivation to show?
lattice          Which sets of rules end the support, and which leave it?
wiring           From what can every node draw support? (the graph in numbers)
components       Which nodes lie on a circle with each other?
antichains       Which sets of a family contain no other of it?
independent_sets Which largest set of leaves is without conflicts?
================ ==========================================================================

Support never decreases when leaves are added, and support that goes round in a circle is no
support: everything here rests on these two facts.
"""
