"""The worklist follows the journal: whole, once, whoever else is at work; and is made anew."""

import asyncio
import random
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

import asyncpg
import pytest

from services.cases.worklist import projector
from services.cases.worklist.generations import MovedOn
from services.cases.worklist.projection import case_of
from services.cases.worklist.projector import (
    Projector,
    begin_anew,
    project,
)
from shared.database import Pool, connect_pool
from shared.policies.reading import built_in
from tests.services.cases.worklist.following import (
    BUILT_IN,
    catch_up,
    check,
    in_force,
    is_whole,
    mixed,
    some_lives,
    today,
)
from tests.services.cases.worklist.lives import FIRST, INSERT, Life, write

pytestmark = pytest.mark.postgres


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("batch", [1, 7, 2000])
async def test_what_is_kept_follows_from_the_whole_journal(
    pool: Pool, journal: asyncpg.Connection, monkeypatch: pytest.MonkeyPatch, seed: int, batch: int
) -> None:
    """In pieces of any size, in one go or while it is written, with entries that become void."""
    monkeypatch.setattr(projector, "BATCH", batch)
    monkeypatch.setattr(projector, "PIECE", max(batch, 5))
    transactions = mixed(seed, some_lives(seed, 12))
    chance = random.Random(seed)
    for events in transactions:
        await write(journal, events)
        if chance.random() < 0.1:
            await catch_up(pool)
    await catch_up(pool)
    assert await check(journal) > 5


async def test_an_event_that_is_committed_late_is_not_passed_over(
    pool: Pool, journal: asyncpg.Connection, dsn: str
) -> None:
    """Its position was given out before others were; it comes in the window after its commit."""
    chance = random.Random(1)
    first, second = Life(chance), Life(chance)
    slow = await asyncpg.connect(dsn)
    await write(journal, [first.opened(), second.opened()])
    await catch_up(pool)
    transaction = slow.transaction()
    await transaction.start()
    await slow.execute(INSERT, *first.entry("ReportedIn", FIRST))
    await write(journal, [second.entry("ReportedIn", FIRST)])
    await catch_up(pool)
    await transaction.commit()
    await slow.close()
    await catch_up(pool)
    assert await check(journal) >= 2


async def test_two_projectors_do_it_once(pool: Pool, journal: asyncpg.Connection) -> None:
    """While it is made, and once it is read; what comes out is what one would have made."""
    running = [asyncio.create_task(project(pool, BUILT_IN, today)) for _ in range(3)]
    transactions = mixed(4, some_lives(4, 20))
    half = len(transactions) // 2
    try:
        for part in (transactions[:half], transactions[half:]):
            for events in part:
                await write(journal, events)
            async with asyncio.timeout(60):
                while not await is_whole(journal):
                    await asyncio.sleep(0.05)
    finally:
        for each in running:
            each.cancel()
        await asyncio.wait(running)
    assert await check(journal) > 5
    counted = await journal.fetchval("SELECT sum(events) FROM duty_generations")
    assert counted == await journal.fetchval("SELECT count(*) FROM events")


async def test_who_comes_second_moves_nothing(pool: Pool, journal: asyncpg.Connection) -> None:
    """Two that have read the same place: the second finds it moved on, and has written nothing."""
    life = Life(random.Random(2))
    await write(journal, [life.opened()])
    await catch_up(pool)
    one, other = (Projector(pool, BUILT_IN, today) for _ in range(2))
    assert not await one.step()
    assert not await other.step()
    await write(journal, [life.entry("ReportedIn", FIRST)])
    assert await one.step()
    with pytest.raises(MovedOn):
        await other.step()
    assert await check(journal) > 0


class Killed(BaseException):
    """As if the process ended here."""


@pytest.mark.parametrize("after", range(1, 14))
async def test_one_that_was_killed_is_continued(
    dsn: str, journal: asyncpg.Connection, monkeypatch: pytest.MonkeyPatch, after: int
) -> None:
    """After any of its statements: the next one ends with what follows from the journal."""
    await write(journal, [event for life in some_lives(5, 6) for event in life])
    statements = 0
    for name in ("execute", "fetchval", "fetch", "copy_records_to_table"):
        plain: Any = getattr(asyncpg.Connection, name)

        async def killing(self: Any, *args: Any, _plain: Any = plain, **more: Any) -> Any:
            nonlocal statements
            result = await _plain(self, *args, **more)
            if self is not journal:
                statements += 1
                if statements == after:
                    raise Killed
            return result

        monkeypatch.setattr(asyncpg.Connection, name, killing)
    pool = await connect_pool(dsn, application_name="tests")

    async def work() -> None:
        for seed in range(6, 12):
            await catch_up(pool)
            await write(journal, [event for life in some_lives(seed, 3) for event in life])

    with pytest.raises(Killed):
        await work()
    await pool.close()
    monkeypatch.undo()
    pool = await connect_pool(dsn, application_name="tests")
    await catch_up(pool)
    await pool.close()
    assert await check(journal) > 2


async def test_changed_policies_make_it_anew_beside_the_live_one(
    pool: Pool, journal: asyncpg.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Reading goes on all the while; then all rows are by the new policies, the old ones gone."""
    monkeypatch.setattr(projector, "PIECE", 20)
    await write(journal, [event for life in some_lives(7, 20) for event in life])
    await catch_up(pool)
    before = await check(journal)
    changed = replace(built_in(), digest="another", duties=())
    anew = Projector(pool, in_force(changed), today)
    seen = set()
    while await anew.step():
        seen.add(await journal.fetchval("SELECT count(*) FROM live_worklist"))
    assert seen == {before, 0}
    assert await check(journal, changed) == 0
    assert await journal.fetchval("SELECT count(*) FROM duty_generations") == 1
    assert await journal.fetchval("SELECT count(*) FROM worklist") == 0


async def test_one_that_was_begun_is_gone_on_with(
    pool: Pool, journal: asyncpg.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A process that ends while it makes a generation leaves it to the next one."""
    monkeypatch.setattr(projector, "PIECE", 20)
    await write(journal, [event for life in some_lives(8, 20) for event in life])
    first = Projector(pool, BUILT_IN, today)
    for _ in range(3):
        await first.step()
    begun = await journal.fetchrow("SELECT generation, events, built_to FROM duty_generations")
    assert begun is not None
    assert begun["events"] > 0
    assert begun["built_to"]
    await catch_up(pool)
    assert await journal.fetchval("SELECT generation FROM duty_generations") == begun["generation"]
    assert await check(journal) > 5


async def test_it_is_made_anew_by_hand(pool: Pool, journal: asyncpg.Connection) -> None:
    """Beside the live one, once however often it is asked for."""
    await write(journal, [event for life in some_lives(9, 5) for event in life])
    await catch_up(pool)
    first = await journal.fetchval("SELECT generation FROM duty_generations")
    assert await begin_anew(pool, BUILT_IN, today)
    assert not await begin_anew(pool, BUILT_IN, today)
    await catch_up(pool)
    assert await journal.fetchval("SELECT generation FROM duty_generations") > first
    assert await check(journal) > 0


async def test_an_event_that_is_not_known_parks_its_case_alone(
    pool: Pool, journal: asyncpg.Connection
) -> None:
    """What was due before it stays; the others go on, and so does it once the event can be read."""
    chance = random.Random(3)
    parked, other = Life(chance), Life(chance)
    await write(journal, [parked.opened(), parked.entry("ReportedIn", FIRST), other.opened()])
    await catch_up(pool)
    of_case = "SELECT * FROM live_worklist WHERE case_id = $1 ORDER BY row_id"
    before = [await journal.fetch(of_case, life.case_id) for life in (parked, other)]
    assert before[0]
    await write(journal, [parked.event("SomethingNewer"), parked.contact(date(2019, 1, 20))])
    await write(journal, [other.entry("ReportedIn", FIRST)])
    await catch_up(pool)
    await check(journal)
    after = [await journal.fetch(of_case, life.case_id) for life in (parked, other)]
    assert after[0] == before[0]
    assert after[1] != before[1]
    rows = await journal.fetch("SELECT case_id, parked, version FROM duty_cases WHERE parked <> ''")
    assert [tuple(row) for row in rows] == [(parked.case_id, "cases.SomethingNewer.v1", 4)]


async def test_other_software_leaves_what_is_followed(
    pool: Pool, journal: asyncpg.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of two versions that run side by side the one that started last has its way, and keeps it."""
    await write(journal, [event for life in some_lives(10, 3) for event in life])
    older = Projector(pool, BUILT_IN, today)
    while await older.step():
        pass
    monkeypatch.setattr(projector, "software", lambda: "newer")
    newer = Projector(pool, BUILT_IN, today)
    while await newer.step():
        pass
    monkeypatch.undo()
    older.look_again()  # as after its connections broke
    for _ in range(3):
        assert not await older.step()
    rows = await journal.fetch("SELECT software, state FROM duty_generations")
    assert [tuple(row) for row in rows] == [("newer", "live")]


def test_a_case_has_its_id_from_its_stream() -> None:
    """And nothing else names a case."""
    assert case_of(f"case-{UUID(int=7)}") == UUID(int=7)


async def test_each_party_is_told_by_itself(pool: Pool, journal: asyncpg.Connection) -> None:
    """An ending of which several are to be told has a row for each of them."""
    life = Life(random.Random(11))
    await write(journal, [life.opened(), life.entry("ReportedIn", FIRST)])
    evidence = "completion_certificate"
    ended = life.entry("CaseEnded", date(2019, 3, 1), ending="completed", evidence=evidence)
    await write(journal, [ended])
    await catch_up(pool)
    await check(journal)
    rows = await journal.fetch("SELECT subject, to_whom FROM live_worklist ORDER BY to_whom")
    assert len(rows) > 1
    assert {row["subject"] for row in rows} == {life.entries[-1]}
    assert len({row["to_whom"] for row in rows}) == len(rows)
