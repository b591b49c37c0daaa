"""Policies: the numbers and schemes of a place, as data with dates and regions."""
