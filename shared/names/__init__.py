"""The codes of published events by name, for people: a module for each chapter. Pure."""
