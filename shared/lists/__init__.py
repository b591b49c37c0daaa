"""Lists: pages of rows in an order, each page one query over an index, behind a sealed cursor."""
