"""The machine as a process that can be fitted to a record, switched off in parts, and run again."""
