"""By which policy a window is: of its first day, region, kind and level; of which version."""

from datetime import date

import pytest

from services.cases.case.events import CaseEvent
from services.cases.duties.history import History, Note, What
from services.cases.duties.schedule import schedule
from services.cases.duties.versions import Applied, Versions
from shared.events.cases.contacts import ContactMode
from shared.events.cases.duties import Duty, DutyOutcome
from shared.policies.shapes import EachWindow, Every, Per, TimesAYear, Within
from tests.services.cases.duties.saying import awaits, emergency, policies, rule, said
from tests.services.cases.duties.told import (
    OPENING,
    assessed,
    day,
    history,
    met,
    opened,
    reported,
    was_tested,
)

MONTHLY, QUARTERLY = EachWindow(Per.MONTH), EachWindow(Per.QUARTER)


def moved(case: History, on: str, region: str) -> History:
    """The same case, whose client moved to a region: a transfer between two of them."""
    note = Note(OPENING, What.MOVED, day(on), region)
    return History(**{**vars(case), "notes": (*case.notes, note)})


def told(*events: CaseEvent, reported_on: str = "2019-01-01") -> History:
    """The history of a client who reported in on a day."""
    return history(opened(reported_on), reported(reported_on), *events)


def test_two_policies_in_one_window() -> None:
    """The one of its first day governs all of it; the next one begins behind it."""
    by = policies(
        rule(Duty.CONTACT, QUARTERLY, "quarterly", until="2019-05-15"),
        rule(Duty.CONTACT, MONTHLY, "monthly", since="2019-05-15"),
    )
    windows = [
        (str(each.since), str(each.last_day), each.rule)
        for each in schedule(told(), by, day("2019-08-01"))
    ]
    assert windows == [
        ("2019-01-01", "2019-03-31", "quarterly"),
        ("2019-04-01", "2019-06-30", "quarterly"),
        ("2019-07-01", "2019-07-31", "monthly"),
        ("2019-08-01", "2019-08-31", "monthly"),
    ]


def test_a_window_that_begins_within_a_part_of_the_calendar_is_a_part() -> None:
    """After an interval the month goes on from where it is; too short, nothing is due in it."""
    by = policies(
        rule(Duty.CONTACT, Every(days=20), "interval", until="2019-01-15"),
        rule(Duty.CONTACT, MONTHLY, "monthly", since="2019-01-15"),
    )
    assert said(told(), Duty.CONTACT, "2019-03-01", by) == [
        "2019-01-01..2019-01-21 missed",
        "2019-01-22..2019-01-31 missed",
        "2019-02-01..2019-02-28 overdue",
        "2019-03-01..2019-03-31 awaited",
    ]


def test_an_interval_begins_where_the_window_before_it_ended() -> None:
    """What a window of the calendar was met by is not what an interval counts from."""
    by = policies(
        rule(Duty.CONTACT, MONTHLY, "monthly", until="2019-01-15"),
        rule(Duty.CONTACT, Every(days=20), "interval", since="2019-01-15"),
    )
    assert said(told(met("2019-01-03")), Duty.CONTACT, "2019-02-01", by) == [
        "2019-01-01..2019-01-31 met on 2019-01-03",
        "2019-02-01..2019-02-20 awaited",
    ]


def test_where_a_policy_ends_nothing_is_due_until_the_next_begins() -> None:
    """What was missed under it may still be made up for."""
    by = policies(
        rule(Duty.TEST, TimesAYear((12,)), "then", until="2019-02-01"),
        rule(Duty.TEST, TimesAYear((12,)), "again", since="2019-06-10"),
    )
    assert said(told(), Duty.TEST, "2019-08-01", by) == [
        "2019-01-01..2019-01-31 missed",
        "2019-06-10..2019-06-30 missed",
        "2019-07-01..2019-07-31 overdue",
        "2019-08-01..2019-08-31 awaited",
    ]
    between = told(was_tested("2019-04-01"))
    assert said(between, Duty.TEST, "2019-06-01", by) == [
        "2019-01-01..2019-01-31 late on 2019-04-01",
        "2019-06-10..2019-06-30 awaited",
    ]


@pytest.mark.parametrize("shape", [MONTHLY, TimesAYear((12,)), Every(days=30)])
def test_what_a_policy_abolishes_is_awaited_no_more(shape: EachWindow | TimesAYear | Every) -> None:
    """From that day: what was overdue is missed, what was open has fallen away; both are shown."""
    by = policies(rule(Duty.CONTACT, shape, until="2019-03-11"))

    def became(today: str) -> list[DutyOutcome | None]:
        return [each.outcome for each in schedule(told(), by, day(today))]

    assert awaits(told(), "2019-03-10", by)[Duty.CONTACT] == "2019-01-31"
    assert became("2019-03-10") == [DutyOutcome.MISSED, DutyOutcome.OVERDUE, None]
    assert awaits(told(), "2019-03-11", by) == {}
    for today in ("2019-03-11", "2019-03-31", "2020-01-01"):
        assert became(today) == [
            DutyOutcome.MISSED,
            DutyOutcome.MISSED,
            DutyOutcome.FALLEN_AWAY,
        ]


def test_what_was_done_before_a_policy_abolished_it_is_done() -> None:
    """In the part of the month that was left; a contact after it meets nothing."""
    by = policies(rule(Duty.CONTACT, MONTHLY, until="2019-03-11"))
    assert said(told(met("2019-03-10")), Duty.CONTACT, "2019-04-01", by)[-1] == (
        "2019-03-01..2019-03-10 met on 2019-03-10"
    )
    assert said(told(met("2019-03-11")), Duty.CONTACT, "2019-04-01", by)[-1] == (
        "2019-03-01..2019-03-10 fallen_away"
    )


def test_what_the_level_asks_for_no_more_falls_away_too() -> None:
    """As what a policy abolishes: here the client's risk became low."""
    by = policies(rule(Duty.CONTACT, MONTHLY, levels=frozenset({"high"})))
    case = told(assessed("2019-01-01", "high"), assessed("2019-03-11", "low"))
    assert said(case, Duty.CONTACT, "2019-04-01", by) == [
        "2019-01-01..2019-01-31 missed",
        "2019-02-01..2019-02-28 missed",
        "2019-03-01..2019-03-10 fallen_away",
    ]
    assert awaits(case, "2019-04-01", by) == {}


def test_a_policy_that_comes_is_what_is_next() -> None:
    """It is shown before it begins, and the worklist knows its day."""
    by = policies(rule(Duty.CONTACT, MONTHLY, since="2019-06-10"))
    for today in ("2019-01-01", "2019-06-30"):
        assert said(told(), Duty.CONTACT, today, by) == ["2019-06-10..2019-06-30 awaited"]
        assert awaits(told(), today, by) == {Duty.CONTACT: "2019-06-30"}


def test_regions_with_different_schemes() -> None:
    """The longest region wins, and what a place says is not due is not."""
    by = policies(
        rule(Duty.CONTACT, MONTHLY, "country"),
        rule(Duty.CONTACT, QUARTERLY, "city", regions=("4101",)),
        rule(Duty.CONTACT, None, "county", regions=("410103",)),
    )
    case = told()
    assert said(case, Duty.CONTACT, "2019-01-02", by) == ["2019-01-01..2019-03-31 awaited"]
    elsewhere = History(**{**vars(case), "region": "330102001003"})
    assert said(elsewhere, Duty.CONTACT, "2019-01-02", by) == ["2019-01-01..2019-01-31 awaited"]
    nowhere = History(**{**vars(case), "region": "410103001003"})
    assert said(nowhere, Duty.CONTACT, "2019-12-31", by) == []


def test_a_transfer_between_regions_with_different_schemes() -> None:
    """The window that is open goes by the old region; what was before stays in its figures."""
    by = policies(
        rule(Duty.CONTACT, QUARTERLY, "old", regions=("4101",)),
        rule(Duty.CONTACT, MONTHLY, "new", regions=("3301",)),
    )
    case = moved(told(met("2019-02-01")), "2019-05-10", "330102001003")
    found = [
        (str(each.since), str(each.last_day), each.rule, each.region)
        for each in schedule(case, by, day("2019-07-15"))
    ]
    assert found == [
        ("2019-01-01", "2019-03-31", "old", "410102001003"),
        ("2019-04-01", "2019-06-30", "old", "410102001003"),
        ("2019-07-01", "2019-07-31", "new", "330102001003"),
    ]


def test_an_emergency_is_one_of_the_region_of_the_day() -> None:
    """A call after the move counts where the new region has declared one."""
    contact = rule(Duty.CONTACT, MONTHLY)
    by = policies(contact, emergencies=(emergency("2019-01-01", "2020-01-01", ("33",)),))
    case = told(met("2019-05-09", ContactMode.PHONE), met("2019-05-20", ContactMode.PHONE))
    case = moved(case, "2019-05-10", "330102001003")
    assert "2019-05-01..2019-05-31 met on 2019-05-20" in said(case, Duty.CONTACT, "2019-06-01", by)


def test_a_level_chooses_the_interval_of_the_next_window() -> None:
    """That an assessment found a high risk brings the next one nearer."""
    by = policies(
        rule(Duty.ASSESSMENT, Every(months=6), "all"),
        rule(Duty.ASSESSMENT, Every(months=3), "high", levels=frozenset({"high"})),
    )
    case = history(opened("2019-01-10"), assessed("2019-02-01", "high"), assessed("2019-05-01"))
    assert said(case, Duty.ASSESSMENT, "2019-06-01", by) == [
        "2019-01-10..2019-02-01 met on 2019-02-01",
        "2019-02-02..2019-05-01 met on 2019-05-01",
        "2019-05-02..2019-11-01 awaited",
    ]


def test_a_late_assessment_changes_by_which_level_a_window_is() -> None:
    """The level is that of the first day, as is known now."""
    by = policies(
        rule(Duty.CONTACT, MONTHLY, "all"),
        rule(Duty.CONTACT, EachWindow(Per.WEEK), "high", levels=frozenset({"high"})),
    )
    case = told(assessed("2019-01-31", "high"), assessed("2019-02-10", "low"))
    found = [(str(w.since), w.rule) for w in schedule(case, by, day("2019-03-01"))]
    assert found == [
        ("2019-01-01", "all"),
        ("2019-02-01", "high"),  # Friday to Sunday
        ("2019-02-04", "high"),
        ("2019-02-11", "all"),
        ("2019-03-01", "all"),
    ]


def test_a_new_version_reaches_what_is_open_and_nothing_that_had_closed() -> None:
    """Of a window that was made by the old one, what became of it stays as it was."""
    old = policies(rule(Duty.CONTACT, MONTHLY, "monthly"), version="old")
    new = policies(rule(Duty.CONTACT, QUARTERLY, "quarterly"), version="new")
    both = Versions((Applied(date.min, old), Applied(date(2019, 5, 15), new)))
    found = [
        (str(each.since), str(each.last_day), each.policies)
        for each in schedule(told(), both, day("2019-07-01"))
    ]
    assert found == [
        ("2019-01-01", "2019-01-31", "old"),
        ("2019-02-01", "2019-02-28", "old"),
        ("2019-03-01", "2019-03-31", "old"),
        ("2019-04-01", "2019-04-30", "old"),
        ("2019-05-01", "2019-06-30", "new"),
        ("2019-07-01", "2019-09-30", "new"),
    ]


def test_a_new_version_of_what_is_due_once() -> None:
    """Who had time until a day that is over keeps it; who has it still has the new one."""
    old = policies(rule(Duty.REPORT_IN, Within(15), "fifteen"), version="old")
    new = policies(rule(Duty.REPORT_IN, Within(30), "thirty"), version="new")
    both = Versions((Applied(date.min, old), Applied(date(2019, 5, 15), new)))
    for opened_on, last_day in (
        ("2019-04-01", "2019-04-16"),
        ("2019-04-14", "2019-04-29"),
        ("2019-04-29", "2019-05-14"),
        ("2019-04-30", "2019-05-30"),
        ("2019-05-10", "2019-06-09"),
    ):
        [line] = said(history(opened(opened_on)), Duty.REPORT_IN, "2019-05-15", both)
        assert line.split(" ")[0] == f"{opened_on}..{last_day}"
