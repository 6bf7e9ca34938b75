"""The report as a folder of linked pages: one question a file."""
