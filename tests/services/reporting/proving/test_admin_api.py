"""Rebuild and verify for a caller who disconnects: the work stops and releases everything."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import aiohttp
import asyncpg
import pytest

from services.reporting.app import ReportingSettings, build
from services.reporting.counting.consume import Consumer
from services.reporting.counting.freshness import Journals
from services.reporting.proving import operating
from shared.http.server import start
from shared.identity.tokens import Verifier
from shared.journal.feed_reader import Feed
from tests.agencies import REGISTER
from tests.positions import POSITION_KEY
from tests.services.reporting.calling import ISSUER, headers
from tests.services.reporting.deliveries import some_work
from tests.services.reporting.feeding import MemoryFeed
from tests.services.reporting.reading import naive, one, rollups

pytestmark = pytest.mark.postgres

AT_WORK = """
SELECT count(*) FROM pg_locks JOIN pg_database ON pg_database.oid = database
WHERE locktype = 'advisory' AND datname = current_database()
"""
LONG_INDEXING = """
CREATE OR REPLACE FUNCTION reporting.index_model(name text) RETURNS void LANGUAGE plpgsql
AS $$ BEGIN PERFORM pg_sleep(60); END $$
"""


async def disconnect(address: str, lines: int) -> None:
    """Begin an operation, read some lines of its answer, and close the connection."""
    async with aiohttp.ClientSession(headers=headers(**{"idempotency-key": "k"})) as session:
        answer = await session.post(address)
        for _ in range(lines):
            await answer.content.readline()
        await asyncio.sleep(0.2)  # so that it is within the next step
        answer.close()


@pytest.mark.parametrize("where", ["reading", "verifying", "indexing"])
async def test_the_work_stops_when_its_caller_disconnects(
    reporting_url: str, consumer: Consumer, monkeypatch: pytest.MonkeyPatch, where: str
) -> None:
    """In a page that is long in coming, in a long statement: the lock is free soon after."""
    events = some_work(6).events
    await consumer.apply("cases", 0, 0, events)
    connection: Any = await asyncpg.connect(reporting_url)

    async def slow_from_the_third_on(page: int) -> None:
        if page > 1 and where != "indexing":
            await asyncio.sleep(60)

    @asynccontextmanager
    async def feeds(*_: object) -> AsyncIterator[list[Feed]]:
        yield [MemoryFeed("cases", events, before_page=slow_from_the_third_on)]

    monkeypatch.setattr(operating, "http_feeds", feeds)
    if where == "indexing":
        await connection.execute(LONG_INDEXING)
    app = build(
        ReportingSettings(reporting_database=reporting_url, position_key=POSITION_KEY),
        Verifier(ISSUER, issuer="tests", register=REGISTER),
    )
    app.state.journals = Journals({}, lambda: "none")
    server = await start(app)
    path = "/v1/verify" if where == "verifying" else "/v1/rebuild"
    pages = -(-len(events) // 7)
    await disconnect(
        f"http://127.0.0.1:{server.port}{path}", pages + 2 if where == "indexing" else 1
    )
    async with asyncio.timeout(30):
        while await connection.fetchval(AT_WORK):
            await asyncio.sleep(0.02)
    assert await rollups(app.state.pool) == naive(events)
    assert await one(app.state.pool, "SELECT to_regclass('old.facts') IS NULL")
    await connection.close()
    await server.stop()
