"""What a reader sees: figures and the report."""
