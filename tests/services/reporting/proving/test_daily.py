"""The result and the age of the last verification, and the one of each day."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from datetime import datetime, timedelta
from math import isnan

import asyncpg
import pytest
from prometheus_client import CollectorRegistry
from starlette.types import ASGIApp

from services.reporting.app import ReportingSettings, build
from services.reporting.counting.consume import Consumer
from services.reporting.counting.freshness import Journals
from services.reporting.proving import daily, operating
from services.reporting.proving.daily import Verification
from shared.database import Pool
from shared.http.application import Service
from shared.http.health import metrics_app
from shared.identity.tokens import Verifier
from shared.journal.feed_reader import Feed, FeedBroken
from shared.settings import SettingsBroken, read
from tests.agencies import REGISTER
from tests.positions import POSITION_KEY
from tests.services.reporting.calling import ISSUER
from tests.services.reporting.deliveries import some_work
from tests.services.reporting.feeding import MemoryFeed
from tests.services.reporting.reading import one
from tests.shared.http.calling import call

pytestmark = pytest.mark.postgres

NONE = Journals({}, lambda: "none")
DIFFERENCES = "reporting_verified_differences"
AGE = "reporting_seconds_since_verification"


async def test_every_replica_shows_the_last_verification(reporting_url: str, app: Service) -> None:
    """On /metrics, also when another process has made it, or this one was started since."""
    metrics = metrics_app(app.registry)
    assert all(isnan(value) for value in (await shown(metrics)).values())
    connection = await asyncpg.connect(reporting_url)
    async for _ in Verification(CollectorRegistry()).verify(connection, []):
        pass  # of a model that counts nothing, by journals that hold nothing
    await one(
        app.state.pool,
        "UPDATE reporting.verifications SET different = 7, ended_at = ended_at - interval '1 hour'",
    )
    await app.state.verification.look(connection)
    assert (await shown(metrics))[DIFFERENCES] == 7
    await connection.close()
    started = build(
        ReportingSettings(reporting_database=reporting_url, position_key=POSITION_KEY),
        Verifier(ISSUER, issuer="tests", register=REGISTER),
    )
    async with started.router.lifespan_context(started), asyncio.timeout(10):
        metrics = metrics_app(started.registry)
        while isnan((await shown(metrics))[DIFFERENCES]):
            await asyncio.sleep(0.02)
        said = await shown(metrics)
    assert said[DIFFERENCES] == 7
    assert 3600 <= said[AGE] < 3660


async def shown(metrics: ASGIApp) -> dict[str, float]:
    """What /metrics says of the last verification."""
    lines = (await call(metrics, "GET", "/metrics")).body.decode().splitlines()
    values = dict(line.split() for line in lines if not line.startswith("#"))
    return {name: float(values[name]) for name in (DIFFERENCES, AGE)}


@pytest.mark.parametrize(
    ("hour", "is_one"),
    [("3", True), ("03", True), ("23", True), ("never", True), ("24", False), ("", False)],
)
def test_the_hour_is_one_of_the_day_or_never(hour: str, is_one: bool) -> None:
    """Without a word of the operator it is three in the night."""
    given = {
        "WAYSTATION_REPORTING_DATABASE": "postgresql://reporting:secret@127.0.0.1:5432/reporting",
        "WAYSTATION_POSITION_KEY": "key",
    }
    assert read(ReportingSettings, given).verify_hour == "3"
    given["WAYSTATION_VERIFY_HOUR"] = hour
    if is_one:
        assert read(ReportingSettings, given).verify_hour == hour
    else:
        with pytest.raises(SettingsBroken, match="WAYSTATION_VERIFY_HOUR"):
            read(ReportingSettings, given)


async def test_each_day_the_figures_are_verified(
    reporting_url: str, pool: Pool, consumer: Consumer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also after a day on which a journal was away; what differs is a metric, and so is its age."""
    events = some_work().events
    await consumer.begin()
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
    for name in (DIFFERENCES, AGE):
        assert isnan(registry.get_sample_value(name) or 0.0)
    running = asyncio.create_task(verification.daily(3, reporting_url, NONE))
    async with asyncio.timeout(20):
        while registry.get_sample_value(DIFFERENCES) != 1:
            await asyncio.sleep(0.02)
    assert 0 <= (registry.get_sample_value(AGE) or 0.0) < 20
    assert days > 1
    running.cancel()
    with suppress(asyncio.CancelledError):
        await running
