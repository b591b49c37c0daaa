"""Reporting in, the agreement and the end of the term, also where the programme is interrupted."""

from datetime import date

import pytest

from services.cases.case.decider import case as cases
from services.cases.case.events import CaseEvent
from services.cases.case.state import Running
from services.cases.case.term import months_served
from services.cases.duties.schedule import schedule
from shared.decider import fold
from shared.events.cases.duties import Duty
from shared.events.cases.endings import Ending
from shared.events.cases.kinds import CaseKind
from shared.policies.listed_days import Days
from shared.policies.policies import Policies
from shared.policies.reading import built_in
from shared.policies.shapes import Within
from tests.services.cases.duties.saying import policies, rule, said
from tests.services.cases.duties.told import (
    agreed,
    became,
    credited,
    day,
    ended,
    history,
    leaves,
    opened,
    reopened,
    reported,
    resumed,
    suspended,
)

OPENED, REPORTED, AGREED = opened("2019-01-10"), reported("2019-01-15"), agreed("2019-01-16")


@pytest.mark.parametrize(
    ("reported_on", "line"),
    [
        ("2019-01-10", "met on 2019-01-10"),
        ("2019-01-25", "met on 2019-01-25"),
        ("2019-01-26", "late on 2019-01-26"),
        ("2019-06-01", "late on 2019-06-01"),
    ],
)
def test_a_client_reports_in_within_fifteen_days(reported_on: str, line: str) -> None:
    """戒毒条例 14: the fifteenth day after the decision is in time, the sixteenth is late."""
    found = said(history(OPENED, reported(reported_on)), Duty.REPORT_IN, "2019-06-01")
    assert found == [f"2019-01-10..2019-01-25 {line}"]


def test_who_does_not_report_in_is_awaited_until_then() -> None:
    """It is overdue for as long as it takes."""
    assert said(history(OPENED), Duty.REPORT_IN, "2019-01-25") == ["2019-01-10..2019-01-25 awaited"]
    for today in ("2019-01-26", "2021-01-01"):
        assert said(history(OPENED), Duty.REPORT_IN, today) == ["2019-01-10..2019-01-25 overdue"]


def test_the_agreement_counts_from_the_reporting_in() -> None:
    """Late or not; before it there is nothing to agree on."""
    assert said(history(OPENED), Duty.AGREEMENT, "2019-03-01") == []
    late = history(OPENED, reported("2019-02-10"), agreed("2019-02-25"))
    assert said(late, Duty.AGREEMENT, "2019-03-01") == ["2019-02-10..2019-02-25 met on 2019-02-25"]


def test_a_case_at_large_has_neither() -> None:
    """Nor has a programme of before whose decision has no day: nobody can report in to it."""
    for case in (history(opened("2019-01-10", CaseKind.AT_LARGE)), history(opened(None))):
        assert said(case, Duty.REPORT_IN, "2020-01-01") == []
        assert said(case, Duty.AGREEMENT, "2020-01-01") == []


def test_who_becomes_of_another_kind_reports_in_anew() -> None:
    """Fifteen days from that decision, though the one before was never kept."""
    to_rehabilitation = became("2019-03-01", CaseKind.REHABILITATION)
    case = history(OPENED, to_rehabilitation, reported("2019-03-16"))
    assert said(case, Duty.REPORT_IN, "2019-04-01") == [
        "2019-01-10..2019-01-25 missed",
        "2019-03-01..2019-03-16 met on 2019-03-16",
    ]


def test_a_decision_that_is_overtaken_falls_away() -> None:
    """Another came while there was time."""
    case = history(OPENED, became("2019-01-20", CaseKind.REHABILITATION))
    assert said(case, Duty.REPORT_IN, "2019-02-01") == [
        "2019-01-10..2019-01-19 fallen_away",
        "2019-01-20..2019-02-04 awaited",
    ]


def test_a_detained_client_reports_in_after_the_release() -> None:
    """The time begins anew on the day on which the programme goes on."""
    detained = (OPENED, suspended("2019-01-20"))
    assert said(history(*detained), Duty.REPORT_IN, "2019-02-01") == [
        "2019-01-10..2019-01-25 excused"
    ]
    released = (*detained, resumed("2019-03-01"))
    assert said(history(*released), Duty.REPORT_IN, "2019-03-02") == [
        "2019-01-10..2019-01-25 excused",
        "2019-03-01..2019-03-16 awaited",
    ]
    late = history(*released, reported("2019-03-20"))
    assert (
        said(late, Duty.REPORT_IN, "2019-04-01")[1] == "2019-03-01..2019-03-16 late on 2019-03-20"
    )


def test_a_suspension_within_the_time_changes_nothing() -> None:
    """There was a free day at its end."""
    case = history(OPENED, suspended("2019-01-11"), resumed("2019-01-25"))
    assert said(case, Duty.REPORT_IN, "2019-02-01") == ["2019-01-10..2019-01-25 overdue"]


def test_who_is_away_signs_after_coming_back() -> None:
    """A leave that was reported excuses, as a suspension does."""
    case = history(OPENED, REPORTED, leaves("2019-01-28", "2019-02-10"), agreed("2019-02-12"))
    assert said(case, Duty.AGREEMENT, "2019-03-01") == [
        "2019-01-15..2019-01-30 excused",
        "2019-02-10..2019-02-25 met on 2019-02-12",
    ]


def test_a_reopened_case_asks_anew_for_what_was_not_done() -> None:
    """What was overdue at the end stays missed."""
    case = history(OPENED, ended("2019-03-01"), reopened("2019-06-01"))
    assert said(case, Duty.REPORT_IN, "2019-06-10") == [
        "2019-01-10..2019-01-25 missed",
        "2019-06-01..2019-06-16 awaited",
    ]
    done = history(OPENED, REPORTED, AGREED, ended("2019-03-01"), reopened("2019-06-01"))
    assert len(said(done, Duty.REPORT_IN, "2019-12-31")) == 1
    assert len(said(done, Duty.AGREEMENT, "2019-12-31")) == 1


def test_working_days_are_those_of_the_place() -> None:
    """Three working days from Thursday 31 January, over a weekend and a day off."""
    within = rule(Duty.AGREEMENT, Within(3, working=True))
    off = Days(code="off", off=(date(2019, 2, 4),))
    by = Policies("own", "", duties=(within,), numbers=built_in().numbers, days=(off,))
    case = history(OPENED, reported("2019-01-31"))
    assert said(case, Duty.AGREEMENT, "2019-02-01", by) == ["2019-01-31..2019-02-06 awaited"]
    without = policies(within)
    assert said(case, Duty.AGREEMENT, "2019-02-01", without) == ["2019-01-31..2019-02-05 awaited"]


@pytest.mark.parametrize(
    ("events", "first_day"),
    [
        ((), "2022-01-15"),
        ((suspended("2019-06-03"), resumed("2019-06-18")), "2022-01-30"),
        ((suspended("2022-01-14"), resumed("2022-02-01")), "2022-02-02"),
        ((suspended("2022-01-15"), resumed("2022-02-01")), "2022-01-15"),
        ((credited("2019-02-01", 100),), "2021-10-07"),
        ((credited("2019-02-01", 100), credited("2019-02-02", 10)), "2021-09-27"),
        ((credited("2021-12-01", 100),), "2021-12-01"),
        ((credited("2022-03-01", 100),), "2022-01-15"),
        ((ended("2019-06-03"), reopened("2019-06-18")), "2022-01-30"),
        ((suspended("2019-06-03"), ended("2019-06-10"), reopened("2019-06-12")), None),
        (
            (
                *(suspended("2019-06-03"), ended("2019-06-10")),
                *(reopened("2019-06-12"), resumed("2019-06-18")),
            ),
            "2022-01-30",
        ),
    ],
)
def test_the_term_is_over_when_its_months_are_served(
    events: tuple[CaseEvent, ...], first_day: str | None
) -> None:
    """36 months from the reporting in, the interruptions, and less what was served elsewhere."""
    found = said(history(OPENED, REPORTED, AGREED, *events), Duty.END_OF_TERM, "2022-04-01")
    assert [line.split("..")[0] for line in found] == ([first_day] if first_day else [])


@pytest.mark.parametrize(
    "events",
    [
        (),
        (suspended("2019-06-03"), resumed("2019-06-18")),
        (suspended("2019-12-31"), resumed("2020-02-29")),
        (credited("2019-02-01", 100),),
        (credited("2019-02-01", 100), suspended("2020-03-31"), resumed("2020-05-31")),
    ],
)
def test_the_end_of_the_term_is_the_day_on_which_an_ending_states_it_as_served(
    events: tuple[CaseEvent, ...],
) -> None:
    """The rules of an ending and the schedule count alike: 36 months on that day, 35 before it."""
    told = (OPENED, REPORTED, AGREED, *events)
    [window] = [
        each
        for each in schedule(history(*told), built_in(), day("2020-06-01"))
        if each.duty is Duty.END_OF_TERM
    ]
    state = fold(cases, told)
    assert isinstance(state, Running)
    assert months_served(state, window.since) == 36
    before = date.fromordinal(window.since.toordinal() - 1)
    assert months_served(state, before) == 35


def test_a_programme_is_completed_within_seven_days_of_its_end() -> None:
    """Later it is late; another ending lets it fall away; before it nothing is due."""
    done = (OPENED, REPORTED, AGREED)

    def end(on: str, how: Ending = Ending.COMPLETED) -> list[str]:
        return said(history(*done, ended(on, how)), Duty.END_OF_TERM, "2022-03-01")

    assert end("2022-01-22") == ["2022-01-15..2022-01-22 met on 2022-01-22"]
    assert end("2022-01-23") == ["2022-01-15..2022-01-22 late on 2022-01-23"]
    assert end("2022-01-20", Ending.DIED) == ["2022-01-15..2022-01-20 fallen_away"]
    assert end("2022-01-30", Ending.DIED) == ["2022-01-15..2022-01-22 missed"]
    assert end("2021-12-01") == []
    case = history(*done)
    assert said(case, Duty.END_OF_TERM, "2022-03-01") == ["2022-01-15..2022-01-22 overdue"]
    assert said(case, Duty.END_OF_TERM, "2019-03-01") == ["2022-01-15..2022-01-22 awaited"]


def test_a_suspended_programme_has_no_end_in_sight() -> None:
    """The day is known again when it goes on."""
    case = history(OPENED, REPORTED, AGREED, suspended("2019-06-03"))
    assert said(case, Duty.END_OF_TERM, "2023-01-01") == []
