"""The dictionaries of prevention: what a body may name, and the lists of them over HTTP."""
