"""Tables and the query functions that return domain values."""
