"""Whose duties a changed file of policies changes: of all that are kept, by county and duty."""

from dataclasses import replace
from datetime import date
from uuid import UUID

import asyncpg
import pytest

from services.cases.duties import whose
from services.cases.duties.whose import Affected, duties_changed, whose_duties_change
from shared.database import Pool
from shared.events.cases.duties import Duty
from shared.policies.policies import Policies
from shared.policies.reading import built_in
from shared.policies.shapes import EachWindow, Per
from tests.services.cases.duties.saying import policies, rule
from tests.services.cases.duties.told import appointed, ended, history, met, opened, reported
from tests.services.cases.worklist.following import TODAY, catch_up, some_lives
from tests.services.cases.worklist.lives import write

CASE = (opened("2019-01-10"), reported("2019-01-15"))
MONTHLY = policies(rule(Duty.CONTACT, EachWindow(Per.MONTH)))
DAY = date(2019, 6, 12)


def others(policies: Policies) -> Policies:
    """The same, but for contacts, which are due each quarter."""
    return replace(
        policies,
        digest="others",
        duties=tuple(
            replace(each, shape=EachWindow(Per.QUARTER)) if each.duty is Duty.CONTACT else each
            for each in policies.duties
        ),
    )


def test_what_is_open_is_compared_and_nothing_else() -> None:
    """A case in which nothing is open any more has no other duties by any file."""
    quarterly = policies(rule(Duty.CONTACT, EachWindow(Per.QUARTER)))
    assert duties_changed(history(*CASE), MONTHLY, quarterly, DAY) == {("410102", Duty.CONTACT)}
    assert duties_changed(history(*CASE), MONTHLY, MONTHLY, DAY) == set()
    over = history(*CASE, met("2019-02-01"), ended("2019-03-04"))
    assert duties_changed(over, MONTHLY, quarterly, DAY) == set()


def test_a_duty_that_is_due_no_more_is_counted_once() -> None:
    """However many of its windows are open: two appointments are one duty of a case."""
    two = history(
        *CASE, appointed("2019-06-01", "2019-06-20"), appointed("2019-06-02", "2019-06-21")
    )
    without = replace(
        built_in(),
        duties=tuple(e for e in built_in().duties if e.duty is not Duty.APPOINTED_TEST),
    )
    assert duties_changed(two, built_in(), without, DAY) == {("410102", Duty.APPOINTED_TEST)}


@pytest.mark.postgres
async def test_all_cases_are_gone_through(
    pool: Pool, journal: asyncpg.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Piece by piece, each once; in a region those that lie there alone."""
    monkeypatch.setattr(whose, "PIECE", 3)
    for life in some_lives(7, 10):
        await write(journal, life)
    await catch_up(pool)

    async def gone_through(new: Policies, region: str = "") -> Affected:
        affected = Affected()
        async for affected in whose_duties_change(pool, built_in(), new, region, TODAY):
            assert affected.cases <= 10
        return affected

    new = others(built_in())
    found = await gone_through(new)
    contacts = await journal.fetch("SELECT case_id FROM live_worklist WHERE duty = 'contact'")
    assert found.cases == 10
    assert {duty for _, duty in found.by_duty} == {Duty.CONTACT}
    assert found.by_duty.total() == found.changed == len(set(found.case_ids)) > 0
    assert set(found.case_ids) <= {UUID(str(row["case_id"])) for row in contacts}
    assert (await gone_through(built_in())).changed == 0
    assert (await gone_through(new, "33")).cases == 0
