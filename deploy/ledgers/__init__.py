"""A year's ledgers, brought in through the public API: read, checked, sent, accounted for."""
