"""Who is suspended or on leave is excused: over a window's end, or for most of it."""

import pytest

from services.cases.case.events import CaseEvent
from services.cases.duties.schedule import schedule
from shared.events.cases.duties import Duty
from shared.policies.reading import built_in
from shared.policies.shapes import EachWindow, Every, Per
from tests.services.cases.duties.saying import awaits, policies, rule, said
from tests.services.cases.duties.told import (
    came_back,
    day,
    history,
    leaves,
    met,
    opened,
    reported,
    resumed,
    stays_away,
    suspended,
)

OPENED, REPORTED = opened("2019-01-10"), reported("2019-02-01")


def of_march(*events: CaseEvent, today: str = "2019-04-01") -> str:
    """What became of the contact of March."""
    case = history(OPENED, REPORTED, met("2019-02-15"), *events)
    return said(case, Duty.CONTACT, today)[1].split(" ", 1)[1]


@pytest.mark.parametrize(
    ("since", "until", "line"),
    [
        ("2019-03-31", "2019-04-01", "excused"),  # its last day alone
        ("2019-03-31", "2019-04-20", "excused"),
        ("2019-03-30", "2019-03-31", "overdue"),  # free again on its last day
        ("2019-03-01", "2019-03-25", "overdue"),  # seven free days are enough
        ("2019-03-01", "2019-03-26", "excused"),  # six are not
        ("2019-02-10", "2019-03-26", "excused"),
        ("2019-02-10", "2019-03-01", "overdue"),
        ("2019-04-01", "2019-04-20", "overdue"),
    ],
)
def test_a_suspension_or_a_leave_over_the_end_of_a_window(
    since: str, until: str, line: str
) -> None:
    """Or one that leaves fewer than seven days of it."""
    assert of_march(suspended(since), resumed(until)) == line
    assert of_march(leaves(since, until)) == line


def test_who_was_met_all_the_same_was_met() -> None:
    """On leave or not."""
    assert of_march(leaves("2019-03-10", "2019-05-01"), met("2019-03-12")) == "met on 2019-03-12"


def test_two_absences_count_together_and_no_day_twice() -> None:
    """A leave within a suspension is part of it."""
    both = (leaves("2019-03-05", "2019-03-20"), suspended("2019-03-01"), resumed("2019-03-25"))
    assert of_march(*both) == "overdue"
    one_after_the_other = (leaves("2019-03-01", "2019-03-15"), leaves("2019-03-16", "2019-03-27"))
    assert of_march(*one_after_the_other) == "excused"


def test_a_leave_lasts_until_the_return_and_no_longer_than_was_said() -> None:
    """Who is back early is free again; who stays away longer is not excused."""
    leave = leaves("2019-03-20", "2019-04-05")
    assert of_march(leave) == "excused"
    assert of_march(leave, came_back(leave, "2019-03-28")) == "overdue"
    short = leaves("2019-03-20", "2019-03-28")
    assert of_march(short, came_back(short, "2019-04-20")) == "overdue"
    assert of_march(short) == "overdue"
    longer = stays_away(short, "2019-03-27", "2019-04-03")
    assert of_march(short, longer) == "excused"


def test_nothing_is_awaited_of_a_suspended_client() -> None:
    """Until the programme goes on; what was overdue before stays so."""
    case = (OPENED, REPORTED, suspended("2019-02-20"))
    assert Duty.CONTACT not in awaits(history(*case), "2020-12-31")
    assert said(history(*case), Duty.CONTACT, "2019-04-10") == [
        "2019-02-01..2019-02-28 excused",
        "2019-03-01..2019-03-31 excused",
        "2019-04-01..2019-04-30 will be excused",
    ]
    on = history(*case, resumed("2019-04-20"))
    assert awaits(on, "2019-04-21")[Duty.CONTACT] == "2019-04-30"
    overdue = history(OPENED, REPORTED, suspended("2019-03-20"))
    assert awaits(overdue, "2020-12-31")[Duty.CONTACT] == "2019-02-28"
    assert said(overdue, Duty.CONTACT, "2019-05-01")[:2] == [
        "2019-02-01..2019-02-28 overdue",
        "2019-03-01..2019-03-31 excused",
    ]


def test_of_a_client_on_a_long_leave_the_next_is_awaited_after_it() -> None:
    """Also on the first day of the leave: the worklist does not change by time alone."""
    case = history(OPENED, REPORTED, met("2019-02-03"), leaves("2019-02-20", "2019-06-10"))
    for today in ("2019-02-20", "2019-04-30", "2019-06-29"):
        assert awaits(case, today)[Duty.CONTACT] == "2019-06-30"


def test_in_a_short_window_half_of_the_days_are_enough() -> None:
    """Seven days cannot be free in a week in which one is not."""
    week = policies(rule(Duty.CONTACT, EachWindow(Per.WEEK)))
    case = history(
        *(OPENED, reported("2019-03-04"), leaves("2019-03-04", "2019-03-08")),
        *(leaves("2019-03-11", "2019-03-16"), leaves("2019-03-21", "2019-03-24")),
    )
    assert said(case, Duty.CONTACT, "2019-03-25", week)[:3] == [
        "2019-03-04..2019-03-10 missed",
        "2019-03-11..2019-03-17 excused",
        "2019-03-18..2019-03-24 overdue",
    ]
    daily = policies(rule(Duty.CONTACT, Every(days=1)))
    assert said(history(OPENED, REPORTED), Duty.CONTACT, "2019-02-03", daily)[0] == (
        "2019-02-01..2019-02-02 overdue"
    )


def test_excused_windows_neither_count_nor_break_what_is_missed_in_a_row() -> None:
    """January and March missed with February excused are two in a row; a contact ends the row."""
    case = (OPENED, reported("2019-01-10"), leaves("2019-02-20", "2019-03-02"))

    def in_a_row(*events: CaseEvent) -> list[int]:
        windows = schedule(history(*case, *events), built_in(), day("2019-06-01"))
        return [each.in_a_row for each in windows if each.duty is Duty.CONTACT]

    assert in_a_row() == [1, 0, 2, 3, 4, 0]
    assert in_a_row(met("2019-04-10")) == [1, 0, 2, 0, 1, 0]


def test_of_a_client_who_is_away_for_ever_nothing_is_looked_for() -> None:
    """A leave may be said to last until any day; no schedule may be as long."""
    for back_on in ("2999-01-01", "9999-12-30", "9999-12-31"):
        case = history(OPENED, REPORTED, met("2019-02-03"), leaves("2019-02-20", back_on))
        windows = schedule(case, built_in(), day("2019-03-10"))
        assert len(windows) < 20
        assert awaits(case, "2019-03-10").keys() == {Duty.AGREEMENT, Duty.END_OF_TERM}
