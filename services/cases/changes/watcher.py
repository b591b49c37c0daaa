"""One watcher of the journal for all calls of a process that wait for changes.

It looks a few times a second while anybody waits, and wakes those whom something new concerns.
Nobody who waits holds a connection.
"""

import asyncio
from dataclasses import dataclass, field

import asyncpg

from services.cases.access_table import OVERSEERS
from services.cases.streams import case_stream, client_stream, points_stream
from shared.database import Pool
from shared.identity.claims import Caller
from shared.journal.snapshot_windows import (
    IN_WINDOW,
    START,
    Snapshot,
    Window,
    is_later,
    open_window,
)

LOOK_EVERY = 0.25  # seconds
MANY = 2_000  # places in the journal: for more than that all are woken, and look for themselves

_CASE, _CLIENT, _POINTS = case_stream(""), client_stream(""), points_stream("")

# Whom the events of a window concern: the agencies with a part in a case, or one that ended just
# now; those that oversee its region; and the agency that wrote on a registration.
CONCERNED = f"""
WITH written AS MATERIALIZED (
    SELECT stream_id, version, metadata ->> 'agency' AS writer FROM events WHERE {IN_WINDOW}
), of_case AS MATERIALIZED (
    SELECT substr(stream_id, {len(_CASE) + 1})::uuid AS case_id, version
    FROM written WHERE stream_id ^@ '{_CASE}'
    UNION ALL
    SELECT substr(stream_id, {len(_POINTS) + 1})::uuid, NULL
    FROM written WHERE stream_id ^@ '{_POINTS}'
)
SELECT kept.region, part.agency FROM of_case JOIN case_register AS kept USING (case_id)
LEFT JOIN relations AS part ON part.case_id = of_case.case_id
    AND (part.ended IS NULL OR part.ended = of_case.version)
UNION
SELECT NULL, writer FROM written WHERE stream_id ^@ '{_CLIENT}'
"""


@dataclass(frozen=True)
class News:
    """Whom something new concerns: agencies, and those who oversee the regions; or everybody."""

    everybody: bool = False
    agencies: frozenset[str] = frozenset()
    regions: frozenset[str] = frozenset()

    def concern(self, caller: Caller) -> bool:
        """Whether there is something in it for a caller."""
        if self.everybody or caller.agency in self.agencies:
            return True
        return caller.kind in OVERSEERS and any(map(caller.covers, self.regions))


NOTHING = News()


@dataclass(eq=False)
class _Waiter:
    caller: Caller
    woken: asyncio.Future[None] = field(
        default_factory=lambda: asyncio.get_running_loop().create_future()
    )


class Watcher:
    """Looks whether the journal has moved, while somebody waits."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool
        self._waiting: set[_Waiter] = set()
        self._seen: Snapshot = START  # what all who wait have seen
        self._watching: asyncio.Task[None] | None = None

    async def wait(self, caller: Caller, seen: Snapshot) -> None:
        """Return when something may concern the caller that is not visible in `seen`.

        Raises what looking raises, such as `DatabaseAway`.
        """
        if not self._waiting or is_later(self._seen, seen):
            self._seen = seen
        waiter = _Waiter(caller)
        self._waiting.add(waiter)
        if self._watching is None or self._watching.done():
            self._watching = asyncio.create_task(self._watch())
        try:
            await waiter.woken
        finally:
            self._waiting.discard(waiter)

    def close(self) -> None:
        """End looking; nobody waits any more."""
        if self._watching is not None:
            self._watching.cancel()

    async def _watch(self) -> None:
        while self._waiting:
            try:
                news = await self._look()
            except Exception as error:
                for waiter in self._waiting:
                    if not waiter.woken.done():
                        waiter.woken.set_exception(error)
                return
            for waiter in self._waiting:
                if not waiter.woken.done() and news.concern(waiter.caller):
                    waiter.woken.set_result(None)
            await asyncio.sleep(LOOK_EVERY)

    async def _look(self) -> News:
        seen = self._seen
        async with self._pool.acquire() as connection:
            window = await open_window(connection, seen)
            if window is None:
                return NOTHING
            if window.until - window.last > MANY:
                news = News(everybody=True)
            else:
                news = await _news(connection, window)
        if self._seen == seen:  # else one came that has seen less
            self._seen = window.hi
        return news


async def _news(connection: asyncpg.Connection, window: Window) -> News:
    rows = await connection.fetch(CONCERNED, window.lo, window.hi, window.last, window.until)
    return News(
        agencies=frozenset(agency for _, agency in rows if agency is not None),
        regions=frozenset(region for region, _ in rows if region is not None),
    )
