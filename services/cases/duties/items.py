"""The schedule of a case as its reader is shown it: each duty with its state and its sentence."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from uuid import UUID

from services.cases.access_table import Category
from services.cases.case.events import CaseEvent
from services.cases.duties.access import CATEGORY_OF, may_see
from services.cases.duties.history import History, all_noted
from services.cases.duties.names import OPEN_STATES, DutyState, state_of
from services.cases.duties.schedule import schedule
from services.cases.duties.sentences import days_left, days_over, part_of_calendar, sentence
from services.cases.duties.versions import Versions
from services.cases.duties.windows import Window
from services.cases.relations import Access
from shared.clock import today as day_of
from shared.events.cases.duties import Duty
from shared.journal.journal import RecordedEvent
from shared.policies.duties import DutyPolicy
from shared.text import Text


class Wanted(StrEnum):
    """Which duties are asked for: those still to be done, those of which that is over, or both."""

    OPEN = "open"
    CLOSED = "closed"
    ALL = "all"


@dataclass(frozen=True, slots=True)
class Asked:
    """Which part of a schedule is asked for; the days are half-open."""

    wanted: Wanted = Wanted.ALL
    since: date = date.min
    until: date = date.max

    def has(self, item: "Item") -> bool:
        """Whether an item is in it: its time meets those days."""
        if self.wanted is not Wanted.ALL and item.is_open is not (self.wanted is Wanted.OPEN):
            return False
        return item.window.since < self.until and self.since < item.window.until


@dataclass(frozen=True, slots=True)
class Item:
    """A duty by its policy, how it stands today, and the days after its last one or left to it."""

    window: Window
    rule: DutyPolicy
    category: Category
    state: DutyState
    days_over: int | None
    days_left: int | None
    text: Text

    @property
    def is_open(self) -> bool:
        """Whether something is still to be done."""
        return self.state in OPEN_STATES


def count_overdue(items: Sequence[Item]) -> int:
    """How many of these duties are overdue."""
    return sum(item.state is DutyState.OVERDUE for item in items)


def count_proposed(items: Sequence[Item]) -> int:
    """How many findings wait for a person's decision among these duties."""
    waiting = OPEN_STATES - {DutyState.UPCOMING}
    return sum(item.window.duty is Duty.FINDING and item.state in waiting for item in items)


def history_of(recorded: Sequence[RecordedEvent], events: Sequence[CaseEvent]) -> History | None:
    """The history of a case from its whole stream; None where it was not opened."""
    return all_noted(
        None,
        (
            (at.event_id, day_of(at.recorded_at), event)
            for at, event in zip(recorded, events, strict=True)
        ),
    )


def as_asked(history: History, appointments: Collection[UUID]) -> History:
    """A history as those know it who were only asked for tests: an opening, and these appointments.

    What becomes of a test would tell them more: that the client is excused, that the case ended.
    """
    notes = (
        each
        for each in history.notes
        if each.entry_id in appointments or each.about in appointments
    )
    return replace(history, notes=tuple(notes))


def items_of(
    history: History | None,
    access: Access,
    versions: Versions,
    today: date,
    asked: Asked = Asked(),
) -> list[Item]:
    """What the caller is shown of a schedule, by the last days."""
    if history is None:
        return []
    if access.is_only_asked:
        history = as_asked(history, access.subjects)
    windows = schedule(history, versions, today)
    return [item for item in _items(windows, access, today) if asked.has(item)]


def _items(windows: Sequence[Window], access: Access, today: date) -> Iterator[Item]:
    for window in windows:
        if not may_see(access, window.duty, window.subject):
            continue
        if window.duty is Duty.FINDING and window.since > today:
            continue  # it would be proposed if nothing more were recorded until then
        state, rule = state_of(window, today), rule_of(window)
        yield Item(
            window,
            rule,
            CATEGORY_OF[window.duty],
            state,
            days_over(window, state, today),
            days_left(window, state, today),
            sentence(window, state, today, part_of_calendar(rule, window)),
        )


def rule_of(window: Window) -> DutyPolicy:
    """The policy that a window follows, of the version that it was made by."""
    assert window.by is not None, "made by a schedule"
    return next(each for each in window.by.duties if each.code == window.rule)
