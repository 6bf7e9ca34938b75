"""Rules of admissibility: data that says which testimony is set aside, each with its legal source."""
