"""Event history: the dated acts of a case file as arrays."""
