"""What comes in over a real Kafka, once each, in order, from where the handler stands."""

import asyncio
from uuid import UUID, uuid4

import pytest
from aiokafka import AIOKafkaConsumer, AIOKafkaProducer

from shared.kafka import consumer
from shared.kafka.topics import ensure_topics
from tests.shared.kafka.over_kafka import (
    MOMENT,
    Model,
    batch,
    consuming,
    publishing,
    recorded,
    woven,
)
from tests.topics import MakeTopic


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
@pytest.mark.parametrize("stored", [670, 5, 4, 3, 1])
async def test_a_topic_made_anew_is_read_from_its_begin(kafka: str, stored: int) -> None:
    """When Kafka has lost what was read, the reader starts over, however far the new topic is."""
    topic = f"waystation.test.{uuid4()}"
    await ensure_topics(kafka, {topic: 1})
    model = Model()
    model.stored[0], model.topic_gone = stored, True
    async with publishing(kafka, topic) as publisher:
        await publisher.publish(batch([recorded("case-1", version) for version in range(1, 5)]))
        async with consuming(kafka, topic, topic, model):
            await model.until(4)
            await publisher.publish(batch([recorded("case-1", 5)]))
            await model.until(5)
    assert [event.version for event in model.taken] == [1, 2, 3, 4, 5]
    assert model.stored[0] == 5


@pytest.mark.kafka
async def test_members_share_the_partitions(
    kafka: str, make_topic: MakeTopic, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two members both get work; when one leaves, the other goes on without missing it first."""
    long = {"session_timeout_ms": 60_000}
    monkeypatch.setattr(consumer, "AIOKafkaConsumer", lambda **o: AIOKafkaConsumer(**o | long))
    topic = await make_topic(4)
    one, two = Model(), Model()
    two.stored = one.stored
    events = woven(40, 30)
    async with (
        publishing(kafka, topic) as publisher,
        consuming(kafka, topic, topic, one, max_records=20) as leaving,
        consuming(kafka, topic, topic, two, max_records=20),
    ):
        async with asyncio.timeout(60):
            while not (one.taken and two.taken):
                await publisher.publish(batch([recorded(f"case-{uuid4()}", 1) for _ in range(9)]))
                await asyncio.sleep(0.2)
        before = len(one.taken) + len(two.taken)
        leaving.cancel()
        await asyncio.wait({leaving})
        alone = len(two.taken)
        await publisher.publish(batch(events))
        await two.until(alone + len(events))
        await asyncio.sleep(0.3)
    assert before <= alone + len(one.taken)
    seen = [event.event_id for event in [*one.taken, *two.taken]]
    assert len(seen) == len(set(seen)) == sum(one.stored.values())


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
    await producer.send_and_wait(topic, b"{}", key=b"client-" * 1000, headers=shuffled)
    await producer.stop()
    model = Model()
    async with consuming(kafka, topic, topic, model):
        await model.until(6)
    assert [(event.offset, event.type, event.version) for event in model.taken] == [
        (0, "", 0),
        (1, "", 0),
        (2, "cases.ClientRegistered.v1", 1),
        (3, "", 0),
        (4, "", 0),
        (5, "", 0),
    ]
    assert model.taken[2].recorded_at == MOMENT.replace(microsecond=0)
