"""While the database opens, and when it cannot be opened."""
