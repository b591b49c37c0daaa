"""The gateway: several services on one port, and access for browsers."""
