"""The switch: what differs is told, what does not is not, and nobody waits long."""

import asyncio
from datetime import date

import asyncpg
import pytest

from services.reporting.counting.consume import Consumer
from services.reporting.proving import rebuild as rebuild_module
from services.reporting.proving import switching
from services.reporting.proving.rebuild import rebuild
from services.reporting.statistics.annual import annual_report
from shared.database import Pool
from shared.journal.received_event import ReceivedEvent
from tests.services.reporting.deliveries import COMMUNITY, DETOX, STREET, Ledger, some_work
from tests.services.reporting.feeding import MemoryFeed
from tests.services.reporting.proving.rebuilding import run
from tests.services.reporting.reading import naive, one, rollups

pytestmark = pytest.mark.postgres

DAY = date(2019, 3, 4)


async def test_what_is_not_counted_yet_is_no_difference(
    reporting_url: str, pool: Pool, consumer: Consumer
) -> None:
    """The journal is ahead of the live model: both are compared at its versions."""
    ledger = some_work(6)
    file = ledger.case(DETOX)
    counted = len(ledger.events)
    await consumer.apply("cases", 0, 0, ledger.events)
    file.contact(DAY)
    ledger.session(DAY, region="410000000000")
    ledger.session(DAY, region="410102000000")
    ledger.void(ledger.session(DAY))
    ledger.events += [event._replace(offset=0) for event in some_work(2).events]
    lines = await run(reporting_url, [MemoryFeed("cases", ledger.events)])
    assert (lines[-1]["differences"], lines[-1]["examples"]) == (0, [])
    assert lines[-1]["unrecorded"] == 0
    assert await rollups(pool) == naive(ledger.events)
    assert await consumer.offsets("cases") == {0: counted}


async def test_a_real_difference_is_found_behind_what_is_not_counted_yet(
    reporting_url: str, pool: Pool, consumer: Consumer
) -> None:
    """In the very cell to which the journal adds."""
    ledger = some_work(3)
    await consumer.apply("cases", 0, 0, ledger.events)
    ledger.session(DAY, region=COMMUNITY)
    await one(
        pool,
        "UPDATE live.rollups SET value = value + 1 WHERE region = '410105000000'"
        " AND measure = 'sessions' AND grain = 'day'",
    )
    lines = await run(reporting_url, [MemoryFeed("cases", ledger.events)])
    assert lines[-1]["differences"] == 1
    [example] = lines[-1]["examples"]
    assert example["live"] == example["next"] + 1
    assert await rollups(pool) == naive(ledger.events)


async def test_persons_are_compared_too(reporting_url: str, pool: Pool, consumer: Consumer) -> None:
    """A person's month that one of the models lacks, also of one to whom the journal adds."""
    ledger = some_work(3)
    await consumer.begin()
    await consumer.apply("cases", 0, 0, ledger.events)
    file = ledger.case(DETOX)
    for _ in range(2):
        file.contact(DAY)
    both = len(ledger.events) - 1
    await consumer.apply("cases", 0, both - 2, _placed(ledger.events[both - 2 : both], both - 2))
    row = await one(
        pool,
        "WITH lost AS (DELETE FROM live.person_months WHERE scope = 'contacts' AND subject ="
        f" '{file.client_id}' RETURNING *) SELECT facts FROM lost",
    )
    assert row == 1
    lines = await run(reporting_url, [MemoryFeed("cases", ledger.events)])
    assert lines[-1]["differences"] == 1
    assert lines[-1]["examples"] == [
        {"scope": "contacts", "region": STREET, "day": "2019-03-01", "live": 0, "next": 1}
    ]
    assert (await run(reporting_url, [MemoryFeed("cases", ledger.events)]))[-1]["differences"] == 0


def _placed(events: list[ReceivedEvent], first: int) -> list[ReceivedEvent]:
    return [event._replace(offset=first + number) for number, event in enumerate(events)]


async def test_an_event_that_is_in_no_journal_does_not_survive(
    reporting_url: str, pool: Pool, consumer: Consumer
) -> None:
    """It is named and left out, and stays out when reporting starts again."""
    ledger, forged = some_work(3), Ledger()
    forged.session(DAY)
    [event] = forged.events
    event = event._replace(offset=len(ledger.events))
    await consumer.apply("cases", 0, 0, [*ledger.events, event])
    assert await rollups(pool) != naive(ledger.events)
    lines = await run(reporting_url, [MemoryFeed("cases", ledger.events)])
    assert lines[-1]["differences"] > 0
    assert (lines[-1]["unrecorded"], lines[-1]["unrecorded_streams"]) == (1, [event.stream_id])
    assert await rollups(pool) == naive(ledger.events)
    again = Consumer(pool)
    assert await again.knows("cases", 0, event), "else Kafka would be read from its beginning"
    assert await rollups(pool) == naive(ledger.events)
    assert await again.offsets("cases") == {0: event.offset + 1}


async def test_a_contradiction_ends_with_a_rebuild(
    reporting_url: str, pool: Pool, consumer: Consumer
) -> None:
    """A forged event took the place of a true one; the rebuild counts the one in the journal."""
    ledger = some_work(3)
    file = ledger.case(DETOX)
    file.contact(DAY, "phone")
    true = ledger.events[-1]
    file.contact(DAY, "office")
    forged = ledger.events[-1]._replace(version=true.version, offset=true.offset)
    del ledger.events[-1]
    await consumer.apply("cases", 0, 0, [*ledger.events[:-1], forged])
    await consumer.apply("cases", 0, forged.offset + 1, [true._replace(offset=forged.offset + 1)])
    query = "SELECT array_agg((stream_id, version, event_id)) FROM live.contradictions"
    assert await one(pool, query) == [(true.stream_id, true.version, true.event_id)]
    lines = await run(reporting_url, [MemoryFeed("cases", ledger.events)])
    assert lines[-1]["differences"] > 0
    assert await one(pool, query) is None
    assert await rollups(pool) == naive(ledger.events)


async def test_a_long_report_does_not_hold_up_the_others(
    reporting_url: str, pool: Pool, consumer: Consumer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The switch steps back from one that does not end, and succeeds when it has ended."""
    monkeypatch.setattr(switching, "TRIES_UNDER_LOCK", 2)
    monkeypatch.setattr(rebuild_module, "SWITCH_PAUSE", 0.05)
    events = some_work(3).events
    await consumer.apply("cases", 0, 0, events)
    long = await asyncpg.connect(reporting_url)
    report = long.transaction()
    await report.start()
    await long.execute("LOCK TABLE live.offsets IN ACCESS SHARE MODE")
    connection = await asyncpg.connect(reporting_url)
    switches = 0
    async for line in rebuild(connection, [MemoryFeed("cases", events)]):
        switches += line["phase"] == "switch"
        if switches == 1:
            await consumer.apply("cases", 0, len(events), [events[-1]._replace(offset=len(events))])
        if switches == 3 and line["phase"] == "switch":
            async with asyncio.timeout(5), pool.acquire() as other:
                assert (await annual_report(other, "410100000000", 2019)).values
            await report.rollback()
    assert line["phase"] == "done"
    assert switches == 3
    await long.close()
    await connection.close()
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
