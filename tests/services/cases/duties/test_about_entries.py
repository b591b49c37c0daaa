"""What is due about an entry: an appointed test, a leave, a crisis, an ending."""

import pytest

from services.cases.case.events import CaseEvent
from services.cases.duties.schedule import pending, schedule
from shared.events.cases.contacts import Crisis
from shared.events.cases.drug_tests import NotDoneReason
from shared.events.cases.duties import Duty
from shared.events.cases.endings import Ending, Noticed
from shared.events.cases.kinds import CaseKind
from shared.policies.reading import built_in
from tests.services.cases.duties.posts import allowance, in_post, post_over
from tests.services.cases.duties.saying import said
from tests.services.cases.duties.told import (
    appointed,
    became,
    came_back,
    day,
    ended,
    followed_up,
    history,
    leaves,
    met,
    not_tested,
    opened,
    reopened,
    reported,
    resumed,
    sampled,
    stays_away,
    suspended,
    told_of,
    void,
    was_tested,
)

OPENED, REPORTED = opened("2019-01-10"), reported("2019-01-15")
APPOINTED = appointed("2019-02-01", "2019-02-08")
LEAVE = leaves("2019-02-01", "2019-02-10")
CRISIS = met("2019-02-01", crisis=Crisis.DANGER_TO_SELF)


@pytest.mark.parametrize(
    ("test", "line"),
    [
        (was_tested("2019-02-01", APPOINTED), "met on 2019-02-01"),
        (was_tested("2019-02-08", APPOINTED), "met on 2019-02-08"),
        (was_tested("2019-02-09", APPOINTED), "late on 2019-02-09"),
        (sampled("2019-02-08", APPOINTED), "met on 2019-02-08"),
        (not_tested("2019-02-08", NotDoneReason.EXCUSED, APPOINTED), "excused"),
        (not_tested("2019-02-12", NotDoneReason.EXCUSED, APPOINTED), "excused"),
        (not_tested("2019-02-08", NotDoneReason.UNEXCUSED, APPOINTED), "missed"),
        (not_tested("2019-02-08", NotDoneReason.EVADED, APPOINTED), "missed"),
        (not_tested("2019-02-08", NotDoneReason.REFUSED, APPOINTED), "missed"),
        (was_tested("2019-02-08"), "overdue"),
        (suspended("2019-02-05"), "excused"),
        (leaves("2019-02-05", "2019-02-09"), "excused"),
        (leaves("2019-02-05", "2019-02-08"), "overdue"),
        (ended("2019-02-05"), "fallen_away"),
        (ended("2019-02-09"), "missed"),
        (became("2019-02-05", CaseKind.REHABILITATION), "overdue"),
    ],
)
def test_an_appointed_test_is_due_on_its_day(test: CaseEvent, line: str) -> None:
    """What was not done for a reason is awaited no more; without an entry it is overdue."""
    case = history(OPENED, REPORTED, APPOINTED, test)
    [found] = said(case, Duty.APPOINTED_TEST, "2019-03-01")
    last = "2019-02-05" if line == "fallen_away" else "2019-02-08"
    assert found == f"2019-02-01..{last} {line}"


def test_the_result_of_a_sample_is_no_other_test_of_an_appointment() -> None:
    """The day of the sample says whether it was in time."""
    sample = sampled("2019-02-08", APPOINTED)
    result = was_tested("2019-02-20", APPOINTED, sample)
    for events in ((sample,), (sample, result)):
        case = history(OPENED, REPORTED, APPOINTED, *events)
        assert said(case, Duty.APPOINTED_TEST, "2019-03-01") == [
            "2019-02-01..2019-02-08 met on 2019-02-08"
        ]


def test_who_was_asked_may_test_after_the_end_of_the_case() -> None:
    """Then it was done, and has not fallen away."""
    case = history(
        *(OPENED, REPORTED, APPOINTED, ended("2019-02-05"), was_tested("2019-02-07", APPOINTED))
    )
    assert said(case, Duty.APPOINTED_TEST, "2019-03-01") == [
        "2019-02-01..2019-02-08 met on 2019-02-07"
    ]


def test_an_appointed_test_meets_the_regular_one_too() -> None:
    """It is a test that was done: one entry meets one window of each duty."""
    case = history(OPENED, REPORTED, APPOINTED, was_tested("2019-02-08", APPOINTED))
    assert said(case, Duty.TEST, "2019-02-15")[0] == "2019-01-15..2019-02-14 met on 2019-02-08"


def test_an_appointment_that_is_void_asks_for_nothing() -> None:
    """As if it had not been."""
    case = history(OPENED, REPORTED, APPOINTED, void(APPOINTED))
    assert said(case, Duty.APPOINTED_TEST, "2019-03-01") == []


@pytest.mark.parametrize(
    ("events", "line"),
    [
        ((came_back(LEAVE, "2019-02-10"),), "2019-02-01..2019-02-10 met on 2019-02-10"),
        ((came_back(LEAVE, "2019-02-05"),), "2019-02-01..2019-02-10 met on 2019-02-05"),
        ((came_back(LEAVE, "2019-02-11"),), "2019-02-01..2019-02-10 late on 2019-02-11"),
        ((), "2019-02-01..2019-02-10 overdue"),
        ((stays_away(LEAVE, "2019-02-08", "2019-02-20"),), "2019-02-01..2019-02-20 overdue"),
        (
            (
                stays_away(LEAVE, "2019-02-08", "2019-02-20"),
                stays_away(LEAVE, "2019-02-18", "2019-03-20"),
            ),
            "2019-02-01..2019-03-20 awaited",
        ),
        ((suspended("2019-02-07"),), "2019-02-01..2019-02-10 excused"),
        ((ended("2019-02-07"),), "2019-02-01..2019-02-07 fallen_away"),
        ((ended("2019-02-12"),), "2019-02-01..2019-02-10 missed"),
    ],
)
def test_who_is_on_leave_is_to_be_back_on_the_day_that_was_said(
    events: tuple[CaseEvent, ...], line: str
) -> None:
    """Last; an extension is longer than what it extends."""
    case = history(OPENED, REPORTED, LEAVE, *events)
    assert said(case, Duty.RETURN_FROM_LEAVE, "2019-03-01") == [line]


def test_a_leave_that_lies_ahead_may_never_come() -> None:
    """It is shown as what comes next; the case that ends before it has no such duty."""
    ahead = leaves("2019-04-01", "2019-04-10")
    case = history(OPENED, REPORTED, ahead)
    assert said(case, Duty.RETURN_FROM_LEAVE, "2019-03-01") == ["2019-04-01..2019-04-10 awaited"]
    case = history(OPENED, REPORTED, ahead, ended("2019-03-01"))
    assert said(case, Duty.RETURN_FROM_LEAVE, "2019-05-01") == []


@pytest.mark.parametrize(
    ("events", "line"),
    [
        ((), "overdue"),
        ((followed_up(CRISIS, "2019-02-01"),), "met on 2019-02-01"),
        ((followed_up(CRISIS, "2019-02-02"),), "met on 2019-02-02"),
        ((followed_up(CRISIS, "2019-02-03"),), "late on 2019-02-03"),
        ((suspended("2019-02-01"),), "overdue"),
        ((leaves("2019-02-01", "2019-02-20"),), "overdue"),
        ((ended("2019-02-01"),), "overdue"),
        ((ended("2019-02-01"), followed_up(CRISIS, "2019-02-02")), "met on 2019-02-02"),
    ],
)
def test_a_crisis_is_followed_up_the_next_day(events: tuple[CaseEvent, ...], line: str) -> None:
    """Nothing excuses from it, and it outlasts the case: so does the danger."""
    case = history(OPENED, REPORTED, CRISIS, *events)
    assert said(case, Duty.CRISIS_FOLLOW_UP, "2019-03-01") == [f"2019-02-01..2019-02-02 {line}"]


def test_every_party_is_told_of_a_completion_within_seven_days() -> None:
    """戒毒条例 21, 40. Each of them is a duty of its own, about the same ending."""
    end = ended("2022-01-15", Ending.COMPLETED)
    told = told_of(end, "2022-01-22", Noticed.POLICE), told_of(end, "2022-01-23", Noticed.FAMILY)
    case = history(OPENED, REPORTED, end, *told)
    found = said(case, Duty.ENDING_NOTICE, "2022-02-01")
    assert "2022-01-15..2022-01-22 met on 2022-01-22 for police" in found
    assert "2022-01-15..2022-01-22 late on 2022-01-23 for family" in found
    assert len(found) == len(Noticed)
    awaited = pending(schedule(history(OPENED, REPORTED, end), built_in(), day("2022-01-16")))
    waiting = [each for each in awaited if each.duty is Duty.ENDING_NOTICE]
    assert {each.to_whom for each in waiting} == set(Noticed)
    assert {each.subject for each in waiting} == {end.entry_id}


@pytest.mark.parametrize("how", [each for each in Ending if each is not Ending.COMPLETED])
def test_of_another_ending_nobody_must_be_told(how: Ending) -> None:
    """The law asks it of a completion; what is told of others is recorded all the same."""
    end = ended("2019-02-01", how)
    case = history(OPENED, REPORTED, end, told_of(end, "2019-02-02", Noticed.FAMILY))
    assert said(case, Duty.ENDING_NOTICE, "2019-03-01") == []


def test_a_case_that_is_open_again_is_not_told_to_have_ended() -> None:
    """In time it falls away; what was overdue then is missed, and may be done late all the same."""
    end = ended("2022-01-15", Ending.COMPLETED)

    def police(*events: CaseEvent) -> str:
        case = history(OPENED, REPORTED, end, *events)
        found = said(case, Duty.ENDING_NOTICE, "2022-03-01")
        return next(line for line in found if line.endswith("for police"))

    assert police(reopened("2022-01-18")) == "2022-01-15..2022-01-17 fallen_away for police"
    assert police(reopened("2022-02-18")) == "2022-01-15..2022-01-22 missed for police"
    late = told_of(end, "2022-02-20", Noticed.POLICE)
    assert police(reopened("2022-02-18"), late) == (
        "2022-01-15..2022-01-22 late on 2022-02-20 for police"
    )
    assert police(reopened("2022-01-15")) == "2022-01-15..2022-01-15 fallen_away for police"


def test_what_goes_on_after_a_suspension_is_awaited_no_more_where_it_was_excused() -> None:
    """An appointment of the time of a detention is not made anew by the release."""
    case = history(OPENED, REPORTED, APPOINTED, suspended("2019-02-05"), resumed("2019-02-20"))
    assert said(case, Duty.APPOINTED_TEST, "2019-03-01") == ["2019-02-01..2019-02-08 excused"]


POST = in_post("2019-02-01", "2020-02-01")


@pytest.mark.parametrize(
    ("after", "line"),
    [
        (post_over("2020-02-02", POST), "late on 2020-02-02"),
        (post_over("2020-02-01", POST), "met on 2020-02-01"),
        (post_over("2019-08-01", POST), "met on 2019-08-01"),
        (allowance("2020-01-01"), "overdue"),
        (ended("2020-01-05"), "fallen_away"),
    ],
)
def test_the_end_of_a_post_is_due_on_the_first_day_without_it(after: CaseEvent, line: str) -> None:
    """It can be done three months before, is met by the end of the post, and falls with the case.

    Other help that goes on has no such end.
    """
    case = history(OPENED, REPORTED, POST, after)
    [found] = said(case, Duty.END_OF_POST, "2020-03-01")
    last = "2020-01-05" if line == "fallen_away" else "2020-02-01"
    assert found == f"2019-11-03..{last} {line}"


def test_a_post_is_warned_of_before_its_end() -> None:
    """It is on the worklist from three months before; due soon by the place's policy."""
    windows = schedule(history(OPENED, REPORTED, POST), built_in(), day("2020-01-26"))
    [end] = [each for each in pending(windows) if each.duty is Duty.END_OF_POST]
    assert (end.since, end.soon_from, end.due_on) == (
        day("2019-11-03"),
        day("2020-01-25"),
        day("2020-02-01"),
    )
