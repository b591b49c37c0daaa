"""What the tests of Kafka share: events, a publisher, a consumer, a model in memory."""

import asyncio
import contextlib
from collections import defaultdict
from collections.abc import AsyncIterator, Sequence
from datetime import UTC, datetime
from uuid import uuid4

from aiokafka import AIOKafkaConsumer, ConsumerRecord, TopicPartition

from shared.journal.journal import RecordedEvent
from shared.journal.received_event import Handler, OffsetsMoved, ReceivedEvent
from shared.journal.relay import Batch
from shared.kafka.consumer import run_consumer
from shared.kafka.publisher import KafkaPublisher

MOMENT = datetime(2019, 3, 4, 5, 6, 7, 89, tzinfo=UTC)


def recorded(stream_id: str, version: int, data: str = '{"mode": "phone"}') -> RecordedEvent:
    """One event of a stream."""
    return RecordedEvent(
        position=version,
        stream_id=stream_id,
        version=version,
        event_id=uuid4(),
        type="cases.ContactRecorded.v1",
        data=data,
        metadata="{}",
        recorded_at=MOMENT,
    )


def batch(events: Sequence[RecordedEvent]) -> Batch:
    """A batch as the relay makes it."""
    return Batch("cases", 0, 0, events)


def woven(streams: int, versions: int) -> list[RecordedEvent]:
    """Events of many streams, in turn."""
    names = [f"case-{uuid4()}" for _ in range(streams)]
    return [recorded(name, version) for version in range(1, versions + 1) for name in names]


@contextlib.asynccontextmanager
async def publishing(
    bootstrap: str, topic: str, patience: float = 15.0
) -> AsyncIterator[KafkaPublisher]:
    """A publisher, closed in the end."""
    publisher = KafkaPublisher(bootstrap, "cases", topic, patience=patience)
    try:
        yield publisher
    finally:
        await publisher.close()


async def records(bootstrap: str, topic: str, count: int) -> list[ConsumerRecord]:
    """The first `count` records of a topic, read without a group."""
    consumer = AIOKafkaConsumer(bootstrap_servers=bootstrap, auto_offset_reset="earliest")
    await consumer.start()
    found: list[ConsumerRecord] = []
    try:
        partitions = consumer.partitions_for_topic(topic) or await _partitions(consumer, topic)
        consumer.assign([TopicPartition(topic, number) for number in partitions])
        async with asyncio.timeout(60):
            while len(found) < count:
                for some in (await consumer.getmany(timeout_ms=200)).values():
                    found += some
    finally:
        await consumer.stop()
    return found


async def _partitions(consumer: AIOKafkaConsumer, topic: str) -> set[int]:
    await consumer._client.add_topic(topic)
    found: set[int] = consumer.partitions_for_topic(topic)
    return found


class Model:
    """A read model in memory, as strict about offsets as the real one."""

    def __init__(self) -> None:
        self.stored: dict[int, int] = defaultdict(int)
        self.taken: list[ReceivedEvent] = []
        self.away = False
        self.topic_gone = False  # what is stored was read from another topic
        self.asked = 0
        self.refused = 0
        self.changed = asyncio.Event()

    async def offsets(self, source: str) -> dict[int, int]:
        """What is stored."""
        assert source == "cases"
        if self.away:
            raise ConnectionRefusedError
        return dict(self.stored)

    async def apply(
        self, source: str, partition: int, first_offset: int, events: Sequence[ReceivedEvent]
    ) -> None:
        """Compare and swap."""
        self.asked += 1
        self.changed.set()
        if self.away:
            raise ConnectionRefusedError
        await asyncio.sleep(0)
        if self.stored[partition] != first_offset:
            self.refused += 1
            raise OffsetsMoved
        self.stored[partition] = events[-1].offset + 1
        self.taken += events

    async def knows(self, source: str, partition: int, event: ReceivedEvent) -> bool:
        """Whether it is below what is stored, of this very topic."""
        return not self.topic_gone

    async def start_over(self, source: str, partition: int, offset: int, begin: int) -> None:
        """Compare and swap."""
        assert source == "cases"
        if self.stored[partition] == offset:
            self.stored[partition] = begin
            self.topic_gone = False

    async def until(self, taken: int, seconds: float = 30.0) -> None:
        """Wait for so many events."""
        async with asyncio.timeout(seconds):
            while len(self.taken) < taken:
                self.changed.clear()
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(self.changed.wait(), 0.1)

    def versions(self) -> dict[str, list[int]]:
        """The versions of each stream in the order in which they came."""
        found: dict[str, list[int]] = defaultdict(list)
        for event in self.taken:
            found[event.stream_id].append(event.version)
        return found


@contextlib.asynccontextmanager
async def consuming(
    bootstrap: str, group: str, topic: str, model: Model, max_records: int = 2000
) -> AsyncIterator["asyncio.Task[None]"]:
    """A running consumer, stopped in the end."""
    task: asyncio.Task[None] = asyncio.create_task(
        run_consumer(bootstrap, group, {topic: "cases"}, model, max_records=max_records)
    )
    try:
        yield task
    finally:
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task


class Reading:
    """A consumer that feeds a handler of its own, for the length of an ``async with``."""

    def __init__(self, bootstrap: str, topic: str, handler: Handler, group: str = "") -> None:
        self._handler, self._topic = handler, topic
        self._work = run_consumer(bootstrap, group or topic, {topic: "cases"}, handler)

    async def __aenter__(self) -> "Reading":
        self._task: asyncio.Task[None] = asyncio.create_task(self._work)
        return self

    async def __aexit__(self, *_: object) -> None:
        self._task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await self._task

    async def until(self, offset: int, seconds: float = 60.0) -> None:
        """Wait until the first partition was taken in up to an offset."""
        async with asyncio.timeout(seconds):
            while (await self._handler.offsets("cases")).get(0, 0) < offset:
                await asyncio.sleep(0.05)
