"""Contacts in windows of the calendar: months' ends, leap days, short months, emergencies."""

from datetime import date

import pytest

from services.cases.case.events import CaseEvent
from shared.events.cases.contacts import ContactMode, Crisis, Direction
from shared.events.cases.duties import Duty
from shared.events.cases.kinds import CaseKind
from shared.policies.shapes import EachWindow, Per
from tests.services.cases.duties.saying import emergency, policies, rule, said
from tests.services.cases.duties.told import history, met, opened, reported

MONTHLY = rule(Duty.CONTACT, EachWindow(Per.MONTH))


def contacts(reported_on: str, *events: CaseEvent, today: str, per: Per = Per.MONTH) -> list[str]:
    """The windows of the contacts of a client who reported in on a day."""
    case = history(opened(reported_on), reported(reported_on), *events)
    return said(case, Duty.CONTACT, today, policies(rule(Duty.CONTACT, EachWindow(per))))


def test_nothing_is_due_before_the_client_has_reported_in() -> None:
    """Whoever has not come cannot be met as the programme says."""
    assert said(history(opened("2019-01-10")), Duty.CONTACT, "2020-01-01") == []


@pytest.mark.parametrize(
    ("reported_on", "first"),
    [
        ("2019-01-24", "2019-01-24..2019-01-31 overdue"),
        ("2019-01-25", "2019-01-25..2019-01-31 overdue"),
        ("2019-01-26", "2019-01-26..2019-01-31 excused"),
        ("2019-01-31", "2019-01-31..2019-01-31 excused"),
        ("2019-02-22", "2019-02-22..2019-02-28 overdue"),
        ("2019-02-23", "2019-02-23..2019-02-28 excused"),
        ("2020-02-23", "2020-02-23..2020-02-29 overdue"),
        ("2020-02-24", "2020-02-24..2020-02-29 excused"),
        ("2019-12-26", "2019-12-26..2019-12-31 excused"),
    ],
)
def test_in_a_month_of_fewer_than_seven_days_nothing_is_due(reported_on: str, first: str) -> None:
    """The last month that began too late asks for nothing; the next one is whole."""
    year, month, _ = map(int, reported_on.split("-"))
    next_month = date(year + month // 12, month % 12 + 1, 1)
    assert contacts(reported_on, today=str(next_month))[0] == first


def test_a_contact_in_a_month_too_short_is_counted_all_the_same() -> None:
    """It was not due, and was done."""
    found = contacts("2019-01-30", met("2019-01-31"), today="2019-02-01")
    assert found[0] == "2019-01-30..2019-01-31 met on 2019-01-31"


def test_the_first_and_the_last_day_of_a_month_are_its_own() -> None:
    """A leap day is a day of February, and the year ends between two months."""
    found = contacts(
        *("2019-12-01", met("2019-12-31"), met("2020-01-01"), met("2020-02-29"), met("2020-03-01")),
        today="2020-04-01",
    )
    assert found == [
        "2019-12-01..2019-12-31 met on 2019-12-31",
        "2020-01-01..2020-01-31 met on 2020-01-01",
        "2020-02-01..2020-02-29 met on 2020-02-29",
        "2020-03-01..2020-03-31 met on 2020-03-01",
        "2020-04-01..2020-04-30 awaited",
    ]


@pytest.mark.parametrize(
    ("per", "windows"),
    [
        (Per.WEEK, ["2019-12-30..2020-01-05", "2020-01-06..2020-01-12"]),
        (Per.QUARTER, ["2019-12-30..2019-12-31", "2020-01-01..2020-03-31"]),
        (Per.HALF_YEAR, ["2019-12-30..2019-12-31", "2020-01-01..2020-06-30"]),
        (Per.YEAR, ["2019-12-30..2019-12-31", "2020-01-01..2020-12-31"]),
    ],
)
def test_windows_of_the_calendar_at_the_end_of_a_year(per: Per, windows: list[str]) -> None:
    """Only a week goes over it."""
    found = contacts("2019-12-30", met("2019-12-30"), today="2020-01-06", per=per)
    assert [line.split(" ")[0] for line in found[:2]] == windows


def test_a_month_is_met_by_its_first_contact_and_never_afterwards() -> None:
    """The visit of 2 March is that of March; February stays missed, and is overdue no more."""
    before = contacts("2019-02-01", today="2019-03-02")
    assert before == ["2019-02-01..2019-02-28 overdue", "2019-03-01..2019-03-31 awaited"]
    after = contacts("2019-02-01", met("2019-03-09"), met("2019-03-02"), today="2019-03-10")
    assert after == [
        "2019-02-01..2019-02-28 missed",
        "2019-03-01..2019-03-31 done on 2019-03-02",
        "2019-04-01..2019-04-30 awaited",
    ]


def test_what_was_before_the_reporting_in_meets_nothing() -> None:
    """It was no contact of the programme."""
    case = history(opened("2019-01-01"), met("2019-01-05"), reported("2019-01-10"))
    assert said(case, Duty.CONTACT, "2019-02-01")[0] == "2019-01-10..2019-01-31 overdue"


@pytest.mark.parametrize("mode", ContactMode)
def test_who_is_met_in_person(mode: ContactMode) -> None:
    """At home or in the office; not by phone, WeChat or video."""
    in_person = mode in (ContactMode.HOME_VISIT, ContactMode.OFFICE)
    found = contacts("2019-01-01", met("2019-01-20", mode), today="2019-02-01")
    assert found[0].endswith("met on 2019-01-20" if in_person else "overdue")


def test_who_speaks_with_the_family_has_not_met_the_client() -> None:
    """A crisis that is seen there must be followed up all the same."""
    family = met("2019-01-20", crisis=Crisis.DANGER_TO_SELF, direction=Direction.FAMILY)
    case = history(opened("2019-01-01"), reported("2019-01-01"), family)
    assert said(case, Duty.CONTACT, "2019-02-01")[0] == "2019-01-01..2019-01-31 overdue"
    assert said(case, Duty.CRISIS_FOLLOW_UP, "2019-01-21") == ["2019-01-20..2019-01-21 awaited"]


def test_an_emergency_that_begins_in_a_window_counts_from_its_first_day() -> None:
    """A call of the day before it meets nothing; one of its last day does, one after it not."""
    declared = policies(MONTHLY, emergencies=(emergency("2020-01-25", "2020-04-01"),))

    def january(*days: str) -> str:
        calls = [met(each, ContactMode.WECHAT) for each in days]
        case = history(opened("2020-01-01"), reported("2020-01-01"), *calls)
        return said(case, Duty.CONTACT, "2020-02-01", declared)[0]

    assert january("2020-01-24") == "2020-01-01..2020-01-31 overdue"
    assert january("2020-01-24", "2020-01-25") == "2020-01-01..2020-01-31 met on 2020-01-25"
    case = history(
        *(opened("2020-03-01"), reported("2020-03-01")),
        *(met("2020-03-31", ContactMode.VIDEO), met("2020-04-01", ContactMode.VIDEO)),
    )
    assert said(case, Duty.CONTACT, "2020-05-01", declared) == [
        "2020-03-01..2020-03-31 met on 2020-03-31",
        "2020-04-01..2020-04-30 overdue",
        "2020-05-01..2020-05-31 awaited",
    ]


def test_a_place_may_ask_for_contacts_at_large_too() -> None:
    """There is no reporting in: they are due from the beginning."""
    at_large = frozenset({CaseKind.AT_LARGE})
    by = policies(rule(Duty.CONTACT, EachWindow(Per.QUARTER), kinds=at_large))
    case = history(opened("2019-01-10", CaseKind.AT_LARGE), met("2019-05-02"))
    assert said(case, Duty.CONTACT, "2019-07-01", by) == [
        "2019-01-10..2019-03-31 missed",
        "2019-04-01..2019-06-30 met on 2019-05-02",
        "2019-07-01..2019-09-30 awaited",
    ]
