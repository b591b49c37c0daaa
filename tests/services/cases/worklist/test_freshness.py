"""How far the worklist is behind the journal, as `/readyz` and the metrics say it."""

import random
from datetime import timedelta
from uuid import uuid4

import asyncpg
import pytest

from services.cases.worklist import projector
from services.cases.worklist.freshness import Behind, behind
from services.cases.worklist.projector import Projector
from shared.database import Pool
from tests.services.cases.worklist.following import BUILT_IN, catch_up, today
from tests.services.cases.worklist.lives import FIRST, INSERT, Life, write

pytestmark = pytest.mark.postgres


async def events_behind(pool: Pool) -> int:
    """How many events the worklist lacks."""
    found = await behind(pool)
    assert found is not None
    assert (found.seconds > 0) is (found.events > 0)
    return found.events


async def test_it_says_how_many_events_it_lacks(
    pool: Pool, journal: asyncpg.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    """None while it was never made; of a window that is half taken in only the rest."""
    assert await behind(pool) is None
    life = Life(random.Random(1))
    await write(journal, [life.opened()])
    await catch_up(pool)
    assert await events_behind(pool) == 0
    await write(journal, [life.entry("ReportedIn", FIRST)])
    await write(journal, [life.entry("ContactRecorded", FIRST, mode="office") for _ in range(4)])
    assert await events_behind(pool) == 5
    monkeypatch.setattr(projector, "BATCH", 2)
    half = Projector(pool, BUILT_IN, today)
    await half.step()
    assert await events_behind(pool) == 3
    await catch_up(pool)
    assert await events_behind(pool) == 0


async def test_what_is_committed_late_is_lacking_from_then(
    pool: Pool, journal: asyncpg.Connection, dsn: str
) -> None:
    """Its transaction ran when the last window was opened; nothing is passed over."""
    first, second = Life(random.Random(1)), Life(random.Random(2))
    await write(journal, [first.opened(), second.opened()])
    await catch_up(pool)
    slow = await asyncpg.connect(dsn)
    transaction = slow.transaction()
    await transaction.start()
    await slow.execute(INSERT, *first.entry("ReportedIn", FIRST))
    await write(journal, [second.entry("ReportedIn", FIRST)])
    await catch_up(pool)
    assert await events_behind(pool) == 0
    await transaction.commit()
    await slow.close()
    assert await events_behind(pool) == 1


async def test_other_streams_than_those_of_cases_are_not_lacking(
    pool: Pool, journal: asyncpg.Connection
) -> None:
    """Outcomes stand in the same journal, and change nothing in the worklist."""
    life = Life(random.Random(1))
    await write(journal, [life.opened()])
    await catch_up(pool)
    row = life.entry("ReportedIn", FIRST)
    await journal.execute(INSERT, f"duties-{uuid4()}", *row[1:])
    assert await events_behind(pool) == 0


def test_seconds_count_only_while_something_is_lacking() -> None:
    """A journal at rest does not make the worklist old."""
    assert Behind(0, timedelta(seconds=90)).seconds == 0
    assert Behind(1, timedelta(seconds=90)).seconds == 90
    assert Behind(1, timedelta(seconds=-1)).seconds == 0
