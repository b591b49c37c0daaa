"""Duties: what is due in a case by its policies, and what became of it."""
