"""Whether the figures count everything that was recorded, by the journals' own length."""

import asyncio
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import aiohttp

from services.reporting.counting.position import counted
from shared.database import Pool

FIRST_PAUSE, LONGEST_PAUSE = 0.05, 1.0  # seconds between looks while waiting
OVERDUE = 15.0  # seconds without a look that saw the figures complete
JOURNAL_TIMEOUT = aiohttp.ClientTimeout(total=5)


@dataclass(frozen=True)
class Journals:
    """Where the journals are: addresses by source, and what gives a token for journal:read."""

    urls: Mapping[str, str]
    token: Callable[[], str]


class JournalsAway(Exception):
    """A journal does not answer with its length; the text is the class of the error."""


class Freshness:
    """How far the figures are behind the journals, as of the last look.

    `uncounted` is the number of events that were recorded and not counted then.
    """

    def __init__(self, pool: Pool, journals: Journals) -> None:
        self._pool = pool
        self._journals = journals
        self._complete_at = time.monotonic()
        self.uncounted = 0

    async def look(self, wait: float = 0.0) -> int:
        """Wait at most `wait` seconds until all that is recorded is counted; how many are not.

        Raises `JournalsAway`.
        """
        looked_at = time.monotonic()
        recorded = await self._recorded()
        pause = FIRST_PAUSE
        while True:
            async with self._pool.acquire() as connection:
                self.uncounted = max(recorded - await counted(connection), 0)
            if not self.uncounted:
                self._complete_at = looked_at
                return 0
            if time.monotonic() - looked_at > wait:
                return self.uncounted
            await asyncio.sleep(pause)
            pause = min(pause * 2, LONGEST_PAUSE)

    def behind(self) -> float | None:
        """For how many seconds the figures have been behind; None if they were complete lately."""
        seconds = time.monotonic() - self._complete_at
        return seconds if seconds > OVERDUE else None

    async def _recorded(self) -> int:
        """The number of events in all journals."""
        headers = {"Authorization": f"Bearer {self._journals.token()}"}
        events = 0
        try:
            async with aiohttp.ClientSession(headers=headers, timeout=JOURNAL_TIMEOUT) as session:
                for url in self._journals.urls.values():
                    address = f"{url.rstrip('/')}/v1/journal/standing"
                    async with session.get(address, raise_for_status=True) as answer:
                        events += int((await answer.json())["events"])
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            raise JournalsAway(type(error).__name__) from None
        return events
