"""Looks what is so today, and records what has begun and what is over.

It may be killed, and run in several processes at once: each stream is written behind the version
that was read, and what is left is found at the next look.
"""

import asyncio
import json
from collections import deque
from datetime import date
from typing import NoReturn

import asyncpg
import structlog

from services.cases.context import Context
from services.cases.duties.in_force import versions_in_force
from services.cases.observed.asking import Asking, Found
from services.cases.observed.rows import rows
from services.cases.observed.rules import observed
from shared.agencies import SERVICES_AGENCY
from shared.clock import present_day
from shared.database import DatabaseAway
from shared.decider import fold
from shared.http.problems import Problem
from shared.journal.journal import Append, Conflict, JournalBusy
from shared.recording import new_event

LOOK = 10.0  # seconds between two looks, at least
RESTS = 50  # times as long as a look took: at most a fiftieth of the time is spent on looking
AT_ONCE = 50  # streams that are written at once

COUNTIES = "SELECT DISTINCT county FROM case_register ORDER BY county"
LAST = "SELECT max(position) FROM events"
_AWAY = (DatabaseAway, OSError, TimeoutError, asyncpg.PostgresError, asyncpg.InterfaceError)

log = structlog.get_logger(__name__)


class Looking:
    """Looks again where something was recorded since, or the day is another."""

    def __init__(self, context: Context) -> None:
        self._context = context
        # What comes late has an earlier position than what was seen: so it looks once more.
        self._seen: deque[tuple[date, int | None]] = deque(maxlen=2)

    async def keep_looking(self) -> NoReturn:
        """Look until cancelled, whatever fails: the next look may find it mended."""
        clock = asyncio.get_running_loop()
        while True:
            began = clock.time()
            try:
                await self.look()
            except (Conflict, JournalBusy, Problem, *_AWAY) as error:
                log.warning("observed_waits", error=type(error).__name__)
            except Exception as error:  # such as what newer software wrote
                log.error("fault", exc_info=error)
            await asyncio.sleep(max(LOOK, RESTS * (clock.time() - began)))

    async def look(self) -> int:
        """Record what has begun and what is over; how many events that were."""
        today = present_day()
        async with self._context.pool.acquire() as connection:
            last: int | None = await connection.fetchval(LAST)
            if self._seen.count((today, last)) == self._seen.maxlen:
                return 0
            counties = [row[0] for row in await connection.fetch(COUNTIES)]
        policies = (await versions_in_force(self._context)).in_force_on(today)
        found = await Asking(self._context.pool, policies, today).all_found(counties)
        written = 0
        for at in range(0, len(found), AT_ONCE):
            group = found[at : at + AT_ONCE]
            written += sum(await asyncio.gather(*(self._record(each, today) for each in group)))
        self._seen.append((today, last))
        if written:
            log.info("observed", count=written)
        return written

    async def _record(self, found: Found, today: date) -> int:
        """How many events were written; another process may have said the same meanwhile."""
        stream = found.stream
        journal = self._context.journal
        recorded = await journal.read(stream)
        state = fold(observed, [observed.read(each.type, each.data) for each in recorded])
        decided = observed.decide(found.command, state, today)
        if not decided:
            return 0
        try:
            await journal.append(
                Append(
                    stream,
                    len(recorded),
                    [new_event(event) for event in decided],
                    metadata=json.dumps({"agency": SERVICES_AGENCY}),
                    rows=rows(decided),
                )
            )
        except Conflict:
            return 0
        return len(decided)
