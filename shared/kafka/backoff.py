"""Growing pauses between attempts."""

import asyncio
import random

LONGEST_PAUSE = 5.0  # seconds


class Backoff:
    """Growing, jittered waits between attempts; a success makes them short again."""

    def __init__(self) -> None:
        self._attempt = 0

    def reset(self) -> None:
        """The last attempt succeeded."""
        self._attempt = 0

    async def wait(self) -> None:
        """Wait before the next attempt."""
        longest = min(0.1 * 2**self._attempt, LONGEST_PAUSE)
        self._attempt = min(self._attempt + 1, 10)
        await asyncio.sleep(longest * random.uniform(0.5, 1.0))  # noqa: S311  no secret
