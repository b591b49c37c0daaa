"""A synthetic year of the work of a district or a city, as ledgers."""
