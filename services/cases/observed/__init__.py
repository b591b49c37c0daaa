"""What is observed of several streams together, and recorded on the day."""
