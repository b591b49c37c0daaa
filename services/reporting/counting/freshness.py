"""Whether the figures count everything that was recorded, by the journals themselves."""

import asyncio
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from services.reporting.counting.following import Follower
from services.reporting.counting.position import counted, settled
from shared.clock import utc_now
from shared.database import Pool
from shared.journal.feed_reader import End, Feed, FeedBroken, http_feeds

FIRST_PAUSE, LONGEST_PAUSE = 0.05, 1.0  # seconds between looks while waiting
QUIET = 10.0  # seconds without a word, and without an error, that are nothing unusual


@dataclass(frozen=True)
class Journals:
    """Where the journals are: addresses by source, and what gives a token for journal:read."""

    urls: Mapping[str, str]
    token: Callable[[], str]


class JournalsAway(Exception):
    """A journal does not answer; the text is the class of the error."""


class Contact:
    """When something that news comes from was last heard of."""

    def __init__(self) -> None:
        self._heard_at = time.monotonic()
        self._failing = False

    def heard(self) -> None:
        """It has answered."""
        self._heard_at, self._failing = time.monotonic(), False

    def failed(self, error: BaseException | None = None) -> None:
        """It has not answered."""
        self._failing = True

    def seconds(self) -> float:
        """How long ago it was heard of."""
        return time.monotonic() - self._heard_at

    def silence(self) -> float:
        """For how many seconds nothing has been heard; 0 while it answers."""
        seconds = self.seconds()
        return seconds if self._failing or seconds > QUIET else 0.0


class Freshness:
    """How far the figures are behind the journals, as of the last look.

    `uncounted` is the number of events that were recorded and not counted then; `beyond`, how
    many more are counted than recorded, which are in no journal.
    """

    def __init__(self, pool: Pool, journals: Journals, kafka: Contact | None = None) -> None:
        """`kafka`: if events come through it, when it was heard of."""
        self._pool = pool
        self._journals = journals
        self._contacts = [contact for contact in (kafka, Contact()) if contact is not None]
        self._followers = {source: Follower(pool) for source in journals.urls}
        self._turn = asyncio.Lock()
        self._complete = False
        self._oldest: datetime | None = None
        self.uncounted = self.beyond = 0

    @property
    def complete(self) -> bool:
        """Whether all that was recorded at the last look is counted."""
        return self._complete

    async def look(self, wait: float = 0.0) -> int:
        """Wait at most `wait` seconds until all that is recorded is counted; how many are not.

        Raises `JournalsAway`.
        """
        deadline = time.monotonic() + wait
        journals = self._contacts[-1]
        try:
            async with http_feeds(self._journals.urls, self._journals.token, tries=1) as feeds:
                async with self._pool.acquire() as connection:
                    before = await counted(connection)
                ends = [(feed, await feed.end()) for feed in feeds]
                journals.heard()
                recorded = sum(end.events for _, end in ends)
                self.beyond = max(before - recorded, 0)
                await self._follow(ends, recorded, deadline)
        except FeedBroken as error:
            journals.failed()
            raise JournalsAway(type(error.__cause__ or error).__name__) from None
        return self.uncounted

    async def settle(self, moment: datetime, wait: float) -> bool:
        """Wait at most `wait` seconds until a moment is settled: see `position.settled`.

        Looks at the journals if need be; one that is away settles nothing.
        """
        deadline, pause = time.monotonic() + wait, FIRST_PAUSE
        while not await self._settled(moment):
            try:
                await self.look(max(deadline - time.monotonic(), 0))
            except JournalsAway:
                return False
            if time.monotonic() > deadline:
                return await self._settled(moment)
            await asyncio.sleep(pause)
            pause = min(pause * 2, LONGEST_PAUSE)
        return True

    async def _settled(self, moment: datetime) -> bool:
        async with self._pool.acquire() as connection:
            return await settled(connection, moment)

    def lag(self) -> float | None:
        """How many seconds late the figures are: the age of the oldest event not counted.

        0 when all is counted; None while that is not known yet. While nothing is heard of the
        journals, or of Kafka, at least the time since then.
        """
        silence = max(contact.silence() for contact in self._contacts)
        if self._oldest is not None:
            return max((utc_now() - self._oldest).total_seconds(), silence, 0.0)
        return silence if self._complete or silence else None

    async def _follow(self, ends: list[tuple[Feed, End]], recorded: int, deadline: float) -> None:
        pause = FIRST_PAUSE
        while True:
            async with self._turn:
                followed = [
                    await self._followers[feed.source].follow(feed, end, deadline)
                    for feed, end in ends
                ]
                self._complete = all(each.complete for each in followed)
                awaited = [each.uncounted for each in followed if each.uncounted is not None]
                self._oldest = min((each.recorded_at for each in awaited), default=None)
                if self._complete:
                    self.uncounted = 0
                    return
                async with self._pool.acquire() as connection:
                    missing = recorded - await counted(connection)
                self.uncounted = max(missing, len(awaited))
            if time.monotonic() > deadline:
                return
            await asyncio.sleep(pause)
            pause = min(pause * 2, LONGEST_PAUSE)
