"""The closer: finds the cases in which a window has closed, and has its outcome recorded.

Which cases are to be looked at is kept with the worklist. After a pause of a month it finds many;
it takes them piece by piece, and says in the log how far it is.
"""

import asyncio
from collections.abc import Awaitable, Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TypeAlias
from uuid import UUID

import asyncpg
import structlog

from services.cases.duties.closing import Closed, Known, close_cases
from services.cases.duties.history import from_json
from services.cases.duties.versions import Versions
from services.cases.duties.waiting import QUIET, being_entered
from shared.clock import present_day
from shared.database import DatabaseAway, Pool
from shared.journal.journal import Conflict, Journal, JournalBusy

log = structlog.get_logger(__name__)

POLL = 1.0  # seconds between looks whether a window has closed
RETRY = 0.5  # seconds, where the database is away or another process writes all the time
PIECE = 100  # cases at once
# Cases that are found at once: each search walks past all that was looked at since the last vacuum.
FOUND = 10_000
PROGRESS = 5.0  # seconds between two lines about a long work

_LIVE = "(SELECT generation FROM duty_generations WHERE state = 'live')"

# A case that holds what this software could not read waits for newer software; one that something
# is being entered in, until that is over.
DUE = f"""
SELECT generation, case_id FROM duty_cases
WHERE generation = {_LIVE} AND check_on <= $1 AND parked IS NULL
  AND NOT {being_entered("duty_cases.case_id", "duty_cases.version", "$3::interval")}
ORDER BY check_on, case_id LIMIT $2
"""
WAITING = f"""
SELECT count(*) FROM duty_cases
WHERE generation = {_LIVE} AND check_on <= $1 AND parked IS NULL
"""
FIND = f"""
SELECT case_id, version, history FROM duty_cases
WHERE generation = {_LIVE} AND case_id = ANY ($1::uuid[]) AND parked IS NULL
"""
# What the projector is writing at this moment gets its day from there. It is noted where the cases
# were found: a generation that is read since then was made by newer policies.
LOOKED_AT = """
UPDATE duty_cases SET check_on = seen.next_on
FROM unnest($1::uuid[], $2::integer[], $3::date[]) AS seen (case_id, version, next_on)
WHERE (duty_cases.generation, duty_cases.case_id) IN (
    SELECT generation, case_id FROM duty_cases
    WHERE generation = $4 AND case_id = ANY ($1::uuid[]) FOR UPDATE SKIP LOCKED
) AND duty_cases.case_id = seen.case_id AND duty_cases.version = seen.version
"""

InForce: TypeAlias = Callable[[], Awaitable[Versions]]
Recorded: TypeAlias = Callable[[Collection[Closed]], None]

AWAY = (DatabaseAway, OSError, TimeoutError, asyncpg.PostgresError, asyncpg.InterfaceError)


def nothing(closed: Collection[Closed]) -> None:
    """Nobody counts what was recorded."""


@dataclass
class Closer:
    """Has outcomes recorded, by the policies that `in_force` gives each time that it is asked.

    A case is left alone until nothing was entered in it for as long as `quiet`.
    """

    pool: Pool
    in_force: InForce
    today: Callable[[], date] = present_day
    recorded: Recorded = nothing
    quiet: timedelta = QUIET
    _journal: Journal = field(init=False)
    _generation: int = 0  # in which were
    _found: list[UUID] = field(default_factory=list)  # and not looked at yet
    _are_more: bool = False  # than were found at once
    _done: int = 0
    _told_at: float | None = None

    def __post_init__(self) -> None:
        self._journal = Journal(self.pool)

    async def run(self) -> None:
        """Record outcomes until cancelled; heals by itself when the database goes away."""
        while True:
            try:
                busy = await self.step()
            except (Conflict, JournalBusy, *AWAY) as error:
                log.warning("duties_wait", reason=type(error).__name__)
                await asyncio.sleep(RETRY)
            else:
                await asyncio.sleep(0 if busy else POLL)

    async def until_done(self) -> None:
        """Record all that is to be recorded now."""
        while await self.step():
            pass

    async def step(self) -> bool:
        """Look at a piece of the cases; whether there are more.

        The day is asked each time, so that midnight in China is noticed; the policies are asked
        for after the cases, so that they are those of their generation, or newer.
        """
        day = self.today()
        if not self._found:
            self._generation, self._found = await self._find(day)
            self._are_more = len(self._found) == FOUND
        case_ids, self._found = self._found[:PIECE], self._found[PIECE:]
        if not case_ids:
            self._tell(0)
            return False
        policies = await self.in_force()
        closed = await close_cases(self._journal, find, case_ids, policies, day)
        await self._looked_at(self._generation, closed, day)
        self.recorded(closed.values())
        self._done += len(closed)
        busy = bool(self._found) or self._are_more
        if not busy:
            self._tell(0)
        elif self._is_time_to_tell():
            self._tell(await self._waiting(day))
        return busy

    async def _find(self, day: date) -> tuple[int, list[UUID]]:
        """Cases to look at, and the generation that has them."""
        async with self.pool.acquire() as connection:
            due = await connection.fetch(DUE, day, FOUND, self.quiet)
        return due[0]["generation"] if due else 0, [row["case_id"] for row in due]

    async def _looked_at(self, generation: int, closed: Mapping[UUID, Closed], day: date) -> None:
        """Note when to look at them again; what cannot be read now is tried again each day."""
        tomorrow = day + timedelta(days=1)
        seen = [
            (case_id, each.version, tomorrow if each.unreadable else each.next_on)
            for case_id, each in closed.items()
        ]
        if not seen:
            return
        async with self.pool.acquire() as connection:
            columns = map(list, zip(*seen, strict=True))
            await connection.execute(LOOKED_AT, *columns, generation)

    async def _waiting(self, day: date) -> int:
        async with self.pool.acquire() as connection:
            count: int = await connection.fetchval(WAITING, day)
        return count

    def _is_time_to_tell(self) -> bool:
        now = asyncio.get_running_loop().time()
        if self._told_at is None:
            self._told_at = now
        return now >= self._told_at + PROGRESS

    def _tell(self, left: int) -> None:
        """Say how far a work is that takes more than a moment, and when it is done."""
        if self._told_at is not None:
            log.info("duties_closed", done=self._done, total=self._done + left)
        self._told_at = asyncio.get_running_loop().time() if left else None
        self._done = self._done if left else 0


async def find(connection: asyncpg.Connection, case_ids: Collection[UUID]) -> dict[UUID, Known]:
    """Cases as the worklist has them."""
    rows = await connection.fetch(FIND, list(case_ids))
    return {
        row["case_id"]: Known(row["history"] and from_json(row["history"]), row["version"])
        for row in rows
    }
