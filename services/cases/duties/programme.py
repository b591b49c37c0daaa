"""Duties of a programme that are due once: reporting in, the agreement, the end of the term. Pure.

A user at large has none of them.
"""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from datetime import date

from services.cases.duties.course import Course
from services.cases.duties.history import Note
from services.cases.duties.once import Task
from services.cases.duties.stretches import Days, Stretch
from shared.events.cases.duties import Duty
from shared.events.cases.endings import Ending


def of_programmes(course: Course, terms: Sequence[date]) -> Iterator[Task]:
    """What is due once in each programme of a case, and again where it was interrupted.

    `terms` are the days on which the terms of the stretches are over.
    """
    for stretch, term in zip(course.stretches, terms, strict=True):
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
            yield from _ends_of_term(course, stretch, since, term)


def _ends_of_term(course: Course, stretch: Stretch, since: date, term: date) -> Iterator[Task]:
    """The completion, once the term is over, until the file is ended."""
    for days in course.open_between(since, stretch.until):
        if term < days.until:
            begins = max(term, days.since)
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
