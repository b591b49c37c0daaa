"""The days that a client was away without a report, in a programme. Pure."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple
from uuid import UUID

from services.cases.duties.course import Course
from services.cases.duties.history import What
from services.cases.duties.recurring import IN_PERSON, TESTED
from services.cases.duties.stretches import Days, Stretch
from services.cases.duties.subjects import LAST_MEANT
from shared.events.cases.guidance import ReportingMode

__all__ = ["LAST_MEANT", "Counted", "absences"]


class Counted(NamedTuple):
    """An entry that counts for a condition, and its days; of an event, the one day of it."""

    entry_id: UUID
    days: tuple[Days, ...]


def absences(course: Course, stretch: Stretch, away: Sequence[Days]) -> Iterator[Counted]:
    """The days of departures without a report, and those that a leave was overstayed.

    An absence of which no end is recorded is over when the client is seen. No day counts twice.
    """
    counted_to = stretch.since
    for since, until, entry_id in sorted(_absent(course)):
        days = Days(max(since, counted_to), min(until, stretch.until))
        pieces = tuple(_without(days, away))
        if pieces:
            counted_to = pieces[-1].until
            yield Counted(entry_id, pieces)


def _absent(course: Course) -> Iterator[tuple[date, date, UUID]]:
    seen = sorted(
        note.day
        for what in (What.CONTACT, What.TEST, What.REGULAR_REPORT, What.RETURNED)
        for note in course.of(what)
        if what is What.RETURNED
        or note.code in IN_PERSON
        or note.code in TESTED
        or note.code == ReportingMode.IN_PERSON
    )
    for note in course.of(What.DEPARTED):
        back = note.to or next((day for day in seen if day > note.day), date.max)
        yield note.day, back, note.entry_id
    for leave in course.of(What.LEAVE):
        due = course.back_on(leave)
        if due <= LAST_MEANT:
            returned = [each.day for each in course.about(What.RETURNED, leave)]
            later = (day for day in seen if day >= due)
            yield due, min([*returned, next(later, date.max)]), leave.entry_id


def _without(days: Days, away: Sequence[Days]) -> Iterator[Days]:
    """What is left of some days without others, which are in order."""
    since = days.since
    for each in away:
        if each.since >= days.until:
            break
        if since < each.since:
            yield Days(since, each.since)
        since = max(since, each.until)
    if since < days.until:
        yield Days(since, days.until)
