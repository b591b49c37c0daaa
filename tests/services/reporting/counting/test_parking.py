"""Parking: a stream that cannot be counted waits, and the others continue."""

import asyncio
import contextlib
from datetime import date
from typing import Any

import pytest
from structlog.testing import capture_logs

from services.reporting.counting import parking
from services.reporting.counting.consume import Consumer
from services.reporting.counting.model import add
from shared.database import Pool
from shared.ids import new_id
from shared.journal.received_event import ReceivedEvent
from tests.services.reporting.deliveries import DAY, DETOX, Ledger, some_work
from tests.services.reporting.reading import naive, one, rollups

pytestmark = pytest.mark.postgres


async def test_a_stream_with_a_hole_is_parked_and_the_others_continue(
    consumer: Consumer, pool: Pool
) -> None:
    """What follows a hole waits, in order; when the missing event comes, all of it counts."""
    ledger = Ledger()
    file = ledger.case(DETOX)
    for day in range(1, 6):
        file.contact(date(2019, 3, day))
    ledger.session(DAY)
    events = ledger.events
    missing = events[2]
    rest = [event._replace(offset=n) for n, event in enumerate(events) if event is not missing]
    rest = [event._replace(offset=n) for n, event in enumerate(rest)]
    await consumer.apply("cases", 0, 0, rest)
    assert await rollups(pool) == naive([*events[:2], events[-1]])
    assert await one(pool, "SELECT count(*) FROM live.parked") == 4 - 1
    assert await one(pool, "SELECT reason FROM live.parked ORDER BY version LIMIT 1") == "hole"
    await consumer.apply("cases", 0, len(rest), [missing._replace(offset=len(rest))])
    assert await rollups(pool) == naive(events)
    assert await one(pool, "SELECT count(*) FROM live.parked") == 0


@pytest.mark.parametrize(
    ("spoil", "reason"),
    [
        ({"type": "cases.CaseTransferred.v1"}, "unknown_type"),
        ({"data": '{"kind": "never heard of"}'}, "malformed"),
        ({"data": "no JSON at all"}, "malformed"),
        ({"data": "{\0}"}, "malformed"),
    ],
)
async def test_an_event_that_cannot_be_read_parks_its_stream_only(
    consumer: Consumer, pool: Pool, spoil: dict[str, str], reason: str
) -> None:
    """The stream waits from that version on; the others continue, in later batches too."""
    ledger = Ledger()
    file = ledger.case(DETOX)
    file.contact(DAY)
    poison = len(ledger.events)
    file.contact(DAY)
    file.contact(DAY)
    ledger.session(DAY)
    events = list(ledger.events)
    events[poison] = events[poison]._replace(**spoil)  # type: ignore[arg-type]
    await consumer.apply("cases", 0, 0, events)
    good = [*events[:poison], events[-1]]
    assert await rollups(pool) == naive(good)
    file.contact(DAY)
    ledger.article(DAY)
    later = ledger.events[-2:]
    await consumer.apply("cases", 0, later[0].offset, later)
    assert await rollups(pool) == naive([*good, later[1]])
    query = "SELECT array_agg(reason ORDER BY version) FROM live.parked"
    assert await one(pool, query) == [reason, "behind", "behind"]


async def test_what_newer_software_can_read_is_counted(consumer: Consumer, pool: Pool) -> None:
    """A parked stream counts once its events can be read, without a rebuild."""
    ledger = Ledger()
    file = ledger.case(DETOX)
    file.contact(DAY)
    file.contact(DAY)
    events = list(ledger.events)
    unknown = [events[0], events[1]._replace(type="cases.ContactRecorded.v9"), events[2]]
    await consumer.apply("cases", 0, 0, unknown)
    assert await rollups(pool) == naive(events[:1])
    await one(pool, "UPDATE live.parked SET type = 'cases.ContactRecorded.v1'")
    outcome = await consumer.begin()
    assert (outcome.counted, outcome.parked) == (2, 0)
    assert await rollups(pool) == naive(events)


async def test_processes_that_start_together_count_it_once(
    consumer: Consumer, pool: Pool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Replicas that try the same parked streams at the same moment count them once."""
    monkeypatch.setattr(parking, "STREAMS_A_RETRY", 7)
    ledger = Ledger()
    for _ in range(30):
        ledger.case(DETOX).contact(DAY)
    unknown = [
        event if event.version == 1 else event._replace(type="cases.ContactRecorded.v9")
        for event in ledger.events
    ]
    await consumer.apply("cases", 0, 0, unknown)
    await one(pool, "UPDATE live.parked SET type = 'cases.ContactRecorded.v1'")
    again = [event._replace(offset=event.offset + len(unknown)) for event in ledger.events]
    outcomes = await asyncio.gather(
        *(Consumer(pool).begin() for _ in range(4)),
        consumer.apply("cases", 0, len(unknown), again),
    )
    assert await rollups(pool) == naive(ledger.events)
    assert all(outcome.parked == 0 for outcome in outcomes if outcome is not None)


async def test_a_foreign_message_is_ignored(consumer: Consumer, pool: Pool) -> None:
    """A foreign message in a partition neither counts nor stops it."""
    events = some_work().events
    foreign = ReceivedEvent(0, new_id(), "", "", 0, events[0].recorded_at, b"hello")
    shifted = [event._replace(offset=event.offset + 1) for event in events]
    await consumer.apply("cases", 0, 0, [foreign, *shifted])
    assert await rollups(pool) == naive(events)
    assert await consumer.offsets("cases") == {0: len(events) + 1}
    assert await one(pool, "SELECT count(*) FROM live.parked") == 0


async def test_a_number_beyond_the_column_parks_instead_of_blocking(
    consumer: Consumer, pool: Pool
) -> None:
    """An absurd attendance is malformed; it does not stop the partition for ever."""
    ledger = Ledger()
    ledger.session(DAY, attendance=2**40)
    ledger.session(DAY, attendance=5)
    await consumer.apply("outreach", 0, 0, ledger.events)
    assert await rollups(pool) == naive(ledger.events[1:])


@pytest.mark.parametrize("new", [True, False])
async def test_an_event_that_comes_through_two_partitions_counts_once(
    consumer: Consumer, pool: Pool, monkeypatch: pytest.MonkeyPatch, new: bool
) -> None:
    """A topic was widened, and both partitions bring a stream at the same moment."""
    ledger = Ledger()
    file = ledger.case(DETOX)
    file.contact(DAY)
    if not new:
        await consumer.apply("cases", 0, 0, ledger.events[:1])
    both_there = asyncio.Barrier(2)

    async def together(*arguments: Any, **named: Any) -> Any:
        with contextlib.suppress(TimeoutError):  # the one that waits at the gate does not come
            async with asyncio.timeout(1):
                await both_there.wait()
        return await add(*arguments, **named)

    monkeypatch.setattr(parking, "add", together)
    twice = [event for event in ledger.events for _ in range(2)]  # stream by stream
    events = [event._replace(offset=number) for number, event in enumerate(twice)]
    await asyncio.gather(*(Consumer(pool).apply("cases", number, 0, events) for number in (1, 2)))
    assert await rollups(pool) == naive(ledger.events)
    assert await one(pool, "SELECT count(*) FROM live.contradictions") == 0


async def test_another_event_under_a_counted_version_is_an_alarm(
    consumer: Consumer, pool: Pool
) -> None:
    """Not dropped silently: a log line names stream and version, and it is kept; others go on."""
    ledger = some_work(1)
    await consumer.apply("cases", 0, 0, ledger.events)
    last = ledger.events[-1]
    forged = last._replace(event_id=new_id(), offset=len(ledger.events))
    again = last._replace(offset=forged.offset + 1)
    ledger.session(DAY)
    following = ledger.events[-1]._replace(offset=again.offset + 1)
    with capture_logs() as logs:
        await consumer.apply("cases", 0, forged.offset, [forged, again, following])
    [line] = [line for line in logs if line["event"] == "event_contradicted"]
    assert (line["stream_id"], line["version"]) == (last.stream_id, last.version)
    query = "SELECT array_agg((stream_id, version, event_id)) FROM live.contradictions"
    assert await one(pool, query) == [(last.stream_id, last.version, forged.event_id)]
    assert await rollups(pool) == naive(ledger.events)


async def test_two_events_under_one_version_in_one_batch_are_an_alarm(
    consumer: Consumer, pool: Pool
) -> None:
    """Whichever of them is counted; and two that wait contradict each other as well."""
    ledger = Ledger()
    file = ledger.case(DETOX)
    file.contact(DAY)
    first, second = ledger.events
    forged = second._replace(event_id=new_id(), offset=2)
    await consumer.apply("cases", 0, 0, [first, second, forged])
    query = "SELECT count(*) FROM live.contradictions"
    assert await one(pool, query) == 1
    waits = second._replace(version=5, offset=3)
    await consumer.apply("cases", 0, 3, [waits])
    await consumer.apply("cases", 0, 4, [waits._replace(event_id=new_id(), offset=4)])
    assert await one(pool, query) == 2
