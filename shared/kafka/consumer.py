"""Reads topics as a member of a consumer group, and hands batches to a handler."""

import asyncio
import contextlib
import random
from collections.abc import Collection, Mapping, Sequence
from typing import Any, NoReturn

import structlog
from aiokafka import AIOKafkaConsumer, ConsumerRebalanceListener, ConsumerRecord, TopicPartition

from shared.journal.received_event import Handler, OffsetsMoved, ReceivedEvent
from shared.kafka.cloudevents import read_record
from shared.kafka.cutting import cut

log = structlog.get_logger(__name__)

_LONGEST_PAUSE = 5.0
_LEAVING = 2.0  # seconds for a goodbye to the group; the whole process has ten to stop
_FINISHING = 3.0  # seconds a rebalance waits for the batch in hand
_FRUITLESS_SEEKS = 3
_WATCH = 1.0  # seconds between looks at aiokafka's tasks, and at the ends of topics


class Deserted(Exception):
    """A task that the client of Kafka needs has ended; a new client is needed."""


async def run_consumer(
    bootstrap: str,
    group: str,
    topics: Mapping[str, str],
    handler: Handler,
    *,
    security: Mapping[str, Any] | None = None,
    max_records: int = 5000,
) -> NoReturn:
    """Feed `handler` until cancelled; heals by itself when Kafka or the database goes away.

    `topics`: topic → source, as the handler names it. Where to read from is the handler's
    word alone; nothing is committed to Kafka. At most `max_records` are handed over at once,
    and a few megabytes a partition are kept ahead.
    """
    pause = _Pause()
    while True:
        consumer = _consumer(bootstrap, group, dict(security or {}))
        member = _Member(consumer, topics, handler, max_records)
        try:
            await member.run(pause)
        except Exception as error:
            log.warning("consumer_stopped", reason=type(error).__name__, exc_info=error)
        finally:
            await member.leave()
        await pause.longer()


def _consumer(bootstrap: str, group: str, security: dict[str, Any]) -> AIOKafkaConsumer:
    return AIOKafkaConsumer(
        bootstrap_servers=bootstrap,
        group_id=group,
        enable_auto_commit=False,
        auto_offset_reset="earliest",
        session_timeout_ms=6_000,
        heartbeat_interval_ms=1_500,
        # A database may be away for hours; heartbeats alone say that this member lives.
        max_poll_interval_ms=2**31 - 1,
        request_timeout_ms=20_000,
        metadata_max_age_ms=10_000,
        fetch_max_bytes=16 * 1024 * 1024,
        max_partition_fetch_bytes=4 * 1024 * 1024,  # what one transaction counts, about
        **security,
    )


class _Pause:
    """Growing, jittered waits between attempts; a success makes them short again."""

    def __init__(self) -> None:
        self._attempt = 0

    def reset(self) -> None:
        self._attempt = 0

    async def longer(self) -> None:
        longest = min(0.1 * 2**self._attempt, _LONGEST_PAUSE)
        self._attempt = min(self._attempt + 1, 10)
        await asyncio.sleep(longest * random.uniform(0.5, 1.0))  # noqa: S311  no secret


class _Member(ConsumerRebalanceListener):  # type: ignore[misc]  # aiokafka has no types
    """One membership in the group, from joining to leaving."""

    def __init__(
        self,
        consumer: AIOKafkaConsumer,
        topics: Mapping[str, str],
        handler: Handler,
        max_records: int,
    ) -> None:
        self._consumer = consumer
        self._topics = topics
        self._handler = handler
        self._max_records = max_records
        self._next: dict[TopicPartition, int] = {}  # where each partition of ours goes on
        self._seeks: dict[TopicPartition, int] = {}  # since something arrived from there
        self._unproved: set[TopicPartition] = set()  # may be of topics made anew
        self._in_hand = asyncio.Lock()

    async def run(self, pause: _Pause) -> NoReturn:
        """Join, and hand over what comes, until cancelled or until aiokafka gives up."""
        working = asyncio.ensure_future(self._work(pause))
        try:
            while not self._deserted():
                await asyncio.wait({working}, timeout=_WATCH)
                if working.done():
                    working.result()
            raise Deserted
        finally:
            while not working.done():  # a cancellation may be swallowed on its way
                working.cancel()
                await asyncio.wait({working}, timeout=_WATCH)
            with contextlib.suppress(Exception, asyncio.CancelledError):
                working.result()

    async def _work(self, pause: _Pause) -> NoReturn:
        clock = asyncio.get_running_loop().time
        look_at = 0.0
        self._consumer.subscribe(list(self._topics), listener=self)
        await self._consumer.start()
        while True:
            batches = await self._consumer.getmany(timeout_ms=500, max_records=self._max_records)
            for partition, records in batches.items():
                async with self._in_hand:
                    await self._take(partition, records, pause)
            if self._unproved and clock() >= look_at:
                look_at = clock() + _WATCH
                async with self._in_hand:
                    await self._look_for_ends()
            await asyncio.sleep(0)

    def _deserted(self) -> bool:
        """Whether a task of aiokafka's own has ended that nobody there looks after.

        A connection that breaks in the wrong moment raises what they do not expect. Without
        them nothing comes in any more, or the group is never joined again, and no error tells.
        """
        tasks = [self._consumer._client._sync_task]
        if self._consumer._fetcher is not None:
            tasks.append(self._consumer._fetcher.error_future)
        return any(task is not None and task.done() for task in tasks)

    async def leave(self) -> None:
        """Leave the group and close every connection, within a few seconds."""
        goodbye = asyncio.ensure_future(self._consumer.stop())
        await asyncio.wait({goodbye}, timeout=_LEAVING)
        if not goodbye.done() or goodbye.cancelled() or goodbye.exception():
            # A broker that answers nothing would hold the goodbye up, and one that failed has
            # closed nothing: cut the lines under it.
            await cut(self._consumer._client)
            await asyncio.wait({goodbye}, timeout=_LEAVING)
            goodbye.cancel()
            # Left alone, these would read on, and keep the partitions for a member that is gone.
            for task in (
                getattr(self._consumer._fetcher, "error_future", None),
                getattr(self._consumer._coordinator, "_heartbeat_task", None),
            ):
                if task is not None:
                    task.cancel()
        with contextlib.suppress(Exception, asyncio.CancelledError):
            await goodbye

    async def on_partitions_revoked(self, revoked: Collection[TopicPartition]) -> None:
        """Forget them, so that the batch in hand is finished or dropped."""
        self._next.clear()
        self._seeks.clear()
        self._unproved.clear()
        # Whatever is not finished by then, the handler's compare-and-swap fences.
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(_FINISHING), self._in_hand:
                pass

    async def on_partitions_assigned(self, assigned: Collection[TopicPartition]) -> None:
        """Go to the stored offsets; `_take` does the same should the database be away now."""
        try:
            async with asyncio.timeout(_FINISHING):
                await self._seek(assigned)
        except Exception as error:
            log.warning("offsets_unknown", reason=type(error).__name__)

    async def _seek(self, partitions: Collection[TopicPartition]) -> None:
        """Read the stored offsets and go on from there, to begin with from one event before.

        Whether that one was taken in tells the topic that was read from one made anew, as after
        a broker has lost its disk.
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

    async def _take(
        self, partition: TopicPartition, records: Sequence[ConsumerRecord], pause: _Pause
    ) -> None:
        """Hand one batch over, again and again until it is taken in or no longer ours."""
        while self._owns(partition):
            try:
                expected = self._next.get(partition)
                if expected and partition in self._unproved and records[0].offset == expected - 1:
                    if not await self._handler.knows(read_record(records[0])):
                        await self._start_over(partition, expected)
                        return
                    self._unproved.discard(partition)
                    records = records[1:]
                    if not records:
                        return
                if expected is None or not await self._fits(partition, expected, records[0].offset):
                    await self._seek([partition])
                    return
                events = list(map(read_record, records))
                await self._apply(partition, expected, events)
                self._seeks.pop(partition, None)
                self._unproved.discard(partition)
                pause.reset()
                return
            except OffsetsMoved:
                log.info("offsets_moved", topic=partition.topic, partition=partition.partition)
                self._next.pop(partition, None)
                await pause.longer()
            except Exception as error:
                log.warning(
                    "batch_not_taken",
                    topic=partition.topic,
                    partition=partition.partition,
                    first_offset=records[0].offset,
                    reason=type(error).__name__,
                )
                await pause.longer()

    async def _look_for_ends(self) -> None:
        """Start over where the topic ends before the event that was taken in last.

        Nothing comes from there that could tell it from a topic with nothing new.
        """
        waiting = [partition for partition in self._unproved if self._owns(partition)]
        ends = await self._consumer.end_offsets(waiting)
        for partition, end in ends.items():
            expected = self._next.get(partition)
            if expected is not None and end < expected:
                await self._start_over(partition, expected)

    async def _start_over(self, partition: TopicPartition, expected: int) -> None:
        """Read another topic than before from its begin.

        What was counted is known by its version; what was lost with the old topic is missing
        until a rebuild.
        """
        log.error("topic_made_anew", topic=partition.topic, partition=partition.partition)
        begin = (await self._consumer.beginning_offsets([partition]))[partition]
        source = self._topics[partition.topic]
        await self._handler.start_over(source, partition.partition, expected, begin)
        await self._seek([partition])

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
        protocol left it, so what comes in is never trusted to be what was asked for.
        """
        if first == expected:
            return True
        seeks = self._seeks.get(partition, 0)
        self._seeks[partition] = seeks + 1
        if not seeks:
            return False
        begin = (await self._consumer.beginning_offsets([partition]))[partition]
        if begin <= expected < first:
            return True  # sought and found: no events stand in between, only Kafka's own marks
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
                await asyncio.sleep(_LONGEST_PAUSE)
        return False
