"""The switch: the new model is compared with the live one, and takes its place.

Consumers wait from the first lock on. Reports are held up only while the last one is waited
for, for a fraction of a second; if a long report is in the way, the switch steps back, lets the
others pass and tries again.
"""

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from typing import Any

import asyncpg

from services.reporting.counting.later import count_left
from services.reporting.counting.migrations import SCHEMA
from services.reporting.counting.persons import fill_months
from services.reporting.counting.tables import Schema
from shared.database import Connection

SCHEMAS: tuple[Schema, ...] = ("live", "next")
SHOWN = 20  # differences, or streams
REPORTS_WAIT = "200ms"  # at most, for one try
TRIES_UNDER_LOCK = 10
BETWEEN_TRIES = 0.1  # seconds in which the reports that have waited pass

# Consumers that are counting finish first. Reports continue. If this process freezes, the
# consumers wait for it no longer than that.
STOP_CONSUMERS = """
SET LOCAL lock_timeout = '5s';
SET LOCAL idle_in_transaction_session_timeout = '90s';
SET LOCAL synchronous_commit = on;
LOCK TABLE live.offsets IN EXCLUSIVE MODE
"""

STOP_REPORTS = f"""
SET LOCAL lock_timeout = '{REPORTS_WAIT}';
LOCK TABLE live.offsets IN ACCESS EXCLUSIVE MODE
"""

NOTHING_COUNTED = """
SELECT NOT EXISTS (SELECT FROM live.streams) AND NOT EXISTS (SELECT FROM live.rollups)
"""

# What the new model has counted beyond the live one, as a model of its own, as long as the
# comparison takes: not counted yet is no difference. PostgreSQL adds it up, for it may be much.
AHEAD = f"""
CREATE SCHEMA ahead;
CREATE TABLE ahead.facts AS
    SELECT f.* FROM next.streams AS next LEFT JOIN live.streams AS live USING (stream_id)
    JOIN next.facts AS f ON f.stream_id = next.stream_id AND f.version > coalesce(live.version, 0)
    WHERE next.version > coalesce(live.version, 0);
CREATE TABLE ahead.rollups (LIKE next.rollups);
CREATE TABLE ahead.person_months (LIKE next.person_months);
SELECT {SCHEMA}.fill_cells('ahead')
"""
FORGET_AHEAD = "DROP SCHEMA ahead CASCADE"

COMPARE = """
SELECT count(*) OVER (), region, measure, grain, day, dims,
    coalesce(live.value, 0) AS live, coalesce(next.value, 0) - coalesce(ahead.value, 0) AS next
FROM live.rollups AS live FULL JOIN next.rollups AS next
    USING (parent, region, measure, grain, day, dims)
LEFT JOIN ahead.rollups AS ahead USING (parent, region, measure, grain, day, dims)
WHERE coalesce(live.value, 0) <> coalesce(next.value, 0) - coalesce(ahead.value, 0)
ORDER BY region, measure, grain, day, dims LIMIT $1
"""

# Whose month it is is not said: a rebuild's answer may be kept in a log. The cells of persons are
# made of their months, in the same transaction: `verify` proves them too.
BOTH_KEEP = "SELECT scope FROM live.person_scopes JOIN next.person_scopes USING (scope)"
COMPARE_PERSONS = """
SELECT count(*) OVER (), scope, region, month AS day,
    coalesce(live.facts, 0) AS live, coalesce(next.facts, 0) - coalesce(ahead.facts, 0) AS next
FROM (SELECT * FROM live.person_months WHERE scope = ANY ($2::text[])) AS live
FULL JOIN (SELECT * FROM next.person_months WHERE scope = ANY ($2::text[])) AS next
    USING (scope, subject, month, region)
LEFT JOIN ahead.person_months AS ahead USING (scope, subject, month, region)
WHERE coalesce(live.facts, 0) <> coalesce(next.facts, 0) - coalesce(ahead.facts, 0)
ORDER BY scope, region, month LIMIT $1
"""

# All that the live model has counted is in the journals, so the new one has it too, or has
# parked it; the rest was never recorded.
UNRECORDED = """
SELECT count(*) OVER (), stream_id, live.version - coalesce(next.version, 0) AS events
FROM live.streams AS live LEFT JOIN next.streams AS next USING (stream_id)
WHERE live.version > coalesce(next.version, 0)
    AND NOT EXISTS (SELECT FROM next.parked WHERE parked.stream_id = live.stream_id)
ORDER BY stream_id LIMIT $1
"""

# Before a cursor all is counted: with something parked, whoever follows begins anew and finds it.
SWITCH = """
UPDATE next.cursors SET cursor = NULL WHERE EXISTS (SELECT FROM next.parked);
UPDATE next.cursors SET complete_until = live.complete_until FROM live.cursors AS live
WHERE cursors.source = live.source AND cursors.cluster = live.cluster;
DELETE FROM next.offsets;
INSERT INTO next.offsets SELECT * FROM live.offsets;
ALTER SCHEMA live RENAME TO old;
ALTER SCHEMA next RENAME TO live;
"""


@dataclass
class Switched:
    """How the new model differs from the one whose place it took, at equal versions."""

    differences: int = 0
    examples: list[dict[str, Any]] = field(default_factory=list)
    unrecorded: int = 0
    unrecorded_streams: list[str] = field(default_factory=list)


async def switch(connection: Connection, read_on: Callable[[], AsyncIterator[None]]) -> Switched:
    """Let the new model take the place of the live one, with nothing lost between them.

    While the consumers wait, `read_on` reads the journals to their end, so that the new model
    has all that the live one has counted, and continues at its offsets. Raises
    asyncpg.LockNotAvailableError, with everything as it was, if others do not let it.
    """
    async with connection.transaction():
        await connection.execute(STOP_CONSUMERS)
        async for _ in read_on():
            pass
        switched = await compare(connection)
        await _stop_reports(connection)
        await connection.execute(SWITCH)
    return switched


async def compare(connection: Connection) -> Switched:
    """Compare cells and persons of both models at the versions of the live one.

    In a transaction. Persons are compared of the scopes that both keep.
    """
    for schema in SCHEMAS:
        await count_left(connection, schema)
    if await connection.fetchval(NOTHING_COUNTED):
        return Switched()
    await connection.execute(AHEAD)
    scopes = [row[0] for row in await connection.fetch(BOTH_KEEP)]
    await fill_months(connection, "ahead", scopes)
    rows = await connection.fetch(COMPARE, SHOWN)
    persons = await connection.fetch(COMPARE_PERSONS, SHOWN, scopes)
    await connection.execute(FORGET_AHEAD)
    unrecorded = await connection.fetch(UNRECORDED, SHOWN)
    return Switched(
        sum(found[0][0] for found in (rows, persons) if found),
        [
            {**dict(list(row.items())[1:]), "day": row["day"].isoformat()}
            for row in [*rows, *persons][:SHOWN]
        ],
        unrecorded[0][0] if unrecorded else 0,
        [row["stream_id"] for row in unrecorded],
    )


async def _stop_reports(connection: Connection) -> None:
    """Wait for the reports under way, a moment at a time, and let no other begin."""
    for last in (*[False] * (TRIES_UNDER_LOCK - 1), True):
        try:
            async with connection.transaction():
                await connection.execute(STOP_REPORTS)
            return
        except asyncpg.LockNotAvailableError:
            if last:
                raise
        await asyncio.sleep(BETWEEN_TRIES)
