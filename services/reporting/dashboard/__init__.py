"""The dashboard: pages for heads of offices, made on the server, one language at a time."""
