"""The journal: an append-only table of events, one for each writing service.

An append is one round trip: the events, the answer that a repeated call will get, the names
it releases and claims and the vault items it keeps commit together or not at all. Appends that
wait at the same moment share one statement and one commit (group commit), and reads share a query.
Where a shared statement is refused, each append is tried again alone, so that no caller fails for
another's fault.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

import asyncpg

from shared.database import DatabaseAway, Pool
from shared.journal.append_statement import CLAIMS, PARTS, statement
from shared.journal.batching import Batcher

GROUP_LIMIT = 256
WAITING_LIMIT = 10_000


class RecordedEvent(NamedTuple):
    """An event as it stands in the journal; `data` and `metadata` are JSON text."""

    position: int
    stream_id: str
    version: int
    event_id: UUID
    type: str
    data: str
    metadata: str
    recorded_at: datetime


class NewEvent(NamedTuple):
    """One event on its way into the journal."""

    event_id: UUID
    type: str
    data: str


class KeptAnswer(NamedTuple):
    """The answer to a keyed call: a repetition gets it again, to the letter."""

    agency: str
    key: str
    request: bytes
    status: int
    body: str
    version: int


class Claim(NamedTuple):
    """A name that one holder at a time may have."""

    name: str
    holder: str


class VaultPerson(NamedTuple):
    """A new person's key, wrapped."""

    person_id: UUID
    wrapped_key: bytes


class VaultItem(NamedTuple):
    """Personal data, encrypted."""

    item_id: UUID
    person_id: UUID
    ciphertext: bytes


@dataclass(frozen=True, slots=True)
class Append:
    """What one command adds: `events` follow version `expected` of the stream (0: a new one).

    What is in `released` is given up before `claims` are taken.
    """

    stream_id: str
    expected: int
    events: Sequence[NewEvent]
    metadata: str = "{}"
    answer: KeptAnswer | None = None
    claims: Sequence[Claim] = ()
    released: Sequence[Claim] = ()
    persons: Sequence[VaultPerson] = ()
    items: Sequence[VaultItem] = ()


class Conflict(Exception):
    """The stream has moved on since it was read."""


class ClaimNotHeld(Conflict):
    """A name that this append releases is not held by that holder any more."""


class AlreadyAnswered(Exception):
    """This idempotency key was used before."""


class ClaimTaken(Exception):
    """Another stream holds a name that this append claims."""


class JournalBusy(Exception):
    """Too many appends wait already; try again in a moment."""


_REFUSALS: dict[str, type[Exception]] = {
    "events_stream": Conflict,
    "answers_key": AlreadyAnswered,
    "claims_name": ClaimTaken,
}

# What one append of a group is refused for; another may well be written.
_OWN_FAULTS = (
    Conflict,
    AlreadyAnswered,
    ClaimTaken,
    asyncpg.DataError,
    asyncpg.IntegrityConstraintViolationError,
)

# Each stream from a version of its own on. OFFSET 0: the planner is to look each of them up.
READ_STREAMS = """
SELECT wanted.number, event.* FROM unnest($1::text[], $2::integer[]) WITH ORDINALITY
    AS wanted (stream_id, since, number)
CROSS JOIN LATERAL (
    SELECT position, stream_id, version, event_id, type, data, metadata, recorded_at
    FROM events WHERE stream_id = wanted.stream_id AND version >= wanted.since OFFSET 0
) AS event
ORDER BY wanted.number, event.version
"""

FIND = """
SELECT position, stream_id, version, event_id, type, data, metadata, recorded_at
FROM events WHERE event_id = $1
"""

READ_ANSWER = """
SELECT agency, key, request, status, body, version FROM answers WHERE agency = $1 AND key = $2
"""

READ_CLAIM = "SELECT holder FROM claims WHERE name = $1"
READ_CLAIMS_OF = "SELECT name, holder FROM claims WHERE holder = $1"


async def write(connection: asyncpg.Connection, appends: Sequence[Append]) -> None:
    """Write appends in one round trip, all or none; part of the connection's transaction.

    Raises `Conflict`, `ClaimNotHeld`, `AlreadyAnswered` or `ClaimTaken`.
    """
    released = sorted(claim for append in appends for claim in append.released)
    appends = sorted(appends, key=lambda append: append.stream_id)
    rows: tuple[list[Any], ...] = (
        sorted(append.answer for append in appends if append.answer is not None),
        sorted(claim for append in appends for claim in append.claims),
        sorted(person for append in appends for person in append.persons),
        sorted(item for append in appends for item in append.items),
    )
    columns = [list(column) for part in rows if part for column in zip(*part, strict=True)]
    events = _columns(appends)
    columns += events
    present = [*map(bool, rows), bool(events)]
    if released:
        if not present[CLAIMS]:
            present[CLAIMS] = True
            place = len(PARTS[0][1]) if present[0] else 0
            columns[place:place] = [[], []]
        columns[:0] = (list(column) for column in zip(*released, strict=True))
    try:
        await connection.execute(statement(tuple(present), bool(released)), *columns)
    except asyncpg.UniqueViolationError as error:
        refusal = _REFUSALS.get(error.constraint_name or "")
        if refusal is None:
            raise
        raise refusal from None
    except asyncpg.DivisionByZeroError:
        raise ClaimNotHeld from None
    except asyncpg.DeadlockDetectedError:  # two that pass names to each other, crosswise
        raise Conflict from None


def _columns(appends: Sequence[Append]) -> list[list[Any]]:
    """The columns of all events; without a tuple for each, which large batches would feel."""
    streams: list[str] = []
    versions: list[int] = []
    given: tuple[list[Any], list[Any], list[Any]] = ([], [], [])  # event id, type, data
    metadata: list[str] = []
    for append in appends:
        number = len(append.events)
        streams += [append.stream_id] * number
        versions += range(append.expected + 1, append.expected + 1 + number)
        metadata += [append.metadata] * number
        for column, values in zip(given, zip(*append.events, strict=True), strict=False):
            column.extend(values)
    return [streams, versions, *given, metadata] if streams else []


class Journal:
    """Reads streams and appends to them; safe for many tasks at once.

    At most a few statements of each kind are in progress; later calls go with the next one.
    """

    def __init__(self, pool: Pool, *, readers: int = 2, flushers: int = 4) -> None:
        self.pool = pool
        self._reads = Batcher(self._read, workers=readers, limit=GROUP_LIMIT)
        self._appends = Batcher(self._write, workers=flushers, limit=GROUP_LIMIT)

    async def read(self, stream_id: str, since: int = 1) -> list[RecordedEvent]:
        """The events of a stream from a version on, in order; empty if there are none."""
        return await self._reads((stream_id, since))

    async def _read(self, wanted: Sequence[tuple[str, int]]) -> Sequence[list[RecordedEvent]]:
        streams, versions = zip(*wanted, strict=True)
        async with self.pool.acquire() as connection:
            rows = await connection.fetch(READ_STREAMS, streams, versions)
        streams_read: list[list[RecordedEvent]] = [[] for _ in wanted]
        for number, *columns in rows:
            streams_read[number - 1].append(RecordedEvent(*columns))
        return streams_read

    async def find(self, stream_id: str, event_id: UUID) -> RecordedEvent | None:
        """One event of a stream by its id."""
        async with self.pool.acquire() as connection:
            row = await connection.fetchrow(FIND, event_id)
        return RecordedEvent(*row) if row and row["stream_id"] == stream_id else None

    async def answer(self, agency: str, key: str) -> KeptAnswer | None:
        """The answer kept for a key, if it was used before."""
        async with self.pool.acquire() as connection:
            row = await connection.fetchrow(READ_ANSWER, agency, key)
        return KeptAnswer(*row) if row else None

    async def holder(self, name: str) -> str | None:
        """Who holds a claimed name."""
        async with self.pool.acquire() as connection:
            holder: str | None = await connection.fetchval(READ_CLAIM, name)
        return holder

    async def claims_of(self, holder: str) -> list[Claim]:
        """All names that a holder has claimed."""
        async with self.pool.acquire() as connection:
            return [Claim(*row) for row in await connection.fetch(READ_CLAIMS_OF, holder)]

    async def readiness(self) -> dict[str, str]:
        """Whether the database answers."""
        try:
            async with self.pool.acquire() as connection:
                await connection.execute("SELECT FROM events LIMIT 1")
        except (DatabaseAway, OSError, asyncpg.PostgresError, asyncpg.InterfaceError):
            return {"postgresql": "away"}
        return {"postgresql": "ok"}

    async def append(self, append: Append) -> None:
        """Add events to a stream; when this returns, they are on disk.

        Raises `Conflict`, `ClaimNotHeld` (a conflict too: read again), `AlreadyAnswered`,
        `ClaimTaken`, `JournalBusy`, or what the database raised; then nothing of this append was
        written, unless the connection broke or time ran out, when the same call under the same
        key will tell.
        """
        if self._appends.waiting >= WAITING_LIMIT:
            raise JournalBusy
        await self._appends(append)

    async def _write(self, group: Sequence[Append]) -> Sequence[Exception | None]:
        try:
            async with self.pool.acquire() as connection:
                await write(connection, group)
        except _OWN_FAULTS as error:
            if len(group) == 1:
                return [error]
            return [outcome for alone in group for outcome in await self._write([alone])]
        except Exception as error:
            return [error] * len(group)
        return [None] * len(group)
