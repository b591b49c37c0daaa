"""The stretches of a case: when it was open, of which kind, suspended; from its steps. Pure."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple
from uuid import UUID

from services.cases.duties.history import History, Note, What
from services.cases.duties.windows import DAY
from shared.events.cases.kinds import CaseKind


class Days(NamedTuple):
    """Days from `since` until the day before `until`."""

    since: date
    until: date


@dataclass(slots=True)
class Stretch:
    """A time in which a case was of one kind, by one decision.

    `decided_by` is the entry that says so: the opening, or a change of kind.
    A client at large does not report in: what is due to one at large is due from the beginning.
    """

    kind: CaseKind
    since: date
    is_programme: bool
    until: date = date.max
    decided_by: UUID | None = None
    reported_in: Note | None = None
    agreed: Note | None = None

    @property
    def began_on(self) -> date | None:
        """The day from which what recurs is due; None before the client has reported in."""
        if not self.is_programme:
            return self.since
        return None if self.reported_in is None else self.reported_in.day


@dataclass(slots=True)
class Steps:
    """What the steps of a case come to, each in the order of its days.

    `open` are the days on which it was open, with that of each ending; `interrupted` those that do
    not count towards the term, suspended or closed. The last ones may have no end. `endings` are
    those that were taken.
    """

    stretches: list[Stretch]
    open: list[Days] = field(default_factory=list)
    interrupted: list[Days] = field(default_factory=list)
    suspended: list[Days] = field(default_factory=list)
    endings: list[Note] = field(default_factory=list)


# What is no step is not looked at: most of what is noted is none.
_STEPS = frozenset(
    {
        What.REPORTED_IN,
        What.AGREED,
        What.SUSPENDED,
        What.RESUMED,
        What.KIND_CHANGED,
        What.ENDED,
        What.REOPENED,
    }
)


def steps_of(history: History) -> Steps:
    """The steps that are noted, each if it could be taken, as `evolving.moved` says."""
    is_programme = history.decided and history.kind is not CaseKind.AT_LARGE
    first = Stretch(history.kind, history.opened_on, is_programme, decided_by=history.opening_id)
    walk = _Walk(history.opened_on, first)
    for note in history.notes:
        if note.what in _STEPS:
            walk.take(note)
    walk.stop(date.max if history.void_on is None else history.void_on + DAY)
    return walk.steps


class _Walk:
    """The case after each step."""

    def __init__(self, opened_on: date, stretch: Stretch) -> None:
        self.steps = Steps([stretch])
        self._now = stretch
        self._open_since: date | None = opened_on
        self._suspended_since: date | None = None
        self._interrupted_since: date | None = None

    def take(self, note: Note) -> None:
        """Take a step, if it is one that can be taken."""
        if note.what is What.REOPENED:
            if self._open_since is None:
                self._reopen(note.day)
        elif self._open_since is None:
            return
        elif note.what is What.ENDED:
            self._end(note, self._open_since)
        elif note.what is What.KIND_CHANGED:
            self._change(CaseKind(note.code), note)
        elif self._now.is_programme:
            self._go_on(note)

    def stop(self, until: date) -> None:
        """Say until when it goes on as it is now."""
        if self._open_since is not None:
            self.steps.open.append(Days(self._open_since, until))
        self._resume(until)

    def _go_on(self, note: Note) -> None:
        now = self._now
        if self._suspended_since is not None:
            if note.what is What.RESUMED:
                self._resume(note.day)
        elif note.what is What.SUSPENDED:
            self._suspended_since = self._interrupted_since = note.day
        elif note.what is What.REPORTED_IN:
            now.reported_in = now.reported_in or note
        elif note.what is What.AGREED and now.reported_in is not None:
            now.agreed = now.agreed or note

    def _resume(self, day: date) -> None:
        if self._suspended_since is not None:
            self.steps.suspended.append(Days(self._suspended_since, day))
        if self._interrupted_since is not None:
            self.steps.interrupted.append(Days(self._interrupted_since, day))
        self._suspended_since = self._interrupted_since = None

    def _change(self, kind: CaseKind, decision: Note) -> None:
        day = decision.day
        self._resume(day)
        self._now.until = day
        is_programme = kind is not CaseKind.AT_LARGE
        self._now = Stretch(kind, day, is_programme, decided_by=decision.entry_id)
        self.steps.stretches.append(self._now)

    def _end(self, ending: Note, open_since: date) -> None:
        self.steps.endings.append(ending)
        self.steps.open.append(Days(open_since, ending.day + DAY))
        self._open_since = None
        self._interrupted_since = self._interrupted_since or ending.day

    def _reopen(self, day: date) -> None:
        """It goes on where it stood: suspended, if it was."""
        self._open_since = max(day, self.steps.open[-1].until)
        if self._suspended_since is None and self._interrupted_since is not None:
            self.steps.interrupted.append(Days(self._interrupted_since, day))
            self._interrupted_since = None


def holds(days: Sequence[Days], day: date) -> Days | None:
    """Those of some days that a day is one of; None where it is of none.

    They are in order, and no two of them overlap.
    """
    at = bisect_right(days, day, key=_since) - 1
    return days[at] if at >= 0 and day < days[at].until else None


def count(days: Sequence[Days], since: date, until: date) -> int:
    """How many of these days there are between two days; they are as for `holds`."""
    first = max(bisect_right(days, since, key=_since) - 1, 0)
    behind = bisect_left(days, until, key=_since)
    return sum(
        max(0, (min(each.until, until) - max(each.since, since)).days)
        for each in days[first:behind]
    )


def _since(days: Days) -> date:
    return days.since
