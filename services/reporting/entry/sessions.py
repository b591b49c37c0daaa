"""Sessions of browsers in the database: begun, found, ended. All replicas see the same.

Every moment is the database's, so that replicas whose clocks differ agree on what has ended.
"""

import secrets
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from shared.database import Connection

ID_BYTES = 32
SHOWN = 1000  # sessions at most, for an operator
COARSE = 300.0  # seconds: a use is written down no more often than that
KEPT_FOR = "30 days"  # after its end, for an operator who asks what was

BEGIN = f"""
WITH gone AS (
    DELETE FROM reporting.browser_sessions WHERE ends_at < now() - interval '{KEPT_FOR}'
)
INSERT INTO reporting.browser_sessions
    (id_hash, entrance, person, agency, regions, actions, created_at, seen_at, ends_at)
VALUES ($1, $2, $3, $4, $5, $6, now(), now(), now() + least($7::interval, $8::interval))
"""

# What an operator has made shorter since holds for sessions of before too.
USE = """
WITH found AS (
    SELECT * FROM reporting.browser_sessions
    WHERE id_hash = $1 AND ended_at IS NULL AND entrance = ANY ($2)
        AND now() < least(ends_at, seen_at + $3::interval, created_at + $4::interval)
), used AS (
    UPDATE reporting.browser_sessions AS held
    SET seen_at = now(), ends_at = least(now() + $3::interval, held.created_at + $4::interval)
    FROM found WHERE held.number = found.number AND held.ended_at IS NULL
        AND found.seen_at < now() - $5::interval
)
SELECT number, entrance, person, agency, regions, actions, created_at, seen_at,
    least(ends_at, created_at + $4::interval) AS ends_at
FROM found
"""

LIST = f"""
SELECT number, entrance, person, agency, regions, actions, created_at, seen_at, ends_at
FROM reporting.browser_sessions WHERE ended_at IS NULL AND now() < ends_at
ORDER BY number DESC LIMIT {SHOWN}
"""

END_HASHED = """
UPDATE reporting.browser_sessions SET ended_at = now() WHERE id_hash = $1 AND ended_at IS NULL
"""
END = """
UPDATE reporting.browser_sessions SET ended_at = now()
WHERE ended_at IS NULL AND now() < ends_at AND ($1::bigint IS NULL OR number = $1)
RETURNING number
"""


@dataclass(frozen=True, slots=True)
class Grant:
    """What a browser that is let in may see: as a token says it, before the register is asked.

    `entrance` is by what it was let in, `person` a pseudonym or "link"; `regions` are prefixes.
    """

    entrance: str
    person: str
    agency: str
    regions: Sequence[str]
    actions: Collection[str]


@dataclass(frozen=True, slots=True)
class BrowserSession:
    """A session that holds; `number` is how operators and the log name it."""

    number: int
    grant: Grant
    created_at: datetime
    seen_at: datetime
    ends_at: datetime


@dataclass(frozen=True, slots=True)
class Lifetimes:
    """For how many seconds a session goes on after its last use, and at most."""

    idle: int
    longest: int

    @property
    def coarse(self) -> float:
        """Seconds that pass before the next use is written down."""
        return min(COARSE, self.idle / 10)


async def begin(connection: Connection, grant: Grant, lifetimes: Lifetimes) -> str:
    """Begin a session; its id, of 256 bits, which is not kept here."""
    session_id = secrets.token_urlsafe(ID_BYTES)
    await connection.execute(
        BEGIN,
        _hashed(session_id),
        grant.entrance,
        grant.person,
        grant.agency,
        list(grant.regions),
        sorted(grant.actions),
        *_intervals(lifetimes.idle, lifetimes.longest),
    )
    return session_id


async def use(
    connection: Connection, session_id: str, entrances: Sequence[str], lifetimes: Lifetimes
) -> BrowserSession | None:
    """The session of an id if it holds, and was let in by one of these entrances; it is used now.

    None says nothing of why.
    """
    times = (lifetimes.idle, lifetimes.longest, lifetimes.coarse)
    row = await connection.fetchrow(USE, _hashed(session_id), list(entrances), *_intervals(*times))
    return None if row is None else _session(row)


async def held(connection: Connection) -> list[BrowserSession]:
    """The sessions that hold, the newest first; `SHOWN` at most."""
    return [_session(row) for row in await connection.fetch(LIST)]


async def end_own(connection: Connection, session_id: str) -> None:
    """End the session of an id, if there is one."""
    await connection.execute(END_HASHED, _hashed(session_id))


async def end(connection: Connection, number: int | None = None) -> int:
    """End one session by its number, or all of them; how many were ended now."""
    return len(await connection.fetch(END, number))


def _hashed(session_id: str) -> bytes:
    """A random id of 256 bits needs no salt and no slow hash."""
    return sha256(session_id.encode()).digest()


def _intervals(*seconds: float) -> list[timedelta]:
    return [timedelta(seconds=each) for each in seconds]


def _session(row: Any) -> BrowserSession:
    values = dict(row.items())
    grant = Grant(*(values.pop(name) for name in Grant.__dataclass_fields__))
    return BrowserSession(grant=grant, **values)
