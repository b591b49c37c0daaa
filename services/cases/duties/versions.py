"""Which version of the policies made a window, where several were in force one after another. Pure.

A version that is put in force reaches the windows that were open then, and those to come. What had
closed by then keeps what it was closed by, unless an operator enters the version again from an
earlier day.
"""

import hashlib
from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Protocol

from services.cases.duties.ruling import PoliciesOver
from shared.policies.policies import Policies

EVER = date.min  # the first version holds for all that was before it

Until = Callable[[Policies], date | None]


class Digested(PoliciesOver, Protocol):
    """Policies that are known by the digest of what they were read from."""

    @property
    def digest(self) -> str:
        """It is another whenever what is due may be another."""


@dataclass(frozen=True)
class Applied:
    """A version of the policies, and the day from which on it makes the windows that are open."""

    applies_from: date
    policies: Policies


@dataclass(frozen=True, eq=False)
class Versions:
    """The versions that were applied, in that order; the last of them is in force."""

    applied: tuple[Applied, ...]

    @classmethod
    def only(cls, policies: Policies) -> "Versions":
        """One version, for all windows.

        >>> a = Policies("a", "")
        >>> Versions.only(a).policy_for(lambda policies: date(2019, 1, 1)) is a
        True
        """
        return cls((Applied(EVER, policies),))

    @property
    def newest(self) -> Policies:
        """The version in force."""
        return self.applied[-1].policies

    @property
    def version(self) -> str:
        """The version in force, as its file calls it."""
        return self.newest.version

    @cached_property
    def digest(self) -> str:
        """SHA-256 of what was applied, and from when on: what is made by another is another."""
        lines = (f"{each.applies_from} {each.policies.digest}\n" for each in self.applied)
        return hashlib.sha256("".join(lines).encode()).hexdigest()

    @cached_property
    def changes(self) -> tuple[date, ...]:
        """The days on which something may be due by other policies than before, in order."""
        days = {day for each in self.applied for day in (each.applies_from, *each.policies.changes)}
        return tuple(sorted(days - {EVER}))

    def in_force_on(self, day: date) -> Policies:
        """The version that was in force on a day: of those that applied by then the last."""
        return next(each.policies for each in reversed(self.applied) if each.applies_from <= day)

    def policy_for(self, until: Until) -> Policies:
        """The version that a window is made by.

        `until` says on which day the window closes that a version makes, or None where by that
        version nothing is due. A newer version makes a window that was still open on the day that
        it applies from, if what it makes of it was not over by then; what was closed stays.

        >>> old, new = Policies("old", ""), Policies("new", "")
        >>> both = Versions((Applied(EVER, old), Applied(date(2019, 6, 15), new)))
        >>> closes = {"old": date(2019, 7, 1), "new": date(2019, 9, 1)}
        >>> both.policy_for(lambda policies: closes[policies.version]).version
        'new'
        >>> closes = {"old": date(2019, 6, 15), "new": date(2019, 9, 1)}
        >>> both.policy_for(lambda policies: closes[policies.version]).version
        'old'
        >>> closes = {"old": date(2019, 7, 1), "new": date(2019, 6, 8)}
        >>> both.policy_for(lambda policies: closes[policies.version]).version
        'old'
        """
        chosen = self.applied[0].policies
        if len(self.applied) == 1:
            return chosen
        chosen_until = until(chosen)
        for each in self.applied[1:]:
            if chosen_until is not None and chosen_until <= each.applies_from:
                continue
            each_until = until(each.policies)
            if each_until is None or each_until > each.applies_from:
                chosen, chosen_until = each.policies, each_until
        return chosen


def digest_on(policies: Digested, day: date) -> str:
    """The digest of policies on a day: another from each day on which one of them begins or ends.

    What was overdue may be due no more from that day on, though nothing was recorded.
    """
    past = bisect_right(policies.changes, day)
    if not past:
        return policies.digest
    return hashlib.sha256(f"{policies.digest} {policies.changes[past - 1]}".encode()).hexdigest()
