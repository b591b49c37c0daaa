"""Counting events into the reports: rebuilt from the journal, and consumed from Kafka.

100,000 events of a synthetic ledger, for a rebuild ten times as many: what it does once, however
many there are, takes a tenth of a second. The floor decodes every event, which lies in memory
already, and writes the same facts with one COPY into a table without indexes, in one transaction.
Ours keeps offsets, version gates, facts, cells of every calendar period and persons by month. The
rebuild reads the journal's feed over HTTP from a process of the cases service, makes cells, persons
and indexes, compares and switches, all of it timed. Its memory is the peak of a process that does
nothing else, beside that of a tenth of the events. Consumption runs in this process, timed from
the first batch handed over to the last one on disk; large batches leave their cells and persons for
later, so another row adds the time in which these are counted.
"""

import asyncio
import time
from collections.abc import Sequence
from contextlib import AsyncExitStack
from uuid import uuid4

import asyncpg

from services.reporting.counting.consume import Consumer
from services.reporting.counting.fold import FactRow, fold
from services.reporting.counting.later import count_left
from services.reporting.counting.migrations import migrate_reporting
from services.reporting.counting.model import open_pool
from shared.agencies import SERVICES_AGENCY
from shared.events import parse
from shared.journal.journal import RecordedEvent
from shared.journal.received_event import ReceivedEvent
from shared.journal.relay import BATCH, Batch
from shared.kafka.consumer import run_consumer
from shared.kafka.publisher import KafkaPublisher
from tests.bench.ledger import fill
from tests.bench.place import Place, beside
from tests.bench.relaying import PARTITIONS, READ
from tests.bench.rounds import Measure, Row, compared, in_turn, weighed
from tests.bench.served import ISSUER, serving
from tests.services.service import migrated
from tests.topics import Topics

AIM = 0.4  # of the floor
MANY = 10  # times the events of the scale: a rebuild's
DECODED = "CREATE TABLE decoded (LIKE live.facts)"


async def rebuild(place: Place) -> list[Row]:
    """A rebuild from the journal, and its peak memory."""
    few, many = place.scale.events, MANY * place.scale.events
    peaks: list[float] = []
    less: list[float] = []
    small, large = await _journal(place, few), await _journal(place, many)
    async with AsyncExitStack() as stack:
        port = await stack.enter_async_context(serving(place, "cases", large))
        contenders = {
            "floor": await _floor(place, stack, small),
            "ours": lambda: _rebuilt(place, port, many, peaks),
        }
        rates = await in_turn(contenders, place.scale.rounds)
    async with serving(place, "cases", small) as port:
        for _ in range(place.scale.rounds):
            await _rebuilt(place, port, few, less)
    why = (
        "one process reads, decodes and folds, which is most of the time; the rest is adding up"
        " persons and cells. docs/decisions/0085 has the parts of it in processor time."
    )
    row = compared(
        "rebuild from the journal; floor: decode, one COPY",
        rates["floor"],
        rates["ours"],
        unit="events/s",
        at_least=AIM,
        rate=100_000,
        why=why,
    )
    path = f"the memory of a rebuild of {many:,} events; beside {few:,}"
    return [row, weighed(path, less, peaks[-place.scale.rounds :], 1.2)]


async def _rebuilt(place: Place, port: int, events: int, peaks: list[float]) -> float:
    """Rebuild in a process of its own; `peaks` is given its peak memory in MiB."""
    settings = {
        "database": await place.new_database(migrate_reporting),
        "url": f"http://127.0.0.1:{port}",
        "token": ISSUER.mint(SERVICES_AGENCY, (), ["journal:read"]),
    }
    async with beside("tests.bench.rebuilt", settings) as told:
        counted, seconds, peak = map(float, told.split())
    assert counted == events
    peaks.append(peak)
    return events / seconds


async def consume(place: Place) -> list[Row]:
    """Consumption from Kafka."""
    journal = await _journal(place)
    async with AsyncExitStack() as stack:
        topics = await stack.enter_async_context(Topics(place.servers.kafka()))
        topic = await topics.make(PARTITIONS)
        publisher = KafkaPublisher(place.servers.kafka(), "cases", topic)
        for number, events in enumerate(await _recorded(journal)):
            await publisher.publish(Batch("cases", 0, number * BATCH, events))
        await publisher.close()
        contenders = {
            "floor": await _floor(place, stack, journal),
            "ours": lambda: _consumed(place, topic, everything),
        }
        everything: list[float] = []
        rates = await in_turn(contenders, place.scale.rounds)
    why = (
        "the floor's events lie in memory and its facts are made; ours spends about a third of its"
        " processor time in aiokafka's unpacking of records and in reading their headers. Kafka,"
        " PostgreSQL and the consumer share two cores."
    )
    path = "consumption from Kafka; floor: decode, one COPY"
    row = compared(
        path, rates["floor"], rates["ours"], unit="events/s", at_least=AIM, rate=60_000, why=why
    )
    later = compared(
        "the same until what it leaves for later is counted too",
        rates["floor"],
        everything[-place.scale.rounds :],  # one before them does not count
        unit="events/s",
        at_least=0.1,
    )
    return [row, later]


async def _journal(place: Place, events: int | None = None) -> str:
    dsn = await place.new_database(migrated)
    await fill(dsn, events or place.scale.events)
    return dsn


async def _recorded(dsn: str) -> list[list[RecordedEvent]]:
    """All events of a journal, in batches."""
    connection = await asyncpg.connect(dsn)
    batches: list[list[RecordedEvent]] = []
    last = 0
    try:
        while rows := await connection.fetch(READ, last, BATCH):
            batches.append([RecordedEvent(*row) for row in rows])
            last = batches[-1][-1].position
    finally:
        await connection.close()
    return batches


async def _floor(place: Place, stack: AsyncExitStack, journal: str) -> Measure:
    events = [event for batch in await _recorded(journal) for event in batch]
    received = [
        ReceivedEvent(n, e.event_id, e.type, e.stream_id, e.version, e.recorded_at, e.data)
        for n, e in enumerate(events)
    ]
    facts = fold(received).facts
    connection = await asyncpg.connect(await place.new_database(migrate_reporting))
    stack.push_async_callback(connection.close)
    await connection.execute(DECODED)

    async def measure() -> float:
        await connection.execute("TRUNCATE decoded")
        started = time.perf_counter()
        for event in events:
            parse(event.type, event.data)
        await connection.copy_records_to_table("decoded", columns=FactRow._fields, records=facts)
        return len(events) / (time.perf_counter() - started)

    return measure


class Timed(Consumer):
    """A consumer that knows when its first batch came and when it had counted enough."""

    started = 0.0

    def expect(self, number: int) -> None:
        """Count up to `number` events."""
        self.left = number
        self.finished: asyncio.Future[float] = asyncio.get_running_loop().create_future()

    async def apply(
        self, source: str, partition: int, first_offset: int, events: Sequence[ReceivedEvent]
    ) -> None:
        """Count a batch."""
        self.started = self.started or time.perf_counter()
        await super().apply(source, partition, first_offset, events)
        self.left -= len(events)
        if not self.left:
            self.finished.set_result(time.perf_counter())


async def _consumed(place: Place, topic: str, everything: list[float]) -> float:
    """Consume; `everything` is given the rate at which what was left for later is counted too."""
    dsn = await place.new_database(migrate_reporting)
    pool = await open_pool(dsn, 8)
    consumer = Timed(pool)
    await consumer.begin()
    consumer.expect(place.scale.events)
    running = asyncio.create_task(
        run_consumer(place.servers.kafka(), f"bench-{uuid4()}", {topic: "cases"}, consumer)
    )
    try:
        finished = await consumer.finished
        async with pool.acquire() as connection:
            await count_left(connection, "live")
        everything.append(place.scale.events / (time.perf_counter() - consumer.started))
        return place.scale.events / (finished - consumer.started)
    finally:
        running.cancel()
        await asyncio.wait({running})
        await pool.close()
