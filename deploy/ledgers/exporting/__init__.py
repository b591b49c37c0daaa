"""An agency's ledgers, written out of the public API in the columns that the import takes."""
