"""Reports under load: they do not hold up counting, and they end."""

import asyncio
import socket

import aiohttp
import asyncpg
import pytest

from services.reporting import app as reporting
from services.reporting.app import ReportingSettings, build
from shared.http.application import Service
from shared.http.server import start
from shared.identity.tokens import Verifier
from tests.agencies import REGISTER
from tests.positions import POSITION_KEY
from tests.services.reporting.calling import ISSUER, get, headers
from tests.services.reporting.deliveries import some_work
from tests.services.reporting.reading import naive, rollups

pytestmark = pytest.mark.postgres

YEAR = "/v1/reports/annual?region=4101&year=2019"
AT_WORK = """
SELECT count(*) FROM pg_stat_activity
WHERE datname = current_database() AND wait_event_type = 'Lock' AND query LIKE '%live.rollups%'
"""


FILE = (
    "/v1/statistics/explain?region=4101&from=2019-01-01&to=2020-01-01&indicator=contacts&format=csv"
)
ROWS = 60_000
# As many contacts of one person on one day.
CONTACTS = """
INSERT INTO live.facts (
    measure, day, region, dims, delta, subject, event_id, stream_id, version, recorded_at
) SELECT measure, day, region, dims, 1, subject, gen_random_uuid(), stream_id, version, recorded_at
FROM (SELECT * FROM live.facts WHERE measure = 'contacts' AND delta > 0 LIMIT 1) AS one,
    generate_series(1, $1)
"""


def built(dsn: str, size: int = 2) -> Service:
    """The service over a database, for so many reports at once."""
    settings = ReportingSettings(reporting_database=dsn, pool_size=size, position_key=POSITION_KEY)
    return build(settings, Verifier(ISSUER, issuer="tests", register=REGISTER))


async def test_slow_reports_do_not_hold_up_counting(reporting_url: str) -> None:
    """With every connection for reports taken, events count; one report more is a 503."""
    app = built(reporting_url)
    events = some_work().events
    async with app.router.lifespan_context(app):
        pool = app.state.pool
        pool._deadline = 0.05
        async with pool.acquire(), pool.acquire():
            answer = await get(app, YEAR)
            assert (answer.status, answer.headers["retry-after"]) == (503, "5")
            assert "Too many reports" in answer.json()["detail"]
            await app.state.consumer.apply("cases", 0, 0, events)
            assert (await get(app, "/readyz")).status == 200
        assert (await get(app, YEAR)).status == 200
        assert await rollups(pool) == naive(events)


async def test_more_reports_than_connections_wait_for_their_turn(reporting_url: str) -> None:
    """Sixty at once of which two are made at a time: all are answered, in the order they came."""
    app = built(reporting_url)
    async with app.router.lifespan_context(app), asyncio.timeout(60):
        pool = app.state.pool
        async with pool.acquire(), pool.acquire():
            asked = [asyncio.create_task(get(app, YEAR)) for _ in range(60)]
            while len(pool._waiting) < 60:
                await asyncio.sleep(0.01)
        answers = await asyncio.gather(*asked)
        assert {answer.status for answer in answers} == {200}
        assert pool._deadline == reporting.TURN


async def test_a_report_that_takes_too_long_is_stopped(
    reporting_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It answers 503 and says what to do."""
    monkeypatch.setattr(reporting, "LONGEST_REPORT", "100ms")
    app = built(reporting_url)
    locking = await asyncpg.connect(reporting_url)
    async with app.router.lifespan_context(app), locking.transaction():
        await locking.execute("LOCK TABLE live.rollups IN ACCESS EXCLUSIVE MODE")
        answer = await get(app, YEAR)
    await locking.close()
    assert (answer.status, answer.headers["retry-after"]) == (503, "60")
    assert "took too long" in answer.json()["detail"]


async def test_a_report_ends_when_its_caller_disconnects(reporting_url: str) -> None:
    """Its query is cancelled, and its connection is free for others."""
    server = await start(built(reporting_url))
    # Within a transaction the activity of others is always that of the first look.
    locking, looking = [await asyncpg.connect(reporting_url) for _ in range(2)]
    # By itself it would be stopped after twenty seconds.
    async with locking.transaction(), asyncio.timeout(15):
        await locking.execute("LOCK TABLE live.rollups IN ACCESS EXCLUSIVE MODE")
        async with aiohttp.ClientSession(headers=headers()) as session:
            asking = asyncio.create_task(session.get(f"http://127.0.0.1:{server.port}{YEAR}"))
            while not await looking.fetchval(AT_WORK):
                await asyncio.sleep(0.02)
            asking.cancel()
        while await looking.fetchval(AT_WORK):
            await asyncio.sleep(0.02)
    await locking.close()
    await looking.close()
    await server.stop()


async def test_who_reads_a_file_slowly_holds_up_nobody(reporting_url: str) -> None:
    """With one connection for all reports: a file is whole before it is sent, and waits without."""
    app = built(reporting_url, 1)
    server = await start(app)
    await app.state.consumer.apply("cases", 0, 0, some_work().events)
    async with app.state.counting_pool.acquire() as connection:
        await connection.execute(CONTACTS, ROWS)
    asking = socket.socket()
    asking.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    asking.setblocking(False)
    loop = asyncio.get_running_loop()
    await loop.sock_connect(asking, ("127.0.0.1", server.port))
    head = "".join(f"{name}: {value}\r\n" for name, value in headers(accept="text/csv").items())
    await loop.sock_sendall(asking, f"GET {FILE} HTTP/1.1\r\nhost: here\r\n{head}\r\n".encode())
    with asking:
        begun = await loop.sock_recv(asking, 200)
        assert begun.startswith(b"HTTP/1.1 200")
        # It reads no further.
        assert app.state.pool.in_use == 0
        async with asyncio.timeout(10):
            for _ in range(3):
                assert (await get(app, YEAR)).status == 200
        # Most of the file is still there: what was not read is more than any buffer of a socket.
        received = len(begun)
        async with asyncio.timeout(60):
            while chunk := await loop.sock_recv(asking, 1 << 20):
                received += len(chunk)
                if chunk.endswith(b"0\r\n\r\n"):
                    break
        assert received > ROWS * 100
    await server.stop()
