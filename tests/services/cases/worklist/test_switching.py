"""A worklist that is made anew goes live, also while somebody writes all the time."""

from itertools import count
from typing import Any

import asyncpg
import pytest

from services.cases.worklist import projector
from services.cases.worklist.projector import Projector, begin_anew
from shared.database import Pool
from shared.journal import snapshot_windows
from tests.services.cases.worklist.following import BUILT_IN, catch_up, check, some_lives, today
from tests.services.cases.worklist.lives import write

pytestmark = pytest.mark.postgres


def never_pausing(
    monkeypatch: pytest.MonkeyPatch, journal: asyncpg.Connection, events: int
) -> None:
    """Somebody has written so many events whenever the projector looks what is new."""

    async def open_window(connection: asyncpg.Connection, lo: Any) -> Any:
        for life in some_lives(next(seeds), events):
            await write(journal, [life[0]])
        return await snapshot_windows.open_window(connection, lo)

    seeds = count(100)
    monkeypatch.setattr(projector, "open_window", open_window)


async def test_it_goes_live_while_writing_never_pauses(
    pool: Pool, journal: asyncpg.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is left is taken in while the others stand still; nothing that was read is missing."""
    await write(journal, [event for life in some_lives(7, 20) for event in life])
    await catch_up(pool)
    first = await journal.fetchval("SELECT generation FROM duty_generations")
    assert await begin_anew(pool, BUILT_IN, today)
    never_pausing(monkeypatch, journal, events=2)
    anew, live, cases = Projector(pool, BUILT_IN, today), first, []
    for _ in range(10):
        await anew.step()
        ((live, known),) = await journal.fetch(
            "SELECT generation, count(case_id) FROM duty_generations LEFT JOIN duty_cases"
            " USING (generation) WHERE state = 'live' GROUP BY generation"
        )
        cases.append(known)
        if live > first:
            break
    assert live > first
    assert cases == sorted(cases)
    monkeypatch.undo()
    await catch_up(pool)
    assert await check(journal) > 5


async def test_what_is_left_for_the_switch_is_bounded(
    pool: Pool, journal: asyncpg.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While more is left than is taken in under the lock, the one before is read, and followed."""
    await write(journal, [event for life in some_lives(7, 5) for event in life])
    await catch_up(pool)
    first = await journal.fetchval("SELECT generation FROM duty_generations")
    assert await begin_anew(pool, BUILT_IN, today)
    monkeypatch.setattr(projector, "REST", 2)
    never_pausing(monkeypatch, journal, events=3)
    anew = Projector(pool, BUILT_IN, today)
    for _ in range(10):
        await anew.step()
    states = "SELECT generation FROM duty_generations WHERE state = 'live'"
    assert await journal.fetchval(states) == first
    monkeypatch.undo()
    while await anew.step():
        pass
    assert await journal.fetchval(states) > first
    assert await check(journal) > 1
