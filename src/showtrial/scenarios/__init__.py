"""Packaged scenarios of the machine, each number with its source or the word free."""
