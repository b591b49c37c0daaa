"""On which days a duty recurs: while the case is open, and the programme lasts. Pure."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple

from services.cases.duties.course import Course
from services.cases.duties.stretches import Days
from shared.events.cases.duties import Duty


class Run(NamedTuple):
    """Days on which a duty recurs; the years of the programme count from the origin.

    They end on `open_until`, with the file or the kind, or before it with the term of the
    programme. Then nothing more is due; what was not done by then may still be done until
    `open_until`.
    """

    days: Days
    origin: date
    open_until: date

    @property
    def ends_with_term(self) -> bool:
        """Whether the file is open still when they are over."""
        return self.days.until < self.open_until

    @property
    def goes_on(self) -> bool:
        """Whether the file, as far as is recorded, stays open."""
        return self.open_until == date.max


def runs_of(duty: Duty, course: Course, terms: Sequence[date]) -> Iterator[Run]:
    """From the reporting in until the end of the term; at large from the beginning.

    Anew after each reopening. An assessment is due to a case of any kind, from its opening, but
    while it is only open since nobody has ended it after the term. `terms` are those of the
    stretches.
    """
    if duty is Duty.ASSESSMENT:
        yield from _without(course.open, _after_terms(course, terms))
        return
    for stretch, term in zip(course.stretches, terms, strict=True):
        began_on = stretch.began_on
        if began_on is not None:
            for days in course.open_between(began_on, stretch.until):
                until = min(days.until, term)
                if days.since < until:
                    yield Run(Days(days.since, until), began_on, days.until)


def _after_terms(course: Course, terms: Sequence[date]) -> Sequence[Days]:
    """The days of each stretch that come after its term, in order."""
    return [
        Days(term, stretch.until)
        for stretch, term in zip(course.stretches, terms, strict=True)
        if term < stretch.until
    ]


def _without(open_days: Sequence[Days], over: Sequence[Days]) -> Iterator[Run]:
    """The days on which a case is open, but for those that are over; both come in order."""
    at = 0
    for days in open_days:
        since = days.since
        while at < len(over) and over[at].since < days.until:
            if since < over[at].since:
                until = min(over[at].until, days.until)
                yield Run(Days(since, over[at].since), since, until)
            if over[at].until >= days.until:
                since = days.until
                break
            since = max(since, over[at].until)
            at += 1
        if since < days.until:
            yield Run(Days(since, days.until), since, days.until)
