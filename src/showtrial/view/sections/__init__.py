"""The sections of the report, one question a file."""
