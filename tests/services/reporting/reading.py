"""Read models for tests: an empty one, what one holds, and the plain fold to compare it with."""

from collections import Counter
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from datetime import date
from typing import Any

from services.reporting.counting.fold import FactRow, fold
from services.reporting.counting.later import count_left
from services.reporting.counting.migrations import migrate_reporting
from services.reporting.declared.measures import MEASURES
from shared.database import Pool, connect_pool
from shared.events import corrections, parse
from shared.journal.received_event import ReceivedEvent
from tests.databases import Databases

# By which periods the sums of a region are kept, by the digits of its level.
KEPT = {
    2: ("day", "month", "year"),
    4: ("day", "month", "year"),
    6: ("day", "month", "year"),
    9: ("month", "year"),
    12: ("month",),
}
Cells = dict[tuple[str, str, str, date, str], int]  # region, measure, grain, day, dims


@asynccontextmanager
async def fresh(databases: Databases) -> AsyncIterator[Pool]:
    """Connections to a database of its own."""
    dsn = await databases.make(migrate_reporting)
    pool = await connect_pool(dsn, application_name="tests", size=2)
    try:
        yield pool
    finally:
        await pool.close()
        await databases.drop(dsn)


async def rollups(pool: Pool, schema: str = "live") -> Cells:
    """Every cell that is not zero, once what large batches have left is added."""
    async with pool.acquire() as connection:
        await count_left(connection, "live" if schema == "live" else "next")
        rows = await connection.fetch(
            "SELECT region, measure, grain, day, dims, value"
            f" FROM {schema}.rollups WHERE value <> 0"
        )
    return {tuple(row)[:5]: row[5] for row in rows}


async def one(pool: Pool, query: str, *values: Any) -> Any:
    """One value."""
    async with pool.acquire() as connection:
        return await connection.fetchval(query, *values)


def naive(events: Iterable[ReceivedEvent]) -> Cells:
    """The cells that follow from events, each event once, without those made void.

    Of a measure that no void takes back, every event says for itself what it adds.
    """
    unique = {(event.stream_id, event.version): event for event in events}.values()
    parsed = [(event, parse(event.type, event.data)) for event in unique]
    void = {what.entry_id for _, what in parsed if isinstance(what, corrections.TakenBack)}
    cells: Counter[tuple[str, str, str, date, str]] = Counter()
    for event, what in parsed:
        valid = event.event_id not in void and not isinstance(what, corrections.TakenBack)
        for row in fold([event]).facts:
            measure, day, region, dims, delta, *_ = FactRow(*row)
            if not valid and MEASURES[measure].taken_back:
                continue
            firsts = {"day": day, "month": day.replace(day=1), "year": day.replace(month=1, day=1)}
            for place, digits in {region[:n].ljust(12, "0"): n for n in (12, 9, 6, 4, 2)}.items():
                for grain in KEPT[digits]:
                    cells[place, measure, grain, firsts[grain], dims] += delta
    return {cell: value for cell, value in cells.items() if value}


async def settle(pool: Pool) -> None:
    """Mark every moment as settled: what is counted is all that there is."""
    async with pool.acquire() as connection:
        await connection.execute("""
            INSERT INTO live.cursors (source, complete_until)
            SELECT source, '2100-01-01' FROM unnest(ARRAY['cases', 'outreach']) AS source
        """)
