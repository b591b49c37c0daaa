"""While one batch is written another is read, and so many are in hand; without a Kafka."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from types import SimpleNamespace
from typing import Any, cast

import pytest
from aiokafka import AIOKafkaConsumer, ConsumerRecord, TopicPartition

from shared.kafka import consumer
from shared.kafka.consumer import _Member
from shared.kafka.partitions import Partitions

FULL = 3  # records that are handed over at once
A, B, C = (TopicPartition("topic", number) for number in range(3))


class Kafka:
    """As much of a consumer as is asked for records: so many wait in each partition."""

    def __init__(self) -> None:
        self.waiting: Counter[TopicPartition] = Counter()

    def subscribe(self, topics: Sequence[str], listener: object) -> None:
        """Nothing comes by it."""

    async def start(self) -> None:
        """It is there."""

    def assignment(self) -> set[TopicPartition]:
        """All three."""
        return {A, B, C}

    async def getmany(
        self, *partitions: TopicPartition, timeout_ms: int, max_records: int
    ) -> dict[TopicPartition, list[Any]]:
        """Records in the order of partitions, as far as they fit."""
        if not any(self.waiting[each] for each in partitions):
            await asyncio.sleep(timeout_ms / 1000)
        found = {}
        for each in sorted(partitions):
            if number := min(self.waiting[each], max_records):
                self.waiting[each] -= number
                max_records -= number
                found[each] = [SimpleNamespace()] * number
        return found


class Writing:
    """Batches that are written once each is released; `begun` are those that were taken in hand."""

    unproved = False

    def __init__(self) -> None:
        self.begun: list[tuple[TopicPartition, int]] = []
        self.released: dict[TopicPartition, asyncio.Event] = {}

    async def take(self, partition: TopicPartition, records: Sequence[ConsumerRecord]) -> None:
        """Wait until it is released."""
        self.begun.append((partition, len(records)))
        self.released[partition] = asyncio.Event()
        await self.released[partition].wait()

    async def until(self, begun: int) -> list[tuple[TopicPartition, int]]:
        """What was begun, once there is so much of it, and soon after."""
        async with asyncio.timeout(5):
            while len(self.begun) < begun:
                await asyncio.sleep(0)
        await asyncio.sleep(0.1)
        return self.begun


@pytest.fixture
async def working(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[tuple[Kafka, Writing]]:
    """A member that hands over what waits; only batches that are written lead it on."""
    monkeypatch.setattr(consumer, "_TOGETHER", 60.0)
    kafka, writing = Kafka(), Writing()
    member = _Member(
        cast(AIOKafkaConsumer, kafka), ["topic"], cast(Partitions, writing), max_records=FULL
    )
    task = asyncio.create_task(member._work())
    yield kafka, writing
    task.cancel()
    await asyncio.wait({task})
    for each in [*member._in_hand.values()]:
        each.cancel()


async def test_another_batch_is_read_while_one_is_written(working: tuple[Kafka, Writing]) -> None:
    """Where more waits than fits at once; a third is read when one of the two is written."""
    kafka, writing = working
    kafka.waiting.update({A: 2 * FULL, B: FULL, C: FULL})
    assert await writing.until(2) == [(A, FULL), (B, FULL)]
    writing.released[B].set()
    assert await writing.until(3) == [(A, FULL), (B, FULL), (C, FULL)]
    writing.released[A].set()
    assert await writing.until(4) == [(A, FULL), (B, FULL), (C, FULL), (A, FULL)]


async def test_a_stuck_batch_keeps_nobody_else_waiting(working: tuple[Kafka, Writing]) -> None:
    """A partition whose batch is never written leaves the others their full batches and single
    events."""
    kafka, writing = working
    kafka.waiting[A] = FULL
    await writing.until(1)
    for begun in (2, 3):
        kafka.waiting[B] = FULL
        assert (await writing.until(begun))[-1] == (B, FULL)
        writing.released[B].set()
    kafka.waiting[C] = 1
    assert (await writing.until(4))[-1] == (C, 1)
    assert [each for each, _ in writing.begun].count(A) == 1
