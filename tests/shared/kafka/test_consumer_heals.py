"""A consumer outlives its client, its broker, its members and its database."""

import asyncio
import signal
import sys
from collections.abc import Sequence
from operator import attrgetter
from pathlib import Path
from typing import Any
from unittest.mock import AsyncMock
from uuid import uuid4

import pytest
from aiokafka import AIOKafkaConsumer

from deploy.kafka import child
from shared.journal.received_event import ReceivedEvent
from shared.kafka import consumer
from shared.kafka.cloudevents import partition_hash
from shared.kafka.topics import ensure_topics
from tests.servers import Broker
from tests.shared.kafka import member
from tests.shared.kafka.over_kafka import (
    Model,
    batch,
    consuming,
    publishing,
    recorded,
    woven,
)
from tests.topics import MakeTopic


@pytest.mark.kafka
@pytest.mark.parametrize("failing_goodbye", [None, asyncio.CancelledError, RuntimeError])
@pytest.mark.parametrize("ended", ["_fetcher._fetch_task", "_client._sync_task"])
async def test_a_client_whose_tasks_ended_is_replaced(
    kafka: str,
    make_topic: MakeTopic,
    monkeypatch: pytest.MonkeyPatch,
    ended: str,
    failing_goodbye: type[BaseException] | None,
) -> None:
    """When a task inside aiokafka ends unseen, a new client goes on, with nothing new to come."""
    topic = await make_topic(1)
    clients: list[AIOKafkaConsumer] = []

    def noted(**options: Any) -> AIOKafkaConsumer:
        clients.append(AIOKafkaConsumer(**options))
        return clients[-1]

    monkeypatch.setattr(consumer, "AIOKafkaConsumer", noted)
    model = Model()
    async with publishing(kafka, topic) as publisher, consuming(kafka, topic, topic, model):
        await publisher.publish(batch([recorded("case-1", 1)]))
        await model.until(1)
        if failing_goodbye is not None:
            # It cancels itself when it finds a fetch that waits for a broker.
            clients[0]._fetcher.close = AsyncMock(side_effect=failing_goodbye)
        attrgetter(ended)(clients[0]).cancel()
        async with asyncio.timeout(30):
            while len(clients) < 2:
                await asyncio.sleep(0.05)
        await publisher.publish(batch([recorded("case-1", 2)]))
        await model.until(2)
    assert [event.version for event in model.taken] == [1, 2]
    assert not any(line.connected() for line in clients[0]._client._conns.values())


@pytest.mark.kafka
@pytest.mark.postgres
async def test_killed_member_is_replaced(
    kafka: str, make_topic: MakeTopic, database_url: str, tmp_path: Path
) -> None:
    """Two processes share the partitions; one is killed, then frozen: each event counts once."""
    topic = await make_topic(4)
    await member.prepare(database_url)
    events = woven(40, 30)
    command = [sys.executable, member.__file__, kafka, topic, topic, database_url]
    log = tmp_path / "members.log"
    first, second = child.spawn(command, log), child.spawn(command, log)
    try:
        async with publishing(kafka, topic) as publisher:
            await publisher.publish(batch(events[:400]))
            await member.until(database_url, 400)
            await publisher.publish(batch(events[400:800]))
            child.stop(first, first=signal.SIGKILL)
            await member.until(database_url, 800)
            first = child.spawn(command, log)
            await asyncio.sleep(3)
            second.send_signal(signal.SIGSTOP)
            await publisher.publish(batch(events[800:]))
            await member.until(database_url, 1200)
            second.send_signal(signal.SIGCONT)
            await publisher.publish(batch([recorded("case-last", 1)]))
            await member.until(database_url, 1201)
            await asyncio.sleep(2)  # nothing comes twice
            assert await member.taken(database_url) == [
                *sorted((event.stream_id, event.version) for event in events),
                ("case-last", 1),
            ]
    finally:
        child.stop(first)
        child.stop(second)
    assert "Traceback" not in log.read_text()


@pytest.mark.kafka
async def test_database_away(kafka: str, make_topic: MakeTopic) -> None:
    """While the handler's database is away nothing is lost, and the same batch is tried again."""
    topic = await make_topic(2)
    model = Model()
    model.away = True
    events = woven(10, 10)
    async with publishing(kafka, topic) as publisher, consuming(kafka, topic, topic, model):
        await publisher.publish(batch(events))
        await asyncio.sleep(2)
        assert not model.taken
        model.away = False
        await model.until(50)
        model.away = True
        await publisher.publish(batch([recorded("case-late", 1)]))
        await asyncio.sleep(1)
        model.away = False
        await model.until(len(events) + 1)
    assert len(model.taken) == len(events) + 1
    assert model.versions()["case-late"] == [1]


@pytest.mark.kafka
@pytest.mark.parametrize("how", ["waits", "fails"])
async def test_a_partition_that_waits_keeps_only_itself_waiting(
    kafka: str, make_topic: MakeTopic, how: str
) -> None:
    """Its handler waits for a lock, or fails again and again; the others are taken meanwhile."""
    topic = await make_topic(3)
    released = asyncio.Event()

    class Waiting(Model):
        """A model that does not take partition 0 before it is released."""

        async def apply(
            self, source: str, partition: int, first_offset: int, events: Sequence[ReceivedEvent]
        ) -> None:
            if partition == 0 and not released.is_set():
                if how == "fails":
                    raise ConnectionRefusedError
                await released.wait()
            await super().apply(source, partition, first_offset, events)

    model = Waiting()
    async with publishing(kafka, topic) as publisher, consuming(kafka, topic, topic, model):
        total = others = 0
        for _ in range(3):
            events = [recorded(f"case-{uuid4()}", 1) for _ in range(30)]
            await publisher.publish(batch(events))
            total += len(events)
            others += sum(partition_hash(event.stream_id) % 3 != 0 for event in events)
            await model.until(others)
            assert not model.stored[0]
        released.set()
        await model.until(total)
    assert len(model.taken) == total
    assert all(versions == [1] for versions in model.versions().values())


@pytest.mark.kafka
@pytest.mark.parametrize("how", ["stop", "kill", "pause"])
async def test_consumer_heals(own_kafka: Broker, how: str) -> None:
    """A consumer outlives its broker's absence, and gets what was published afterwards."""
    topic = f"in.{uuid4()}"
    await ensure_topics(own_kafka.address, {topic: 2})
    events = woven(10, 4)
    model = Model()
    async with consuming(own_kafka.address, topic, topic, model):
        async with publishing(own_kafka.address, topic) as publisher:
            await publisher.publish(batch(events[:20]))
        await model.until(20)
        await asyncio.to_thread(getattr(own_kafka, how))
        await asyncio.sleep(3)
        await asyncio.to_thread(own_kafka.resume if how == "pause" else own_kafka.start)
        async with publishing(own_kafka.address, topic) as publisher:
            await publisher.publish(batch(events[20:]))
        await model.until(len(events), seconds=40)
    assert all(versions == [1, 2, 3, 4] for versions in model.versions().values())


@pytest.mark.kafka
async def test_consumer_may_come_before_its_broker(own_kafka: Broker) -> None:
    """A consumer that starts while Kafka is away joins when it is there."""
    topic = f"in.{uuid4()}"
    await ensure_topics(own_kafka.address, {topic: 1})
    await asyncio.to_thread(own_kafka.stop)
    model = Model()
    async with consuming(own_kafka.address, topic, topic, model):
        await asyncio.sleep(1)
        await asyncio.to_thread(own_kafka.start)
        async with publishing(own_kafka.address, topic) as publisher:
            await publisher.publish(batch([recorded("case-1", 1)]))
        await model.until(1)
