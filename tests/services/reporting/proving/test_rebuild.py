"""The rebuild: a new model beside the live one, and a switch that nobody notices."""

import asyncio
from datetime import date
from typing import Any

import asyncpg
import pytest

from services.reporting.counting.consume import Consumer
from services.reporting.counting.feeds import Feed
from services.reporting.proving.rebuild import AlreadyOperating, rebuild
from services.reporting.statistics.annual import annual_report
from shared.database import Pool
from shared.journal.received_event import ReceivedEvent
from tests.services.reporting.deliveries import DETOX, Ledger, cut, some_work
from tests.services.reporting.feeding import MemoryFeed
from tests.services.reporting.reading import naive, one, rollups

pytestmark = pytest.mark.postgres

DAY = date(2019, 3, 4)


async def run(dsn: str, feeds: list[Feed]) -> list[dict[str, Any]]:
    """Rebuild on a connection of its own; every line."""
    connection = await asyncpg.connect(dsn)
    try:
        return [line async for line in rebuild(connection, feeds)]
    finally:
        await connection.close()


async def test_a_rebuilt_model_is_the_live_one(
    reporting_url: str, pool: Pool, consumer: Consumer
) -> None:
    """The same cells, facts, gates and offsets; no difference is reported."""
    events = some_work(8).events
    for batch in cut(events, 10):
        await consumer.apply("cases", 0, batch[0].offset, batch)
    query = "SELECT array_agg(f::text ORDER BY f::text) FROM live.facts AS f"
    facts = await one(pool, query)
    lines = await run(reporting_url, [MemoryFeed("cases", events), MemoryFeed("outreach", [])])
    assert lines[-1] == {
        "phase": "done",
        "events": len(events),
        "cells": await one(pool, "SELECT count(*) FROM live.rollups"),
        "facts": len(facts),
        "parked": 0,
        "differences": 0,
        "examples": [],
        "unrecorded": 0,
        "unrecorded_streams": [],
    }
    assert lines[0] == {"phase": "read", "done": 0, "total": len(events)}
    assert await rollups(pool) == naive(events)
    assert await one(pool, query) == facts
    assert await consumer.offsets("cases") == {0: len(events)}
    assert await one(pool, "SELECT to_regclass('next.facts') IS NULL")
    assert await one(pool, "SELECT to_regclass('old.facts') IS NULL")


async def test_a_spoilt_model_is_repaired_and_the_difference_reported(
    reporting_url: str, pool: Pool, consumer: Consumer
) -> None:
    """Whatever was wrong in the live model is gone, and the rebuild reports what it was."""
    events = some_work().events
    await consumer.apply("cases", 0, 0, events)
    await one(
        pool,
        "UPDATE live.rollups SET value = value + 7 WHERE parent = '' AND measure = 'attendance'",
    )
    lines = await run(reporting_url, [MemoryFeed("cases", events)])
    assert lines[-1]["differences"] == 1
    [example] = lines[-1]["examples"]
    assert (example["region"], example["measure"]) == ("410000000000", "attendance")
    assert example["live"] == example["next"] + 7
    assert await rollups(pool) == naive(events)


async def test_a_stopped_rebuild_continues_where_it_was(
    reporting_url: str, pool: Pool, consumer: Consumer
) -> None:
    """Cut off after some pages, it keeps what it read and does not read it again."""
    events = some_work(8).events
    await consumer.apply("cases", 0, 0, events)
    connection = await asyncpg.connect(reporting_url)
    lines = rebuild(connection, [MemoryFeed("cases", events)])
    for _ in range(4):
        await anext(lines)
    await lines.aclose()
    await connection.close()
    assert await rollups(pool) == naive(events)
    feed = MemoryFeed("cases", events)
    after = await run(reporting_url, [feed])
    assert after[0]["done"] == 3 * feed.size
    assert feed.cursors[0] == str(3 * feed.size)
    assert await rollups(pool) == naive(events)


async def test_a_rebuild_by_other_declarations_begins_anew(
    reporting_url: str, pool: Pool, consumer: Consumer
) -> None:
    """When the measures have changed since, a rebuild begins anew."""
    events = some_work().events
    connection = await asyncpg.connect(reporting_url)
    lines = rebuild(connection, [MemoryFeed("cases", events)])
    await anext(lines)
    await anext(lines)
    await lines.aclose()
    await connection.execute("UPDATE next.made_by SET declarations = 'of old'")
    await connection.execute("INSERT INTO next.facts SELECT * FROM next.facts")
    await connection.close()
    assert (await run(reporting_url, [MemoryFeed("cases", events)]))[0]["done"] == 0
    assert await rollups(pool) == naive(events)


async def test_the_switch_during_deliveries(
    reporting_url: str, pool: Pool, consumer: Consumer
) -> None:
    """While a rebuild runs, deliveries continue and reports never go blank; nothing is lost."""
    ledger = some_work(10)
    await consumer.apply("cases", 0, 0, ledger.events)
    done = len(ledger.events)
    file = ledger.case(DETOX)
    feed = MemoryFeed("cases", ledger.events, size=5)
    smallest = []
    stop = asyncio.Event()

    async def deliver() -> None:
        nonlocal done
        while not stop.is_set():
            file.contact(DAY)
            ledger.session(DAY)
            batch: list[ReceivedEvent] = ledger.events[done:]
            await consumer.apply("cases", 0, done, batch)
            done += len(batch)
            await asyncio.sleep(0)

    async def read() -> None:
        while not stop.is_set():
            async with pool.acquire() as connection:
                report = await annual_report(connection, "410100000000", 2019)
            smallest.append(report.values[0])
            await asyncio.sleep(0)

    others = [asyncio.create_task(deliver()), asyncio.create_task(read())]
    await asyncio.sleep(0.05)
    for _ in range(3):
        lines = await run(reporting_url, [feed])
        assert lines[-1]["phase"] == "done"
    stop.set()
    await asyncio.gather(*others)
    assert smallest == sorted(smallest)
    assert smallest[0] > 0
    assert await rollups(pool) == naive(ledger.events)
    assert await consumer.offsets("cases") == {0: len(ledger.events)}


async def test_only_one_operates_at_a_time(
    reporting_url: str, pool: Pool, consumer: Consumer
) -> None:
    """A second rebuild or verification is refused while one is under way."""
    connection = await asyncpg.connect(reporting_url)
    first = rebuild(connection, [MemoryFeed("cases", some_work().events)])
    await anext(first)
    with pytest.raises(AlreadyOperating):
        await run(reporting_url, [])
    await first.aclose()
    await connection.close()


async def test_a_parked_stream_is_counted_by_software_that_knows_it(
    reporting_url: str, pool: Pool, consumer: Consumer
) -> None:
    """What was unknown when it was delivered counts after a rebuild that can read it."""
    ledger = Ledger()
    file = ledger.case(DETOX)
    file.contact(DAY)
    unknown = [ledger.events[0], ledger.events[1]._replace(type="cases.ContactRecorded.v9")]
    await consumer.apply("cases", 0, 0, unknown)
    assert await one(pool, "SELECT count(*) FROM live.parked") == 1
    lines = await run(reporting_url, [MemoryFeed("cases", ledger.events)])
    assert lines[-1]["parked"] == 0
    assert await rollups(pool) == naive(ledger.events)
