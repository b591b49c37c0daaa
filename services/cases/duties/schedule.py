"""What is due in a case, was due, and what became of it: from its history and the policies. Pure.

The page of a case, the worklist and the outcomes that statistics count all come from here.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Protocol

from services.cases.duties.history import History, What
from services.cases.duties.windows import Window, calendar
from shared.events.cases.duties import Duty, DutyOutcome
from shared.events.cases.kinds import CaseKind
from shared.policies.policies import DutyPolicy, Value
from shared.policies.shapes import EachWindow


class PoliciesOver(Protocol):
    """Which policies hold; `Policies` are such, and so are several versions one after another."""

    @property
    def version(self) -> str:
        """As `Policies.version`."""

    def duty(
        self, duty: Duty, region: str, kind: CaseKind, level: str, day: date
    ) -> DutyPolicy | None:
        """As `Policies.duty`."""

    def number(self, value: Value, region: str, day: date, kind: CaseKind | None = None) -> int:
        """As `Policies.number`."""

    def in_emergency(self, region: str, day: date) -> bool:
        """As `Policies.in_emergency`."""


def schedule(history: History, policies: PoliciesOver, today: date) -> tuple[Window, ...]:
    """Every window that has closed by today, and of each duty the one that is open or next.

    They come by their last days, then by duty.
    """
    windows = _contacts(history, policies, today)
    return tuple(sorted(windows, key=lambda each: (each.until, each.since, each.duty)))


def pending(windows: Sequence[Window]) -> tuple[Window, ...]:
    """Of each duty and subject the first window that is still awaited, of a schedule.

    It stays the same until something is recorded: only its days tell whether it is overdue.
    """
    first: dict[object, Window] = {}
    for each in windows:
        key = (each.duty, each.subject)
        if each.met_on is not None:
            first.pop(key, None)
        elif each.outcome not in (DutyOutcome.EXCUSED, DutyOutcome.FALLEN_AWAY):
            first.setdefault(key, each)
    return tuple(first.values())


def _contacts(history: History, policies: PoliciesOver, today: date) -> list[Window]:
    """The thin beginning of this module: contacts by month."""
    began = next((n.day for n in history.notes if n.what is What.REPORTED_IN), None)
    if began is None or history.void:
        return []
    rule = policies.duty(Duty.CONTACT, history.region, history.kind, "", began)
    if rule is None or not isinstance(rule.shape, EachWindow):
        return []
    found: list[Window] = []
    for since, until in calendar(rule.shape.per, began):
        met = next(
            (n for n in history.notes if n.what is What.CONTACT and since <= n.day < until), None
        )
        window = Window(
            duty=Duty.CONTACT,
            since=since,
            until=until,
            kind=history.kind,
            region=history.region,
            rule=rule.code,
            policies=policies.version,
            outcome=None if until > today else DutyOutcome.MET if met else DutyOutcome.OVERDUE,
            met_by=met and met.entry_id,
            met_on=met and met.day,
        )
        if found and found[-1].outcome is DutyOutcome.OVERDUE:
            pass
        found.append(window)
        if until > today + timedelta(days=1) and not met:
            return found
    return found
