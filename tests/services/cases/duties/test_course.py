"""The course of a case agrees with what it stands at by its rules."""

from datetime import date, timedelta

from hypothesis import given as for_all
from hypothesis import settings

from services.cases.case.standing import spans
from services.cases.case.state import Opened
from services.cases.duties.course import Course, course_of
from services.cases.duties.stretches import holds
from shared.events.cases.endings import Ending
from shared.events.cases.kinds import CaseKind
from shared.events.cases.standing import StandingPhase
from tests.services.cases.duties.by_chance import Life, lives
from tests.services.cases.duties.told import (
    agreed,
    became,
    ended,
    history,
    opened,
    reopened,
    reported,
    resumed,
    suspended,
)

At = tuple[CaseKind, StandingPhase, str]


@settings(max_examples=150, deadline=None)
@for_all(lives())
def test_a_course_is_what_the_case_stands_at(life: Life) -> None:
    """On every day between its entries: kind, phase and level; and whether it is open at all."""
    if not isinstance(life.state, Opened):
        return
    course = course_of(life.history)
    by_rules = spans(life.state)
    ends = {each.day for each in course.endings}
    days = {day for event in life.events for _, day in event if isinstance(day, date)}
    for day in sorted({*days, *(each + timedelta(days=1) for each in days)} - ends):
        if day < life.history.opened_on:
            continue
        expected = [
            (each.kind, each.phase, each.level)
            for each in by_rules
            if (each.since or date.min) <= day < (each.until or date.max)
        ]
        assert at(course, day) == expected


def at(course: Course, day: date) -> list[At]:
    """What a case stands at by its course; nothing while it is closed."""
    if holds(course.open, day) is None:
        return []
    standing = course.standing_on(day)
    return [(standing.kind, phase(course, day), standing.level)]


def phase(course: Course, day: date) -> StandingPhase:
    """The phase on a day."""
    stretch = [each for each in course.stretches if each.since <= day][-1]
    if not stretch.is_programme:
        return StandingPhase.AT_LARGE
    if holds(course.suspended, day):
        return StandingPhase.SUSPENDED
    if stretch.agreed is not None and stretch.agreed.day <= day:
        return StandingPhase.AGREED
    if stretch.reported_in is not None and stretch.reported_in.day <= day:
        return StandingPhase.REPORTED
    return StandingPhase.ORDERED


def test_a_case_reopened_while_suspended_is_suspended() -> None:
    """Until the programme goes on; all of that time is not served."""
    course = course_of(
        history(
            *(opened("2019-01-10"), reported("2019-01-15"), agreed("2019-01-16")),
            *(suspended("2019-06-03"), ended("2019-06-10"), reopened("2019-06-12")),
            resumed("2019-06-18"),
        )
    )
    june = [(date(2019, 6, 3), date(2019, 6, 18))]
    assert course.suspended == june
    assert course.interrupted == june
    assert course.open == [
        (date(2019, 1, 10), date(2019, 6, 11)),
        (date(2019, 6, 12), date.max),
    ]


def test_what_cannot_be_taken_is_no_step() -> None:
    """An agreement before the reporting in, a resumption of what goes on, a second ending."""
    course = course_of(
        history(
            *(opened("2019-01-10"), agreed("2019-01-11"), resumed("2019-01-12")),
            *(ended("2019-02-01", Ending.DIED), ended("2019-03-01"), reported("2019-03-02")),
            became("2019-03-03", CaseKind.REHABILITATION),
        )
    )
    [stretch] = course.stretches
    assert (stretch.reported_in, stretch.agreed) == (None, None)
    assert [each.code for each in course.endings] == [Ending.DIED]
    assert course.open == [(date(2019, 1, 10), date(2019, 2, 2))]
