"""The codes of a case's entries by name, for people: a module for each chapter. Pure."""
