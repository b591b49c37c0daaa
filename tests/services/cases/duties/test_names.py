"""The names of duties, and the states they are in at the edges of days."""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from uuid import UUID

import pytest

from services.cases.duties.names import (
    OPEN_STATES,
    STATES,
    DutyState,
    state_of,
)
from services.cases.duties.windows import Window
from shared.events.cases.duties import Duty, DutyOutcome
from shared.events.cases.kinds import CaseKind
from shared.names.duties import OUTCOMES
from shared.policies.naming import DUTIES
from shared.policies.reading import built_in
from shared.text import Text

SINCE, UNTIL = date(2019, 3, 1), date(2019, 4, 1)


@pytest.mark.parametrize(
    ("names", "kind"), [(DUTIES, Duty), (STATES, DutyState), (OUTCOMES, DutyOutcome)]
)
def test_every_member_has_its_name(names: Mapping[StrEnum, Text], kind: type[StrEnum]) -> None:
    """No member is missing, and no two are called alike in either language."""
    assert set(names) == set(kind)
    assert all(text.zh and text.en for text in names.values())
    assert len({text.zh for text in names.values()}) == len(names)
    assert len({text.en for text in names.values()}) == len(names)


def test_every_outcome_is_a_state() -> None:
    """What became of a duty is a state of the same code; only an overdue one is open still."""
    states = {DutyState(outcome.value) for outcome in DutyOutcome}
    assert states & OPEN_STATES == {DutyState.OVERDUE}


@pytest.mark.parametrize(
    ("today", "state"),
    [
        (date(2019, 2, 28), DutyState.UPCOMING),
        (date(2019, 3, 1), DutyState.DUE),
        (date(2019, 3, 23), DutyState.DUE),
        (date(2019, 3, 24), DutyState.DUE_SOON),
        (date(2019, 3, 31), DutyState.DUE_SOON),
        (date(2019, 4, 1), DutyState.OVERDUE),
    ],
)
def test_state_at_the_edges(today: date, state: DutyState) -> None:
    """Seven days before its last day a duty is due soon; the day after that one it is overdue."""
    assert state_of(window(), today) is state


def test_due_soon_no_earlier_than_it_may_be_done() -> None:
    """A time that is shorter than the reminder is due soon from its first day."""
    short = window()._replace(since=date(2019, 3, 30))
    assert short.soon_from == date(2019, 3, 30)
    assert state_of(short, date(2019, 3, 29)) is DutyState.UPCOMING
    assert state_of(short, date(2019, 3, 30)) is DutyState.DUE_SOON


def test_what_is_met_says_so_before_its_time_is_over() -> None:
    """A contact on the 14th is done on the 20th, though March goes on."""
    met = window(met_on=date(2019, 3, 14))
    assert state_of(met, date(2019, 3, 20)) is DutyState.MET


def test_what_is_not_to_be_done_after_all_says_so_at_once() -> None:
    """A month in which the client is away is excused before it is over."""
    excused = window()._replace(settled=DutyOutcome.EXCUSED)
    assert state_of(excused, date(2019, 3, 20)) is DutyState.EXCUSED


@pytest.mark.parametrize("outcome", DutyOutcome)
def test_an_outcome_is_the_state(outcome: DutyOutcome) -> None:
    """Once its time is over, a duty stands at what became of it."""
    assert state_of(window(outcome=outcome), date(2019, 5, 1)) == outcome.value


def window(outcome: DutyOutcome | None = None, met_on: date | None = None) -> Window:
    """The contact of March."""
    return Window(
        duty=Duty.CONTACT,
        since=SINCE,
        until=UNTIL,
        kind=CaseKind.DETOXIFICATION,
        region="410102001",
        rule="contact",
        policies="2026-1",
        outcome=outcome,
        met_by=UUID(int=1) if met_on else None,
        met_on=met_on,
        by=built_in(),
    )
