"""The rebuild: makes the read model anew from the journals, beside the live one, then switches.

Reports and the consumer continue meanwhile. What was read is kept with the cursor, so that a
rebuild that was stopped continues where it was.
"""

from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing
from dataclasses import dataclass
from functools import partial
from typing import Any

from services.reporting.counting.consume import apply_delivery
from services.reporting.counting.migrations import SCHEMA
from services.reporting.counting.model import Delivery
from services.reporting.declared.measures import fingerprint
from services.reporting.proving.feeds import Feed, pages, read_line
from shared.database import Connection

OPERATOR_LOCK = 0x57415953  # the advisory lock of a rebuild or verification
FEED = -1  # the partition under which a feed's events stand in `next`
DIFFERENCES_SHOWN = 20

EXISTS = "SELECT to_regclass('next.made_by') IS NOT NULL"
MADE_BY = "SELECT declarations FROM next.made_by"
BEGIN_FEED = "INSERT INTO next.offsets (source, partition, next_offset) VALUES ($1, $2, 0)"
BEGIN_CURSOR = "INSERT INTO next.cursors (source) VALUES ($1)"
READ_CURSOR = """
SELECT cursor, next_offset FROM next.cursors JOIN next.offsets USING (source)
WHERE source = $1 AND partition = $2
"""
MOVE_CURSOR = "UPDATE next.cursors SET cursor = $2 WHERE source = $1"
EVENTS = "SELECT coalesce(sum(version), 0) FROM live.streams"
INDEXED = "SELECT to_regclass('next.facts_day') IS NOT NULL"

# Reports continue. If another transaction holds the table for long, the switch fails, not the
# others; and if this process freezes, the consumers wait for it no longer than that.
STOP_CONSUMERS = """
SET LOCAL lock_timeout = '5s';
SET LOCAL idle_in_transaction_session_timeout = '90s';
LOCK TABLE live.offsets IN EXCLUSIVE MODE
"""

COMPARE = """
SELECT count(*) OVER (), region, measure, month, dims,
    coalesce(live.value, 0) AS live, coalesce(next.value, 0) AS next
FROM live.rollups AS live FULL JOIN next.rollups AS next
    USING (parent, region, measure, month, dims)
WHERE coalesce(live.value, 0) <> coalesce(next.value, 0)
ORDER BY region, measure, month, dims LIMIT $1
"""

SWITCH = """
LOCK TABLE live.offsets IN ACCESS EXCLUSIVE MODE;
DELETE FROM next.offsets;
INSERT INTO next.offsets SELECT * FROM live.offsets;
ALTER SCHEMA live RENAME TO old;
ALTER SCHEMA next RENAME TO live;
"""

RESULT = """
SELECT (SELECT coalesce(sum(version), 0) FROM live.streams) AS events,
    (SELECT count(*) FROM live.rollups) AS cells, (SELECT count(*) FROM live.facts) AS facts,
    (SELECT count(DISTINCT stream_id) FROM live.parked) AS parked
"""


class AlreadyOperating(Exception):
    """Another rebuild or verification is under way; wait until it has ended."""


@dataclass
class Progress:
    """How far it is: `total` is what the live model has counted, so `done` may exceed it."""

    phase: str
    done: int
    total: int

    def line(self) -> dict[str, Any]:
        """As one line of the answer."""
        return {"phase": self.phase, "done": self.done, "total": max(self.total, self.done)}


async def take_operator_lock(connection: Connection) -> None:
    """Be the only one that rebuilds or verifies, for as long as the connection is open.

    Raises `AlreadyOperating`.
    """
    if not await connection.fetchval("SELECT pg_try_advisory_lock($1)", OPERATOR_LOCK):
        raise AlreadyOperating


async def rebuild(
    connection: Connection, feeds: Sequence[Feed]
) -> AsyncGenerator[dict[str, Any], None]:
    """Rebuild and switch, with progress; the last line is the result.

    The connection is used for nothing else. Raises `AlreadyOperating` or `FeedBroken`; then the
    live model is as it was, and another call continues.
    """
    await take_operator_lock(connection)
    await _prepare(connection, feeds)
    progress = Progress("read", 0, await connection.fetchval(EVENTS))
    for feed in feeds:
        progress.done += (await _cursor(connection, feed))[1]
    yield progress.line()
    async with aclosing(_read(connection, feeds, progress)) as reading:
        async for _ in reading:
            yield progress.line()
    if not await connection.fetchval(INDEXED):
        yield Progress("index", 0, 1).line()
        await connection.execute(f"SELECT {SCHEMA}.index_model('next')")
    await connection.execute("ANALYZE next.facts, next.rollups, next.streams")
    async with aclosing(_read(connection, feeds, progress)) as reading:
        async for _ in reading:
            yield progress.line()
    yield Progress("switch", 0, 1).line()
    differences = await _switch(connection, feeds, progress)
    result = await connection.fetchrow(RESULT)
    await connection.execute("DROP SCHEMA IF EXISTS old CASCADE")
    yield {"phase": "done", **dict(result or {}), **differences}


async def _prepare(connection: Connection, feeds: Sequence[Feed]) -> None:
    """Continue with `next` if it was begun by these declarations; else begin it."""
    await connection.execute("DROP SCHEMA IF EXISTS old CASCADE")
    begun = await connection.fetchval(EXISTS)
    if begun and await connection.fetchval(MADE_BY) == fingerprint():
        return
    async with connection.transaction():
        await connection.execute("DROP SCHEMA IF EXISTS next CASCADE")
        await connection.execute(f"SELECT {SCHEMA}.create_model('next')")
        await connection.execute(
            "INSERT INTO next.made_by (declarations) VALUES ($1)", fingerprint()
        )
        for feed in feeds:
            await connection.execute(BEGIN_FEED, feed.source, FEED)
            await connection.execute(BEGIN_CURSOR, feed.source)


async def _cursor(connection: Connection, feed: Feed) -> tuple[str | None, int]:
    """How far a feed was read: its cursor, and the number of events before it."""
    row = await connection.fetchrow(READ_CURSOR, feed.source, FEED)
    assert row is not None
    return row[0], row[1]


async def _read(
    connection: Connection, feeds: Sequence[Feed], progress: Progress
) -> AsyncGenerator[None, None]:
    """Count every feed up to its present end."""
    for feed in feeds:
        cursor, offset = await _cursor(connection, feed)
        async with aclosing(pages(feed, cursor)) as following:
            async for page in following:
                events = [read_line(line, offset + n) for n, line in enumerate(page.lines)]
                move = partial(_move_cursor, source=feed.source, cursor=page.next_cursor)
                delivery = Delivery(feed.source, FEED, offset, events)
                await apply_delivery(connection, "next", delivery, move)
                offset += len(events)
                progress.done += len(events)
                yield


async def _move_cursor(connection: Connection, source: str, cursor: str) -> None:
    await connection.execute(MOVE_CURSOR, source, cursor)


async def _switch(
    connection: Connection, feeds: Sequence[Feed], progress: Progress
) -> dict[str, Any]:
    """Let the new model take the place of the live one, with nothing lost between them.

    While the consumer waits, the feeds are read to their end: all it has counted is in the
    journals, so the new model has it too, and continues at the old one's offsets.
    """
    async with connection.transaction():
        await connection.execute(STOP_CONSUMERS)
        async for _ in _read(connection, feeds, progress):
            pass
        rows = await connection.fetch(COMPARE, DIFFERENCES_SHOWN)
        await connection.execute(SWITCH)
    return {
        "differences": rows[0][0] if rows else 0,
        "examples": [
            {**dict(list(row.items())[1:]), "month": row["month"].isoformat()} for row in rows
        ],
    }
