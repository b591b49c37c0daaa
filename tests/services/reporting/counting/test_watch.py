"""What the operator watches."""

import asyncio

import pytest
from prometheus_client import CollectorRegistry
from structlog.testing import capture_logs

from deploy.kafka.plain import free_port
from services.reporting.counting.consume import Consumer
from services.reporting.counting.freshness import QUIET, Contact, Freshness, Journals
from services.reporting.counting.watch import Watch
from shared.database import Pool
from shared.ids import new_id
from shared.logs import ALLOWED
from tests.services.reporting.deliveries import some_work
from tests.services.reporting.reading import one

pytestmark = pytest.mark.postgres


async def test_what_is_parked_contradicted_or_outdated_shows(pool: Pool) -> None:
    """All three are measured: a contradicted stream has two events under one version."""
    registry = CollectorRegistry()
    watch = Watch(registry)
    consumer = Consumer(pool, watch.counted.inc)
    await consumer.begin()
    async with pool.acquire() as connection:
        await watch.look(connection)
        assert registry.get_sample_value("reporting_model_outdated") == 0
        assert registry.get_sample_value("reporting_contradicted_streams") == 0
    events = some_work(2).events
    events[0] = events[0]._replace(data="{")
    await consumer.apply("cases", 0, 0, events)
    other = events[-1]._replace(offset=len(events), event_id=new_id())
    await consumer.apply("cases", 0, len(events), [other])
    await one(pool, "UPDATE live.made_by SET declarations = 'of old'")
    async with pool.acquire() as connection:
        await watch.look(connection)
    counted = await one(pool, "SELECT sum(version) FROM live.streams")
    assert registry.get_sample_value("reporting_events_counted_total") == counted
    assert registry.get_sample_value("reporting_contradicted_streams") == 1
    assert registry.get_sample_value("reporting_parked_streams") == 1
    assert registry.get_sample_value("reporting_model_outdated") == 1


async def test_a_journal_that_is_away_is_logged_with_its_reason(pool: Pool) -> None:
    """The kind of error reaches the log, in a field that is let into it."""
    journals = Journals(dict.fromkeys(("cases", "outreach"), "http://127.0.0.1:9"), lambda: "none")
    with capture_logs() as logs:
        await Watch(CollectorRegistry())._look_at_journals(Freshness(pool, journals))
    (line,) = logs
    assert (line["event"], line["reason"]) == ("journal_away", "ClientConnectorError")
    assert line.keys() - {"log_level"} <= ALLOWED


async def test_a_kafka_that_is_away_shows() -> None:
    """The seconds without an answer grow; without Kafka there is no such metric."""
    registry = CollectorRegistry()
    watch = Watch(registry)
    assert registry.get_sample_value("reporting_seconds_since_kafka") is None
    contact = Contact()
    watching = asyncio.create_task(watch.watch_kafka(f"127.0.0.1:{free_port()}", contact))
    async with asyncio.timeout(QUIET - 2):  # then even a contact that never failed is silent
        while not (
            contact.silence() > 0.2
            and (registry.get_sample_value("reporting_seconds_since_kafka") or 0) > 0.2
        ):
            await asyncio.sleep(0.02)
    watching.cancel()
    await asyncio.wait({watching})
    assert watching.cancelled()


async def test_a_model_that_was_counted_at_once_is_not_outdated(pool: Pool) -> None:
    """Events that come before the first look do not make a new model seem another software's."""
    registry = CollectorRegistry()
    consumer = Consumer(pool)
    await consumer.begin()
    await consumer.apply("cases", 0, 0, some_work(1).events)
    await Consumer(pool).begin()
    async with pool.acquire() as connection:
        await Watch(registry).look(connection)
    assert registry.get_sample_value("reporting_model_outdated") == 0
    assert await one(pool, "SELECT count(*) FROM live.made_by") == 1
