"""What the sources say: the schema, the case file, dates, validity, storage, readers and writers."""
