"""Duties of a programme that are due once: reporting in, the agreement, the end of the term. Pure.

A user at large has none of them.
"""

from bisect import bisect_left
from collections.abc import Iterator
from datetime import date

from services.cases.duties.course import Course, served_on
from services.cases.duties.history import Note, What
from services.cases.duties.once import Task
from services.cases.duties.ruling import PoliciesOver, number
from services.cases.duties.stretches import Days, Stretch
from shared.events.cases.duties import Duty
from shared.events.cases.endings import Ending
from shared.policies.policies import Policies, Value


def of_programmes(course: Course, policies: PoliciesOver) -> Iterator[Task]:
    """What is due once in each programme of a case, and again where it was interrupted."""
    for stretch in course.stretches:
        if not stretch.is_programme:
            continue
        yield Task(
            duty=Duty.REPORT_IN,
            since=stretch.since,
            counted_from=stretch.since,
            within=course.open_between(stretch.since, stretch.until),
            met=stretch.reported_in,
            excuse=course.excused,
            comes_again=True,
        )
        if stretch.reported_in is not None:
            since = stretch.reported_in.day
            yield Task(
                duty=Duty.AGREEMENT,
                since=since,
                counted_from=since,
                within=course.open_between(since, stretch.until),
                met=stretch.agreed,
                excuse=course.excused,
                comes_again=True,
            )
            yield from _ends_of_term(course, policies, stretch, since)


def _ends_of_term(
    course: Course, policies: PoliciesOver, stretch: Stretch, since: date
) -> Iterator[Task]:
    """The end of the term: its months, and the interruptions, less what was served elsewhere.

    What is credited ends the term on its own day at the earliest, and after the end no more.
    """
    standing = course.standing_on(since)

    def served(by: Policies, credited: int = 0) -> date:
        months = number(by, Value.TERM_MONTHS, standing, since)
        return served_on(since, months, course.interrupted, credited)

    by = policies.policy_for(served)
    day, credited = served(by), 0
    for note in course.of(What.CREDITED):
        if stretch.since <= note.day < min(day, stretch.until):
            credited += int(note.code)
            day = max(note.day, served(by, credited))
    for days in course.open_between(since, stretch.until):
        if day < days.until:
            begins = max(day, days.since)
            yield Task(
                duty=Duty.END_OF_TERM,
                since=begins,
                counted_from=begins,
                within=(days,),
                met=_completed(course, Days(begins, days.until)),
            )


def _completed(course: Course, days: Days) -> Note | None:
    """The completion on one of these days, if there is one."""
    endings = course.endings
    first = bisect_left(endings, days.since, key=lambda each: each.day)
    for each in endings[first:]:
        if each.day >= days.until:
            break
        if each.code == Ending.COMPLETED:
            return each
    return None
