"""How nothing is lost: every write is one command, its events a hash-chained journal."""
