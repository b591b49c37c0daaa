"""Publishes the relay's batches to Kafka; a batch counts when every in-sync replica has it."""

import asyncio
from collections.abc import Mapping, Sequence
from typing import Any

import structlog
from aiokafka import AIOKafkaProducer
from aiokafka.errors import MessageSizeTooLargeError
from aiokafka.producer.message_accumulator import BatchBuilder

from shared.journal.journal import RecordedEvent
from shared.journal.relay import Batch
from shared.kafka.cloudevents import headers, partition_hash
from shared.kafka.cutting import cut

log = structlog.get_logger(__name__)

_BATCH_BYTES = 512 * 1024  # half of what a broker takes by default
_SMALLEST_BATCH_BYTES = 16 * 1024
_YIELD_EVERY = 250  # events encoded before other tasks run


class EventTooLarge(Exception):
    """One event is larger than the broker takes; raise the topic's max.message.bytes."""


class KafkaPublisher:
    """Publishes the events of one service to its topic, in order within each stream.

    `security` holds aiokafka's own settings for SASL and TLS. A batch that is not acknowledged
    within `patience` seconds has failed. After any failure the next batch begins with a new
    producer; the caller must expect that events are published twice.
    """

    def __init__(
        self,
        bootstrap: str,
        source: str,
        topic: str,
        *,
        security: Mapping[str, Any] | None = None,
        patience: float = 15.0,
    ) -> None:
        self._bootstrap = bootstrap
        self._source = source
        self._topic = topic
        self._security = dict(security or {})
        self._patience = patience
        self._batch_bytes = _BATCH_BYTES
        self._producer: AIOKafkaProducer | None = None
        self._partitions = 0
        self._closings: set[asyncio.Task[None]] = set()

    async def publish(self, batch: Batch) -> None:
        """Return when the whole batch is durable in Kafka.

        Raises `TimeoutError`, aiokafka's `KafkaError` or `OSError` when it is not known to
        be, and `EventTooLarge` when it never can be.
        """
        try:
            async with asyncio.timeout(self._patience):
                producer = self._producer or await self._begin()
                await self._send(producer, batch.events)
        except BaseException:
            self._discard()
            raise

    async def close(self) -> None:
        """Close every connection, within a few seconds."""
        self._discard()
        if self._closings:
            await asyncio.wait(self._closings)

    async def _begin(self) -> AIOKafkaProducer:
        self._producer = producer = AIOKafkaProducer(
            bootstrap_servers=self._bootstrap,
            acks="all",
            enable_idempotence=True,
            max_batch_size=self._batch_bytes,
            request_timeout_ms=int(self._patience * 1000),
            **self._security,
        )
        await producer.start()
        self._partitions = len(await producer.partitions_for(self._topic))
        return producer

    async def _send(self, producer: AIOKafkaProducer, events: Sequence[RecordedEvent]) -> None:
        sent: list[tuple[asyncio.Future[object], BatchBuilder, RecordedEvent]] = []
        filling: dict[int, tuple[BatchBuilder, RecordedEvent]] = {}

        async def send(partition: int) -> None:
            # Returns once the partition's last batch is sent, so that batches keep their order.
            builder, first = filling.pop(partition)
            future = await producer.send_batch(builder, self._topic, partition=partition)
            sent.append((future, builder, first))

        source, partitions = self._source, self._partitions
        try:
            for number, event in enumerate(events):
                key = event.stream_id.encode()
                partition = partition_hash(event.stream_id) % partitions
                record = {
                    "timestamp": int(event.recorded_at.timestamp() * 1000),
                    "key": key,
                    "value": event.data.encode(),
                    "headers": headers(source, event, key),
                }
                if partition in filling and filling[partition][0].append(**record) is None:
                    await send(partition)
                if partition not in filling:
                    # The first event of a batch is accepted whatever its size.
                    builder = producer.create_batch()
                    builder.append(**record)
                    filling[partition] = builder, event
                if number % _YIELD_EVERY == _YIELD_EVERY - 1:
                    await asyncio.sleep(0)
            for partition in list(filling):
                await send(partition)
            for future, builder, first in sent:
                try:
                    await future
                except MessageSizeTooLargeError:
                    self._refused(builder, first)
                    raise
        finally:
            for future, _, _ in sent:
                future.cancel()

    def _refused(self, builder: BatchBuilder, first: RecordedEvent) -> None:
        """Handle a batch that is too large for the broker."""
        if builder.record_count() == 1:
            raise EventTooLarge(
                f"{first.stream_id}@{first.version}: {builder.size()} bytes are more than the "
                f"topic {self._topic} takes; raise its max.message.bytes."
            )
        # The next producer makes smaller batches; the caller publishes these events again.
        self._batch_bytes = max(self._batch_bytes // 2, _SMALLEST_BATCH_BYTES)

    def _discard(self) -> None:
        """Drop the producer at once; its connections close in the background."""
        if self._producer is not None:
            closing = asyncio.create_task(_abandon(self._producer))
            self._closings.add(closing)
            closing.add_done_callback(self._closings.discard)
            self._producer = None


async def _abandon(producer: AIOKafkaProducer) -> None:
    """Close a producer without waiting for what it still holds.

    Its own `stop` waits until everything is delivered, which with idempotence and no broker
    is for ever; aiokafka has no public way to close without that.
    """
    producer._closed = True
    sending = producer._sender.sender_task
    if sending is not None:
        sending.cancel()
    for _ in range(2):  # the second time for connections that the ending sender opened
        await cut(producer.client)
        if sending is not None:
            await asyncio.wait({sending}, timeout=1)
