"""The numbers of a place: the rules go by the policy of the case's region on the day."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest

from services.cases.case import leave, objections
from services.cases.case.decider import case, check, doubts
from services.cases.case.endings import CompletedEarly, EndCase, NotifyOfEnding
from shared.decider import fold
from shared.events.cases.duties import Duty
from shared.events.cases.endings import Ending, EndingNotified, Noticed
from shared.events.cases.kinds import CaseKind
from shared.policies.in_force import use_policies
from tests.given import TODAY, given
from tests.services.cases.case.history import an_id, ended, opened
from tests.services.cases.case.test_endings import AGREED, END
from tests.services.cases.case.test_leave import away, extend, report, state_of
from tests.services.cases.case.test_objections import dispute, positive
from tests.shared.policies.own import duty, number, own

HERE, ELSEWHERE = 'regions = ["4101"]', 'regions = ["33"]'


@pytest.fixture(autouse=True)
def as_before() -> Iterator[None]:
    """After a test the built-in policies are in force again."""
    yield
    use_policies(None)


def test_from_which_length_on_a_leave_is_reported_in_writing() -> None:
    """By the place's number on the day of leaving; the refusal tells it."""
    six = report(date(2019, 4, 5), date(2019, 4, 11), in_writing=False)
    five = replace(six, returns_on=date(2019, 4, 10))
    use_policies(own(number("x", "leave_report_days", 6, HERE)))
    assert case.decide(five, state_of(opened), TODAY)
    with pytest.raises(leave.WrittenReportMissing) as refused:
        case.decide(six, state_of(opened), TODAY)
    assert "6 days or more" in refused.value.text.en
    assert "离开6日以上" in refused.value.text.zh
    use_policies(own(number("x", "leave_report_days", 6, f"{HERE}\nuntil = 2019-04-05")))
    given(case, opened).when(five).refused(leave.WrittenReportMissing)
    longer = extend(date(2019, 4, 15), in_writing=False)
    use_policies(own(number("x", "leave_report_days", 11, HERE)))
    assert case.decide(longer, state_of(opened, away), TODAY)


def test_a_completion_is_early_by_the_term_of_the_place() -> None:
    """Rehabilitation is doubted within its first year alone, and within a shorter term."""
    early = ended.model_copy(update={"ending": Ending.COMPLETED, "months": 20})
    short = early.model_copy(update={"kind": CaseKind.REHABILITATION, "months": 8})
    use_policies(own(number("x", "term_months", 24, HERE)))
    assert doubts([early]) == [CompletedEarly(20, 24)]
    assert doubts([short]) == [CompletedEarly(8, 12)]
    use_policies(own(number("x", "term_months", 6, HERE)))
    assert doubts([early, short]) == []
    use_policies(own(number("x", "rehabilitation_least_months", 6, HERE)))
    assert doubts([short]) == []
    use_policies(own(number("x", "rehabilitation_least_months", 18, HERE)))
    assert doubts([short]) == [CompletedEarly(8, 18)]


def test_before_the_case_is_known_only_what_no_place_allows_is_refused() -> None:
    """As in the dry run of an import: elsewhere it may be in time."""
    late = replace(dispute, occurred_on=date(2019, 3, 10))
    short = report(date(2019, 4, 5), date(2019, 4, 10), in_writing=False)
    use_policies(
        own(
            number("x", "objection_days", 6, ELSEWHERE)
            + number("y", "leave_report_days", 9, ELSEWHERE)
        )
    )
    check(late, TODAY)
    check(short, TODAY)
    given(case, opened, positive).when(late).refused(objections.ObjectionTooLate)
    given(case, opened).when(short).refused(leave.WrittenReportMissing)
    with pytest.raises(objections.ObjectionTooLate, match="time to object"):
        check(replace(late, occurred_on=date(2019, 3, 11)), TODAY)


def test_within_how_many_days_a_client_objects() -> None:
    """By the place's number on the day of being told."""
    late = replace(dispute, occurred_on=date(2019, 3, 10))
    use_policies(own(number("x", "objection_days", 6, HERE)))
    assert case.decide(late, state_of(opened, positive), TODAY)
    day_after = replace(late, occurred_on=date(2019, 3, 11))
    with pytest.raises(objections.ObjectionTooLate) as refused:
        case.decide(day_after, state_of(opened, positive), TODAY)
    assert "within 6 days" in refused.value.text.en


@pytest.mark.parametrize(
    ("shape", "due"),
    [
        (None, date(2021, 5, 17)),
        ("within = { days = 3 }", date(2021, 5, 13)),
        ("within = { days = 3, working = true }", date(2021, 5, 13)),
        ("within = { days = 5, working = true }", date(2021, 5, 17)),  # over a weekend
        ("due = false", date(2021, 5, 14)),  # what is not due is not late
    ],
)
def test_until_when_an_ending_is_told(shape: str | None, due: date) -> None:
    """By the duty of the place; of an ending on Monday, 10 May 2021."""
    assert isinstance(END, EndCase)
    if shape:
        use_policies(own(duty("x", Duty.ENDING_NOTICE, shape, HERE)))
    past = [*AGREED, *case.decide(END, fold(case, AGREED), TODAY)]
    tell = NotifyOfEnding(an_id(40), date(2021, 5, 14), Noticed.POLICE)
    [told] = [
        each
        for each in case.decide(tell, fold(case, past), TODAY)
        if isinstance(each, EndingNotified)
    ]
    assert told.due_on == due
