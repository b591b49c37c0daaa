"""Opening a figure: the entries, or the persons, that it is made of."""
