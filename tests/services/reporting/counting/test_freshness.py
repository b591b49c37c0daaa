"""Whether the figures are complete, by the journals' own length."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from aiohttp import web
from aiohttp.test_utils import BaseTestServer, TestServer

from services.reporting.counting import freshness
from services.reporting.counting.freshness import Freshness, Journals, JournalsAway
from shared.database import Pool

pytestmark = pytest.mark.postgres

COUNT = "INSERT INTO live.streams (stream_id, version) VALUES ($1, $2)"


@asynccontextmanager
async def journal(events: int) -> AsyncIterator[BaseTestServer]:
    """A service whose journal holds so many events."""

    async def standing(request: web.Request) -> web.Response:
        assert request.headers["Authorization"] == "Bearer token"
        return web.json_response({"events": events})

    app = web.Application()
    app.router.add_get("/v1/journal/standing", standing)
    async with TestServer(app) as server:
        yield server


def _freshness(pool: Pool, **servers: BaseTestServer) -> Freshness:
    urls = {name: str(server.make_url("")) for name, server in servers.items()}
    return Freshness(pool, Journals(urls, lambda: "token"))


async def test_what_is_recorded_and_not_counted_is_the_answer(pool: Pool) -> None:
    """Both journals together against the streams that were counted."""
    async with journal(5) as cases, journal(2) as outreach, pool.acquire() as connection:
        await connection.execute(COUNT, "case-1", 4)
        assert await _freshness(pool, cases=cases, outreach=outreach).look() == 3


async def test_a_look_waits_until_all_is_counted(pool: Pool) -> None:
    """It answers as soon as the model has come far enough."""
    async with journal(5) as cases, pool.acquire() as connection:
        looking = asyncio.create_task(_freshness(pool, cases=cases).look(wait=20))
        await asyncio.sleep(0.2)
        assert not looking.done()
        await connection.execute(COUNT, "case-1", 5)
        assert await looking == 0


async def test_figures_that_stay_behind_say_for_how_long(
    pool: Pool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Uncounted events or a journal that is away: the time since all was last seen counted."""
    monkeypatch.setattr(freshness, "OVERDUE", 0.1)
    async with journal(1) as cases:
        looks = _freshness(pool, cases=cases)
        assert looks.behind() is None
        await asyncio.sleep(0.2)
        assert await looks.look() == 1
        assert (looks.behind() or 0) >= 0.2
        async with pool.acquire() as connection:
            await connection.execute(COUNT, "case-1", 1)
        assert await looks.look() == 0
        assert looks.behind() is None
    with pytest.raises(JournalsAway):
        await looks.look()
    await asyncio.sleep(0.2)
    assert looks.behind() is not None
