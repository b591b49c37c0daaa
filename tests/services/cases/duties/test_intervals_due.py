"""Assessments, summaries and evaluations: again so long after the last one."""

import pytest

from services.cases.case.events import CaseEvent
from shared.events.cases.duties import Duty
from shared.events.cases.kinds import CaseKind
from shared.policies.shapes import Every
from tests.services.cases.duties.saying import policies, rule, said
from tests.services.cases.duties.told import (
    assessed,
    became,
    evaluated,
    history,
    opened,
    reported,
    reports,
    resumed,
    summed_up,
    suspended,
)

OPENED, REPORTED = opened("2019-01-10"), reported("2019-01-15")


def assessments(*events: CaseEvent, today: str) -> list[str]:
    """The windows of the assessments of a case."""
    return said(history(*events), Duty.ASSESSMENT, today)


@pytest.mark.parametrize("kind", CaseKind)
def test_an_assessment_is_due_half_a_year_after_the_opening(kind: CaseKind) -> None:
    """To a client of any kind, whether the client has reported in or not."""
    found = assessments(opened("2019-01-10", kind), today="2019-07-11")
    assert found == ["2019-01-10..2019-07-10 overdue", "2019-07-11..2020-01-10 awaited"]


def test_a_file_without_a_day_is_assessed_from_its_recording_on() -> None:
    """Nobody could have known of it before."""
    case = history(opened(None, CaseKind.AT_LARGE), recorded_on="2019-03-31")
    assert said(case, Duty.ASSESSMENT, "2019-04-01") == ["2019-03-31..2019-09-30 awaited"]


def test_the_next_is_due_half_a_year_after_the_last_one() -> None:
    """An interval is over when it is met; whoever does it early is due the earlier again."""
    found = assessments(OPENED, assessed("2019-03-01"), assessed("2019-09-01"), today="2019-12-31")
    assert found == [
        "2019-01-10..2019-03-01 met on 2019-03-01",
        "2019-03-02..2019-09-01 met on 2019-09-01",
        "2019-09-02..2020-03-01 awaited",
    ]


def test_a_late_one_is_the_new_beginning() -> None:
    """Half a year counts from it, not from when it was due; what was missed before stays missed."""
    found = assessments(OPENED, assessed("2020-03-05"), today="2020-04-01")
    assert found == [
        "2019-01-10..2019-07-10 missed",
        "2019-07-11..2020-01-10 late on 2020-03-05",
        "2020-03-06..2020-09-05 awaited",
    ]


def test_two_on_one_day_are_one() -> None:
    """The second meets nothing, and does no harm."""
    found = assessments(OPENED, assessed("2019-03-01"), assessed("2019-03-01"), today="2019-03-02")
    assert found == ["2019-01-10..2019-03-01 met on 2019-03-01", "2019-03-02..2019-09-01 awaited"]


def test_one_on_the_day_of_the_opening_is_the_first() -> None:
    """The next is due half a year later."""
    found = assessments(OPENED, assessed("2019-01-10"), today="2019-01-11")
    assert found == ["2019-01-10..2019-01-10 met on 2019-01-10", "2019-01-11..2019-07-10 awaited"]


@pytest.mark.parametrize(
    ("last", "due"),
    [
        ("2019-08-30", "2020-02-29"),
        ("2019-08-31", "2020-02-29"),
        ("2018-08-31", "2019-02-28"),
        ("2020-02-29", "2020-08-29"),
        ("2019-12-31", "2020-06-30"),
        ("2019-06-30", "2019-12-30"),
    ],
)
def test_half_a_year_at_the_ends_of_months(last: str, due: str) -> None:
    """The same day six months later; the last of the month where it has no such day."""
    [*_, found] = assessments(opened("2018-06-01"), assessed(last), today=last)
    assert found.split(" ")[0].endswith(f"..{due}")


def test_a_change_of_kind_leaves_the_interval_as_it_is() -> None:
    """The risk of one at large is assessed as that of one in a programme."""
    to_a_programme = became("2019-05-01", CaseKind.DETOXIFICATION, CaseKind.AT_LARGE)
    found = assessments(opened("2019-01-10", CaseKind.AT_LARGE), to_a_programme, today="2019-07-11")
    assert found[0] == "2019-01-10..2019-07-10 overdue"


def test_summaries_and_evaluations_count_from_the_reporting_in() -> None:
    """The half year and the year of the programme."""
    case = history(OPENED, REPORTED, summed_up("2019-07-15"), evaluated("2020-01-20"))
    assert said(case, Duty.SUMMARY, "2020-02-01") == [
        "2019-01-15..2019-07-15 met on 2019-07-15",
        "2019-07-16..2020-01-15 overdue",
        "2020-01-16..2020-07-15 awaited",
    ]
    assert said(case, Duty.EVALUATION, "2020-02-01") == [
        "2019-01-15..2020-01-15 late on 2020-01-20",
        "2020-01-21..2021-01-20 awaited",
    ]


def test_one_at_large_has_neither() -> None:
    """They are of a programme."""
    case = history(opened("2019-01-10", CaseKind.AT_LARGE))
    for duty in (Duty.SUMMARY, Duty.EVALUATION, Duty.CONTACT, Duty.TEST, Duty.END_OF_TERM):
        assert said(case, duty, "2022-01-01") == []


def test_regular_reports_are_due_where_a_place_asks_for_them() -> None:
    """By what is built in they are not."""
    case = history(OPENED, REPORTED, reports("2019-01-20"))
    assert said(case, Duty.REGULAR_REPORT, "2019-03-01") == []
    every = policies(rule(Duty.REGULAR_REPORT, Every(days=15)))
    assert said(case, Duty.REGULAR_REPORT, "2019-02-05", every) == [
        "2019-01-15..2019-01-20 met on 2019-01-20",
        "2019-01-21..2019-02-04 overdue",
        "2019-02-05..2019-02-19 awaited",
    ]


def test_a_suspension_over_the_last_day_excuses_that_interval_alone() -> None:
    """The rhythm goes on: the next is due half a year after this one would have been."""
    case = history(OPENED, REPORTED, suspended("2019-07-01"), resumed("2019-07-20"))
    assert said(case, Duty.SUMMARY, "2019-08-01") == [
        "2019-01-15..2019-07-15 excused",
        "2019-07-16..2020-01-15 awaited",
    ]
