"""The house as separate processes: each runs one thing, and ends when it is asked to."""
