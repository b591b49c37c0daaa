"""What goes out over a real Kafka, where to, and in which order."""

import asyncio
import contextlib
import json
import time
from collections import defaultdict
from uuid import UUID, uuid4

import pytest
from aiokafka.admin import AIOKafkaAdminClient
from aiokafka.admin.config_resource import ConfigResource, ConfigResourceType
from aiokafka.errors import KafkaError
from aiokafka.partitioner import murmur2
from hypothesis import given
from hypothesis import strategies as st

from shared.journal.journal import RecordedEvent
from shared.kafka.cloudevents import partition_hash
from shared.kafka.publisher import EventTooLarge
from shared.kafka.topics import ensure_topics
from tests.servers import Broker
from tests.shared.kafka.over_kafka import (
    MOMENT,
    batch,
    publishing,
    recorded,
    records,
    woven,
)
from tests.topics import MakeTopic


@given(st.text(max_size=60))
def test_partition_is_that_of_other_clients(key: str) -> None:
    """Our hash is murmur2 as Kafka's own clients compute it, for any key."""
    assert partition_hash(key) == murmur2(key.encode()) & 0x7FFFFFFF


@pytest.mark.kafka
async def test_record_is_a_cloud_event(kafka: str, make_topic: MakeTopic) -> None:
    """A record has the headers of CloudEvents in binary mode, its stream as key, its data as is."""
    topic = await make_topic(3)
    event = RecordedEvent(
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
            assert time.monotonic() - begun < 10
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
