"""The result and the age of the last verification, and the one of each day."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from datetime import datetime, timedelta
from math import isnan

import pytest
from prometheus_client import CollectorRegistry

from services.reporting.counting.consume import Consumer
from services.reporting.counting.freshness import Journals
from services.reporting.proving import daily, operating
from services.reporting.proving.daily import Verification
from shared.database import Pool
from shared.journal.feed_reader import Feed, FeedBroken
from tests.services.reporting.deliveries import some_work
from tests.services.reporting.feeding import MemoryFeed
from tests.services.reporting.reading import one

pytestmark = pytest.mark.postgres

NONE = Journals({}, lambda: "none")


async def test_each_day_the_figures_are_verified(
    reporting_url: str, pool: Pool, consumer: Consumer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also after a day on which a journal was away; what differs is a metric, and so is its age."""
    events = some_work().events
    await consumer.apply("cases", 0, 0, events)
    await one(
        pool,
        "UPDATE live.rollups SET value = value + 1 WHERE ctid = (SELECT min(ctid) FROM"
        " live.rollups)",
    )
    days = 0

    def soon(hour: int, now: datetime) -> datetime:
        nonlocal days
        days += 1
        return now + timedelta(milliseconds=10)

    @asynccontextmanager
    async def feeds(*_: object) -> AsyncIterator[list[Feed]]:
        if days == 1:
            raise FeedBroken("away")
        yield [MemoryFeed("cases", events)]

    monkeypatch.setattr(daily, "next_at", soon)
    monkeypatch.setattr(operating, "http_feeds", feeds)
    registry = CollectorRegistry()
    verification = Verification(registry)
    differences = "reporting_verified_differences"
    age = "reporting_seconds_since_verification"
    for name in (differences, age):
        assert isnan(registry.get_sample_value(name) or 0.0)
    running = asyncio.create_task(verification.daily(3, reporting_url, NONE))
    async with asyncio.timeout(20):
        while registry.get_sample_value(differences) != 1:
            await asyncio.sleep(0.02)
    assert 0 <= (registry.get_sample_value(age) or 0.0) < 20
    assert days > 1
    running.cancel()
    with suppress(asyncio.CancelledError):
        await running
