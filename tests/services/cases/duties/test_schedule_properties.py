"""What holds of every schedule, whatever happened in a case, by whatever policies."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import groupby, pairwise

import pytest
from hypothesis import given as for_all
from hypothesis import settings
from hypothesis import strategies as st

from services.cases.case.events import CaseEvent
from services.cases.duties.history import from_json, noted, to_json
from services.cases.duties.schedule import PoliciesOver, pending, schedule
from services.cases.duties.windows import Window
from shared.events.cases.case import EntryVoided
from shared.events.cases.duties import Duty, DutyOutcome
from tests.services.cases.duties.by_chance import FIRST, POLICIES, Life, history_of, lives
from tests.services.cases.duties.told import OPENING, history, met, opened, reported

by_policies = pytest.mark.parametrize("by", POLICIES.values(), ids=POLICIES)
LATER = st.integers(0, 1500).map(lambda days: timedelta(days=days))
UNMET = {DutyOutcome.OVERDUE, DutyOutcome.MISSED}


def key(window: Window) -> tuple[str, int, str]:
    """Of which duty, about what and for whom it is."""
    return window.duty, window.subject.int if window.subject else 0, window.to_whom


def chains(windows: Sequence[Window]) -> list[list[Window]]:
    """The windows of each duty, subject and party, by their days."""
    ordered = sorted(windows, key=lambda each: (key(each), each.since))
    return [list(each) for _, each in groupby(ordered, key=key)]


def unsaid(windows: Sequence[Window]) -> list[Window]:
    """Windows without what the day says of them."""
    return [each._replace(outcome=None, in_a_row=0, overdue_since=None) for each in windows]


@by_policies
@settings(max_examples=40, deadline=None)
@for_all(lives(), LATER, LATER)
def test_what_is_awaited_changes_by_no_day(
    by: PoliciesOver, life: Life, one: timedelta, other: timedelta
) -> None:
    """The same windows whatever day it is: so a row of the worklist never changes by time alone.

    But on a day on which a policy begins or ends, on which the worklist is made anew.
    """
    for today in (life.last_day, life.last_day + one, life.last_day + other):
        changed_on = max((each for each in by.changes if each <= today), default=date.min)
        before = schedule(life.history, by, max(life.last_day, changed_on))
        assert unsaid(pending(schedule(life.history, by, today))) == unsaid(pending(before))


@by_policies
@settings(max_examples=40, deadline=None)
@for_all(lives(), LATER)
def test_the_shape_of_a_schedule(by: PoliciesOver, life: Life, later: timedelta) -> None:
    """Windows of a duty and subject never overlap, and are ordered; outcomes say what they say."""
    today = life.last_day + later
    windows = schedule(life.history, by, today)
    assert [each.until for each in windows] == sorted(each.until for each in windows)
    for each in windows:
        assert each.since < each.until
        assert (each.outcome is not None) is (each.until <= today)
        assert (each.met_on is None) is (each.met_by is None)
        assert each.met_on is None or each.settled is None
        assert each.due_on >= each.last_day
        match each.outcome:
            case DutyOutcome.MET:
                assert each.met_on is not None
                assert each.since <= each.met_on < each.until
                assert each.days_late == 0
            case DutyOutcome.LATE:
                assert each.met_on is not None
                assert each.days_late == (each.met_on - each.until).days + 1 > 0
            case DutyOutcome.OVERDUE:
                assert each.is_awaited
            case DutyOutcome.EXCUSED | DutyOutcome.FALLEN_AWAY:
                assert each.settled is each.outcome
            case DutyOutcome.MISSED:
                assert each.met_on is None
                assert each.settled in (None, DutyOutcome.MISSED)
    for chain in chains(windows):
        for one, other in pairwise(chain):
            assert one.until <= other.since


@by_policies
@settings(max_examples=40, deadline=None)
@for_all(lives(), LATER)
def test_an_entry_meets_one_window_of_a_duty(
    by: PoliciesOver, life: Life, later: timedelta
) -> None:
    """At most; and what meets one is an entry that counts."""
    case = life.history
    windows = schedule(case, by, life.last_day + later)
    met = Counter((each.duty, each.to_whom, each.met_by) for each in windows if each.met_by)
    assert set(met.values()) <= {1}
    assert {each.met_by for each in windows} <= {None, *(n.entry_id for n in case.notes)}


@by_policies
@settings(max_examples=40, deadline=None)
@for_all(lives(), LATER, LATER)
def test_what_is_closed_stays_as_it_is(
    by: PoliciesOver, life: Life, one: timedelta, other: timedelta
) -> None:
    """While time passes and nothing is recorded; only what is overdue is missed by the next one."""
    case, today = life.history, life.last_day + one
    before = [each for each in schedule(case, by, today) if each.until <= today]
    after = [each for each in schedule(case, by, today + other) if each.until <= today]
    assert len(before) == len(after)
    for was, became in zip(before, after, strict=True):
        if was != became:
            missed = was._replace(outcome=DutyOutcome.MISSED, overdue_since=None)
            assert missed == became._replace(settled=None)
            assert was.outcome in UNMET


@by_policies
@settings(max_examples=40, deadline=None)
@for_all(lives(), LATER)
def test_what_is_overdue_is_on_the_worklist_and_the_other_way_round(
    by: PoliciesOver, life: Life, later: timedelta
) -> None:
    """One at most of each duty, subject and party."""
    today = life.last_day + later
    windows = schedule(life.history, by, today)
    overdue = [key(each) for each in windows if each.outcome is DutyOutcome.OVERDUE]
    waiting = [key(each) for each in pending(windows) if each.until <= today]
    assert sorted(overdue) == sorted(waiting)
    assert len(overdue) == len(set(overdue))


@by_policies
@settings(max_examples=40, deadline=None)
@for_all(lives(), LATER)
def test_how_many_were_not_met_one_after_the_other(
    by: PoliciesOver, life: Life, later: timedelta
) -> None:
    """Each that was not met is one more than the one before it, or the first of its row."""
    windows = schedule(life.history, by, life.last_day + later)
    for chain in chains(windows):
        row = 0
        for each in chain:
            if each.outcome in (DutyOutcome.MET, DutyOutcome.LATE):
                row = 0
            if each.outcome in UNMET:
                assert each.in_a_row in (1, row + 1)
                row = each.in_a_row
            else:
                assert each.in_a_row == 0


@by_policies
@settings(max_examples=40, deadline=None)
@for_all(lives())
def test_folded_one_by_one_it_is_the_same(by: PoliciesOver, life: Life) -> None:
    """As the projection keeps a history: as JSON, from event to event; and void is as if never."""
    kept = None
    for event in life.events:
        found = noted(
            None if kept is None else from_json(kept),
            getattr(event, "entry_id", OPENING) if not isinstance(event, EntryVoided) else OPENING,
            FIRST,
            event,
        )
        assert found is not None
        kept = to_json(found)
    assert kept is not None
    assert from_json(kept) == life.history
    voided = {each.entry_id for each in life.events if isinstance(each, EntryVoided)}
    counting: list[CaseEvent] = [
        each
        for each in life.events
        if not isinstance(each, EntryVoided)
        and (getattr(each, "entry_id", None) not in voided or each is life.opening)
    ]
    never = replace(history_of(counting), void_on=life.history.void_on)
    today = life.last_day
    assert schedule(never, by, today) == schedule(life.history, by, today)


@settings(max_examples=100, deadline=None)
@for_all(st.integers(0, 60), st.sets(st.integers(0, 700), max_size=30), st.integers(0, 900))
def test_a_month_is_met_where_a_day_of_it_is(first: int, days: set[int], until: int) -> None:
    """Counted another way: month by month, with nothing but the calendar."""
    begin = FIRST + timedelta(days=first)
    visits = sorted(begin + timedelta(days=each) for each in days)
    today = begin + timedelta(days=until)
    case = history(opened(str(begin)), reported(str(begin)), *(met(str(each)) for each in visits))
    found = {
        (each.since.year, each.since.month): each
        for each in schedule(case, POLICIES["built in"], today)
        if each.duty is Duty.CONTACT and each.outcome is not None
    }
    month = (begin.year, begin.month)
    while month < (today.year, today.month):
        window = found.pop(month)
        of_month = [each for each in visits if (each.year, each.month) == month]
        if of_month:
            assert (window.outcome, window.met_on) == (DutyOutcome.MET, of_month[0])
        elif month == (begin.year, begin.month) and (window.until - begin).days < 7:
            assert window.outcome is DutyOutcome.EXCUSED
        else:
            assert window.outcome in UNMET
        month = (month[0] + month[1] // 12, month[1] % 12 + 1)
    assert found == {}
