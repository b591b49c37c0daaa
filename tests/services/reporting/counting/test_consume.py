"""The consumer: each event counts exactly once, whatever happens on the way."""

import asyncio
import random
from collections.abc import Sequence
from datetime import date
from typing import Any

import asyncpg
import pytest

from services.reporting.counting import consume
from services.reporting.counting import parking as careful
from services.reporting.counting.consume import Consumer
from services.reporting.counting.fold import gates
from services.reporting.counting.model import Delivery, enter
from shared.database import Connection, Pool
from shared.journal.received_event import OffsetsMoved, ReceivedEvent
from tests.services.reporting.deliveries import AT_LARGE, COMMUNITY, DETOX, REHAB, Ledger, cut
from tests.services.reporting.reading import naive, one, rollups

pytestmark = pytest.mark.postgres

DAY = date(2019, 3, 4)


def some_work(files: int = 4) -> Ledger:
    """A ledger with a little of everything, mistakes too."""
    ledger = Ledger()
    for number in range(files):
        file = ledger.case((DETOX, REHAB, AT_LARGE)[number % 3], opened=DAY)
        file.report_in(DAY)
        file.contact(DAY, "office")
        ledger.void(file.contact(date(2019, 4, number % 30 + 1), "phone"))
        file.test(DAY, "not_done", "evaded")
        file.assessment(DAY, "high")
        ledger.session(DAY, attendance=20 + number, region=COMMUNITY)
        ledger.void(ledger.article(DAY))
    return ledger


async def test_a_batch_counts(consumer: Consumer, pool: Pool) -> None:
    """What a batch says is in the rollups of every level above it, and the offset has moved."""
    events = some_work().events
    await consumer.apply("cases", 0, 0, events)
    assert await rollups(pool) == naive(events)
    assert await consumer.offsets("cases") == {0: len(events)}


async def test_the_usual_way_and_the_careful_way_agree(consumer: Consumer, pool: Pool) -> None:
    """Batches that go on where the model stands take the short way, and say the same."""
    events = some_work(20).events
    for batch in cut(events, 9):
        await consumer.apply("cases", 0, batch[0].offset, batch)
    assert await rollups(pool) == naive(events)
    assert await one(pool, "SELECT sum(version) FROM live.streams") == len(events)


async def test_who_stands_still_amid_a_batch_lets_go(pool: Pool) -> None:
    """A process that is frozen, or cut off, holds up whoever takes its partition only a while."""
    events = some_work().events
    consumer = Consumer(pool)
    await consumer.apply("cases", 0, 0, events[:3])
    frozen = await pool.take()
    await frozen.execute("BEGIN")
    rest = Delivery("cases", 0, 3, events[3:])
    assert await enter(frozen, "live", rest, gates(rest.events))
    async with asyncio.timeout(60):
        await consumer.apply("cases", 0, 3, rest.events)
    assert frozen.is_closed()
    assert await rollups(pool) == naive(events)


async def test_the_usual_way_is_taken(
    consumer: Consumer, pool: Pool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A batch that fits is not looked at stream by stream."""
    first, *rest = cut(some_work(20).events, 9)
    await consumer.apply("cases", 0, 0, first)

    async def careful(*_: object) -> None:
        raise AssertionError("the careful way was taken")

    monkeypatch.setattr(consume, "count_or_park", careful)
    for batch in rest:
        await consumer.apply("cases", 0, batch[0].offset, batch)


async def test_a_batch_delivered_twice_counts_once(consumer: Consumer, pool: Pool) -> None:
    """A redelivered batch, under the same offsets or under new ones, changes no figure."""
    events = some_work().events
    await consumer.apply("cases", 0, 0, events)
    await consumer.apply("cases", 0, 0, events)
    again = [event._replace(offset=event.offset + len(events)) for event in events]
    await consumer.apply("cases", 0, len(events), again)
    assert await rollups(pool) == naive(events)
    assert await consumer.offsets("cases") == {0: 2 * len(events)}


async def test_the_same_event_twice_in_one_batch_counts_once(
    consumer: Consumer, pool: Pool
) -> None:
    """A publisher that tried again may have put an event twice into a partition."""
    events = some_work().events
    twice = [event for event in events for _ in range(2)]
    doubled = [event._replace(offset=n) for n, event in enumerate(twice)]
    await consumer.apply("cases", 0, 0, doubled)
    assert await rollups(pool) == naive(events)
    assert await one(pool, "SELECT count(*) FROM live.parked") == 0


async def test_a_batch_that_begins_too_late_is_refused(consumer: Consumer, pool: Pool) -> None:
    """What lies between the model and a batch was never counted, so nothing of it is taken."""
    events = some_work().events
    await consumer.apply("cases", 0, 0, events[:3])
    with pytest.raises(OffsetsMoved):
        await consumer.apply("cases", 0, 5, events[5:])
    assert await consumer.offsets("cases") == {0: 3}
    assert await rollups(pool) == naive(events[:3])


async def test_a_zombie_changes_nothing(consumer: Consumer, pool: Pool) -> None:
    """Two members that hold the same batch at the same moment count it once."""
    events = some_work(30).events
    await consumer.apply("cases", 0, 0, events[:1])
    for batch in cut(events[1:], 25):
        offset = batch[0].offset
        await asyncio.gather(
            *(Consumer(pool).apply("cases", 0, offset, batch) for _ in range(3)),
            return_exceptions=True,
        )
        await consumer.apply("cases", 0, offset, batch)
    assert await rollups(pool) == naive(events)


class Crash(Exception):
    """The process ends here."""


@pytest.mark.parametrize("step", range(6))
async def test_a_crash_at_any_step_loses_nothing(pool: Pool, step: int) -> None:
    """Cut off before any statement of a batch, nothing of it counts; sent again, all of it."""
    events = some_work(6).events
    first, second = events[:10], events[10:]
    await Consumer(pool).apply("cases", 0, 0, first)
    async with pool.acquire() as connection:
        failing: Any = Failing(connection, step)
        delivery = Delivery("cases", 0, 10, second)
        try:
            await consume.apply_delivery(failing, "live", delivery)
        except Crash:
            assert await rollups(pool) == naive(first)
            assert await Consumer(pool).offsets("cases") == {0: 10}
    await Consumer(pool).apply("cases", 0, 10, second)
    assert await rollups(pool) == naive(events)


class Failing:
    """A connection that crashes at a given statement."""

    def __init__(self, connection: Connection, step: int) -> None:
        self._connection, self._left = connection, step

    def __getattr__(self, name: str) -> Any:
        real = getattr(self._connection, name)
        if name in ("fetchrow", "fetch", "fetchval", "execute", "copy_records_to_table"):
            if self._left == 0:
                raise Crash
            self._left -= 1
        return real


async def test_several_partitions_at_once(pool: Pool) -> None:
    """Partitions are counted side by side without waiting in a circle or losing a cell."""
    rng = random.Random(20)
    events = some_work(60).events
    partitions: list[list[ReceivedEvent]] = [[] for _ in range(4)]
    for event in events:
        mine = partitions[hash(event.stream_id) % 4]
        mine.append(event._replace(offset=len(mine)))

    async def one_partition(number: int, events: Sequence[ReceivedEvent]) -> None:
        for batch in cut(events, 11):
            await asyncio.sleep(rng.random() / 100)
            await Consumer(pool).apply("cases", number, batch[0].offset, batch)

    await asyncio.gather(*(one_partition(n, mine) for n, mine in enumerate(partitions)))
    assert await rollups(pool) == naive(events)


async def test_a_stream_with_a_hole_is_parked_and_the_others_go_on(
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
    """The stream waits from that version on; the others go on, in later batches too."""
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


async def test_what_the_software_has_learnt_is_taken_up(consumer: Consumer, pool: Pool) -> None:
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


async def test_processes_that_start_together_take_it_up_once(
    consumer: Consumer, pool: Pool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Replicas that try the same parked streams at the same moment count them once."""
    monkeypatch.setattr(careful, "STREAMS_A_RETRY", 7)
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


async def test_a_batch_that_is_cut_off_under_way_ends_as_cut_off(
    consumer: Consumer, pool: Pool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A process that stops while a statement is out hears of nothing but its end."""
    events = some_work().events
    working: asyncio.Task[None]

    async def cut_off_and_enter(*arguments: Any) -> bool:
        working.cancel()
        return await enter(*arguments)

    monkeypatch.setattr(consume, "enter", cut_off_and_enter)
    working = asyncio.create_task(consumer.apply("cases", 0, 0, events))
    with pytest.raises(asyncio.CancelledError):
        await working
    monkeypatch.undo()
    await consumer.apply("cases", 0, 0, events)
    assert await rollups(pool) == naive(events)


async def test_what_is_no_event_of_ours_is_passed_over(consumer: Consumer, pool: Pool) -> None:
    """A foreign message in a partition neither counts nor stops it."""
    events = some_work().events
    foreign = ReceivedEvent(0, "", "", "", 0, events[0].recorded_at, b"hello")
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


async def test_without_a_database_nothing_is_taken(pool: Pool) -> None:
    """A batch whose transaction fails is not counted and not passed."""
    events = some_work().events
    await one(pool, "ALTER TABLE live.rollups RENAME TO gone")
    with pytest.raises(asyncpg.UndefinedTableError):
        await Consumer(pool).apply("cases", 0, 0, events)
    await one(pool, "ALTER TABLE live.gone RENAME TO rollups")
    assert await Consumer(pool).offsets("cases") == {}
    await Consumer(pool).apply("cases", 0, 0, events)
    assert await rollups(pool) == naive(events)


async def test_started_over_nothing_counts_twice(consumer: Consumer, pool: Pool) -> None:
    """After Kafka's disk was lost the same events come from offset 0 again, and new ones."""
    events = some_work().events
    known, new = events[:-5], events[-5:]
    await consumer.apply("cases", 0, 0, known)
    await consumer.start_over("cases", 0, len(known) - 1, 0)  # another has moved it since
    assert await consumer.offsets("cases") == {0: len(known)}
    await consumer.start_over("cases", 0, len(known), 0)
    again = [event._replace(offset=number) for number, event in enumerate((*known[-9:], *new))]
    await consumer.apply("cases", 0, 0, again)
    assert await rollups(pool) == naive(events)
    assert await consumer.offsets("cases") == {0: len(again)}


async def test_what_was_taken_in_is_known(consumer: Consumer) -> None:
    """An event is known when it was counted or parked, and not before."""
    events = some_work().events
    await consumer.apply("cases", 0, 0, events[:-1])
    assert all([await consumer.knows(event) for event in events[:-1]])
    last = events[-1]
    assert not await consumer.knows(last)
    later = last._replace(version=last.version + 1)
    await consumer.apply("cases", 0, last.offset, [later])
    assert await consumer.knows(later), "it waits for the one before it"
    assert not await consumer.knows(last)
    assert await consumer.knows(later._replace(type="", version=0)), "no event of ours"
