"""Waystation as separate processes: each runs one thing, and ends on a signal."""
