"""The relay: rows of a journal on their way to Kafka, beside reading them and sending the bytes.

100,000 events of a synthetic ledger, six partitions. Ours is the relay with its windows, its
checkpoints and its publisher. The floor pages over the same rows by position and puts keys,
values and headers, all made before the clock starts, into aiokafka's own batches. Both run in
this process; Kafka and PostgreSQL share the cores with it.
"""

import asyncio
import time
from collections.abc import Sequence
from contextlib import AsyncExitStack
from typing import Any

import asyncpg
from aiokafka import AIOKafkaProducer

from shared.journal.journal import RecordedEvent
from shared.journal.relay import BATCH, Batch, Relay
from shared.kafka.cloudevents import headers, partition_hash
from shared.kafka.publisher import KafkaPublisher
from tests.bench.ledger import fill
from tests.bench.place import Place
from tests.bench.rounds import Measure, Row, compared, in_turn
from tests.services.service import migrated
from tests.topics import Topics

PARTITIONS = 6
BATCH_BYTES = 512 * 1024
READ = """
SELECT position, stream_id, version, event_id, type, data, metadata, recorded_at
FROM events WHERE position > $1 ORDER BY position LIMIT $2
"""
BEGIN_AGAIN = """
UPDATE relay SET lo = '1:1:', hi = NULL, last_position = 0, until_position = 0, sent = 0
"""
Envelope = tuple[int, bytes, list[tuple[str, bytes]]]


async def relay(place: Place) -> list[Row]:
    """Journal rows to Kafka."""
    dsn = await place.new_database(migrated)
    await fill(dsn, place.scale.events)
    async with AsyncExitStack() as stack:
        topics = await stack.enter_async_context(Topics(place.servers.kafka()))
        floor = Floor(dsn, place, await topics.make(PARTITIONS))
        await floor.prepare(stack)
        topic = await topics.make(PARTITIONS)
        contenders: dict[str, Measure] = {
            "floor": floor,
            "ours": lambda: _relayed(dsn, place, topic),
        }
        rates = await in_turn(contenders, place.scale.rounds)
    return [
        compared(
            "relay, journal to Kafka; floor: the same rows read, the same bytes sent",
            rates["floor"],
            rates["ours"],
            unit="events/s",
            at_least=0.4,
            rate=50_000,
            why="ours makes eight headers an event, which the floor has ready, and reads the next"
            " rows only after the acknowledgement of these and a durable checkpoint.",
        )
    ]


async def _relayed(dsn: str, place: Place, topic: str) -> float:
    """Relay the whole journal once; events a second from the first window to the last ack."""
    connection = await asyncpg.connect(dsn)
    await connection.execute(BEGIN_AGAIN)
    await connection.close()
    publisher = KafkaPublisher(place.servers.kafka(), "cases", topic)
    finished: asyncio.Future[float] = asyncio.get_running_loop().create_future()

    async def publish(batch: Batch) -> None:
        await publisher.publish(batch)
        if batch.first_offset + len(batch.events) == place.scale.events:
            finished.set_result(time.perf_counter())

    started = time.perf_counter()
    running = asyncio.create_task(Relay("cases", lambda: asyncpg.connect(dsn), publish).run())
    try:
        return place.scale.events / (await finished - started)
    finally:
        running.cancel()
        await asyncio.wait({running})
        await publisher.close()


class Floor:
    """Reads the rows and sends bytes that were made before."""

    def __init__(self, dsn: str, place: Place, topic: str) -> None:
        self._dsn, self._place, self._topic = dsn, place, topic
        self._envelopes: dict[int, Envelope] = {}

    async def prepare(self, stack: AsyncExitStack) -> None:
        """Open the connections and make every envelope."""
        self._connection = await asyncpg.connect(self._dsn)
        stack.push_async_callback(self._connection.close)
        self._producer = AIOKafkaProducer(
            bootstrap_servers=self._place.servers.kafka(),
            acks="all",
            enable_idempotence=True,
            max_batch_size=BATCH_BYTES,
        )
        await self._producer.start()
        stack.push_async_callback(self._producer.stop)
        last = 0
        while rows := await self._read(last):
            for event in (RecordedEvent(*row) for row in rows):
                key = event.stream_id.encode()
                partition = partition_hash(event.stream_id) % PARTITIONS
                self._envelopes[event.position] = partition, key, headers("cases", event, key)
            last = rows[-1]["position"]

    async def __call__(self) -> float:
        """Carry everything once; events a second."""
        started = time.perf_counter()
        last = 0
        sent: list[asyncio.Future[Any]] = []
        while rows := await self._read(last):
            sent += await self._send(rows)
            last = rows[-1]["position"]
        await asyncio.gather(*sent)
        return self._place.scale.events / (time.perf_counter() - started)

    async def _read(self, after: int) -> list[Any]:
        rows: list[Any] = await self._connection.fetch(READ, after, BATCH)
        return rows

    async def _send(self, rows: Sequence[Any]) -> list[asyncio.Future[Any]]:
        filling: dict[int, Any] = {}
        sent: list[asyncio.Future[Any]] = []

        async def send(partition: int) -> None:
            batch = filling.pop(partition)
            sent.append(await self._producer.send_batch(batch, self._topic, partition=partition))

        for row in rows:
            partition, key, envelope = self._envelopes[row[0]]
            record = {"timestamp": None, "key": key, "value": row[5].encode(), "headers": envelope}
            if partition not in filling:
                filling[partition] = self._producer.create_batch()
            if filling[partition].append(**record) is None:
                await send(partition)
                filling[partition] = self._producer.create_batch()
                filling[partition].append(**record)
        for partition in list(filling):
            await send(partition)
        return sent
