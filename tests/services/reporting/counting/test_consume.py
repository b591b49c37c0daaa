"""The consumer: each event counts exactly once, whatever happens on the way."""

import asyncio
import random
from collections.abc import Sequence
from typing import Any

import asyncpg
import pytest

from services.reporting.counting import consume, model
from services.reporting.counting.consume import Consumer
from services.reporting.counting.fold import gates
from services.reporting.counting.model import Delivery, enter
from shared.database import Pool
from shared.journal.received_event import OffsetsMoved, ReceivedEvent
from tests.services.reporting.deliveries import cut, some_work
from tests.services.reporting.failing import Crash, Failing
from tests.services.reporting.reading import naive, one, rollups

pytestmark = pytest.mark.postgres


async def test_a_batch_counts(consumer: Consumer, pool: Pool) -> None:
    """A batch is in the rollups of every level above its facts, and the offset has moved."""
    events = some_work().events
    await consumer.apply("cases", 0, 0, events)
    assert await rollups(pool) == naive(events)
    assert await consumer.offsets("cases") == {0: len(events)}


async def test_batches_that_follow_directly_count_the_same(consumer: Consumer, pool: Pool) -> None:
    """The short way for batches that follow directly gives the same figures."""
    events = some_work(20).events
    for batch in cut(events, 9):
        await consumer.apply("cases", 0, batch[0].offset, batch)
    assert await rollups(pool) == naive(events)
    assert await one(pool, "SELECT sum(version) FROM live.streams") == len(events)


async def test_a_process_frozen_during_a_batch_loses_its_lock(
    pool: Pool, reporting_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A process that is frozen, or cut off, delays the next one only for a limited time."""
    events = some_work().events
    consumer = Consumer(pool)
    await consumer.apply("cases", 0, 0, events[:3])
    monkeypatch.setattr(model, "LONGEST_SILENCE", "1s")
    its_own = await model.open_pool(reporting_url, 1)
    frozen = await its_own.take()
    await frozen.execute("BEGIN")
    rest = Delivery("cases", 0, 3, events[3:])
    assert await enter(frozen, "live", rest, gates(rest.events))
    async with asyncio.timeout(60):
        await consumer.apply("cases", 0, 3, rest.events)
    assert frozen.is_closed()
    await its_own.give_back(frozen)
    await its_own.close()
    assert await rollups(pool) == naive(events)


async def test_the_short_way_is_taken(
    consumer: Consumer, pool: Pool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A batch that follows directly is not counted stream by stream."""
    first, *rest = cut(some_work(20).events, 9)
    await consumer.apply("cases", 0, 0, first)

    async def stream_by_stream(*_: object) -> None:
        raise AssertionError("the batch was counted stream by stream")

    monkeypatch.setattr(consume, "count_or_park", stream_by_stream)
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


async def test_two_members_with_one_batch_count_it_once(consumer: Consumer, pool: Pool) -> None:
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


async def test_a_batch_that_is_cancelled_ends_as_cancelled(
    consumer: Consumer, pool: Pool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A process that stops during a statement gets no error but its own cancellation."""
    events = some_work().events
    working: asyncio.Task[None]

    async def cancel_and_enter(*arguments: Any) -> bool:
        working.cancel()
        return await enter(*arguments)

    monkeypatch.setattr(consume, "enter", cancel_and_enter)
    working = asyncio.create_task(consumer.apply("cases", 0, 0, events))
    with pytest.raises(asyncio.CancelledError):
        await working
    monkeypatch.undo()
    await consumer.apply("cases", 0, 0, events)
    assert await rollups(pool) == naive(events)


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


async def test_what_was_taken_in_last_is_known(consumer: Consumer, pool: Pool) -> None:
    """The event before the offset is known by its id, whether it was counted, parked or neither."""
    events = some_work().events
    await consumer.apply("cases", 0, 0, events[:-1])
    last, other = events[-2], events[-1]._replace(offset=events[-2].offset)
    assert await consumer.knows("cases", 0, last)
    assert not await consumer.knows("cases", 0, other)
    await one(pool, "DELETE FROM live.streams")  # as a rebuild leaves out what is in no journal
    assert await consumer.knows("cases", 0, last)
    later = events[-1]._replace(version=events[-1].version + 1)
    await consumer.apply("cases", 0, later.offset, [later])
    assert await consumer.knows("cases", 0, later), "it waits for the one before it"


async def test_a_model_of_before_knows_what_it_has_counted(consumer: Consumer, pool: Pool) -> None:
    """Where no id was kept, an event is known by its version; its id is kept from then on."""
    events = some_work().events
    await consumer.apply("cases", 0, 0, events[:-1])
    await one(pool, "UPDATE live.offsets SET event_id = NULL")
    last, other = events[-2], events[-1]._replace(offset=events[-2].offset)
    assert not await consumer.knows("cases", 0, other)
    assert await consumer.knows("cases", 0, last._replace(type="", version=0)), "no event of ours"
    await one(pool, "UPDATE live.offsets SET event_id = NULL")
    assert await consumer.knows("cases", 0, last)
    await one(pool, "DELETE FROM live.streams")
    assert await consumer.knows("cases", 0, last)


async def test_the_pages_of_what_was_left_are_given_back(consumer: Consumer, pool: Pool) -> None:
    """Also where the process that had counted it was killed, or reports were in the way then.

    Each report passes over them: a million changes left it twice as slow for as long as they stood.
    """
    await one(
        pool,
        """
        WITH left_behind AS (
            INSERT INTO live.cell_changes
            SELECT '410102001001', 'contacts', '2019-03-04', 'detox/phone', 1
            FROM generate_series(1, 20000) RETURNING 1
        ) SELECT count(*) FROM left_behind
    """,
    )
    await one(pool, "DELETE FROM live.cell_changes")
    size = "SELECT pg_relation_size('live.cell_changes')"
    assert await one(pool, size) > 1_000_000
    counting = asyncio.create_task(consumer.keep_counting_left())
    async with asyncio.timeout(20):
        while await one(pool, size):
            await asyncio.sleep(0.05)
    counting.cancel()
    await asyncio.wait({counting})
