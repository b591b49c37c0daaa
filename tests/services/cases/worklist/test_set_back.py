"""A worklist whose journal was set back to an earlier moment is made anew."""

import random

import asyncpg
import pytest

from services.cases.worklist.projector import Projector
from shared.database import Pool
from tests.services.cases.worklist.following import BUILT_IN, catch_up, check, today
from tests.services.cases.worklist.lives import FIRST, Life, write

pytestmark = pytest.mark.postgres

# The next transaction of a cluster is behind this one: so it is after it was set back.
AHEAD = "UPDATE duty_generations SET hi = (pg_snapshot_xmax(hi)::text::bigint + 1000 || ':' || \
pg_snapshot_xmax(hi)::text::bigint + 1000 || ':')::pg_snapshot"


@pytest.mark.parametrize("is_running", [False, True])
async def test_of_a_journal_that_was_set_back_it_is_made_anew(
    pool: Pool, journal: asyncpg.Connection, *, is_running: bool
) -> None:
    """Before a process starts, or under one, as its connections break: nothing is passed over."""
    life = Life(random.Random(13))
    await write(journal, [life.opened()])
    running = Projector(pool, BUILT_IN, today)
    while await running.step():
        pass
    first = await journal.fetchval("SELECT generation FROM duty_generations")
    await journal.execute(AHEAD)
    await write(journal, [life.entry("ReportedIn", FIRST)])
    if is_running:
        running.look_again()
        while await running.step():
            pass
    else:
        await catch_up(pool)
    assert await journal.fetchval("SELECT generation FROM duty_generations") > first
    assert await check(journal) > 0
