"""The rebuild: makes the read model anew from the journals, beside the live one, then switches.

Reports and the consumer continue meanwhile. What was read is kept with the cursor, so that a
rebuild that was stopped continues where it was.
"""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable, Sequence
from contextlib import aclosing
from dataclasses import asdict, dataclass
from functools import partial
from typing import Any

import asyncpg

from services.reporting.counting.consume import apply_delivery
from services.reporting.counting.later import count_left
from services.reporting.counting.migrations import SCHEMA
from services.reporting.counting.model import Delivery
from services.reporting.counting.persons import keep_persons
from services.reporting.declared.measures import fingerprint
from services.reporting.proving.software import software
from services.reporting.proving.switching import SCHEMAS, switch
from shared.database import Connection
from shared.journal.feed_reader import CursorRefused, Feed, FeedBroken, batches

OPERATOR_LOCK = 0x57415953  # the advisory lock of a rebuild or verification
FEED = -1  # the partition under which a feed's events stand in `next`
SWITCH_TRIES = 12
SWITCH_PAUSE = 2.0  # seconds in which consumers and reports go on

EXISTS = "SELECT to_regclass('next.made_by') IS NOT NULL"
MADE_BY = "SELECT declarations, software FROM next.made_by"
SIGN = "INSERT INTO next.made_by (declarations, software) VALUES ($1, $2)"
CLUSTERS = "SELECT source, cluster FROM next.cursors"
DROP_NEXT = "DROP SCHEMA IF EXISTS next CASCADE"
BEGIN_FEED = "INSERT INTO next.offsets (source, partition, next_offset) VALUES ($1, $2, 0)"
BEGIN_CURSOR = "INSERT INTO next.cursors (source, cluster) VALUES ($1, $2)"
READ_CURSOR = """
SELECT cursor, next_offset, cluster FROM next.cursors JOIN next.offsets USING (source)
WHERE source = $1 AND partition = $2
"""
MOVE_CURSOR = "UPDATE next.cursors SET cursor = $2 WHERE source = $1"
EVENTS = "SELECT coalesce(sum(version), 0) FROM live.streams"
INDEXED = "SELECT to_regclass('next.facts_place') IS NOT NULL"
FILL = f"SELECT {SCHEMA}.fill_cells('next')"
INDEX = f"SELECT {SCHEMA}.index_model('next')"

RESULT = """
SELECT (SELECT coalesce(sum(version), 0) FROM live.streams) AS events,
    (SELECT count(*) FROM live.rollups) AS cells, (SELECT count(*) FROM live.facts) AS facts,
    (SELECT count(DISTINCT stream_id) FROM live.parked) AS parked
"""


Connect = Callable[[], Awaitable[Connection]]


class AlreadyOperating(Exception):
    """Another rebuild or verification is under way; wait until it has ended."""


class JournalReplaced(FeedBroken):
    """A journal was replaced by another while it was read; the text names it."""


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
    connection: Connection, feeds: Sequence[Feed], another: Connect | None = None
) -> AsyncGenerator[dict[str, Any], None]:
    """Rebuild and switch, with progress; the last line is the result.

    The connection is used for nothing else; with `another`, which makes one more, two things are
    made at a time where they can be. Raises `AlreadyOperating` or `FeedBroken`; then the
    live model is as it was, and another call continues.
    """
    await take_operator_lock(connection)
    try:
        async with aclosing(_rebuild(connection, feeds, another)) as lines:
            async for line in lines:
                yield line
    except CursorRefused:
        await connection.execute(DROP_NEXT)  # what it had read is of another journal
        raise


async def _rebuild(
    connection: Connection, feeds: Sequence[Feed], another: Connect | None
) -> AsyncGenerator[dict[str, Any], None]:
    await _prepare(connection, feeds)
    progress = Progress("read", 0, await connection.fetchval(EVENTS))
    for feed in feeds:
        progress.done += (await _cursor(connection, feed))[1]
    yield progress.line()
    async with aclosing(_read(connection, feeds, progress)) as reading:
        async for _ in reading:
            yield progress.line()
    yield Progress("index", 0, 1).line()
    await _add_up(connection, another)
    async with aclosing(_read(connection, feeds, progress)) as reading:
        async for _ in reading:
            yield progress.line()
    for schema in SCHEMAS:  # while others go on; the switch counts what comes until then
        await count_left(connection, schema)
    for tries_left in range(SWITCH_TRIES - 1, -1, -1):
        yield Progress("switch", 0, 1).line()
        try:
            switched = await switch(connection, partial(_read, connection, feeds, progress))
            break
        except asyncpg.LockNotAvailableError:
            if not tries_left:
                raise
        await asyncio.sleep(SWITCH_PAUSE)
        async for _ in _read(connection, feeds, progress):  # so that the next try has less to read
            pass
    result = await connection.fetchrow(RESULT)
    await connection.execute("DROP SCHEMA IF EXISTS old CASCADE")
    yield {"phase": "done", **dict(result or {}), **asdict(switched)}


async def _add_up(connection: Connection, another: Connect | None) -> None:
    """Make of the facts what figures are read from: the cells and, beside them, the persons.

    A rebuild that was stopped here goes on with what is not there yet.
    """
    if another is None:
        await _make_cells(connection)
        await _make_persons(connection)
        return
    beside = await another()
    persons = asyncio.ensure_future(_make_persons(beside))
    try:
        await _make_cells(connection)
        await persons
    finally:
        persons.cancel()
        beside.terminate()


async def _make_cells(connection: Connection) -> None:
    if not await connection.fetchval(INDEXED):
        async with connection.transaction():  # cells are there with their index, or not at all
            await connection.execute(FILL)
            await connection.execute(INDEX)
    await connection.execute("VACUUM (ANALYZE) next.facts, next.rollups, next.streams")


async def _make_persons(connection: Connection) -> None:
    await keep_persons(connection, "next")
    await connection.execute("VACUUM (ANALYZE) next.person_months, next.person_cells")


async def _prepare(connection: Connection, feeds: Sequence[Feed]) -> None:
    """Continue with `next` if this software began it, from the same journals; else begin it."""
    await connection.execute("DROP SCHEMA IF EXISTS old CASCADE")
    made_by = (fingerprint(), software())
    clusters = {feed.source: (await feed.end()).cluster for feed in feeds}
    if await connection.fetchval(EXISTS):
        begun_by = await connection.fetchrow(MADE_BY)
        begun_from = {row[0]: row[1] for row in await connection.fetch(CLUSTERS)}
        if begun_by is not None and tuple(begun_by) == made_by and begun_from == clusters:
            return
    async with connection.transaction():
        await connection.execute(DROP_NEXT)
        await connection.execute(f"SELECT {SCHEMA}.create_model('next')")
        await connection.execute(SIGN, *made_by)
        for source, cluster in clusters.items():
            await connection.execute(BEGIN_FEED, source, FEED)
            await connection.execute(BEGIN_CURSOR, source, cluster)


async def _cursor(connection: Connection, feed: Feed) -> tuple[str | None, int, str]:
    """How far a feed was read: its cursor, the number of events before it, and its cluster."""
    row = await connection.fetchrow(READ_CURSOR, feed.source, FEED)
    assert row is not None
    return row[0], row[1], row[2]


async def _read(
    connection: Connection, feeds: Sequence[Feed], progress: Progress
) -> AsyncGenerator[None, None]:
    """Count every feed up to its present end; what is written meanwhile is left.

    Cells are added to once there are some; until then the facts alone are written.
    """
    cells = await connection.fetchval(INDEXED)
    for feed in feeds:
        cursor, offset, cluster = await _cursor(connection, feed)
        end = await feed.end()
        if end.cluster != cluster:
            raise JournalReplaced(
                f"The journal of {feed.source} was replaced by another while it was read, as by"
                " a restore; start again, from the beginning."
            )
        async with aclosing(batches(feed, cursor, end, offset)) as following:
            async for events, next_cursor in following:
                move = partial(_move_cursor, source=feed.source, cursor=next_cursor)
                delivery = Delivery(feed.source, FEED, events[0].offset, events)
                await apply_delivery(connection, "next", delivery, move, cells=cells)
                progress.done += len(events)
                yield


async def _move_cursor(connection: Connection, source: str, cursor: str) -> None:
    await connection.execute(MOVE_CURSOR, source, cursor)
