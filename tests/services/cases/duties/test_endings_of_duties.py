"""What becomes of duties when a case ends, is opened again, or was opened by mistake."""

from services.cases.duties.schedule import pending, schedule
from shared.events.cases.duties import Duty, DutyOutcome
from shared.events.cases.kinds import CaseKind
from shared.policies.reading import built_in
from shared.policies.shapes import Every
from tests.services.cases.duties.saying import awaits, lines, policies, rule, said
from tests.services.cases.duties.told import (
    assessed,
    became,
    day,
    ended,
    history,
    met,
    opened,
    reopened,
    reported,
    suspended,
    void,
)

OPENED, REPORTED = opened("2019-01-10"), reported("2019-01-15")


def test_an_ending_is_seen_the_next_day() -> None:
    """What it lets fall away is closed then, and not when it would have been due."""
    case = history(OPENED, REPORTED, ended("2019-04-10"))
    [*_, april] = said(case, Duty.CONTACT, "2019-04-10")
    assert april == "2019-04-01..2019-04-10 will be fallen_away"
    [*_, april] = said(case, Duty.CONTACT, "2019-04-11")
    assert april == "2019-04-01..2019-04-10 fallen_away"
    [window] = [
        each
        for each in schedule(case, built_in(), day("2019-04-11"))
        if each.duty is Duty.EVALUATION
    ]
    assert (window.until, window.due_on) == (day("2019-04-11"), day("2020-01-15"))


def test_a_case_that_ends_while_suspended_lets_fall_away_what_was_next() -> None:
    """Seen the next day, and not when the next one would have been due."""
    case = history(
        *(OPENED, REPORTED, suspended("2019-03-01"), assessed("2019-03-05"), ended("2019-03-08"))
    )
    for today in ("2019-03-09", "2020-01-01"):
        assert said(case, Duty.ASSESSMENT, today) == [
            "2019-01-10..2019-03-05 met on 2019-03-05",
            "2019-03-06..2019-03-08 fallen_away",
        ]


def test_what_was_done_on_the_last_day_was_done() -> None:
    """The day of the ending is a day of the case."""
    case = history(OPENED, REPORTED, met("2019-04-10"), ended("2019-04-10"))
    assert said(case, Duty.CONTACT, "2019-05-01")[-1] == "2019-04-01..2019-04-10 met on 2019-04-10"


def test_a_window_that_ends_with_the_case_is_open_then() -> None:
    """On its last day there is still time; a kind that changes the day after it is too late."""
    case = history(OPENED, REPORTED, ended("2019-03-31"))
    assert said(case, Duty.CONTACT, "2019-05-01")[-1] == "2019-03-01..2019-03-31 fallen_away"
    before = history(OPENED, REPORTED, became("2019-04-01", CaseKind.REHABILITATION))
    assert said(before, Duty.CONTACT, "2019-05-01")[-1] == "2019-03-01..2019-03-31 missed"


def test_an_ending_that_is_void_never_was() -> None:
    """All duties are as they were."""
    end = ended("2019-04-10")
    today = day("2019-08-01")
    without = schedule(history(OPENED, REPORTED), built_in(), today)
    assert schedule(history(OPENED, REPORTED, end, void(end)), built_in(), today) == without


def test_a_reopened_case_goes_on_from_its_reopening() -> None:
    """What fell away stays so; what recurs is due anew from that day, by its own shape."""
    case = history(
        *(OPENED, REPORTED, assessed("2019-03-01"), met("2019-03-20")),
        *(ended("2019-04-10"), reopened("2019-06-20"), met("2019-07-03")),
    )
    assert said(case, Duty.CONTACT, "2019-08-01") == [
        "2019-01-15..2019-01-31 missed",
        "2019-02-01..2019-02-28 missed",
        "2019-03-01..2019-03-31 met on 2019-03-20",
        "2019-04-01..2019-04-10 fallen_away",
        "2019-06-20..2019-06-30 missed",
        "2019-07-01..2019-07-31 met on 2019-07-03",
        "2019-08-01..2019-08-31 awaited",
    ]
    assert said(case, Duty.ASSESSMENT, "2019-08-01") == [
        "2019-01-10..2019-03-01 met on 2019-03-01",
        "2019-03-02..2019-04-10 fallen_away",
        "2019-06-20..2019-12-20 awaited",
    ]


def test_a_case_that_is_reopened_on_the_day_of_its_ending() -> None:
    """No day is of two windows."""
    case = history(OPENED, REPORTED, ended("2019-04-10"), reopened("2019-04-10"))
    assert said(case, Duty.CONTACT, "2019-05-01")[3:] == [
        "2019-04-01..2019-04-10 fallen_away",
        "2019-04-11..2019-04-30 overdue",
        "2019-05-01..2019-05-31 awaited",
    ]


def test_a_change_of_kind_ends_the_duties_of_the_programme() -> None:
    """Those of the next one begin when the client has reported in to it."""
    to_rehabilitation = became("2019-03-10", CaseKind.REHABILITATION)
    case = (OPENED, REPORTED, met("2019-02-20"), to_rehabilitation)
    assert said(history(*case), Duty.CONTACT, "2019-06-01") == [
        "2019-01-15..2019-01-31 missed",
        "2019-02-01..2019-02-28 met on 2019-02-20",
        "2019-03-01..2019-03-09 fallen_away",
    ]
    again = history(*case, reported("2019-03-20"))
    assert said(again, Duty.CONTACT, "2019-03-21")[-1] == "2019-03-20..2019-03-31 awaited"
    assert awaits(again, "2019-03-21")[Duty.SUMMARY] == "2019-09-20"


def test_who_comes_to_lie_at_large_has_the_duties_of_one_at_large() -> None:
    """The assessment alone, as it was due."""
    to_large = became("2019-03-10", CaseKind.AT_LARGE)
    case = history(OPENED, REPORTED, to_large)
    assert awaits(case, "2019-04-01") == {Duty.ASSESSMENT: "2019-07-10"}


def test_an_assessment_that_is_not_due_to_the_new_kind_is_not_made_anew() -> None:
    """A place may ask for it in programmes alone: what was begun falls away with the programme."""
    programmes = frozenset({CaseKind.DETOXIFICATION, CaseKind.REHABILITATION})
    by = policies(rule(Duty.ASSESSMENT, Every(months=6), kinds=programmes))
    case = history(
        OPENED, REPORTED, assessed("2019-02-01"), became("2019-01-20", CaseKind.AT_LARGE)
    )
    assert said(case, Duty.ASSESSMENT, "2020-01-01", by) == ["2019-01-10..2019-01-19 fallen_away"]


def test_nothing_was_due_in_a_case_that_was_opened_by_mistake() -> None:
    """All that had begun by then has fallen away, also what was overdue; and nothing is awaited."""
    before = history(OPENED)
    assert said(before, Duty.REPORT_IN, "2020-02-01") == ["2019-01-10..2019-01-25 overdue"]
    case = history(OPENED, void(OPENED), recorded_on="2020-02-01")
    for today in ("2020-02-01", "2020-02-02", "2025-01-01"):
        windows = schedule(case, built_in(), day(today))
        assert pending(windows) == ()
        assert {each.outcome for each in windows} <= {DutyOutcome.FALLEN_AWAY, None}
    assert lines(windows) == [
        "2019-01-10..2019-01-25 fallen_away",
        "2019-01-10..2019-07-10 fallen_away",
        "2019-07-11..2020-01-10 fallen_away",
        "2020-01-11..2020-02-01 fallen_away",
    ]
