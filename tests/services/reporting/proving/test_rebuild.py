"""The rebuild: a new model beside the live one, and a switch that nobody notices."""

import asyncio
from datetime import date

import asyncpg
import pytest

from services.reporting.counting.consume import Consumer
from services.reporting.counting.following import Follower
from services.reporting.proving.operating import connect
from services.reporting.proving.rebuild import AlreadyOperating, rebuild
from services.reporting.proving.verify import verify
from shared.database import Connection, Pool
from tests.services.reporting.deliveries import DETOX, Ledger, cut, some_work
from tests.services.reporting.feeding import MemoryFeed
from tests.services.reporting.proving.rebuilding import run
from tests.services.reporting.reading import naive, one, rollups

pytestmark = pytest.mark.postgres

DAY = date(2019, 3, 4)


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
        "UPDATE live.rollups SET value = value + 7 WHERE parent = '' AND measure = 'attendance'"
        " AND grain = 'month'",
    )
    lines = await run(reporting_url, [MemoryFeed("cases", events)])
    assert lines[-1]["differences"] == 1
    [example] = lines[-1]["examples"]
    assert (example["region"], example["measure"]) == ("410000000000", "attendance")
    assert example["live"] == example["next"] + 7
    assert await rollups(pool) == naive(events)


async def test_a_rebuild_ends_while_others_write(
    reporting_url: str, pool: Pool, consumer: Consumer
) -> None:
    """However much is written while a page is read; a verification ends too."""
    ledger = some_work(3)
    await consumer.apply("cases", 0, 0, ledger.events)

    async def write(_: int) -> None:
        for _ in range(10):
            ledger.session(DAY)

    feed = MemoryFeed("cases", ledger.events, before_page=write)
    async with asyncio.timeout(60):
        assert (await run(reporting_url, [feed]))[-1]["differences"] == 0
    connection = await asyncpg.connect(reporting_url)
    async with asyncio.timeout(60):
        [*_, result] = [line async for line in verify(connection, [feed])]
    await connection.close()
    assert result["events"] > 0


@pytest.mark.parametrize("changed", ["software", "journal"])
async def test_only_the_same_software_goes_on_with_the_same_journal(
    reporting_url: str, pool: Pool, consumer: Consumer, changed: str
) -> None:
    """What was begun by other code, or from another history of a journal, is begun anew."""
    events = some_work(8).events
    feed = MemoryFeed("cases", events)
    connection = await asyncpg.connect(reporting_url)
    lines = rebuild(connection, [feed])
    for _ in range(4):
        await anext(lines)
    await lines.aclose()
    if changed == "software":
        await connection.execute("UPDATE next.made_by SET software = 'of old'")
    else:
        feed.cluster = "1/00000002"
    await connection.close()
    assert (await run(reporting_url, [feed]))[0]["done"] == 0
    assert await rollups(pool) == naive(events)


async def test_a_rebuild_settles_what_was_settled(
    reporting_url: str, pool: Pool, consumer: Consumer
) -> None:
    """The new model holds all that the old one held, so that no moment becomes unsettled."""
    events = some_work(2).events
    await consumer.apply("cases", 0, 0, events)
    feed = MemoryFeed("cases", events)
    end = await feed.end()
    await Follower(pool).follow(feed, end, 0)
    query = "SELECT complete_until FROM live.cursors WHERE source = 'cases'"
    assert await one(pool, query) is None, "one page was read"
    await Follower(pool).follow(feed, end, asyncio.get_running_loop().time() + 60)
    assert await one(pool, query) == end.complete_until
    await run(reporting_url, [feed])
    assert await one(pool, query) == end.complete_until


async def test_a_rebuild_does_not_make_complete_what_is_parked(
    reporting_url: str, pool: Pool, consumer: Consumer
) -> None:
    """An event that cannot be counted is not counted after a rebuild either."""
    events = some_work(2).events
    events[0] = events[0]._replace(type="cases.Unheard.v1")
    await consumer.apply("cases", 0, 0, events)
    feed = MemoryFeed("cases", events)
    deadline = asyncio.get_running_loop().time() + 60
    before = await Follower(pool).follow(feed, await feed.end(), deadline)
    assert (await run(reporting_url, [feed]))[-1]["parked"] == 1
    after = await Follower(pool).follow(feed, await feed.end(), deadline)
    assert (after.complete, after.uncounted) == (False, before.uncounted)


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


@pytest.mark.parametrize("made", ["cells", "persons"])
async def test_a_rebuild_stopped_while_it_adds_up_continues(
    reporting_url: str, pool: Pool, consumer: Consumer, made: str
) -> None:
    """One of cells and persons is made; what was recorded since is in both in the end."""
    ledger = some_work(8)
    await consumer.apply("cases", 0, 0, ledger.events)
    feed = MemoryFeed("cases", ledger.events)
    await _stopped(reporting_url, feed, pool, made)
    assert await one(pool, "SELECT count(*) > 0 FROM next.rollups") == (made == "cells")
    assert await one(pool, "SELECT count(*) > 0 FROM next.person_cells") == (made == "persons")

    before = len(ledger.events)
    ledger.case(DETOX).contact(DAY)
    later = [event._replace(offset=before + n) for n, event in enumerate(ledger.events[before:])]
    await consumer.apply("cases", 0, before, later)
    assert (await run(reporting_url, [feed]))[-1]["differences"] == 0
    connection = await connect(reporting_url)
    [*_, result] = [line async for line in verify(connection, [feed])]
    await connection.close()
    assert result["equal"], result["differences"]
    assert result["persons"] > 0


async def _stopped(dsn: str, feed: MemoryFeed, pool: Pool, made: str) -> None:
    """A rebuild that is killed when it has made cells or persons, and waits to make the other."""
    makes_first, makes_other = (
        ("next.rollups", "next.person_months")
        if made == "cells"
        else ("next.person_scopes", "next.rollups")
    )
    connection, beside, holding = [await connect(dsn) for _ in range(3)]
    killed = [connection.get_server_pid(), beside.get_server_pid()]

    async def another() -> Connection:
        return beside

    lines = rebuild(connection, [feed], another)
    while (await anext(lines))["phase"] != "index":
        pass
    await holding.execute(f"BEGIN; LOCK TABLE {makes_other} IN SHARE MODE")
    adding_up = asyncio.ensure_future(anext(lines))
    async with asyncio.timeout(20):
        while not await one(pool, f"SELECT EXISTS (SELECT FROM {makes_first})"):
            await asyncio.sleep(0.02)
    await one(pool, f"SELECT every(pg_terminate_backend(pid, 5000)) FROM unnest(ARRAY{killed}) pid")
    with pytest.raises((asyncpg.PostgresError, asyncpg.InterfaceError)):
        await adding_up
    await holding.close()


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
