"""The public board: labels, counters and windows for everybody in the hall, and nobody's name."""
