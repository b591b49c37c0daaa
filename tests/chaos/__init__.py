"""Killed, frozen and cut off at every step: in the end everything is as if nothing had been."""
