"""The journal: an append-only table of events, one for each writing service.

An append is one round trip: the events, the answer that a repeated call will get, the names
it releases and claims and the vault items it keeps commit together or not at all. Appends that
wait at the same moment share one statement and one commit (group commit), and reads share a
query. Where a shared statement is refused, repeated keys are set apart and the rest is written
together, and what is refused then is found by halves: no caller fails for another's fault.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

import asyncpg

from shared.database import DatabaseAway, Pool
from shared.journal.append import (
    AlreadyAnswered,
    Append,
    Claim,
    ClaimNotHeld,
    ClaimTaken,
    Conflict,
    KeptAnswer,
    NewEvent,
    Part,
    Row,
    VaultItem,
    VaultPerson,
    write,
)
from shared.journal.batching import Batcher

__all__ = [
    "NOTHING_ASKED",
    "AlreadyAnswered",
    "Append",
    "Asked",
    "Claim",
    "ClaimNotHeld",
    "ClaimTaken",
    "Conflict",
    "Journal",
    "JournalBusy",
    "KeptAnswer",
    "Look",
    "NewEvent",
    "Part",
    "RecordedEvent",
    "Row",
    "VaultItem",
    "VaultPerson",
    "write",
]

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


class Asked(NamedTuple):
    """Which answer is asked for; None is not looked for.

    `key` is as it is kept now, `plain_key` as it was kept before keys were hashed.
    """

    agency: str | None
    key: str | None
    plain_key: str | None = None


NOTHING_ASKED = Asked(None, None)


class Look(NamedTuple):
    """What a command must know: the events of its stream, and the answer kept for its key."""

    events: list[RecordedEvent]
    answer: KeptAnswer | None


class JournalBusy(Exception):
    """Too many appends wait already; try again in a moment."""


# What one append of a group is refused for; another may well be written.
_OWN_FAULTS = (
    Conflict,
    AlreadyAnswered,
    ClaimTaken,
    asyncpg.DataError,
    asyncpg.IntegrityConstraintViolationError,
)

# Each stream from a version of its own on, and whether a key was answered; in one snapshot, so
# that the events of a call are there if its answer is. OFFSET and LIMIT: the planner is to look
# each of them up. Keys of before they were hashed stand as they were sent. `(SELECT …)` hides how
# long an array is: for a short one it would plan anew each time, which takes longer than to look.
LOOK = """
SELECT wanted.number, event.*, answer.* FROM unnest(
    (SELECT $1::text[]), (SELECT $2::integer[]), (SELECT $3::text[]), (SELECT $4::text[]),
    (SELECT $5::text[])
) WITH ORDINALITY AS wanted (stream_id, since, agency, key, plain_key, number)
LEFT JOIN LATERAL (
    SELECT position, stream_id, version, event_id, type, data, metadata, recorded_at
    FROM events WHERE stream_id = wanted.stream_id AND version >= wanted.since OFFSET 0
) AS event ON true
LEFT JOIN LATERAL (
    SELECT agency, key, request, status, body, version
    FROM answers WHERE agency = wanted.agency AND key IN (wanted.key, wanted.plain_key) LIMIT 1
) AS answer ON true
ORDER BY wanted.number, event.version
"""
_EVENT, _ANSWER = slice(1, 9), slice(9, None)

FIND = """
SELECT position, stream_id, version, event_id, type, data, metadata, recorded_at
FROM events WHERE event_id = $1
"""

ANSWERED = """
SELECT agency, key FROM answers JOIN unnest($1::text[], $2::text[]) AS asked (agency, key)
USING (agency, key)
"""

READ_CLAIM = "SELECT holder FROM claims WHERE name = $1"
READ_CLAIMS_OF = "SELECT name, holder FROM claims WHERE holder = $1"


_Wanted = tuple[str, int, str | None, str | None, str | None]  # as LOOK takes them


class Journal:
    """Reads streams and appends to them; safe for many tasks at once.

    At most a few statements of each kind are in progress; later calls go with the next one.
    """

    def __init__(self, pool: Pool, *, readers: int = 2, flushers: int = 4) -> None:
        self.pool = pool
        self._looks = Batcher(self._look, workers=readers, limit=GROUP_LIMIT)
        self._appends = Batcher(self._write, workers=flushers, limit=GROUP_LIMIT)

    async def read(self, stream_id: str, since: int = 1) -> list[RecordedEvent]:
        """The events of a stream from a version on, in order; empty if there are none."""
        return (await self.look(stream_id, since)).events

    async def answer(self, asked: Asked) -> KeptAnswer | None:
        """The answer kept for a key, if it was used before."""
        return (await self.look("", asked=asked)).answer

    async def look(self, stream_id: str, since: int = 1, asked: Asked = NOTHING_ASKED) -> Look:
        """A stream as `read` gives it, and the answer kept for a key, both of one moment."""
        return await self._looks((stream_id, since, *asked))

    async def _look(self, wanted: Sequence[_Wanted]) -> Sequence[Look]:
        async with self.pool.acquire() as connection:
            rows = await connection.fetch(LOOK, *zip(*wanted, strict=True))
        events: list[list[RecordedEvent]] = [[] for _ in wanted]
        answers: list[KeptAnswer | None] = [None] * len(wanted)
        for row in rows:
            place = row[0] - 1
            if row[1] is not None:
                events[place].append(RecordedEvent(*row[_EVENT]))
            if row[9] is not None:
                answers[place] = KeptAnswer(*row[_ANSWER])
        return [Look(*found) for found in zip(events, answers, strict=True)]

    async def find(self, stream_id: str, event_id: UUID) -> RecordedEvent | None:
        """One event of a stream by its id."""
        async with self.pool.acquire() as connection:
            row = await connection.fetchrow(FIND, event_id)
        return RecordedEvent(*row) if row and row["stream_id"] == stream_id else None

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

    async def _write(
        self, group: Sequence[Append], *, asked: bool = False
    ) -> Sequence[Exception | None]:
        """Write a group; `asked` says that those with a key answered before are apart already."""
        try:
            async with self.pool.acquire() as connection:
                try:
                    await write(connection, group)
                    return [None] * len(group)
                except _OWN_FAULTS as error:
                    if len(group) == 1:
                        return [error]
                parts = [] if asked else await _apart(connection, group)
        except Exception as error:
            return [error] * len(group)
        answered = parts[0] if parts else []
        outcomes: dict[int, Exception | None] = {n: AlreadyAnswered() for n in answered}
        middle = len(group) // 2
        halves = list(range(middle)), list(range(middle, len(group)))
        for part in parts[1:] or halves:
            written = await self._write([group[n] for n in part], asked=True) if part else []
            outcomes.update(zip(part, written, strict=True))
        return [outcomes[n] for n in range(len(group))]


async def _apart(connection: asyncpg.Connection, group: Sequence[Append]) -> list[list[int]]:
    """The places of appends whose key was answered before, of the others, and of those whose key
    another of the group has, too; empty if there are only others.
    """
    keys = [append.answer and append.answer[:2] for append in group]
    given = [key for key in keys if key is not None]
    if not given:
        return []
    found = {tuple(row) for row in await connection.fetch(ANSWERED, *zip(*given, strict=True))}
    parts: list[list[int]] = [[], [], []]
    seen: set[tuple[str, str]] = set()
    for n, key in enumerate(keys):
        parts[0 if key in found else 2 if key in seen else 1].append(n)
        if key is not None:
            seen.add(key)
    return parts if parts[0] or parts[2] else []
