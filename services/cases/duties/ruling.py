"""By which policy a window is made: of several versions, regions, kinds and levels. Pure."""

from bisect import bisect_right
from collections.abc import Callable, Sequence
from datetime import date
from typing import NamedTuple, Protocol

from services.cases.duties.course import Standing
from shared.events.cases.duties import Duty
from shared.policies.duties import DutyPolicy
from shared.policies.numbers import Number
from shared.policies.policies import Policies
from shared.policies.values import Value


class PoliciesOver(Protocol):
    """Which policies hold; `Policies` are such, and so are several versions one after another."""

    @property
    def changes(self) -> Sequence[date]:
        """The days on which something may be due by other policies than before, in order."""

    def policy_for(self, until: Callable[[Policies], date | None]) -> Policies:
        """The version by which a window is made.

        `until` says when the window closes that a version makes; None where by it nothing is due.
        """

    def in_force_on(self, day: date) -> Policies:
        """The version that was in force on a day."""


class Ruled(NamedTuple):
    """The policy that governs a window, and the version of the policies that it is of."""

    policy: DutyPolicy
    by: Policies


def policy_for(
    policies: PoliciesOver,
    duty: Duty,
    standing: Standing,
    since: date,
    until: Callable[[Ruled], date],
) -> Ruled | None:
    """The policy of a window that begins on a day; None where nothing is due from that day on.

    `standing` is what the case stands at on that day. `until` says when the window closes that a
    policy makes: a version that is newer reaches no window that had closed before it applied.
    """

    def ruled(by: Policies) -> Ruled | None:
        # Between two changes all days are alike: so the answers to few questions are remembered.
        day = _last_change(by.changes, since)
        policy = by.duty(duty, standing.region, standing.kind, standing.level, day)
        return None if policy is None else Ruled(policy, by)

    def closes(by: Policies) -> date | None:
        found = ruled(by)
        return None if found is None else until(found)

    return ruled(policies.policy_for(closes))


def is_due(policies: PoliciesOver, duty: Duty, standing: Standing, day: date) -> bool:
    """Whether something is due on a day, by the version in force then; `standing` is as then."""
    by = policies.in_force_on(day)
    last = _last_change(by.changes, day)
    return by.duty(duty, standing.region, standing.kind, standing.level, last) is not None


def number(by: Policies, value: Value, standing: Standing, day: date) -> int:
    """A number of a version of the policies, as on a day."""
    return by.number(value, standing.region, _last_change(by.changes, day), standing.kind)


def numbered(
    policies: PoliciesOver, value: Value, standing: Standing, day: date
) -> tuple[Number, Policies] | None:
    """The policy that sets a number on a day, of the version in force then; None if none does."""
    by = policies.in_force_on(day)
    last = _last_change(by.changes, day)
    found = by.numbered(value, standing.region, last, standing.kind)
    return None if found is None else (found, by)


def next_change(policies: PoliciesOver, day: date) -> date:
    """The first day after a day on which other policies may hold; the last of all days if none."""
    changes = policies.changes
    at = bisect_right(changes, day)
    return changes[at] if at < len(changes) else date.max


def _last_change(changes: Sequence[date], day: date) -> date:
    at = bisect_right(changes, day)
    return changes[at - 1] if at else date.min
