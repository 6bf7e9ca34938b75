"""Packaged case files: data, no code."""
