"""An event that somebody put into Kafka and that is in no journal: seen, and gone for good."""

from collections.abc import Sequence
from uuid import UUID, uuid4

import pytest

from services.reporting.counting.consume import Consumer
from shared.database import Pool
from shared.journal.journal import RecordedEvent
from shared.journal.received_event import ReceivedEvent
from tests.services.reporting.deliveries import DAY, Ledger, some_work
from tests.services.reporting.feeding import MemoryFeed
from tests.services.reporting.proving.rebuilding import run
from tests.services.reporting.reading import naive, rollups
from tests.shared.kafka.over_kafka import Reading, batch, publishing
from tests.topics import MakeTopic

pytestmark = [pytest.mark.postgres, pytest.mark.kafka]


def as_recorded(events: Sequence[ReceivedEvent]) -> list[RecordedEvent]:
    """Events as a journal gives them to its relay."""
    return [
        RecordedEvent(
            position=event.offset,
            stream_id=event.stream_id,
            version=event.version,
            event_id=UUID(str(event.event_id)),
            type=event.type,
            data=str(event.data),
            metadata="{}",
            recorded_at=event.recorded_at,
        )
        for event in events
    ]


async def test_a_forged_event_survives_no_rebuild_and_no_restart(
    reporting_url: str, pool: Pool, kafka: str, make_topic: MakeTopic
) -> None:
    """Also when it is the last of its partition, where reading goes on."""
    topic = await make_topic(1)
    ledger, forged = some_work(3), Ledger()
    forged.session(DAY)
    feed = MemoryFeed("cases", ledger.events)
    async with publishing(kafka, topic) as publisher:
        await publisher.publish(batch(as_recorded([*ledger.events, *forged.events])))
        async with Reading(kafka, topic, Consumer(pool)) as reading:
            await reading.until(len(ledger.events) + 1)
        assert await rollups(pool) != naive(ledger.events)
        assert (await run(reporting_url, [feed]))[-1]["unrecorded"] == 1
        assert await rollups(pool) == naive(ledger.events)

        ledger.session(DAY)
        async with Reading(kafka, topic, Consumer(pool), group=f"{uuid4()}") as reading:
            await publisher.publish(batch(as_recorded(ledger.events[-1:])))
            await reading.until(len(ledger.events) + 1)
        assert await rollups(pool) == naive(ledger.events)
