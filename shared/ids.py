"""Identifiers: version 7 UUIDs, which sort by the time they were made."""

import os
import time
from uuid import UUID


def new_id() -> UUID:
    """A new version 7 UUID: 48 bits of Unix time in milliseconds, 74 random bits."""
    number = (time.time_ns() // 1_000_000) << 80 | int.from_bytes(os.urandom(10), "big")
    number = number & ~(0xF << 76) | 0x7 << 76
    number = number & ~(0x3 << 62) | 0x2 << 62
    return UUID(int=number)
