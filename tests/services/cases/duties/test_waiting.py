"""The windows of a case are closed once nothing more is entered in it, by hand or by an import."""

import json
import random
from collections.abc import AsyncIterator
from datetime import date, timedelta
from typing import Any

import asyncpg
import pytest

from services.cases.duties.closer import DUE
from services.cases.duties.outcomes import Which
from tests.services.cases.duties.places import AT_ONCE, Duties
from tests.services.cases.worklist.lives import Life, write

pytestmark = pytest.mark.postgres

DAY = date(2020, 2, 10)
QUIET = timedelta(minutes=5)
SOME_TIME_AGO = "UPDATE events SET recorded_at = recorded_at - $1::interval WHERE stream_id = $2"


def by_import(name: str, events: list[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    """The same events, as an import writes them."""
    metadata = json.dumps({"agency": "agency", "import_id": name})
    return [(*event[:-1], metadata) for event in events]


class Imported(Duties):
    """A journal in which lives are written, and moved into the past."""

    async def enter(self, *names: str) -> list[Life]:
        """A life with a year of entries for each import; without a name, entered by hand."""
        lives = [Life(random.Random(number)) for number, _ in enumerate(names)]
        for life, name in zip(lives, names, strict=True):
            events = list(life.year(20))
            await write(self.connection, by_import(name, events) if name else events)
        self.lives += lives
        return lives

    async def let_pass(self, time: timedelta, *lives: Life) -> None:
        """What was entered of these lives is so much older."""
        for life in lives:
            await self.connection.execute(SOME_TIME_AGO, time, f"case-{life.case_id}")

    async def closed(self, *lives: Life) -> list[bool]:
        """Whether windows of these lives were closed, once duties were kept."""
        await self.keep(DAY, quiet=QUIET)
        standing: set[tuple[Any, Which]] = set(await self.standing())
        return [any(case_id == life.case_id for case_id, _ in standing) for life in lives]


@pytest.fixture
async def duties(dsn: str) -> AsyncIterator[Imported]:
    """An empty journal."""
    connection = await asyncpg.connect(dsn)
    yield Imported(dsn, connection)
    await connection.close()


async def test_a_case_waits_while_something_is_entered(duties: Imported) -> None:
    """What was entered a moment ago may go on; after a while it is taken for all."""
    now, before = await duties.enter("", "")
    await duties.let_pass(QUIET, before)
    assert await duties.closed(now, before) == [False, True]
    await duties.let_pass(QUIET, now)
    assert await duties.closed(now) == [True]


async def test_a_case_waits_until_its_import_is_over(duties: Imported) -> None:
    """As long as the import that wrote in it goes on elsewhere; those of other imports do not."""
    waits, goes_on, other = await duties.enter("one", "one", "other")
    await duties.let_pass(QUIET, waits, other)
    assert await duties.closed(waits, goes_on, other) == [False, False, True]
    await duties.let_pass(QUIET, goes_on)
    assert await duties.closed(waits, goes_on) == [True, True]


async def test_an_import_without_an_end_is_not_waited_for(duties: Imported) -> None:
    """A system that names all that it writes as one import has its outcomes too."""
    waits, goes_on = await duties.enter("one", "one")
    await duties.let_pass(timedelta(days=1), waits)
    assert await duties.closed(waits, goes_on) == [True, False]


async def test_a_clock_that_was_set_back_holds_nothing_up(duties: Imported) -> None:
    """What seems to have been entered in the time to come is taken for entered long ago."""
    [life] = await duties.enter("")
    await duties.let_pass(-QUIET, life)
    assert await duties.closed(life) == [True]


async def test_nothing_is_taken_back_of_what_comes_entry_by_entry(duties: Imported) -> None:
    """Entries that come one at a time revise outcomes where duties are kept at once."""
    chance = random.Random(3)
    taken_back = []
    for quiet in (AT_ONCE, QUIET):
        life = Life(chance)
        duties.lives.append(life)
        count = 0
        for event in by_import(f"import {quiet}", list(life.year(20))):
            await write(duties.connection, [event])
            count += (await duties.keep(DAY, quiet=quiet))["DutyOutcomeTakenBack"]
        taken_back.append(count)
        await duties.let_pass(QUIET, life)
        await duties.keep(DAY, quiet=quiet)
    assert taken_back[0] > 10
    assert taken_back[1] == 0


async def test_whether_a_case_waits_is_read_along_indexes(duties: Imported) -> None:
    """However long a journal is, and however many cases an import has opened."""
    await duties.enter("one", "")
    await duties.keep(DAY)
    await duties.connection.execute("SET enable_seqscan = off")
    plan = await duties.connection.fetch(f"EXPLAIN {DUE}", DAY, 200, QUIET)
    lines = "\n".join(row[0] for row in plan)
    assert "events_stream" in lines, lines
    assert lines.count("events_imports") == 2, lines
    assert "Seq Scan on events" not in lines, lines
