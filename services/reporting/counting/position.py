"""How far the live read model has counted, and waiting until it has reached a position."""

import asyncio
from collections.abc import Mapping
from datetime import datetime

from shared.catalogue import TOPICS
from shared.database import Connection, Pool

SOURCES = tuple(TOPICS.values())

REACHED = """
SELECT count(*) FROM unnest($1::text[], $2::integer[]) AS wanted (stream_id, version)
JOIN live.streams AS held USING (stream_id) WHERE held.version >= wanted.version
"""

# A stream's versions have no gaps: the version it was counted up to is how many were.
COUNTED = "SELECT coalesce(sum(version), 0)::bigint FROM live.streams"

COUNTED_UNTIL = """
SELECT min(complete_until) FROM live.cursors WHERE source = ANY ($1::text[])
HAVING count(complete_until) = cardinality($1::text[])
    AND NOT EXISTS (SELECT FROM live.parked) AND NOT EXISTS (SELECT FROM live.contradictions)
"""
SETTLED = f"SELECT coalesce(({COUNTED_UNTIL}) > $2, false)"

FIRST_PAUSE, LONGEST_PAUSE = 0.005, 0.1  # seconds between looks at the model


MADE_BY = "SELECT declarations FROM live.made_by"


async def counted(connection: Connection) -> int:
    """How many events the model counts."""
    events: int = await connection.fetchval(COUNTED)
    return events


async def counted_until(connection: Connection) -> datetime | None:
    """The moment before which every recorded event is counted; None while that is not known.

    Nor is it known while a stream is parked, or contradicted: of two events under one version the
    one in the journal may not be counted. It is as old as the last look at the journals
    (`Freshness`). Without the journals' addresses it is never known.
    """
    moment: datetime | None = await connection.fetchval(COUNTED_UNTIL, SOURCES)
    return moment


async def settled(connection: Connection, moment: datetime) -> bool:
    """Whether every event recorded at or before a moment is counted, as `counted_until` has it.

    To be asked in the snapshot that the figures are read in: what is settled once stays so. A
    moment is settled some seconds after it has passed; `Freshness.settle` looks now.
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
