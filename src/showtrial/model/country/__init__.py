"""How does such a system feed itself among as many persons as a country has?"""
