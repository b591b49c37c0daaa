"""Kafka or PostgreSQL away for a while: what can go on goes on, and everything heals by itself."""

import asyncio
import contextlib
import os
import signal
import time
from collections.abc import AsyncIterator, Callable, Iterator, Sized
from contextlib import asynccontextmanager
from pathlib import Path

import asyncpg
import pytest

from deploy.issuing import AGENCY
from services.reporting.statistics.answering import POSITION_WAIT as REPORT_WAITS
from tests.chaos.callers import Callers, callers, journalled
from tests.chaos.lives import House, children, house, state
from tests.chaos.years import number, proved
from tests.deploy.instances import databases_on
from tests.servers import Broker

WAITING = 40_000  # events that wait while Kafka is away
MORE_MEMORY = 100  # megabytes that waiting and catching up may take
SLOWER = 10.0  # times: the order of magnitude that a write keeps
SLOW = 0.25  # seconds: a write as slow as that has waited, even if the usual one is very quick
DEADLINE = 5.0  # seconds that a call waits for PostgreSQL, a statement at a time
SLACK = 5.0  # seconds, for a busy machine

pytestmark = [pytest.mark.chaos, pytest.mark.postgres, pytest.mark.timeout(300)]

MANY_MORE = """
INSERT INTO events (stream_id, version, event_id, type, data, metadata)
SELECT 'publication-' || gen_random_uuid(), 1, gen_random_uuid(), type, data, metadata
FROM (SELECT * FROM events WHERE type = 'outreach.ArticlePublished.v1' LIMIT 1) AS one,
    generate_series(1, $1::integer)
"""
COUNTED = "SELECT coalesce(sum(version), 0) FROM live.streams"


@pytest.mark.kafka
@pytest.mark.parametrize("away", ["frozen", "stopped"])
async def test_kafka_away(clean_kafka: str, own_kafka: Broker, away: str) -> None:
    """Writes go on as before, reports say that they are behind, memory stays bounded, all heals."""
    with house("--kafka", clean_kafka) as place:
        life = place.live()
        await asyncio.to_thread(place.answering)
        async with callers(place) as people, _memory(life.process.pid) as memory:
            slow = max(await people.write(300) * SLOWER, SLOW)
            await asyncio.to_thread(place.wait_until_counted)
            before = memory()
            (own_kafka.pause if away == "frozen" else own_kafka.stop)()
            try:
                counted = await asyncio.to_thread(number, place, COUNTED)
                await _write_many_more(place)
                assert await people.write(600) < slow
                asked = place.command(
                    "report", "annual", "--region", "4101", "--year", "2019", "--json"
                )
                await _behind(people)
                assert await asyncio.to_thread(asked.ended) == 0
                assert "Not everything recorded is counted yet" in asked.output
                # Soon the figures have been behind for longer than it may take by itself.
                async with asyncio.timeout(20):
                    while await asyncio.to_thread(_lag, place) <= 15:
                        await asyncio.sleep(0.5)
                assert await asyncio.to_thread(number, place, COUNTED) == counted
                assert await people.write(100) < slow
            finally:
                (own_kafka.resume if away == "frozen" else own_kafka.start)()
            await asyncio.to_thread(place.wait_until_counted)
            assert memory() - before < MORE_MEMORY
        assert (people.wrong, people.open) == ([], set())
        await asyncio.to_thread(proved, place, WAITING + len(people.answered))
        assert life.process.poll() is None


async def _write_many_more(place: House) -> None:
    """As many events more as a busy day has, straight into the journal."""
    connection = await asyncpg.connect(place.address("outreach"))
    try:
        await connection.execute(MANY_MORE, WAITING)
    finally:
        await connection.close()


def _lag(place: House) -> float:
    """How late a report says that it is."""
    _, headers = place.text("/v1/reports/annual?region=4101&year=2019")
    return float(headers["Waystation-Lag"])


async def _behind(people: Callers) -> None:
    """A report that is to count what was written says that it does not, and when to come again."""
    position = next(p for p in reversed(people.answered.values()) if p.startswith("publication"))
    stream_id, _, version = position.rpartition("@")
    sealed = people.sealed.seal(AGENCY, stream_id, int(version))
    query = {"region": "4101", "year": "2019", "min_position": sealed}
    began = time.monotonic()
    async with people.session.get(people.url + "/v1/reports/annual", params=query) as answer:
        output = await answer.json(content_type=None)
        assert (answer.status, output["type"]) == (503, "/problems/unavailable")
        assert int(answer.headers["Retry-After"]) > 0
    assert time.monotonic() - began < REPORT_WAITS + SLACK


async def test_postgres_killed_again_and_again() -> None:
    """Its server killed amid writes: 503 or done, never lost, and it goes on by itself."""
    with house() as place:
        life = place.live()
        await asyncio.to_thread(place.answering)
        async with callers(place) as people:
            async with people.without_pause():
                for _ in range(4):
                    await _more(people.answered, 100)
                    (server,) = databases_on(place.data)
                    os.kill(server, signal.SIGKILL)
                    await _more(people.refused, 1)
                await _more(people.answered, 100)
            assert people.wrong == []
            assert max(people.refused) < DEADLINE + SLACK
            await people.repeat()
        kept = await asyncio.to_thread(journalled, place)
        assert sorted(kept) == sorted(people.positions())
        await asyncio.to_thread(place.wait_until_counted)
        await asyncio.to_thread(proved, place, len(kept))
        assert life.process.poll() is None


async def test_postgres_frozen() -> None:
    """It answers nothing for a while: callers get a 503 in time, then it goes on by itself."""
    with house() as place:
        life = place.live()
        await asyncio.to_thread(place.answering)
        async with callers(place) as people:
            await people.write(100)
            async with people.without_pause():
                await asyncio.sleep(0.5)
                with _frozen(place):
                    await asyncio.sleep(12)
                    answered = len(people.answered)
                    await asyncio.sleep(1)
                    assert len(people.answered) == answered, "it is not frozen"
                    assert people.refused
                await _more(people.answered, 100)
            assert people.wrong == []
            assert max([*people.refused, *people.seconds]) < DEADLINE * 2 + SLACK
            await people.repeat()
        kept = await asyncio.to_thread(journalled, place)
        assert sorted(kept) == sorted(people.positions())
        await asyncio.to_thread(place.wait_until_counted)
        await asyncio.to_thread(proved, place, len(kept))
        assert life.process.poll() is None


@contextlib.contextmanager
def _frozen(place: House) -> Iterator[None]:
    (server,) = databases_on(place.data)
    processes = [server]
    try:
        os.kill(server, signal.SIGSTOP)
        while state(server) not in "TtZX":
            time.sleep(0.001)
        processes += children(server)  # it begins no more of them
        for pid in processes[1:]:
            os.kill(pid, signal.SIGSTOP)
        yield
    finally:
        for pid in processes:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGCONT)


async def _more(things: Sized, count: int) -> None:
    """Wait until there are so many more."""
    wanted = len(things) + count
    async with asyncio.timeout(90):
        while len(things) < wanted:
            await asyncio.sleep(0.02)


@asynccontextmanager
async def _memory(pid: int) -> AsyncIterator[Callable[[], float]]:
    """What gives the most megabytes that a process has held since it was asked last."""
    most = 0.0

    def look() -> None:
        nonlocal most
        status = Path(f"/proc/{pid}/status").read_text()
        held = next(line for line in status.splitlines() if line.startswith("VmRSS"))
        most = max(most, int(held.split()[1]) / 1024)

    async def watch() -> None:
        while True:
            look()
            await asyncio.sleep(0.1)

    def output() -> float:
        nonlocal most
        look()
        output, most = most, 0.0
        print(f"{output:.0f} MB")
        return output

    watching = asyncio.create_task(watch())
    try:
        yield output
    finally:
        watching.cancel()
