"""The partitions that a member of a consumer group reads: where each goes on, batch by batch."""

import asyncio
from collections import defaultdict
from collections.abc import Callable, Collection, Container, Mapping, Sequence

import structlog
from aiokafka import AIOKafkaConsumer, ConsumerRecord, TopicPartition

from shared.journal.received_event import Handler, OffsetsMoved, ReceivedEvent
from shared.kafka.backoff import LONGEST_PAUSE, Backoff
from shared.kafka.cloudevents import read_record

log = structlog.get_logger(__name__)

_FRUITLESS_SEEKS = 3


class Partitions:
    """Hands the records of each assigned partition to the handler, from its stored offsets on.

    `topics`: topic → source, as the handler names it. Partitions are taken side by side, each by
    one task at a time; `on_taken` is called when a batch was taken in.
    """

    def __init__(
        self,
        consumer: AIOKafkaConsumer,
        topics: Mapping[str, str],
        handler: Handler,
        on_taken: Callable[[], object],
    ) -> None:
        self._consumer = consumer
        self._topics = topics
        self._handler = handler
        self._on_taken = on_taken
        self._backoffs: defaultdict[TopicPartition, Backoff] = defaultdict(Backoff)
        self._next: dict[TopicPartition, int] = {}  # where each partition of ours goes on
        self._seeks: dict[TopicPartition, int] = {}  # since something arrived from there
        self._unproved: set[TopicPartition] = set()  # may be of topics made anew

    @property
    def unproved(self) -> bool:
        """Whether one of them may be of a topic made anew."""
        return bool(self._unproved)

    def forget(self) -> None:
        """Forget all of them: the group is about to assign them anew."""
        self._next.clear()
        self._seeks.clear()
        self._unproved.clear()

    async def seek(self, partitions: Collection[TopicPartition]) -> None:
        """Read the stored offsets and go on from there, at first from one event before.

        If that event is unknown, the topic was made anew, as after a broker has lost its disk.
        """
        for source in {self._topics[partition.topic] for partition in partitions}:
            stored = await self._handler.offsets(source)
            for partition in partitions:
                # The group may have taken it away meanwhile.
                if self._topics[partition.topic] == source and self._owns(partition):
                    self._next[partition] = stands = stored.get(partition.partition, 0)
                    if stands:
                        self._unproved.add(partition)
                    else:
                        self._unproved.discard(partition)
                    self._consumer.seek(partition, max(stands - 1, 0))

    def _owns(self, partition: TopicPartition) -> bool:
        return partition in self._consumer.assignment()

    async def take(self, partition: TopicPartition, records: Sequence[ConsumerRecord]) -> None:
        """Hand one batch over, again and again until it is taken in or no longer ours."""
        while self._owns(partition):
            try:
                expected = self._next.get(partition)
                if expected and partition in self._unproved and records[0].offset == expected - 1:
                    if not await self._knows(partition, records[0]):
                        await self._start_over(partition, expected)
                        return
                    self._unproved.discard(partition)
                    records = records[1:]
                    if not records:
                        return
                if expected is None or not await self._fits(partition, expected, records[0].offset):
                    await self.seek([partition])
                    return
                events = list(map(read_record, records))
                await self._apply(partition, expected, events)
                self._seeks.pop(partition, None)
                self._unproved.discard(partition)
                self._backoffs[partition].reset()
                self._on_taken()
                return
            except OffsetsMoved:
                log.info("offsets_moved", topic=partition.topic, partition=partition.partition)
                self._next.pop(partition, None)
                await self._backoffs[partition].wait()
            except Exception as error:
                log.warning(
                    "batch_not_taken",
                    topic=partition.topic,
                    partition=partition.partition,
                    first_offset=records[0].offset,
                    reason=type(error).__name__,
                )
                await self._backoffs[partition].wait()

    async def look_for_ends(self, in_hand: Container[TopicPartition]) -> None:
        """Start over where the topic ends before the event that was taken in last.

        Nothing comes from there, so it looks like a topic with nothing new. Those `in_hand` are
        left to their tasks.
        """
        waiting = [each for each in self._unproved if self._owns(each) and each not in in_hand]
        ends = await self._consumer.end_offsets(waiting)
        for partition, end in ends.items():
            expected = self._next.get(partition)
            if expected is not None and end < expected:
                await self._start_over(partition, expected)

    async def _start_over(self, partition: TopicPartition, expected: int) -> None:
        """Read another topic than before from its beginning.

        What was counted is known by its version; what was lost with the old topic is missing
        until a rebuild.
        """
        log.error("topic_made_anew", topic=partition.topic, partition=partition.partition)
        begin = (await self._consumer.beginning_offsets([partition]))[partition]
        source = self._topics[partition.topic]
        await self._handler.start_over(source, partition.partition, expected, begin)
        await self.seek([partition])

    async def _knows(self, partition: TopicPartition, record: ConsumerRecord) -> bool:
        source = self._topics[partition.topic]
        return await self._handler.knows(source, partition.partition, read_record(record))

    async def _apply(
        self, partition: TopicPartition, expected: int, events: Sequence[ReceivedEvent]
    ) -> None:
        source = self._topics[partition.topic]
        await self._handler.apply(source, partition.partition, expected, events)
        # A rebalance during the call has made `_next` empty: then it stays so.
        if partition in self._next:
            self._next[partition] = events[-1].offset + 1

    async def _fits(self, partition: TopicPartition, expected: int, first: int) -> bool:
        """Whether a batch that begins at `first` follows `expected`.

        Fetching may start before the assignment is made known, from wherever the group's
        protocol left it, so it is checked that what comes in is what was asked for.
        """
        if first == expected:
            return True
        seeks = self._seeks.get(partition, 0)
        self._seeks[partition] = seeks + 1
        if not seeks:
            return False
        begin = (await self._consumer.beginning_offsets([partition]))[partition]
        if begin <= expected < first:
            return True  # only Kafka's own marks stand in between, no events
        if seeks >= _FRUITLESS_SEEKS:
            log.error(
                "events_missing_in_kafka",
                topic=partition.topic,
                partition=partition.partition,
                offset=expected,
                first_offset=begin,
            )
            if (await self._consumer.end_offsets([partition]))[partition] < expected:
                await self._start_over(partition, expected)
            else:
                await asyncio.sleep(LONGEST_PAUSE)
        return False
