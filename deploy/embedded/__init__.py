"""Everything in one process: PostgreSQL in the data folder, the services, one port."""
