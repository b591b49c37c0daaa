"""What recurs in a programme is due until its term ends, and then only its completion."""

from datetime import date, timedelta

import pytest
from hypothesis import given as for_all
from hypothesis import settings
from hypothesis import strategies as st

from services.cases.case.events import CaseEvent
from services.cases.duties.course import course_of
from services.cases.duties.recurring import RECURRING
from services.cases.duties.schedule import PoliciesOver, pending, schedule
from shared.events.cases.duties import Duty
from shared.events.cases.endings import Ending
from shared.events.cases.kinds import CaseKind
from shared.events.cases.programme import (
    ProgrammeResumed,
    ProgrammeSuspended,
    TimeServedCredited,
)
from shared.policies.shapes import EachWindow, Every, Per, Within
from tests.services.cases.duties.by_chance import POLICIES, SHORT, Life, lives
from tests.services.cases.duties.saying import awaits, policies, rule, said
from tests.services.cases.duties.told import (
    agreed,
    assessed,
    became,
    credited,
    day,
    ended,
    evaluated,
    history,
    leaves,
    met,
    opened,
    reopened,
    reported,
    resumed,
    summed_up,
    suspended,
    void,
    was_tested,
)

# The term ends on 15 January 2022: the fourteenth is its last day.
DONE = (opened("2019-01-10"), reported("2019-01-15"), agreed("2019-01-16"))
LONG_AFTER = "2025-06-01"
Entry = ProgrammeSuspended | ProgrammeResumed | TimeServedCredited
LATER = st.integers(0, 1500).map(lambda days: timedelta(days=days))


def last(duty: Duty, *events: CaseEvent, today: str = LONG_AFTER) -> str:
    """The last window of a duty in a case whose term is over."""
    return said(history(*DONE, *events), duty, today)[-1]


@pytest.mark.parametrize(
    ("duty", "line"),
    [
        (Duty.CONTACT, "2022-01-01..2022-01-14 overdue"),
        (Duty.TEST, "2021-10-15..2022-01-14 overdue"),
        (Duty.ASSESSMENT, "2021-07-11..2022-01-10 overdue"),
        (Duty.SUMMARY, "2021-07-16..2022-01-14 overdue"),
        (Duty.EVALUATION, "2021-01-16..2022-01-14 overdue"),
        (Duty.END_OF_TERM, "2022-01-15..2022-01-22 overdue"),
    ],
)
def test_what_was_due_within_the_term_is_the_last_that_is_due(duty: Duty, line: str) -> None:
    """However long nobody ends the file: no window begins after the term."""
    expected = [line]
    if duty is Duty.ASSESSMENT:  # it counts from the opening, five days before the reporting in
        expected = ["2021-07-11..2022-01-10 overdue", "2022-01-11..2022-01-14 fallen_away"]
    for today in ("2022-02-01", LONG_AFTER):
        assert said(history(*DONE), duty, today)[-len(expected) :] == expected


def test_while_the_term_lasts_all_is_awaited_as_ever() -> None:
    """On its last day, too; the day after it only the completion is to come.

    What was never done stays overdue: nobody formed a team.
    """
    done = (
        *(assessed("2022-01-10"), summed_up("2021-12-30"), evaluated("2021-12-30")),
        *(met("2022-01-02"), was_tested("2021-10-13"), was_tested("2021-10-14")),
        was_tested("2022-01-03"),
    )
    case = history(*DONE, *done)
    left = {Duty.END_OF_TERM: "2022-01-22", Duty.TEAM: "2019-01-31"}
    assert awaits(case, "2022-01-15") == left
    assert awaits(case, LONG_AFTER) == left
    before = history(*DONE, met("2021-12-02"))
    assert awaits(before, "2022-01-14")[Duty.CONTACT] == "2022-01-14"


@pytest.mark.parametrize(
    ("reported_on", "line"),
    [
        ("2019-01-07", "2022-01-01..2022-01-06 excused"),
        ("2019-01-08", "2022-01-01..2022-01-07 overdue"),
        ("2019-02-01", "2022-01-01..2022-01-31 overdue"),
        ("2019-02-02", "2022-02-01..2022-02-01 excused"),
    ],
)
def test_a_last_month_is_short_as_a_first_one_is(reported_on: str, line: str) -> None:
    """Too few days are excused; with enough of them the client is to be met by the last one."""
    case = history(opened("2019-01-06"), reported(reported_on))
    assert said(case, Duty.CONTACT, LONG_AFTER)[-1] == line
    begun = {"2019-01-07": "2019-01-31", "2019-02-02": "2019-02-28"}
    first = said(case, Duty.CONTACT, LONG_AFTER)[0]
    assert first.startswith(f"{reported_on}..{begun.get(reported_on, first.split(' ')[0][12:])}")


def test_a_client_on_leave_on_the_last_day_is_excused() -> None:
    """As on any other last day."""
    away = leaves("2022-01-12", "2022-01-20")
    assert last(Duty.CONTACT, away) == "2022-01-01..2022-01-14 excused"


@pytest.mark.parametrize(
    ("summed_up_on", "line"),
    [
        ("2021-07-14", "2021-07-15..2022-01-14 overdue"),
        ("2021-07-15", "2021-07-16..2022-01-14 overdue"),
        ("2021-07-16", "2021-07-17..2022-01-14 fallen_away"),
        ("2021-12-20", "2021-12-21..2022-01-14 fallen_away"),
        ("2022-01-14", "2021-07-16..2022-01-14 met on 2022-01-14"),
    ],
)
def test_an_interval_that_is_not_over_with_the_term_was_not_due(
    summed_up_on: str, line: str
) -> None:
    """There was still time. One that is over on the day of the end is due on the last day."""
    before = [summed_up(f"{year}-{month}") for year in (2019, 2020) for month in ("07-15", "12-31")]
    if summed_up_on == "2022-01-14":
        before.append(summed_up("2021-07-15"))
    found = last(Duty.SUMMARY, *before, summed_up(summed_up_on))
    assert found == line


def test_what_is_done_after_the_term_is_late_or_settles_what_was_missed() -> None:
    """A test makes up for the last that was missed; a month cannot be made up for, but the client
    was met: neither stays on the worklist.
    """
    late = was_tested("2022-02-03")
    assert last(Duty.TEST, late) == "2021-10-15..2022-01-14 late on 2022-02-03"
    assert last(Duty.SUMMARY, summed_up("2022-02-03")) == (
        "2021-07-16..2022-01-14 late on 2022-02-03"
    )
    visit = met("2022-02-03")
    assert last(Duty.CONTACT, visit) == "2022-01-01..2022-01-14 missed"
    case = history(*DONE, visit, late)
    assert {Duty.CONTACT, Duty.TEST} & awaits(case, LONG_AFTER).keys() == set()


def test_what_is_overdue_at_the_end_is_missed_once_the_file_is_ended() -> None:
    """Until then it can still be done, and is on the worklist; then nobody can."""
    assert Duty.TEST in awaits(history(*DONE), LONG_AFTER)
    end = ended("2022-03-01", Ending.COMPLETED)
    assert last(Duty.TEST, end) == "2021-10-15..2022-01-14 missed"
    assert last(Duty.CONTACT, end) == "2022-01-01..2022-01-14 missed"
    assert last(Duty.END_OF_TERM, end) == "2022-01-15..2022-01-22 late on 2022-03-01"
    assert awaits(history(*DONE, end), LONG_AFTER) == {}


def test_a_file_that_is_ended_on_the_last_day_of_the_term_ends_as_any() -> None:
    """What was open falls away: the ending was that day, and not the term alone."""
    end = ended("2022-01-14")
    assert last(Duty.CONTACT, end) == "2022-01-01..2022-01-14 fallen_away"


@pytest.mark.parametrize(
    ("events", "line"),
    [
        ((suspended("2021-06-03"), resumed("2021-06-18")), "2022-01-01..2022-01-29 overdue"),
        ((suspended("2021-06-03"), resumed("2021-08-03")), "2022-03-01..2022-03-16 overdue"),
        ((credited("2021-01-01", 100),), "2021-10-01..2021-10-06 excused"),
        ((credited("2021-12-20", 100),), "2021-12-01..2021-12-19 overdue"),
    ],
)
def test_a_term_that_ends_on_another_day_ends_its_duties_on_that_day(
    events: tuple[Entry, ...], line: str
) -> None:
    """A suspension prolongs it, what was served elsewhere shortens it; recorded late, too."""
    assert last(Duty.CONTACT, *events) == line
    again = [void(each) for each in events]
    assert last(Duty.CONTACT, *events, *again) == "2022-01-01..2022-01-14 overdue"


def test_a_longer_term_makes_what_recurs_due_again() -> None:
    """The policy of a place may say so: all that was cut off is due as if it never had been."""
    contact = rule(Duty.CONTACT, EachWindow(Per.MONTH))
    case = history(*DONE)
    for months, line in ((36, "2022-01-01..2022-01-14"), (38, "2022-03-01..2022-03-14")):
        by = policies(contact, term_months=months)
        assert said(case, Duty.CONTACT, LONG_AFTER, by)[-1] == f"{line} overdue"
    assert f"{said(case, Duty.CONTACT, LONG_AFTER, by)[-3]}" == "2022-01-01..2022-01-31 missed"


def test_a_file_at_large_has_no_term() -> None:
    """Its assessments go on: the term ends what only a programme asks for."""
    case = history(opened("2019-01-10", CaseKind.AT_LARGE))
    assert awaits(case, LONG_AFTER)[Duty.ASSESSMENT] == "2019-07-10"
    assert said(case, Duty.ASSESSMENT, LONG_AFTER)[-1] == "2025-01-11..2025-07-10 awaited"


def test_who_stays_on_file_after_the_term_is_assessed_anew_from_then() -> None:
    """At large, or in another programme: its own term counts from its own reporting in."""
    large = became("2022-06-01", CaseKind.AT_LARGE)
    case = history(*DONE, large)
    assert said(case, Duty.ASSESSMENT, "2022-07-01")[-3:] == [
        "2021-07-11..2022-01-10 missed",
        "2022-01-11..2022-01-14 fallen_away",
        "2022-06-01..2022-12-01 awaited",
    ]
    again = (became("2022-06-01", CaseKind.REHABILITATION), reported("2022-06-03"))
    assert said(history(*DONE, *again), Duty.CONTACT, "2022-07-01")[-2:] == [
        "2022-06-03..2022-06-30 overdue",
        "2022-07-01..2022-07-31 awaited",
    ]


def test_a_file_that_is_reopened_after_the_term_asks_for_its_end_alone() -> None:
    """The term was over; who reopens it for a new decision says so by that decision."""
    case = history(*DONE, ended("2022-02-01", Ending.COMPLETED), reopened("2022-06-01"))
    assert awaits(case, LONG_AFTER) == {Duty.END_OF_TERM: "2022-06-08"}


def test_nothing_ends_before_the_client_has_reported_in() -> None:
    """No term is served: the assessment and the reporting in stay due."""
    case = history(opened("2019-01-10"))
    assert awaits(case, LONG_AFTER).keys() == {Duty.REPORT_IN, Duty.ASSESSMENT}


@pytest.mark.parametrize("by", POLICIES.values(), ids=POLICIES)
@settings(max_examples=60, deadline=None)
@for_all(lives(), LATER)
def test_no_window_of_what_recurs_is_open_on_the_day_after_the_term(
    by: PoliciesOver, life: Life, later: timedelta
) -> None:
    """None begins after it, and none that had begun goes on; until the kind is another."""
    windows = schedule(life.history, by, life.last_day + later)
    ends = [each.since for each in windows if each.duty is Duty.END_OF_TERM]
    kinds = [stretch.since for stretch in course_of(life.history).stretches]
    for end in ends:
        next_kind = min((each for each in kinds if each > end), default=date.max)
        for each in windows:
            if each.duty in RECURRING:
                assert each.until <= end or each.since >= next_kind


@settings(max_examples=60, deadline=None)
@for_all(lives(), LATER)
def test_until_the_term_ends_what_is_due_does_not_depend_on_it(
    life: Life, later: timedelta
) -> None:
    """By a term of ten years there are the same windows, and more behind them."""
    today = life.last_day + later
    longer = policies(*SHORT.duties, emergencies=SHORT.emergencies, term_months=120)
    begun = {
        (each.duty, each.since)
        for each in schedule(life.history, longer, today)
        if each.duty in RECURRING
    }
    for each in schedule(life.history, SHORT, today):
        if each.duty in RECURRING and each.duty is not Duty.ASSESSMENT:
            assert (each.duty, each.since) in begun


def test_a_duty_by_intervals_of_days_ends_with_the_term_too() -> None:
    """What was done last was done in time: nothing more is awaited of it."""
    by = policies(rule(Duty.CONTACT, Every(days=10)), rule(Duty.END_OF_TERM, Within(7)))
    case = history(*DONE, met("2022-01-10"))
    assert said(case, Duty.CONTACT, LONG_AFTER, by)[-1] == "2022-01-11..2022-01-14 fallen_away"
    windows = schedule(case, by, day(LONG_AFTER))
    assert [each.duty for each in pending(windows)] == [Duty.END_OF_TERM]
