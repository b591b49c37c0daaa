"""The worklist as days go by: nothing on it changes by time alone, but by a policy that ends."""

import random
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import asyncpg
import pytest

from services.cases.duties.history import History
from services.cases.duties.schedule import schedule
from services.cases.duties.windows import Window
from services.cases.worklist import projection
from services.cases.worklist.projection import Kept, Written, fold, made
from services.cases.worklist.projector import Projector
from shared.database import Pool
from shared.events.cases.duties import Duty
from shared.policies.reading import built_in
from tests.services.cases.worklist.following import in_force, some_lives
from tests.services.cases.worklist.lives import FIRST, Life, write


@pytest.mark.postgres
async def test_what_a_policy_abolishes_leaves_it_on_the_day(
    pool: Pool, journal: asyncpg.Connection
) -> None:
    """No sooner, though nothing is recorded then; and the closer looks at its cases again."""
    life = Life(random.Random(13))
    await write(journal, [life.opened(), life.entry("ReportedIn", FIRST)])
    abolished_on = date(2019, 10, 1)
    duties = tuple(
        replace(each, holding=replace(each.holding, until=abolished_on))
        if each.duty is Duty.CONTACT
        else each
        for each in built_in().duties
    )
    policies = replace(built_in(), digest="another", duties=duties)
    day = abolished_on - timedelta(days=1)
    kept = Projector(pool, in_force(policies), lambda: day)
    contacts = "SELECT count(*) FROM live_worklist WHERE duty = 'contact'"
    while await kept.step():
        pass
    assert await journal.fetchval(contacts) == 1
    await journal.execute("UPDATE duty_cases SET check_on = $1", date(2019, 12, 1))
    day = abolished_on
    kept.look_again()
    while await kept.step():
        pass
    assert await journal.fetchval(contacts) == 0
    assert await journal.fetchval("SELECT check_on FROM duty_cases") == abolished_on
    generation = await journal.fetchval("SELECT generation FROM duty_generations")
    day += timedelta(days=40)
    kept.look_again()
    while await kept.step():
        pass
    assert await journal.fetchval("SELECT generation FROM duty_generations") == generation


def folded(seed: int, number: int) -> dict[UUID, Kept]:
    """Some cases, as the projector keeps them."""
    events = [event for life in some_lives(seed, number) for event in life]
    moment = datetime(2019, 9, 1, tzinfo=UTC)
    return fold(
        {},
        [
            Written(place, stream, version, event_id, kind, data, moment)
            for place, (stream, version, event_id, kind, data, _) in enumerate(events)
        ],
    )


def test_nothing_on_it_changes_by_time_alone() -> None:
    """The rows of a case are the same on every day behind its last entry, and before it too."""
    cases = folded(12, 20)
    first = made(cases, built_in(), date(2019, 1, 1)).rows
    assert len(first) > 20
    for days in range(0, 1500, 37):
        assert made(cases, built_in(), date(2019, 1, 1) + timedelta(days=days)).rows == first


def test_a_case_of_which_no_schedule_can_be_made_holds_up_no_other(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """It is parked under the name of the fault, with its history; the others get their rows."""
    cases = folded(3, 5)
    whole = made(cases, built_in(), FIRST)
    faulty = next(iter(cases))

    def with_a_fault(history: History, *given: Any) -> tuple[Window, ...]:
        if history.case_id == faulty:
            raise OverflowError
        return schedule(history, *given)

    monkeypatch.setattr(projection, "schedule", with_a_fault)
    found = made(cases, built_in(), FIRST)
    parked = {each.case_id: each.parked for each in found.cases if each.parked is not None}
    assert parked == {faulty: "OverflowError"}
    assert [*found.rows] == [row for row in whole.rows if row.case_id != faulty]
    assert {each.case_id for each in found.cases if each.history} == {*cases}
