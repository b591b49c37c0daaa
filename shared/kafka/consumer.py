"""Reads topics as a member of a consumer group, and hands batches to a handler."""

import asyncio
import contextlib
from collections.abc import Collection, Mapping, Sequence
from typing import Any, NoReturn

import structlog
from aiokafka import AIOKafkaConsumer, ConsumerRebalanceListener, ConsumerRecord, TopicPartition
from aiokafka.errors import KafkaError

from shared.journal.received_event import Handler
from shared.kafka.backoff import Backoff
from shared.kafka.cutting import cut
from shared.kafka.partitions import Partitions

log = structlog.get_logger(__name__)

_LEAVE_WITHIN = 2.0  # seconds to leave the group; the whole process has ten to stop
_FINISH_WITHIN = 3.0  # seconds a rebalance waits for the batch in hand
_LOOK_EVERY = 1.0  # seconds between looks at aiokafka's tasks, and at the ends of topics
_BESIDE = 1  # batches that are written while another is read
_TOGETHER = 0.5  # seconds in which batches that came together are taken in; others wait no longer


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

    `topics`: topic → source, as the handler names it. Only the handler's stored offsets count;
    nothing is committed to Kafka. At most `max_records` are handed over at once, and a few
    megabytes a partition are kept ahead. `security` holds aiokafka's own settings.
    """
    backoff = Backoff()
    while True:
        consumer = _consumer(bootstrap, group, dict(security or {}))
        partitions = Partitions(consumer, topics, handler, backoff.reset)
        member = _Member(consumer, topics, partitions, max_records)
        try:
            await member.run()
        except Exception as error:
            # That Kafka is away is no fault; where in its client it was noticed says nothing.
            away = isinstance(error, KafkaError | OSError | Deserted)
            log.warning(
                "consumer_stopped",
                reason=type(error).__name__,
                exc_info=None if away else error,
            )
        finally:
            await member.leave()
        await backoff.wait()


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


class _Member(ConsumerRebalanceListener):  # type: ignore[misc]  # aiokafka has no types
    """One membership in the group, from joining to leaving."""

    def __init__(
        self,
        consumer: AIOKafkaConsumer,
        topics: Collection[str],
        partitions: Partitions,
        max_records: int,
    ) -> None:
        self._consumer = consumer
        self._topics = topics
        self._partitions = partitions
        self._max_records = max_records
        self._in_hand: dict[TopicPartition, asyncio.Task[None]] = {}
        self._behind = False  # whether more waited than fit into what came last

    async def run(self) -> NoReturn:
        """Join, and hand over what comes, until cancelled or until aiokafka gives up."""
        working = asyncio.ensure_future(self._work())
        try:
            while not self._deserted():
                await asyncio.wait({working}, timeout=_LOOK_EVERY)
                if working.done():
                    working.result()
            raise Deserted
        finally:
            while not working.done():  # a cancellation may be swallowed on its way
                working.cancel()
                await asyncio.wait({working}, timeout=_LOOK_EVERY)
            with contextlib.suppress(Exception, asyncio.CancelledError):
                working.result()
            while in_hand := [*self._in_hand.values()]:
                for task in in_hand:
                    task.cancel()
                await asyncio.wait(in_hand, timeout=_LOOK_EVERY)

    async def _work(self) -> NoReturn:
        clock = asyncio.get_running_loop().time
        look_at = 0.0
        self._consumer.subscribe(list(self._topics), listener=self)
        await self._consumer.start()
        while True:
            batches = await self._next_batches()
            for partition, records in batches.items():
                self._take_in_hand(partition, records)
            await self._wait_for(batches)
            if self._partitions.unproved and clock() >= look_at:
                look_at = clock() + _LOOK_EVERY
                await self._partitions.look_for_ends(self._in_hand)
            await asyncio.sleep(0)

    async def _wait_for(self, batches: Mapping[TopicPartition, Sequence[ConsumerRecord]]) -> None:
        """Wait for those that came together; where more wait than fit, read on beside them.

        While one batch is written another is read. One that waits, for a lock or for its next
        attempt, keeps only itself waiting.
        """
        self._behind = sum(map(len, batches.values())) >= self._max_records
        if self._behind:
            if len(self._in_hand) > _BESIDE:
                await self._wait_for_one()
        elif together := [self._in_hand[partition] for partition in batches]:
            await asyncio.wait(together, timeout=_TOGETHER)

    async def _wait_for_one(self) -> None:
        await asyncio.wait(
            self._in_hand.values(), timeout=_TOGETHER, return_when=asyncio.FIRST_COMPLETED
        )

    async def _next_batches(self) -> Mapping[TopicPartition, Sequence[ConsumerRecord]]:
        """The next records of the partitions of which none are in hand."""
        assigned = self._consumer.assignment()
        idle = [partition for partition in assigned if partition not in self._in_hand]
        if assigned and not idle:
            await self._wait_for_one()
            return {}
        # Beside a batch in hand for a moment only: once it is written its partition is asked again.
        beside = 20 if self._behind else 100
        batches: Mapping[TopicPartition, Sequence[ConsumerRecord]] = await self._consumer.getmany(
            *idle, timeout_ms=beside if self._in_hand else 500, max_records=self._max_records
        )
        # It may have been assigned while this waited, with a batch of before still in hand.
        return {each: batches[each] for each in batches if each not in self._in_hand}

    def _take_in_hand(self, partition: TopicPartition, records: Sequence[ConsumerRecord]) -> None:
        task = asyncio.create_task(self._partitions.take(partition, records))
        self._in_hand[partition] = task
        task.add_done_callback(lambda _: self._in_hand.pop(partition))

    def _deserted(self) -> bool:
        """Whether a task of aiokafka's own has ended that nobody there looks after.

        A connection that breaks in the wrong moment raises what they do not expect. Without
        them nothing comes in any more, or the group is never joined again, and no error says so.
        """
        tasks = [self._consumer._client._sync_task]
        if self._consumer._fetcher is not None:
            tasks.append(self._consumer._fetcher.error_future)
        return any(task is not None and task.done() for task in tasks)

    async def leave(self) -> None:
        """Leave the group and close every connection, within a few seconds."""
        leaving = asyncio.ensure_future(self._consumer.stop())
        await asyncio.wait({leaving}, timeout=_LEAVE_WITHIN)
        if not leaving.done() or leaving.cancelled() or leaving.exception():
            # A broker that answers nothing would delay this, and a failed call has closed
            # nothing: cut the connections.
            await cut(self._consumer._client)
            await asyncio.wait({leaving}, timeout=_LEAVE_WITHIN)
            leaving.cancel()
            # Left alone, these would read on, and keep the partitions for a member that is gone.
            for task in (
                getattr(self._consumer._fetcher, "error_future", None),
                getattr(self._consumer._coordinator, "_heartbeat_task", None),
            ):
                if task is not None:
                    task.cancel()
        with contextlib.suppress(Exception, asyncio.CancelledError):
            await leaving

    async def on_partitions_revoked(self, revoked: Collection[TopicPartition]) -> None:
        """Forget them, so that the batches in hand are finished or dropped."""
        self._partitions.forget()
        # Whatever is not finished by then, the handler's compare-and-swap fences.
        if in_hand := [*self._in_hand.values()]:
            await asyncio.wait(in_hand, timeout=_FINISH_WITHIN)

    async def on_partitions_assigned(self, assigned: Collection[TopicPartition]) -> None:
        """Go to the stored offsets; if the database is away, `Partitions.take` does it later."""
        try:
            async with asyncio.timeout(_FINISH_WITHIN):
                await self._partitions.seek(assigned)
        except Exception as error:
            log.warning("offsets_unknown", reason=type(error).__name__)
