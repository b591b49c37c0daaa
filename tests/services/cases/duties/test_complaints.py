"""What other systems of this field get wrong, by the complaint: none of it may come back."""

from collections import Counter
from datetime import date, timedelta

from services.cases.duties.names import DutyState
from services.cases.duties.schedule import pending, schedule
from services.cases.duties.sentences import days_over
from shared.events.cases.contacts import ContactMode
from shared.events.cases.drug_tests import NotDoneReason
from shared.events.cases.duties import Duty, DutyOutcome
from shared.events.cases.kinds import CaseKind
from shared.policies.reading import built_in
from shared.policies.shapes import EachWindow, Every, Per
from tests.services.cases.duties.saying import awaits, emergency, lines, policies, rule, said
from tests.services.cases.duties.told import (
    appointed,
    assessed,
    became,
    day,
    ended,
    history,
    met,
    not_tested,
    opened,
    reported,
    summed_up,
    void,
    was_tested,
)

OPENED, REPORTED = opened("2019-01-10"), reported("2019-01-15")


def test_a_visit_leaves_the_worklist_once_its_condition_changed() -> None:
    """What is awaited follows from what is so now: it goes with each condition that it came by."""
    visit = met("2019-02-20")
    before = history(OPENED, REPORTED, met("2019-01-20"))
    assert awaits(before, "2019-02-25")[Duty.CONTACT] == "2019-02-28"
    changed = {
        "it was made": (OPENED, REPORTED, met("2019-01-20"), visit),
        "the client reports in no more": (OPENED, REPORTED, void(REPORTED)),
        "the case ended": (OPENED, REPORTED, ended("2019-02-22")),
        "a programme was decided anew": (
            *(OPENED, REPORTED),
            became("2019-02-22", CaseKind.REHABILITATION),
        ),
    }
    for why, events in changed.items():
        assert awaits(history(*events), "2019-02-25").get(Duty.CONTACT) != "2019-02-28", why
    back = history(OPENED, REPORTED, met("2019-01-20"), visit, void(visit))
    assert awaits(back, "2019-02-25")[Duty.CONTACT] == "2019-02-28"


def test_duties_do_not_vanish_when_an_arrangement_ends() -> None:
    """What was due before the end of a case stays in its schedule, and says what became of it."""
    case = history(OPENED, REPORTED, met("2019-02-20"), ended("2019-04-10"))
    assert said(case, Duty.CONTACT, "2019-12-31") == [
        "2019-01-15..2019-01-31 missed",
        "2019-02-01..2019-02-28 met on 2019-02-20",
        "2019-03-01..2019-03-31 missed",
        "2019-04-01..2019-04-10 fallen_away",
    ]


def test_overdue_is_counted_once_wherever_it_is_counted() -> None:
    """A duty that is not done for months is overdue once; the worklist and the outcomes agree."""
    case = history(OPENED, REPORTED, appointed("2019-02-01", "2019-02-08"), summed_up("2019-05-01"))
    for days in range(0, 1000, 9):
        today = date(2019, 1, 10) + timedelta(days=days)
        windows = schedule(case, built_in(), today)
        outcomes = Counter(
            (each.duty, each.subject) for each in windows if each.outcome is DutyOutcome.OVERDUE
        )
        on_the_worklist = Counter(
            (each.duty, each.subject) for each in pending(windows) if each.until <= today
        )
        assert outcomes == on_the_worklist
        assert set(outcomes.values()) <= {1}


def test_the_page_and_the_worklist_count_the_same_days() -> None:
    """January and February not done: on 1 March both say 29 days, though March is still to come."""
    windows = schedule(history(OPENED, REPORTED), built_in(), day("2019-03-01"))
    [overdue] = [
        each
        for each in windows
        if each.duty is Duty.CONTACT and each.outcome is DutyOutcome.OVERDUE
    ]
    [row] = [each for each in pending(windows) if each.duty is Duty.CONTACT]
    assert overdue.last_day == date(2019, 2, 28)
    assert overdue.overdue_since == row.last_day == date(2019, 1, 31)
    assert days_over(overdue, DutyState.OVERDUE, date(2019, 3, 1)) == 29


def test_some_time_this_week_is_not_seven_days_since_the_last() -> None:
    """On Monday 4 and Sunday 17 March each week has its contact, though 13 days lie between."""
    case = history(OPENED, reported("2019-03-04"), met("2019-03-04"), met("2019-03-17"))
    by_week = policies(rule(Duty.CONTACT, EachWindow(Per.WEEK)))
    assert said(case, Duty.CONTACT, "2019-03-18", by_week) == [
        "2019-03-04..2019-03-10 met on 2019-03-04",
        "2019-03-11..2019-03-17 met on 2019-03-17",
        "2019-03-18..2019-03-24 awaited",
    ]
    by_days = policies(rule(Duty.CONTACT, Every(days=7)))
    assert said(case, Duty.CONTACT, "2019-03-18", by_days) == [
        "2019-03-04..2019-03-04 met on 2019-03-04",
        "2019-03-05..2019-03-11 late on 2019-03-17",
        "2019-03-18..2019-03-24 awaited",
    ]


def test_several_open_appointments_are_each_awaited() -> None:
    """The test of one meets no other; what is not done of one is not awaited of that one."""
    first = appointed("2019-02-01", "2019-02-08")
    second = appointed("2019-02-01", "2019-02-15")
    third = appointed("2019-02-02", "2019-02-15")
    case = history(OPENED, REPORTED, first, second, third)
    today = day("2019-02-10")

    def waiting() -> set[object]:
        windows = pending(schedule(case, built_in(), today))
        return {each.subject for each in windows if each.duty is Duty.APPOINTED_TEST}

    assert waiting() == {first.entry_id, second.entry_id, third.entry_id}
    case = history(OPENED, REPORTED, first, second, third, was_tested("2019-02-09", second))
    assert waiting() == {first.entry_id, third.entry_id}
    refused = not_tested("2019-02-08", NotDoneReason.REFUSED, first)
    case = history(OPENED, REPORTED, first, second, third, refused)
    assert waiting() == {second.entry_id, third.entry_id}


def test_nothing_is_awaited_of_an_ended_file() -> None:
    """What was overdue is missed, what was open has fallen away; after it a report is due alone."""
    case = history(OPENED, REPORTED, appointed("2019-03-01", "2019-04-20"), ended("2019-04-10"))
    for today in ("2019-04-10", "2019-04-11", "2022-12-31"):
        windows = schedule(case, built_in(), day(today))
        assert {each.duty for each in pending(windows)} == {Duty.CLOSING_REPORT}
        windows = tuple(each for each in windows if each.duty is not Duty.CLOSING_REPORT)
        assert DutyOutcome.OVERDUE not in {each.outcome for each in windows}
    assert max(each.until for each in windows) == date(2019, 4, 11)
    assert lines(each for each in windows if each.until == date(2019, 4, 11)) == [
        "2019-01-10..2019-04-10 fallen_away",  # the assessment
        "2019-01-15..2019-04-10 fallen_away",  # the evaluation
        "2019-01-15..2019-04-10 fallen_away",  # the summary
        "2019-03-01..2019-04-10 fallen_away",  # the appointed test
        "2019-03-15..2019-04-10 fallen_away",  # the regular test
        "2019-04-01..2019-04-10 fallen_away",  # the contact
    ]


def test_a_person_never_tested_is_overdue_from_the_first_due_date() -> None:
    """The worklist says since when, and not since the last month."""
    case = history(OPENED, REPORTED)
    assert awaits(case, "2019-02-14")[Duty.TEST] == "2019-02-14"
    for today in ("2019-02-15", "2019-06-30", "2021-12-31"):
        [first] = [
            each
            for each in pending(schedule(case, built_in(), day(today)))
            if each.duty is Duty.TEST
        ]
        assert (first.since, first.last_day) == (date(2019, 1, 15), date(2019, 2, 14))
    half_a_year = said(case, Duty.TEST, "2019-07-15")
    assert half_a_year[:-1] == [
        "2019-01-15..2019-02-14 missed",
        "2019-02-15..2019-03-14 missed",
        "2019-03-15..2019-04-14 missed",
        "2019-04-15..2019-05-14 missed",
        "2019-05-15..2019-06-14 missed",
        "2019-06-15..2019-07-14 overdue",
    ]


def test_on_time_divides_by_those_who_were_due() -> None:
    """Whoever was excused, or whose case ended, is in neither part of the rate; who was late is."""
    due = {DutyOutcome.MET, DutyOutcome.LATE, DutyOutcome.OVERDUE, DutyOutcome.MISSED}
    cases = {
        DutyOutcome.MET: history(OPENED, REPORTED),
        DutyOutcome.LATE: history(OPENED, reported("2019-02-10")),
        DutyOutcome.OVERDUE: history(OPENED),
        DutyOutcome.MISSED: history(OPENED, ended("2019-03-10")),
        DutyOutcome.FALLEN_AWAY: history(OPENED, ended("2019-01-20")),
        None: history(opened(None, CaseKind.AT_LARGE)),
    }
    outcomes = []
    for expected, case in cases.items():
        windows = schedule(case, built_in(), day("2019-04-01"))
        found = [each.outcome for each in windows if each.duty is Duty.REPORT_IN]
        assert found == ([] if expected is None else [expected])
        outcomes += found
    were_due = [each for each in outcomes if each in due]
    assert (were_due.count(DutyOutcome.MET), len(were_due)) == (1, 4)


def test_a_call_is_no_meeting_but_in_an_emergency_of_the_place() -> None:
    """Nobody is seen by phone; while an emergency is declared it is what can be done."""
    call = met("2019-02-20", ContactMode.PHONE)
    case = history(OPENED, REPORTED, met("2019-01-20"), call, assessed("2019-02-01"))
    contact = rule(Duty.CONTACT, EachWindow(Per.MONTH))
    for declared, expected in (
        ((), "2019-02-01..2019-02-28 overdue"),
        ((emergency("2019-02-15", "2019-03-15"),), "2019-02-01..2019-02-28 met on 2019-02-20"),
        ((emergency("2019-02-15", "2019-03-15", ("33",)),), "2019-02-01..2019-02-28 overdue"),
    ):
        by = policies(contact, emergencies=declared)
        assert said(case, Duty.CONTACT, "2019-03-01", by)[1] == expected
