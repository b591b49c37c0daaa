"""The journal: an append-only table of events, one for each writing service.

An append is one round trip: the events, the answer that a repeated call will get, the names
it claims and the vault items it keeps commit together or not at all. Appends that wait at the
same moment share one statement and one commit (group commit); where that statement is
refused, each of them is tried again alone, so that a caller only ever fails for its own fault.
"""

import asyncio
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any, NamedTuple
from uuid import UUID

import asyncpg

from shared.database import DatabaseAway, Pool

GROUP_LIMIT = 256
WAITING_LIMIT = 10_000


class Recorded(NamedTuple):
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
    """What one command adds: `events` follow version `expected` of the stream (0: a new one)."""

    stream_id: str
    expected: int
    events: Sequence[NewEvent]
    metadata: str = "{}"
    answer: KeptAnswer | None = None
    claims: Sequence[Claim] = ()
    persons: Sequence[VaultPerson] = ()
    items: Sequence[VaultItem] = ()


class Conflict(Exception):
    """The stream has moved on since it was read."""


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

READ_STREAM = """
SELECT position, stream_id, version, event_id, type, data, metadata, recorded_at
FROM events WHERE stream_id = $1 ORDER BY version
"""

READ_ANSWER = """
SELECT agency, key, request, status, body, version FROM answers WHERE agency = $1 AND key = $2
"""

READ_CLAIM = "SELECT holder FROM claims WHERE name = $1"

# The parts of an append in the order PostgreSQL runs them. Every append takes its locks in
# this order and sorted within each table, so two of them can never wait for each other.
_PARTS = (
    (
        "answers (agency, key, request, status, body, version)",
        ("text", "text", "bytea", "int2", "text", "int4"),
    ),
    ("claims (name, holder)", ("text", "text")),
    ("vault_persons (person_id, wrapped_key)", ("uuid", "bytea")),
    ("vault_items (item_id, person_id, ciphertext)", ("uuid", "uuid", "bytea")),
    (
        "events (stream_id, version, event_id, type, data, metadata)",
        ("text", "int4", "uuid", "text", "json", "json"),
    ),
)


@cache
def _statement(present: tuple[bool, ...]) -> str:
    """One INSERT for all parts that are present; the others cost nothing."""
    inserts: list[str] = []
    number = 0
    for (target, types), wanted in zip(_PARTS, present, strict=True):
        if wanted:
            arrays = ", ".join(f"${number + i}::{t}[]" for i, t in enumerate(types, 1))
            inserts.append(f"INSERT INTO {target} SELECT * FROM unnest({arrays})")
            number += len(types)
    *before, last = inserts
    withs = ", ".join(f"part{i} AS ({insert})" for i, insert in enumerate(before))
    return f"WITH {withs} {last}" if withs else last


async def write(connection: asyncpg.Connection, appends: Sequence[Append]) -> None:
    """Write appends in one round trip, all or none; part of the connection's transaction.

    Raises `Conflict`, `AlreadyAnswered` or `ClaimTaken`.
    """
    appends = sorted(appends, key=lambda append: append.stream_id)
    rows: tuple[list[Any], ...] = (
        sorted(append.answer for append in appends if append.answer is not None),
        sorted(claim for append in appends for claim in append.claims),
        sorted(person for append in appends for person in append.persons),
        sorted(item for append in appends for item in append.items),
        [
            (append.stream_id, version, *entry, append.metadata)
            for append in appends
            for version, entry in enumerate(append.events, append.expected + 1)
        ],
    )
    columns = [list(column) for part in rows if part for column in zip(*part, strict=True)]
    try:
        await connection.execute(_statement(tuple(map(bool, rows))), *columns)
    except asyncpg.UniqueViolationError as error:
        refusal = _REFUSALS.get(error.constraint_name or "")
        if refusal is None:
            raise
        raise refusal from None


class Journal:
    """Reads streams and appends to them; safe for many tasks at once.

    `flushers` statements are under way at most; what arrives meanwhile goes with the next.
    """

    def __init__(self, pool: Pool, *, flushers: int = 4) -> None:
        self.pool = pool
        self._waiting: deque[tuple[Append, asyncio.Future[None]]] = deque()
        self._idle = flushers
        self._flushing: set[asyncio.Task[None]] = set()

    async def read(self, stream_id: str) -> list[Recorded]:
        """All events of a stream, by version; empty if there is no such stream."""
        async with self.pool.acquire() as connection:
            return [Recorded(*row) for row in await connection.fetch(READ_STREAM, stream_id)]

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

        Raises `Conflict`, `AlreadyAnswered`, `ClaimTaken`, `JournalBusy`, or what the database
        raised; then nothing of this append was written, unless the connection broke, when
        the same call under the same key will tell.
        """
        if len(self._waiting) >= WAITING_LIMIT:
            raise JournalBusy
        done = asyncio.get_running_loop().create_future()
        self._waiting.append((append, done))
        if self._idle:
            self._idle -= 1
            task = asyncio.create_task(self._flush())
            self._flushing.add(task)
            task.add_done_callback(self._flushing.discard)
        await done

    async def _flush(self) -> None:
        try:
            while self._waiting:
                group = [
                    self._waiting.popleft() for _ in range(min(GROUP_LIMIT, len(self._waiting)))
                ]
                await self._write_group(group)
        finally:
            self._idle += 1

    async def _write_group(self, group: list[tuple[Append, asyncio.Future[None]]]) -> None:
        try:
            async with self.pool.acquire() as connection:
                await write(connection, [append for append, _ in group])
        except (Conflict, AlreadyAnswered, ClaimTaken, asyncpg.DataError) as error:
            if len(group) == 1:
                _settle(group, error)
            else:
                for alone in group:
                    await self._write_group([alone])
        except Exception as error:
            _settle(group, error)
        else:
            _settle(group, None)


def _settle(group: list[tuple[Append, asyncio.Future[None]]], error: Exception | None) -> None:
    for _, done in group:
        if done.done():
            continue  # its caller has gone away
        if error is None:
            done.set_result(None)
        else:
            done.set_exception(error)
