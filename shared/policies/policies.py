"""The policies of a place, and which of them holds: for a region, a kind and a level, on a day.

Of several the one of the longest region wins; then the one of the level; then the one of the kind;
then the latest.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache

from shared.events.cases.duties import Duty
from shared.events.cases.kinds import CaseKind
from shared.policies.holding import UNSAID, Holding
from shared.policies.schemes import Scheme
from shared.policies.shapes import Shape, Within
from shared.policies.teams import TeamPolicy
from shared.policies.values import Value
from shared.policies.working_days import Days, WorkingDays
from shared.text import Text

__all__ = ["DutyPolicy", "Emergency", "Holding", "Number", "Policies", "Value"]


@dataclass(frozen=True, slots=True, kw_only=True)
class DutyPolicy:
    """What is due, by its code; without a shape nothing is. Without levels it is for all."""

    code: str
    duty: Duty
    shape: Shape | None
    holding: Holding
    levels: frozenset[str] = frozenset()
    source: Text = UNSAID
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Number:
    """A number, by its code; of bands it is the first, and `bands` has them all."""

    code: str
    value: Value
    number: int
    holding: Holding
    bands: tuple[int, ...] = ()
    source: Text = UNSAID
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Emergency:
    """A declared emergency, in which contacts from afar count."""

    name: Text
    holding: Holding
    code: str = ""
    source: Text = UNSAID
    note: str = ""


@dataclass(frozen=True, eq=False)
class Policies:
    """One version of the policies.

    `content` is a file that says all of it, and reads as the same again; `digest` is its SHA-256.
    """

    version: str
    digest: str
    duties: tuple[DutyPolicy, ...] = ()
    numbers: tuple[Number, ...] = ()
    emergencies: tuple[Emergency, ...] = ()
    schemes: tuple[Scheme, ...] = ()
    days: tuple[Days, ...] = ()
    teams: tuple[TeamPolicy, ...] = ()
    content: str = ""

    def duty(
        self, duty: Duty, region: str, kind: CaseKind, level: str, day: date
    ) -> DutyPolicy | None:
        """The policy by which a duty is due to a case on a day; None where it is not due."""
        return _of_duty(self, duty, region, kind, level, day)

    def number(self, value: Value, region: str, day: date, kind: CaseKind | None = None) -> int:
        """A number; KeyError where no policy sets it."""
        return _number(self, value, region, day, kind).number

    def bands(
        self, value: Value, region: str, day: date, kind: CaseKind | None = None
    ) -> tuple[int, ...]:
        """The bands of a value that has several numbers, the highest first; KeyError as above."""
        return _number(self, value, region, day, kind).bands

    def largest(self, value: Value) -> int:
        """The largest that a number is anywhere; for what is asked before a region is known."""
        return max(each.number for each in self.numbers if each.value is value)

    def in_force_on(self, day: date) -> "Policies":
        """These, on any day."""
        return self

    def policy_for(self, until: Callable[["Policies"], date | None]) -> "Policies":
        """The version that a window is made by: there is one."""
        return self

    @cached_property
    def changes(self) -> tuple[date, ...]:
        """The days on which an entry begins or ends to hold that duties go by; in order."""
        held = [each.holding for each in self.duties] + [each.holding for each in self.numbers]
        held += [each.holding for each in self.teams]
        days = {day for each in held for day in (each.since, each.until)}
        return tuple(sorted(days - {date.min, date.max}))

    def in_emergency(self, region: str, day: date) -> bool:
        """Whether an emergency is declared for a region on a day."""
        return any(each.holding.longest(region, None, day) is not None for each in self.emergencies)

    def last_day(self, start: date, within: Within, region: str = "") -> date:
        """The last day in time, by the working days of the region; as `WorkingDays.last_day`."""
        return self.working_days.last_day(start, within, region)

    @cached_property
    def working_days(self) -> WorkingDays:
        """Which days are working days."""
        return WorkingDays(self.days)

    @cached_property
    def levels(self) -> Mapping[str, Text]:
        """The names of the levels of all schemes, those that are used no more included."""
        return {code: name for each in self.schemes for code, name in each.levels.items()}

    def scheme(self, code: str) -> Scheme | None:
        """A scheme, wherever and whenever it is used."""
        return next((each for each in self.schemes if each.code == code), None)

    def schemes_used(self, region: str, day: date) -> tuple[Scheme, ...]:
        """The schemes by which risk is assessed in a region on a day."""
        return tuple(
            each for each in self.schemes if each.holding.longest(region, None, day) is not None
        )

    def duties_at(
        self, duty: Duty, region: str, kind: CaseKind, level: str, day: date
    ) -> list[DutyPolicy]:
        """All policies of a duty that would hold; the first does."""
        found = [
            ((digits, bool(each.levels), bool(each.holding.kinds), each.holding.since), each)
            for each in self._duties.get(duty, ())
            if (not each.levels or level in each.levels)
            and (digits := each.holding.longest(region, kind, day)) is not None
        ]
        return [each for _, each in sorted(found, key=lambda ranked: ranked[0])[::-1]]

    def numbers_at(
        self, value: Value, region: str, day: date, kind: CaseKind | None = None
    ) -> list[Number]:
        """All policies of a number that would hold; the first does."""
        found = [
            ((digits, bool(each.holding.kinds), each.holding.since), each)
            for each in self.numbers
            if each.value is value
            and (digits := each.holding.longest(region, kind, day)) is not None
        ]
        return [each for _, each in sorted(found, key=lambda ranked: ranked[0])[::-1]]

    @cached_property
    def team_roles(self) -> Mapping[str, Text]:
        """The names of the roles of all teams, those that are used no more included."""
        return {code: role.name for each in self.teams for code, role in each.roles.items()}

    @cached_property
    def carrying(self) -> tuple[str, ...]:
        """The roles in which a worker carries a case, of all teams."""
        roles = {code for each in self.teams for code, role in each.roles.items() if role.carries}
        return tuple(sorted(roles))

    def team(self, region: str, kind: CaseKind, level: str, day: date) -> TeamPolicy | None:
        """The team that a case is to have on a day; None where no policy says."""
        found = [
            ((digits, bool(each.levels), bool(each.holding.kinds), each.holding.since), each)
            for each in self.teams
            if (not each.levels or level in each.levels)
            and (digits := each.holding.longest(region, kind, day)) is not None
        ]
        return max(found, key=lambda ranked: ranked[0])[1] if found else None

    @cached_property
    def _duties(self) -> Mapping[Duty, list[DutyPolicy]]:
        return {duty: [each for each in self.duties if each.duty is duty] for duty in Duty}


@lru_cache(maxsize=200_000)
def _of_duty(
    policies: Policies, duty: Duty, region: str, kind: CaseKind, level: str, day: date
) -> DutyPolicy | None:
    found = policies.duties_at(duty, region, kind, level, day)
    return found[0] if found and found[0].shape is not None else None


@lru_cache(maxsize=200_000)
def _number(
    policies: Policies, value: Value, region: str, day: date, kind: CaseKind | None
) -> Number:
    found = policies.numbers_at(value, region, day, kind)
    if not found:
        raise KeyError(value)
    return found[0]
