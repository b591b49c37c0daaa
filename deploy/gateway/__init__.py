"""The gateway: several services on one port, and a way in for a browser."""
