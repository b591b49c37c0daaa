"""The policies of a place, and which of them holds: for a region, a kind and a level, on a day.

Of several the one of the longest region wins; then the one of the level; then the latest.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache

from shared.events.cases.duties import Duty
from shared.events.cases.kinds import CaseKind
from shared.policies.shapes import Shape
from shared.text import Text


class Value(StrEnum):
    """The numbers that a policy may set."""

    TERM_MONTHS = "term_months"  # of a programme, from reporting in
    DUE_SOON_DAYS = "due_soon_days"  # before the last day of a duty it is due soon
    FREE_DAYS = "free_days"  # that a client must have had in a window, else it is excused
    LOST_AFTER = "lost_after"  # contacts that were not met one after the other


@dataclass(frozen=True, slots=True, kw_only=True)
class Holding:
    """For which regions, kinds and days a policy holds: [since, until).

    `regions` are prefixes of region codes, "" is the country. Without kinds it holds for all.
    """

    regions: tuple[str, ...] = ("",)
    kinds: frozenset[CaseKind] = frozenset()
    since: date = date.min
    until: date = date.max

    def longest(self, region: str, kind: CaseKind | None, day: date) -> int | None:
        """How many digits of a region it is for; None where it does not hold."""
        if not self.since <= day < self.until:
            return None
        if self.kinds and kind not in self.kinds:
            return None
        return max((len(each) for each in self.regions if region.startswith(each)), default=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class DutyPolicy:
    """What is due, by its code; without a shape nothing is. Without levels it is for all."""

    code: str
    duty: Duty
    shape: Shape | None
    holding: Holding
    levels: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Number:
    """A number, by its code."""

    code: str
    value: Value
    number: int
    holding: Holding


@dataclass(frozen=True, slots=True, kw_only=True)
class Emergency:
    """A declared emergency, in which contacts from afar count."""

    name: Text
    holding: Holding


@dataclass(frozen=True, eq=False)
class Policies:
    """One version of the policies; `digest` is the SHA-256 of what they were read from."""

    version: str
    digest: str
    duties: tuple[DutyPolicy, ...] = ()
    numbers: tuple[Number, ...] = ()
    emergencies: tuple[Emergency, ...] = ()

    def duty(
        self, duty: Duty, region: str, kind: CaseKind, level: str, day: date
    ) -> DutyPolicy | None:
        """The policy by which a duty is due to a case on a day; None where it is not due."""
        return _of_duty(self, duty, region, kind, level, day)

    def number(self, value: Value, region: str, day: date, kind: CaseKind | None = None) -> int:
        """A number; KeyError where no policy sets it."""
        return _number(self, value, region, day, kind)

    def in_emergency(self, region: str, day: date) -> bool:
        """Whether an emergency is declared for a region on a day."""
        return any(each.holding.longest(region, None, day) is not None for each in self.emergencies)


@lru_cache(maxsize=200_000)
def _of_duty(
    policies: Policies, duty: Duty, region: str, kind: CaseKind, level: str, day: date
) -> DutyPolicy | None:
    best: tuple[tuple[int, bool, date], DutyPolicy] | None = None
    for each in policies.duties:
        if each.duty is not duty or (each.levels and level not in each.levels):
            continue
        digits = each.holding.longest(region, kind, day)
        if digits is None:
            continue
        rank = (digits, bool(each.levels), each.holding.since)
        if best is None or rank >= best[0]:
            best = (rank, each)
    return None if best is None or best[1].shape is None else best[1]


@lru_cache(maxsize=200_000)
def _number(policies: Policies, value: Value, region: str, day: date, kind: CaseKind | None) -> int:
    found = [
        ((digits, bool(each.holding.kinds), each.holding.since), each.number)
        for each in policies.numbers
        if each.value is value and (digits := each.holding.longest(region, kind, day)) is not None
    ]
    if not found:
        raise KeyError(value)
    return max(found)[1]
