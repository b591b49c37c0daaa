"""By what a finding is proposed: what counts for each condition, and on which day it is met. Pure.

A condition is judged within one programme. It is met on a day that follows from the entries and the
policies alone, also on one to come if nothing more is recorded: so what is proposed on a day, what
the worklist has for it, and what statistics count agree.
"""

from collections.abc import Callable, Collection, Iterator, Sequence
from datetime import date, timedelta
from functools import partial
from typing import NamedTuple, Protocol
from uuid import UUID

from services.cases.duties.absences import LAST_MEANT, Counted, absences
from services.cases.duties.course import Course, together
from services.cases.duties.history import Note, What
from services.cases.duties.recurring import TESTED
from services.cases.duties.ruling import PoliciesOver, numbered
from services.cases.duties.stretches import Days, Stretch, count
from services.cases.duties.windows import DAY, Window
from shared.events.cases.drug_tests import NotDoneReason
from shared.events.cases.duties import DutyOutcome
from shared.events.cases.findings import Condition
from shared.policies.values import Value

_NOT_COME = frozenset({NotDoneReason.EVADED, NotDoneReason.REFUSED})
# By which of these a client is known to be where the programme is, and by which to be reached.
_REACHED = frozenset(
    {
        What.REPORTED_IN,
        What.AGREED,
        What.CONTACT,
        What.TEST,
        What.REGULAR_REPORT,
        What.LEAVE_EXTENDED,
        What.RETURNED,
    }
)


class Met(NamedTuple):
    """A condition that is met on a day: by which entries, and against which number of a policy.

    `counted` says what the entries come to on a day.
    """

    on: date
    entries: tuple[UUID, ...]
    number: int
    rule: str
    policies: str
    counted: Callable[[date], int]


class Counting(Protocol):
    """A condition in a programme: the entries that count for it, by their days."""

    @property
    def entries(self) -> Sequence[UUID]:
        """All of them."""

    def met(self, of: Collection[UUID], decided: Collection[UUID]) -> Met | None:
        """When some entries meet it, one of which is not among those that were decided on."""


class _Sum:
    """A condition that adds up: events, or days of which each counts when it is over."""

    def __init__(
        self,
        course: Course,
        policies: PoliciesOver,
        items: Sequence[Counted],
        value: Value,
        *,
        more_than: bool,
    ) -> None:
        self._course, self._policies, self._items, self._value = course, policies, items, value
        self._in_days = self._more_than = more_than

    @property
    def entries(self) -> Sequence[UUID]:
        return [each.entry_id for each in self._items]

    def met(self, of: Collection[UUID], decided: Collection[UUID]) -> Met | None:
        total, is_new = 0, False
        items = [each for each in self._items if each.entry_id in of]
        for item in items:
            is_new |= item.entry_id not in decided
            for days in item.days:
                standing = self._course.standing_on(days.since)
                found = numbered(self._policies, self._value, standing, days.since)
                if found is None:
                    continue
                number, by = found
                needed = number.number + self._more_than
                length = (days.until - days.since).days
                if is_new and total + length >= needed:
                    day = days.since + timedelta(days=max(1, needed - total) * self._in_days)
                    made_by = [each for each in items if self._is_of(each, day)]
                    entries = tuple(each.entry_id for each in made_by)
                    counted = partial(self._count, made_by)
                    return Met(day, entries, number.number, number.code, by.version, counted)
                total += length
        return None

    def _count(self, items: Sequence[Counted], on: date) -> int:
        """What entries come to on a day: an event of the day itself counts, the day of an absence
        does when it is over.
        """
        until = on if self._in_days else on + DAY
        return sum(
            max(0, (min(days.until, until) - days.since).days)
            for each in items
            for days in each.days
        )

    def _is_of(self, item: Counted, day: date) -> bool:
        """Whether an entry is among those that met it; an absence that begins later is not."""
        return not self._in_days or item.days[0].since < day


class _ReportIn:
    """The client did not report in by the last day, and nothing excuses it.

    戒毒条例 14: who does not report in in time without a good reason counts as refusing to.
    """

    def __init__(self, stretch: Stretch, windows: Sequence[Window], fallback: UUID) -> None:
        self._decision = stretch.decided_by or fallback
        own = (each for each in windows if stretch.since <= each.since < stretch.until)
        self._late = next((each for each in own if _is_unmet(each)), None)

    @property
    def entries(self) -> Sequence[UUID]:
        return [] if self._late is None else [self._decision]

    def met(self, of: Collection[UUID], decided: Collection[UUID]) -> Met | None:
        late = self._late
        if late is None or self._decision not in of or self._decision in decided:
            return None

        def counted(on: date) -> int:
            return (min(on, late.met_on or on) - late.since).days

        number = (late.due_on - late.since).days
        return Met(late.until, (self._decision,), number, late.rule, late.policies, counted)


class _NotReached:
    """Nobody reached the client for so many days, and a contact was missed meanwhile."""

    def __init__(
        self,
        course: Course,
        policies: PoliciesOver,
        stretch: Stretch,
        contacts: Sequence[Window],
        away: Sequence[Days],
    ) -> None:
        self._course, self._policies, self._away = course, policies, away
        self._missed = [each for each in contacts if _is_unmet(each)]
        since = stretch.began_on or date.max
        reached = [
            note
            for note in course.history.notes
            if since <= note.day < stretch.until
            and note.what in _REACHED
            and (note.what is not What.TEST or note.code in TESTED)
        ]
        self._reached = sorted(reached, key=_day)

    @property
    def entries(self) -> Sequence[UUID]:
        return [each.entry_id for each in self._reached]

    def met(self, of: Collection[UUID], decided: Collection[UUID]) -> Met | None:
        last = next((each for each in reversed(self._reached) if each.entry_id in of), None)
        if last is None or last.entry_id in decided:
            return None
        standing = self._course.standing_on(last.day)
        found = numbered(self._policies, Value.NOT_REACHED_DAYS, standing, last.day)
        missed = next((each.until for each in self._missed if each.until > last.day), None)
        if found is None or missed is None:
            return None
        number, by = found
        passed = self._passed(last.day, number.number)
        again = next((each.day for each in self._reached if each.day > last.day), date.max)
        if passed is None or max(passed, missed) >= again:
            return None

        def counted(on: date) -> int:
            until = min(on, again)
            return (until - last.day).days - count(self._away, last.day, until)

        return Met(
            max(passed, missed),
            (last.entry_id,),
            number.number,
            number.code,
            by.version,
            counted,
        )

    def _passed(self, since: date, number: int) -> date | None:
        """The day on which so many days have passed that do not excuse; None if on none."""
        day = since + timedelta(days=number)
        for each in self._away:
            if each.since >= day:
                break
            if each.until > LAST_MEANT:
                return None
            day += timedelta(days=max(0, (each.until - max(each.since, since)).days))
        return day


def conditions(
    course: Course,
    policies: PoliciesOver,
    stretch: Stretch,
    report_ins: Sequence[Window],
    contacts: Sequence[Window],
) -> Iterator[tuple[Condition, Counting]]:
    """Each condition of a programme.

    戒毒条例 20: a serious violation is to refuse tests three times or more, or to leave the county
    without leave three times or more or for more than thirty days altogether.
    """
    away = together([*course.excused, *course.interrupted])
    yield Condition.REPORT_IN, _ReportIn(stretch, report_ins, course.history.case_id)
    tests = (note for note in course.of(What.TEST) if note.code in _NOT_COME)
    departed = course.of(What.DEPARTED)
    absent = [*absences(course, stretch, away)]
    for condition, items, value in (
        (Condition.TESTS, _events(tests, stretch), Value.SERIOUS_TESTS),
        (Condition.DEPARTURES, _events(departed, stretch), Value.SERIOUS_DEPARTURES),
        (Condition.ABSENCE, absent, Value.SERIOUS_ABSENCE_DAYS),
    ):
        in_days = condition is Condition.ABSENCE
        yield condition, _Sum(course, policies, items, value, more_than=in_days)
    not_reached = _NotReached(course, policies, stretch, contacts, away)
    yield Condition.NOT_REACHED, not_reached


def _events(notes: Iterator[Note] | Sequence[Note], stretch: Stretch) -> list[Counted]:
    return [
        Counted(note.entry_id, (Days(note.day, note.day + DAY),))
        for note in notes
        if stretch.since <= note.day < stretch.until
    ]


def _is_unmet(window: Window) -> bool:
    """Whether a window was over before it was met, or will be, and nothing excuses that."""
    if window.settled in (DutyOutcome.EXCUSED, DutyOutcome.FALLEN_AWAY):
        return False
    return window.met_on is None or window.met_on >= window.until


def _day(note: Note) -> date:
    return note.day
