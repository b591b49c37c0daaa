"""What all three services use, and nothing that belongs to one."""
