"""A synthetic year of a district's or a city's work, as ledgers, with what must come of it."""
