"""What the charges of a case file rest on, and what is left when testimony fails a stated rule.

The audit describes the record. It never finds anybody guilty or innocent, nothing true or false,
and sums nobody up in a score. Unknown is a value: what is not on record never counts as absent.
"""
