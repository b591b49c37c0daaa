"""Windows in the making: what is known of each before it is said what became of it. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from services.cases.duties.course import Standing
from services.cases.duties.history import Note
from services.cases.duties.ruling import Ruled
from services.cases.duties.windows import DAY, Window
from shared.events.cases.duties import Duty, DutyOutcome


@dataclass(slots=True)
class Draft:
    """A window, by what entry it was met, and what is settled where it was not.

    `planned_until` is until when it would have been, had nothing ended it.
    """

    ruled: Ruled
    standing: Standing
    since: date
    until: date
    planned_until: date
    met: Note | None = None
    settled: DutyOutcome | None = None

    @property
    def is_awaited(self) -> bool:
        """Whether it is still to be done."""
        return self.met is None and self.settled is None


def let_fall(drafts: Iterable[Draft]) -> None:
    """Nothing of it was due: the opening was a mistake."""
    for each in drafts:
        each.met, each.settled = None, DutyOutcome.FALLEN_AWAY


def settle(drafts: Sequence[Draft], *, goes_on: bool) -> None:
    """What comes before one that was met, or was due in what is over, can be done no more."""
    is_awaited = goes_on
    for each in reversed(drafts):
        if each.met is not None:
            is_awaited = False
        elif each.settled is None and not is_awaited:
            each.settled = DutyOutcome.MISSED


def windows_of(
    duty: Duty,
    drafts: Sequence[Draft],
    today: date,
    subject: UUID | None = None,
    to_whom: str = "",
) -> list[Window]:
    """The windows, in their order, with what became of those that are closed.

    Of those that are awaited the last that is closed is overdue, those before it are missed: so
    one is overdue at most. It says since when: since the first that is awaited.
    """
    unmet = [each for each in drafts if each.is_awaited and each.until <= today]
    overdue = unmet[-1] if unmet else None
    windows: list[Window] = []
    in_a_row = 0
    for each in drafts:
        met, settled = each.met, each.settled
        outcome: DutyOutcome | None = None
        not_met = 0
        if each.until <= today:
            if met is not None:
                outcome = DutyOutcome.MET if met.day < each.until else DutyOutcome.LATE
                in_a_row = 0
            elif settled is None or settled is DutyOutcome.MISSED:
                outcome = DutyOutcome.OVERDUE if each is overdue else DutyOutcome.MISSED
                not_met = in_a_row = in_a_row + 1
            else:
                outcome = settled
        windows.append(
            Window(
                duty,
                each.since,
                each.until,
                each.standing.kind,
                each.standing.region,
                each.ruled.policy.code,
                each.ruled.by.version,
                subject,
                to_whom,
                outcome,
                settled,
                None if met is None else met.entry_id,
                None if met is None else met.day,
                not_met,
                each.planned_until,
                each.ruled.by,
                unmet[0].until - DAY if each is overdue else None,
            )
        )
    return windows
