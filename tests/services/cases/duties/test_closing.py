"""Each window is closed once: killed at every step, by two at once, after a pause of months."""

import asyncio
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import AsyncIterator
from datetime import date, timedelta
from pathlib import Path

import asyncpg
import pytest
from structlog.testing import capture_logs

from services.cases.duties import closer
from services.cases.worklist.projector import project_until_caught_up
from tests.services.cases.duties.places import Duties, a_keeper
from tests.services.cases.duties.victim import STEPS

pytestmark = pytest.mark.postgres

ROOT = Path(__file__).parents[4]
DAY = date(2019, 9, 15)
LATER = date(2020, 2, 10)


@pytest.fixture
async def duties(dsn: str) -> AsyncIterator[Duties]:
    """Some cases with a year of entries."""
    connection = await asyncpg.connect(dsn)
    it = Duties(dsn, connection)
    await it.open_some(5)
    yield it
    await connection.close()


def victim(dsn: str, day: date, step: str = "-", passing: int = 1) -> int:
    """Keep duties in a process of its own, with a knife in it; how it ended."""
    return subprocess.run(
        [
            *(sys.executable, "-m", "tests.services.cases.duties.victim"),
            *(dsn, day.isoformat(), step, str(passing)),
        ],
        cwd=ROOT,
        check=False,
    ).returncode


async def test_each_window_is_closed_once(duties: Duties) -> None:
    """What is kept again the same day, or by another process, adds nothing."""
    assert (await duties.keep(DAY))["DutyClosed"] > 0
    await duties.check(DAY)
    assert await duties.keep(DAY) == Counter()


async def test_after_a_pause_of_months_all_is_closed(duties: Duties) -> None:
    """It is as if it had been closed each day."""
    await duties.keep(DAY)
    await duties.keep(LATER)
    await duties.check(LATER)


async def test_late_entries_and_voids_change_what_was_recorded(duties: Duties) -> None:
    """The outcomes are those of the journal as it is now."""
    await duties.keep(LATER)
    await duties.void_some()
    await duties.enter_late(date(2020, 1, 15))
    recorded = await duties.keep(LATER)
    assert recorded["DutyOutcomeTakenBack"] > 0
    await duties.check(LATER)


async def test_a_clock_that_was_set_back_takes_nothing_back(duties: Duties) -> None:
    """Nor is anything recorded again once it is right."""
    await duties.keep(LATER)
    assert await duties.keep(DAY) == Counter()
    await duties.check(LATER)
    assert await duties.keep(LATER) == Counter()


@pytest.mark.processes
@pytest.mark.parametrize("step", STEPS)
async def test_killed_at_a_step_nothing_is_lost_or_doubled(duties: Duties, step: str) -> None:
    """The first time that it comes there, and a later time; then another process goes on."""
    await asyncio.to_thread(victim, duties.dsn, DAY - timedelta(days=120), step)
    for passing in (1, 2):
        code = await asyncio.to_thread(victim, duties.dsn, DAY, step, passing)
        if not step.startswith("policies"):  # which are entered once
            assert code == -signal.SIGKILL
    await duties.void_some()
    await asyncio.to_thread(victim, duties.dsn, DAY, step)
    assert await asyncio.to_thread(victim, duties.dsn, DAY) == 0
    await duties.check(DAY)


async def test_two_at_once_close_each_window_once(duties: Duties) -> None:
    """Each writes behind the version that it read; who comes second reads again."""
    await duties.open_some(40)
    async with a_keeper(duties.dsn, DAY) as (pool, one), a_keeper(duties.dsn, DAY) as (_, other):
        await one.enter_policies()
        await other.enter_policies()
        await project_until_caught_up(pool, one.read_policies, lambda: DAY)
        await asyncio.gather(
            one.closer.until_done(), other.closer.until_done(), one.closer.until_done()
        )
    await duties.check(DAY)
    assert await duties.connection.fetchval("SELECT count(*) FROM policies_applied") == 1


async def test_entries_that_come_while_it_is_kept_are_seen(duties: Duties) -> None:
    """Two processes keep duties while entries come and are void: at the end it is all as it is."""
    await duties.open_some(20)
    async with a_keeper(duties.dsn, LATER) as (_, one), a_keeper(duties.dsn, LATER) as (_, other):
        running = [asyncio.create_task(each.run()) for each in (one, other)]
        for number in range(5):
            await duties.enter_late(date(2019, 10, 1) + timedelta(days=20 * number))
            await asyncio.sleep(0.05)
            if number % 2:
                await duties.void_some()
        async with asyncio.timeout(60):
            while await duties.standing() != await duties.expected(LATER):
                await asyncio.sleep(0.1)
        for each in running:
            each.cancel()
        await asyncio.wait(running)
    await duties.check(LATER)


async def test_a_case_of_newer_software_waits_and_holds_up_no_other(duties: Duties) -> None:
    """Nothing is recorded of it until software comes that can read it."""
    newer = duties.lives.pop()
    await duties.connection.execute(
        "UPDATE events SET type = 'cases.ContactRecorded.v9' WHERE stream_id = $1 AND version = 2",
        f"case-{newer.case_id}",
    )
    await duties.keep(DAY)
    await duties.check(DAY)


async def test_outcomes_of_newer_software_hold_up_no_other_case(duties: Duties) -> None:
    """The case waits, is logged without a word of what it holds, and is tried again each day."""
    await duties.keep(DAY)
    newer = duties.lives.pop()
    await duties.connection.execute(
        "UPDATE events SET type = 'cases.DutyClosed.v9' WHERE stream_id = $1 AND version = 1",
        f"duties-{newer.case_id}",
    )
    with capture_logs() as lines:
        await duties.keep(LATER)
    found = [line for line in lines if line["event"] == "duties_not_readable"]
    assert [line["case_id"] for line in found] == [str(newer.case_id)]
    assert found[0]["reason"] == "UnknownEvent"
    assert await duties.standing() == await duties.expected(LATER)


async def test_a_long_work_says_how_far_it_is(
    duties: Duties, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After a pause there is much to do; an operator sees that it goes on."""
    monkeypatch.setattr(closer, "PIECE", 2)
    monkeypatch.setattr(closer, "FOUND", 3)
    monkeypatch.setattr(closer, "PROGRESS", 0.0)
    with capture_logs() as lines:
        await duties.keep(DAY)
    told = [(line["done"], line["total"]) for line in lines if line["event"] == "duties_closed"]
    assert told == [(2, 5), (3, 5), (5, 5)]


async def test_it_heals_when_the_database_goes_away(duties: Duties) -> None:
    """Its connections are ended; it goes on with others."""
    async with a_keeper(duties.dsn, DAY) as (_, keeper):
        running = asyncio.create_task(keeper.run())
        async with asyncio.timeout(60):
            while not await duties.standing():
                await asyncio.sleep(0.05)
            await end_connections(duties.connection)
            await duties.enter_late(date(2019, 8, 20))
            await duties.void_some()
            while await duties.standing() != await duties.expected(DAY):
                await asyncio.sleep(0.05)
        running.cancel()
        await asyncio.wait([running])
    await duties.check(DAY)


async def end_connections(connection: asyncpg.Connection) -> None:
    """End all connections to the database but this one."""
    await connection.execute(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
        " WHERE datname = current_database() AND pid <> pg_backend_pid()"
    )
