"""Events over a real Kafka: what goes out, in which order, and what comes in, once."""

import asyncio
import contextlib
import json
import signal
import sys
import time
from collections import defaultdict
from collections.abc import AsyncIterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, ConsumerRecord, TopicPartition
from aiokafka.admin import AIOKafkaAdminClient
from aiokafka.admin.config_resource import ConfigResource, ConfigResourceType
from aiokafka.errors import KafkaError
from aiokafka.partitioner import murmur2
from hypothesis import given
from hypothesis import strategies as st

from deploy.kafka import child
from shared.arrived import Arrived, OffsetsMoved
from shared.journal import Recorded
from shared.kafka import EventTooLarge, KafkaPublisher, ensure_topics, run_consumer
from shared.kafka.cloudevents import partition_hash
from shared.relay import Batch
from tests.servers import Broker
from tests.shared import member
from tests.topics import MakeTopic

MOMENT = datetime(2019, 3, 4, 5, 6, 7, 89, tzinfo=UTC)


def recorded(stream_id: str, version: int, data: str = '{"mode": "phone"}') -> Recorded:
    """One event of a stream."""
    return Recorded(
        position=version,
        stream_id=stream_id,
        version=version,
        event_id=uuid4(),
        type="cases.ContactRecorded.v1",
        data=data,
        metadata="{}",
        recorded_at=MOMENT,
    )


def batch(events: Sequence[Recorded]) -> Batch:
    """A batch as the relay makes it."""
    return Batch("cases", 0, 0, events)


def woven(streams: int, versions: int) -> list[Recorded]:
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
        async with asyncio.timeout(20):
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
        self.taken: list[Arrived] = []
        self.away = False
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
        self, source: str, partition: int, first_offset: int, events: Sequence[Arrived]
    ) -> None:
        """Compare and swap."""
        self.asked += 1
        self.changed.set()
        if self.away:
            raise ConnectionRefusedError
        if self.stored[partition] != first_offset:
            self.refused += 1
            raise OffsetsMoved
        await asyncio.sleep(0)
        self.stored[partition] = events[-1].offset + 1
        self.taken += events

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


@given(st.text(max_size=60))
def test_partition_is_that_of_other_clients(key: str) -> None:
    """Our hash is murmur2 as Kafka's own clients compute it, for any key."""
    assert partition_hash(key) == murmur2(key.encode()) & 0x7FFFFFFF


@pytest.mark.kafka
async def test_record_is_a_cloud_event(kafka: str, make_topic: MakeTopic) -> None:
    """A record has the headers of CloudEvents in binary mode, its stream as key, its data as is."""
    topic = await make_topic(3)
    event = Recorded(
        position=17,
        stream_id="case-00000000-0000-7000-8000-000000000001",
        version=4,
        event_id=UUID("00000000-0000-7000-8000-000000000002"),
        type="cases.ContactRecorded.v1",
        data='{"mode":  "上门"}',
        metadata=json.dumps({"traceparent": "00-0123-4567-01", "agency": "a"}),
        recorded_at=MOMENT,
    )
    async with publishing(kafka, topic) as publisher:
        await publisher.publish(batch([event]))
    (record,) = await records(kafka, topic, 1)
    assert record.headers == (
        ("ce_specversion", b"1.0"),
        ("ce_id", b"00000000-0000-7000-8000-000000000002"),
        ("ce_type", b"cases.ContactRecorded.v1"),
        ("ce_source", b"/waystation/cases"),
        ("ce_subject", b"case-00000000-0000-7000-8000-000000000001"),
        ("ce_time", b"2019-03-04T05:06:07.000089Z"),
        ("ce_sequence", b"4"),
        ("content-type", b"application/json"),
        ("traceparent", b"00-0123-4567-01"),
    )
    assert record.key == b"case-00000000-0000-7000-8000-000000000001"
    assert record.value == '{"mode":  "上门"}'.encode()
    assert record.timestamp == int(MOMENT.timestamp() * 1000)
    assert record.partition == (murmur2(record.key) & 0x7FFFFFFF) % 3


@pytest.mark.kafka
async def test_streams_keep_their_order(kafka: str, make_topic: MakeTopic) -> None:
    """Each stream's events lie in one partition in their order, though many batches fill up."""
    topic = await make_topic(3)
    padding = json.dumps({"words": "x" * 2000})
    names = [f"case-{uuid4()}" for _ in range(40)]
    events = [recorded(name, version, padding) for version in range(1, 51) for name in names]
    async with publishing(kafka, topic) as publisher:
        await publisher.publish(batch(events))  # 4 MB: several full batches a partition
    found: dict[bytes, list[int]] = defaultdict(list)
    places: dict[bytes, set[int]] = defaultdict(set)
    for record in await records(kafka, topic, len(events)):
        found[record.key].append(int(dict(record.headers)["ce_sequence"]))
        places[record.key].add(record.partition)
    assert found == {name.encode(): list(range(1, 51)) for name in names}
    assert all(len(partitions) == 1 for partitions in places.values())


@pytest.mark.kafka
async def test_large_event_goes_alone(kafka: str, make_topic: MakeTopic) -> None:
    """An event larger than a batch, but not than the broker's limit, keeps its place."""
    topic = await make_topic(1)
    large = json.dumps({"words": "x" * 700_000})
    events = [recorded("case-1", 1), recorded("case-1", 2, large), recorded("case-1", 3)]
    async with publishing(kafka, topic) as publisher:
        await publisher.publish(batch(events))
    found = await records(kafka, topic, 3)
    assert [dict(record.headers)["ce_sequence"] for record in found] == [b"1", b"2", b"3"]


@pytest.mark.kafka
async def test_oversized_event_is_named(kafka: str, make_topic: MakeTopic) -> None:
    """An event that the broker never takes is named with its version, and others still go."""
    topic = await make_topic(1)
    huge = json.dumps({"words": "x" * 1_500_000})
    async with publishing(kafka, topic) as publisher:
        with pytest.raises(EventTooLarge, match="case-1@2"):
            await publisher.publish(batch([recorded("case-1", 1), recorded("case-1", 2, huge)]))
        await publisher.publish(batch([recorded("case-2", 1)]))


@pytest.mark.kafka
async def test_batches_shrink_to_what_the_topic_takes(kafka: str, make_topic: MakeTopic) -> None:
    """Where a topic takes less than a batch of ours, trying again gets there."""
    topic = await make_topic(1)
    admin = AIOKafkaAdminClient(bootstrap_servers=kafka)
    await admin.start()
    limit = {"max.message.bytes": "100000"}
    await admin.alter_configs([ConfigResource(ConfigResourceType.TOPIC, topic, limit)])
    await admin.close()
    events = [recorded("case-1", version, json.dumps("x" * 1000)) for version in range(1, 301)]
    async with publishing(kafka, topic) as publisher:
        for _ in range(10):
            with contextlib.suppress(Exception):
                await publisher.publish(batch(events))
                break
        else:
            pytest.fail("never got there")


@pytest.mark.kafka
async def test_missing_topic_is_an_error(kafka: str) -> None:
    """Publishing to a topic that does not exist fails in time, and does not make it."""
    async with publishing(kafka, f"missing.{uuid4()}", patience=3) as publisher:
        with pytest.raises(TimeoutError):
            await publisher.publish(batch([recorded("case-1", 1)]))


@pytest.mark.kafka
@pytest.mark.parametrize("how", ["stop", "kill", "pause"])
async def test_publisher_heals(own_kafka: Broker, how: str) -> None:
    """Without a broker a publish fails in time; with the broker back the same one goes on."""
    topic = f"out.{uuid4()}"
    await ensure_topics(own_kafka.address, {topic: 2})
    events = woven(10, 5)
    async with publishing(own_kafka.address, topic, patience=3) as publisher:
        await publisher.publish(batch(events[:10]))
        await asyncio.to_thread(getattr(own_kafka, how))
        for _ in range(2):
            begun = time.monotonic()
            with pytest.raises((TimeoutError, OSError, KafkaError)):
                await publisher.publish(batch(events[10:]))
            assert time.monotonic() - begun < 4
        await asyncio.to_thread(own_kafka.resume if how == "pause" else own_kafka.start)
        async with asyncio.timeout(30):
            while True:
                with contextlib.suppress(Exception):
                    await publisher.publish(batch(events[10:]))
                    break
                await asyncio.sleep(0.2)
    found: dict[bytes, set[int]] = defaultdict(set)
    for record in await records(own_kafka.address, topic, len(events)):
        found[record.key].add(int(dict(record.headers)["ce_sequence"]))
    assert found == {event.stream_id.encode(): {1, 2, 3, 4, 5} for event in events}


@pytest.mark.kafka
async def test_events_arrive_as_they_left(kafka: str, make_topic: MakeTopic) -> None:
    """What a handler gets is what the journal had, with the offset, once each."""
    topic = await make_topic(3)
    events = woven(50, 20)
    async with publishing(kafka, topic) as publisher:
        await publisher.publish(batch(events))
    model = Model()
    async with consuming(kafka, topic, topic, model, max_records=70):
        await model.until(len(events))
        await asyncio.sleep(0.3)
    assert len(model.taken) == len(events)
    by_id = {event.event_id: event for event in events}
    for one in model.taken:
        sent = by_id[UUID(str(one.event_id))]
        assert one[2:] == (
            sent.type,
            sent.stream_id,
            sent.version,
            sent.recorded_at,
            sent.data.encode(),
        )
    assert all(versions == list(range(1, 21)) for versions in model.versions().values())
    assert sum(model.stored.values()) == len(events)


@pytest.mark.kafka
async def test_stored_offsets_decide(kafka: str, make_topic: MakeTopic) -> None:
    """A consumer begins where its handler's database stands, whatever Kafka thinks."""
    topic = await make_topic(1)
    async with publishing(kafka, topic) as publisher:
        await publisher.publish(batch([recorded("case-1", version) for version in range(1, 101)]))
    model = Model()
    model.stored[0] = 60
    async with consuming(kafka, topic, topic, model):
        await model.until(40)
        await asyncio.sleep(0.3)
    assert [event.version for event in model.taken] == list(range(61, 101))


@pytest.mark.kafka
async def test_moved_offsets_are_read_again(kafka: str, make_topic: MakeTopic) -> None:
    """When another has moved the offsets, a zombie's batch is refused and it goes on from there."""
    topic = await make_topic(1)
    model = Model()
    async with publishing(kafka, topic) as publisher, consuming(kafka, topic, topic, model):
        await publisher.publish(batch([recorded("case-1", version) for version in range(1, 11)]))
        await model.until(10)
        model.stored[0] = 4  # as after a switch to a model that stands further back
        await publisher.publish(batch([recorded("case-1", 11)]))
        await model.until(17)
        await asyncio.sleep(0.3)
    assert model.refused == 1
    assert [event.version for event in model.taken] == [*range(1, 11), *range(5, 12)]


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
            await asyncio.sleep(2)
            assert await member.taken(database_url) == [
                *sorted((event.stream_id, event.version) for event in events),
                ("case-last", 1),
            ]
    finally:
        child.stop(first)
        child.stop(second)
    assert "Traceback" not in log.read_text()


@pytest.mark.kafka
async def test_members_share_the_partitions(kafka: str, make_topic: MakeTopic) -> None:
    """Two members both get work; when one leaves, the other goes on at once."""
    topic = await make_topic(4)
    one, two = Model(), Model()
    two.stored = one.stored
    events = woven(40, 30)
    async with (
        publishing(kafka, topic) as publisher,
        consuming(kafka, topic, topic, one, max_records=20) as leaving,
        consuming(kafka, topic, topic, two, max_records=20),
    ):
        async with asyncio.timeout(20):
            while not (one.taken and two.taken):
                await publisher.publish(batch([recorded(f"case-{uuid4()}", 1) for _ in range(9)]))
                await asyncio.sleep(0.2)
        before = len(one.taken) + len(two.taken)
        leaving.cancel()
        await asyncio.wait({leaving})
        alone = len(two.taken)
        await publisher.publish(batch(events))
        await two.until(alone + len(events), seconds=5)
        await asyncio.sleep(0.3)
    assert before <= alone + len(one.taken)
    seen = [event.event_id for event in [*one.taken, *two.taken]]
    assert len(seen) == len(set(seen)) == sum(one.stored.values())


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


@pytest.mark.kafka
async def test_foreign_records_do_not_stop_the_line(kafka: str, make_topic: MakeTopic) -> None:
    """What is no event of ours arrives marked as such; events after it arrive too."""
    topic = await make_topic(1)
    producer = AIOKafkaProducer(bootstrap_servers=kafka)
    await producer.start()
    await producer.send_and_wait(topic, b"hello")
    await producer.send_and_wait(topic, key=b"\xff")
    shuffled = [
        ("ce_sequence", b"1"),
        ("ce_time", b"2019-03-04T13:06:07+08:00"),
        ("ce_type", b"cases.ClientRegistered.v1"),
        ("ce_id", str(uuid4()).encode()),
    ]
    await producer.send_and_wait(topic, b"{}", key=b"client-1", headers=shuffled)
    endless = [(name, b"9" * 30 if name == "ce_sequence" else value) for name, value in shuffled]
    await producer.send_and_wait(topic, b"{}", key=b"client-1", headers=endless)
    nowhere = [(name, value.removesuffix(b"+08:00")) for name, value in shuffled]
    await producer.send_and_wait(topic, b"{}", key=b"client-1", headers=nowhere)
    await producer.stop()
    model = Model()
    async with consuming(kafka, topic, topic, model):
        await model.until(5)
    assert [(event.offset, event.type, event.version) for event in model.taken] == [
        (0, "", 0),
        (1, "", 0),
        (2, "cases.ClientRegistered.v1", 1),
        (3, "", 0),
        (4, "", 0),
    ]
    assert model.taken[2].recorded_at == MOMENT.replace(microsecond=0)


@pytest.mark.kafka
async def test_topics_are_kept_for_ever(kafka: str) -> None:
    """Topics are made once, with unlimited retention, and a second call changes nothing."""
    topic = f"waystation.test.{uuid4()}"
    await ensure_topics(kafka, {topic: 2})
    await ensure_topics(kafka, {topic: 5})
    admin = AIOKafkaAdminClient(bootstrap_servers=kafka)
    await admin.start()
    (described,) = await admin.describe_topics([topic])
    (answer,) = await admin.describe_configs([ConfigResource(ConfigResourceType.TOPIC, topic)])
    await admin.delete_topics([topic])
    await admin.close()
    assert len(described["partitions"]) == 2
    settings = {name: value for name, value, *_ in answer.resources[0][4]}
    assert (settings["retention.ms"], settings["retention.bytes"]) == ("-1", "-1")
