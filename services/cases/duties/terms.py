"""When the term of each programme of a case is over, by the policies. Pure."""

from collections.abc import Sequence
from datetime import date

from services.cases.duties.course import Course, served_on
from services.cases.duties.history import What
from services.cases.duties.ruling import PoliciesOver, number
from services.cases.duties.stretches import Stretch
from shared.policies.policies import Policies
from shared.policies.values import Value


def ends_of_terms(course: Course, policies: PoliciesOver) -> Sequence[date]:
    """The day on which the term of each stretch is served, from which on it lasts no more.

    It is the last of all days where none is known: at large, before the reporting in, and while
    the programme is interrupted.
    """
    return [_end_of_term(course, policies, stretch) for stretch in course.stretches]


def _end_of_term(course: Course, policies: PoliciesOver, stretch: Stretch) -> date:
    """The months of the term, and the interruptions, less what was served elsewhere.

    What is credited ends the term on its own day at the earliest, and after the end no more.
    """
    if stretch.reported_in is None:
        return date.max
    since = stretch.reported_in.day
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
    return day
