"""The course of a case: its stretches, leaves, levels, and all that was done, by day. Pure.

It is made once of a history; what is due follows from it and the policies.
"""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import NamedTuple
from uuid import UUID

from services.cases.duties.history import History, Note, What
from services.cases.duties.stretches import Days, Stretch, steps_of
from services.cases.duties.windows import add_months
from shared.events.cases.kinds import CaseKind

# Of whoever is away for as long, no next time is looked for.
_NEVER_BACK = timedelta(days=3660)


class Standing(NamedTuple):
    """By what the policy of a case is chosen."""

    kind: CaseKind
    region: str
    level: str


@dataclass(frozen=True, slots=True)
class Course:
    """The course of a case; see `Steps`.

    `excused` are the days of suspensions and leaves. `notes` are all notes by what they are, each
    by their days, of one day as recorded; `noted_about` those that are about an entry, by its id.
    `standings` are what the case stood at from each of the days in `changes` on.
    """

    history: History
    stretches: Sequence[Stretch]
    open: Sequence[Days]
    interrupted: Sequence[Days]
    suspended: Sequence[Days]
    endings: Sequence[Note]
    excused: Sequence[Days]
    notes: Mapping[What, Sequence[Note]]
    noted_about: Mapping[UUID, Sequence[Note]]
    changes: Sequence[date]
    standings: Sequence[Standing]

    def standing_on(self, day: date) -> Standing:
        """What the case stood at on a day."""
        return self.standings[bisect_right(self.changes, day) - 1]

    def next_change(self, day: date) -> date:
        """The first day after a day on which it may stand at something else; or the last day."""
        at = bisect_right(self.changes, day)
        return self.changes[at] if at < len(self.changes) else date.max

    def of(self, what: What) -> Sequence[Note]:
        """The notes of one sort, by their days."""
        return self.notes.get(what, ())

    def about(self, what: What, entry: Note) -> Iterator[Note]:
        """The notes of one sort that are about an entry, as recorded."""
        noted = self.noted_about.get(entry.entry_id, ())
        return (each for each in noted if each.what is what)

    def open_between(self, since: date, until: date) -> Iterator[Days]:
        """The days on which the case was open, between two days."""
        for each in self.open:
            days = Days(max(since, each.since), min(until, each.until))
            if days.since < days.until:
                yield days

    def falls_away(self, planned_until: date, until: date) -> bool:
        """Whether what is not done falls away, since it could be done but until a day.

        So it does on the last day of the case, too: it was open when the case ended.
        """
        if planned_until == until:
            return any(each.until == until for each in self.open)
        return planned_until > until

    def back_on(self, leave: Note) -> date:
        """The first day back of a leave, as it was said last: each extension is longer."""
        said = [leave, *self.about(What.LEAVE_EXTENDED, leave)]
        return max(each.to for each in said if each.to is not None)


def course_of(history: History) -> Course:
    """The course of a case, by what counts of it."""
    steps = steps_of(history)
    notes: dict[What, list[Note]] = defaultdict(list)
    about: dict[UUID, list[Note]] = defaultdict(list)
    for note in history.notes:
        notes[note.what].append(note)
        if note.about is not None:
            about[note.about].append(note)
    for each in notes.values():
        each.sort(key=_day)
    changes, standings = _standings(history, steps.stretches, notes)
    course = Course(
        history,
        steps.stretches,
        steps.open,
        steps.interrupted,
        steps.suspended,
        steps.endings,
        steps.suspended,
        notes,
        about,
        changes,
        standings,
    )
    leaves = [*_leaves(course)]
    return replace(course, excused=together([*steps.suspended, *leaves])) if leaves else course


def _day(note: Note) -> date:
    return note.day


def _standings(
    history: History, stretches: Sequence[Stretch], notes: Mapping[What, Sequence[Note]]
) -> tuple[list[date], list[Standing]]:
    """What a case stands at, and from when on; what holds first has always been so."""
    now = Standing(history.kind, history.region, "")
    changes, standings = [date.min], [now]
    kinds = {stretch.since: stretch.kind for stretch in stretches[1:]}
    regions = {note.day: note.code for note in notes.get(What.MOVED, ())}
    levels = {note.day: note.code for note in notes.get(What.ASSESSED, ())}
    for day in sorted({*kinds, *regions, *levels}):
        now = Standing(
            kinds.get(day, now.kind), regions.get(day, now.region), levels.get(day, now.level)
        )
        if now != standings[-1]:
            changes.append(day)
            standings.append(now)
    return changes, standings


def _leaves(course: Course) -> Iterator[Days]:
    """The days of the leaves; what is stayed beyond the day that was said is no leave."""
    for leave in course.of(What.LEAVE):
        back = [each.day for each in course.about(What.RETURNED, leave)]
        until = min([course.back_on(leave), *back])
        if leave.day < until:
            yield Days(leave.day, until if until - leave.day < _NEVER_BACK else date.max)


def together(days: list[Days]) -> list[Days]:
    """The same days in order, none of them twice."""
    days.sort()
    found = days[:1]
    for each in days[1:]:
        if each.since <= found[-1].until:
            found[-1] = Days(found[-1].since, max(found[-1].until, each.until))
        else:
            found.append(each)
    return found


def served_on(since: date, months: int, interrupted: Sequence[Days], credited: int = 0) -> date:
    """The day on which so many months are served from a day on; the last of all days if on none.

    >>> june = Days(date(2019, 6, 3), date(2019, 6, 18))
    >>> served_on(date(2019, 1, 15), 36, [june]), served_on(date(2019, 1, 15), 36, [june], 15)
    (datetime.date(2022, 1, 30), datetime.date(2022, 1, 15))
    """
    not_served = -credited
    day = add_months(since + timedelta(days=not_served), months)
    for each in interrupted:
        if each.since >= day:
            break
        if each.until == date.max:
            return date.max
        not_served += max(0, (each.until - max(each.since, since)).days)
        day = add_months(since + timedelta(days=not_served), months)
    return day
