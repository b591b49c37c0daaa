"""The same events make the same model, whichever way they come: every table is compared."""

import random
from collections import defaultdict
from collections.abc import Awaitable, Callable, Sequence
from datetime import date, timedelta
from typing import Any

import asyncpg
import pytest
import pytest_asyncio

from services.reporting.counting.consume import SIGN_MODEL, Consumer, apply_delivery
from services.reporting.counting.fold import fold
from services.reporting.counting.later import count_left
from services.reporting.counting.model import AT_ONCE, Delivery
from services.reporting.declared.measures import fingerprint
from services.reporting.proving.rebuild import rebuild
from services.reporting.proving.verify import verify
from shared.database import Pool
from shared.journal.received_event import ReceivedEvent
from tests.databases import Databases
from tests.services.reporting.deliveries import DETOX, REHAB, Ledger, cut, some_work
from tests.services.reporting.failing import Crash, Failing
from tests.services.reporting.feeding import MemoryFeed
from tests.services.reporting.lives import REGIONS, any_day
from tests.services.reporting.proving.digests import Digest, digest
from tests.services.reporting.proving.rebuilding import run
from tests.services.reporting.reading import fresh, one
from tests.services.reporting.statistics.explain.opening import any_ledger

pytestmark = pytest.mark.postgres

SMALL = 7  # events of a batch whose cells are added with it

Events = Sequence[ReceivedEvent]
Way = Callable[[Pool, str, Events, random.Random], Awaitable[None]]


@pytest.fixture(scope="module")
def events() -> Events:
    """Lives by the real rules, outcomes that are replaced or taken back, persons who move."""
    chance = random.Random(37)
    moves = Ledger()
    for _ in range(15):
        move(moves, chance)
    written = (any_ledger(chance, 250), moves.events, some_work(4).events)
    return numbered([event for events in written for event in events])


def move(ledger: Ledger, chance: random.Random) -> None:
    """A person with files in two places, whose entries come later than those of later days."""
    first = ledger.case(DETOX, chance.choice(REGIONS), opened=any_day(chance))
    second = ledger.case(
        REHAB, chance.choice(REGIONS), opened=any_day(chance), client_id=first.client_id
    )
    day = any_day(chance)
    entries = []
    for _ in range(12):
        file = chance.choice((first, second))
        if chance.random() < 0.2:
            file.region = chance.choice(REGIONS)
        day += timedelta(days=chance.choice((-70, -35, -10, 0, 20, 45)))
        make = chance.choice((file.contact, file.contact, file.test, file.assessment))
        entries.append(make(day))
        if chance.random() < 0.35:
            ledger.void(entries.pop(chance.randrange(len(entries))))


def numbered(events: Events) -> list[ReceivedEvent]:
    """The events as they lie one behind the other in a partition."""
    return [event._replace(offset=offset) for offset, event in enumerate(events)]


def shuffled(events: Events, chance: random.Random) -> list[ReceivedEvent]:
    """The streams mixed in another way, each in its own order."""
    streams: defaultdict[str, list[ReceivedEvent]] = defaultdict(list)
    for event in events:
        streams[event.stream_id].append(event)
    drawn = [stream for stream, own in streams.items() for _ in own]
    chance.shuffle(drawn)
    following = {stream: iter(own) for stream, own in streams.items()}
    return numbered([next(following[stream]) for stream in drawn])


async def deliver(pool: Pool, batches: Sequence[Events]) -> None:
    """Count batches, one after the other."""
    consumer = Consumer(pool)
    await consumer.begin()
    for batch in batches:
        await consumer.apply("cases", 0, batch[0].offset, batch)


def mixed(events: Events, chance: random.Random) -> list[Events]:
    """Batches of every size, so that some add to cells to which others are yet to be added."""
    batches: list[Events] = []
    while events:
        size = chance.choice((1, 3, 20, 250))
        batches.append(events[:size])
        events = events[size:]
    return batches


async def live(pool: Pool, _: str, events: Events, __: random.Random) -> None:
    """Small batches, as they come."""
    await deliver(pool, [*cut(events, SMALL)])


async def at_once(pool: Pool, _: str, events: Events, __: random.Random) -> None:
    """One large batch, whose cells and persons are left for later."""
    assert len(fold(events).facts) > AT_ONCE
    await deliver(pool, [events])


async def large_and_small(pool: Pool, _: str, events: Events, chance: random.Random) -> None:
    """Small batches are added before what larger ones before them have left."""
    batches = mixed(events, chance)
    sizes = [len(fold(batch).facts) > AT_ONCE for batch in batches]
    assert True in sizes
    assert False in sizes[sizes.index(True) :]
    await deliver(pool, batches)


async def twice(pool: Pool, _dsn: str, events: Events, chance: random.Random) -> None:
    """Each batch is sent again, at its own offsets and at new ones."""
    consumer, at = Consumer(pool), 0
    await consumer.begin()
    for batch in mixed(events, chance):
        for _ in range(2):
            again = [event._replace(offset=at + n) for n, event in enumerate(batch)]
            for _ in range(2):
                await consumer.apply("cases", 0, at, again)
            at += len(batch)


async def other_order(pool: Pool, _: str, events: Events, chance: random.Random) -> None:
    """The streams come mixed in another way."""
    await deliver(pool, [*cut(shuffled(events, chance), SMALL)])


async def other_order_and_sizes(pool: Pool, _: str, events: Events, chance: random.Random) -> None:
    """The same, in batches of every size, some of what is left being added between them."""
    consumer = Consumer(pool)
    await consumer.begin()
    for batch in mixed(shuffled(events, chance), chance):
        await consumer.apply("cases", 0, batch[0].offset, batch)
        if chance.random() < 0.3:
            async with pool.acquire() as connection:
                await count_left(connection, "live")


async def crashing(pool: Pool, _: str, events: Events, chance: random.Random) -> None:
    """Cut off before any statement, of a batch and of what is added later; then it goes on."""
    await Consumer(pool).begin()
    crashes = 0
    for batch in mixed(events, chance):
        for step in (*range(8), 1_000):
            async with pool.acquire() as connection:
                failing: Any = Failing(connection, step)
                delivery = Delivery("cases", 0, batch[0].offset, batch)
                try:
                    await apply_delivery(failing, "live", delivery)
                    break
                except Crash:
                    crashes += 1
    for step in (*range(12), 1_000):
        async with pool.acquire() as connection:
            failing = Failing(connection, step)
            try:
                await count_left(failing, "live")
                break
            except Crash:
                crashes += 1
    assert crashes > 50


async def persons_begun_late(pool: Pool, _: str, events: Events, chance: random.Random) -> None:
    """Persons are begun to be counted when half of the events are."""
    consumer, batches = Consumer(pool), mixed(events, chance)
    await one(pool, SIGN_MODEL, fingerprint())
    half = len(batches) // 2
    for batch in batches[:half]:
        await consumer.apply("cases", 0, batch[0].offset, batch)
    await deliver(pool, batches[half:])


async def rebuilt(_: Pool, dsn: str, events: Events, __: random.Random) -> None:
    """From the journal alone."""
    await run(dsn, [MemoryFeed("cases", [*events], size=97)])


async def rebuilt_meanwhile(pool: Pool, dsn: str, events: Events, chance: random.Random) -> None:
    """A model is rebuilt while events come, is stopped on the way, and goes on later."""
    consumer, batches = Consumer(pool), mixed(events, chance)
    await consumer.begin()
    given: list[ReceivedEvent] = []

    async def come(_: int) -> None:
        if batches:
            batch = batches.pop(0)
            given.extend(batch)
            await consumer.apply("cases", 0, batch[0].offset, batch)

    feed = MemoryFeed("cases", given, size=61, before_page=come)
    await come(0)
    for _ in range(3):
        connection = await asyncpg.connect(dsn)
        lines = rebuild(connection, [feed])
        for _ in range(2):
            await anext(lines)
        await lines.aclose()
        await connection.close()
    result = (await run(dsn, [feed]))[-1]
    assert (result["differences"], result["unrecorded"]) == (0, 0)
    while batches:
        await come(0)


async def rebuilt_killed(pool: Pool, dsn: str, events: Events, chance: random.Random) -> None:
    """Cut off before every statement of a rebuild, while events come; each next one goes on."""
    consumer, batches, given = Consumer(pool), mixed(events, chance), list[ReceivedEvent]()
    await consumer.begin()
    deaths = 0
    feed = MemoryFeed("cases", given, size=200)
    for step in range(1_000):
        if batches:
            batch = batches.pop(0)
            given.extend(batch)
            await consumer.apply("cases", 0, batch[0].offset, batch)
        connection = await asyncpg.connect(dsn)
        failing: Any = Failing(connection, step)
        try:
            lines = [line async for line in rebuild(failing, [feed])]
            break
        except Crash:
            deaths += 1
        finally:
            await connection.close()
    assert deaths > 30
    for batch in batches:
        await consumer.apply("cases", 0, batch[0].offset, batch)
    assert (lines[-1]["differences"], lines[-1]["unrecorded"]) == (0, 0)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def expected(databases: Databases, events: Events) -> Digest:
    """What the model says after small batches, which the verification finds right."""
    async with fresh(databases) as pool:
        await live(pool, "", events, random.Random())
        said = await digest(pool)
        async with pool.acquire() as connection:
            lines = [line async for line in verify(connection, [MemoryFeed("cases", [*events])])]
    assert lines[-1]["equal"], lines[-1]["differences"]
    assert all(said[table][0] for table in ("facts", "rollups", "person_months", "person_cells"))
    assert said["streams"][0] == len({event.stream_id for event in events})
    return said


@pytest.mark.parametrize(
    "way",
    [
        at_once,
        large_and_small,
        twice,
        other_order,
        other_order_and_sizes,
        crashing,
        persons_begun_late,
        rebuilt,
        rebuilt_meanwhile,
        rebuilt_killed,
    ],
)
async def test_every_way_makes_the_same_model(
    reporting_url: str, pool: Pool, events: Events, expected: Digest, way: Way
) -> None:
    """After the last event every table says the same, once what large batches left is added."""
    await way(pool, reporting_url, events, random.Random(5))
    async with pool.acquire() as connection:
        await count_left(connection, "live")
    assert await digest(pool) == expected


async def test_a_late_entry_changes_the_cells_of_later_months(
    reporting_url: str, pool: Pool
) -> None:
    """A person's entry of May, then one of March: that of May has another month before it."""
    ledger = Ledger()
    file = ledger.case(DETOX, opened=date(2019, 1, 1))
    file.contact(date(2019, 5, 2))
    file.contact(date(2019, 3, 2))
    events = numbered(ledger.events)
    await deliver(pool, [*cut(events, 1)])
    late = await digest(pool)
    await run(reporting_url, [MemoryFeed("cases", events)])
    assert await digest(pool) == late
