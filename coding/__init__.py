"""Hand coding of the packaged case files; not part of the installed package."""
