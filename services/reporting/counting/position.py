"""The position of the live read model, its lag, and waiting until it has reached a position."""

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from asyncpg import Record

from shared.catalogue import TOPICS
from shared.database import Connection, Pool

SOURCES = tuple(TOPICS.values())

OFFSETS = "SELECT source, partition, next_offset FROM live.offsets ORDER BY source, partition"

REACHED = """
SELECT count(*) FROM unnest($1::text[], $2::integer[]) AS wanted (stream_id, version)
JOIN live.streams AS held USING (stream_id) WHERE held.version >= wanted.version
"""

# A stream's versions have no gaps: the version it was counted up to is how many were.
COUNTED = "SELECT coalesce(sum(version), 0)::bigint FROM live.streams"

SETTLED = """
SELECT (SELECT count(*) FROM live.cursors
        WHERE source = ANY ($1::text[]) AND complete_until > $2) = cardinality($1::text[])
    AND NOT EXISTS (SELECT FROM live.parked) AND NOT EXISTS (SELECT FROM live.contradictions)
"""

FIRST_PAUSE, LONGEST_PAUSE = 0.005, 0.1  # seconds between looks at the model


MADE_BY = "SELECT declarations FROM live.made_by"


class ModelPosition(NamedTuple):
    """The next offset of each partition of each source."""

    offsets: dict[str, list[int]]


async def read_position(connection: Connection) -> ModelPosition:
    """The position now."""
    return position_from(await connection.fetch(OFFSETS))


def position_from(rows: Iterable[Sequence[Any] | Record]) -> ModelPosition:
    """The position that rows of `OFFSETS` give.

    >>> position_from([("cases", 0, 7)])
    ModelPosition(offsets={'cases': [7], 'outreach': []})
    """
    offsets: dict[str, list[int]] = {source: [] for source in SOURCES}
    for source, _, next_offset in rows:
        offsets.setdefault(source, []).append(next_offset)
    return ModelPosition(offsets)


async def counted(connection: Connection) -> int:
    """How many events the model counts."""
    events: int = await connection.fetchval(COUNTED)
    return events


async def settled(connection: Connection, moment: datetime) -> bool:
    """Whether every event recorded at or before a moment is counted, and no stream is parked.

    Nor contradicted: of two events under one version the one in the journal may not be counted.
    To be asked in the snapshot that the figures are read in: what is settled once stays so. It
    is as old as the last look at the journals (`Freshness`), so that a moment is settled some
    seconds after it has passed; `Freshness.settle` looks now. Without the journals' addresses
    no moment ever is.
    """
    is_settled: bool = await connection.fetchval(SETTLED, SOURCES, moment)
    return is_settled


async def reached(pool: Pool, positions: Mapping[str, int], *, wait: float) -> bool:
    """Wait until each stream was counted up to its version; False after `wait` seconds."""
    loop = asyncio.get_running_loop()
    deadline, pause = loop.time() + wait, FIRST_PAUSE
    while True:
        async with pool.acquire() as connection:
            arrived = await connection.fetchval(REACHED, list(positions), list(positions.values()))
        if arrived == len(positions):
            return True
        if loop.time() + pause > deadline:
            return False
        await asyncio.sleep(pause)
        pause = min(pause * 2, LONGEST_PAUSE)
