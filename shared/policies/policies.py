"""The policies of a place, and which of them holds: for a region, a kind and a level, on a day.

Of several the one of the longest region wins; then the one of the level; then the one of the kind;
then the latest.
"""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache
from typing import TypeVar

from shared.events.cases.duties import Duty
from shared.events.cases.earning import PointsFor
from shared.events.cases.kinds import CaseKind
from shared.policies.aims import Aim
from shared.policies.dictionaries import Word, WordList
from shared.policies.duties import DutyPolicy
from shared.policies.emergencies import Emergency
from shared.policies.helping import HelpKind, NeedKind
from shared.policies.listed_days import Days
from shared.policies.numbers import Number
from shared.policies.occasions import OccasionPolicy
from shared.policies.points import PointsRule
from shared.policies.ranking_schemes import RankingScheme
from shared.policies.schemes import Scheme
from shared.policies.shapes import Within
from shared.policies.table import Policy
from shared.policies.teams import TeamPolicy
from shared.policies.values import Value
from shared.policies.working_days import WorkingDays
from shared.regions import prefix
from shared.text import Text

Placed = TypeVar("Placed", bound=Policy)


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
    aims: tuple[Aim, ...] = ()
    rankings: tuple[RankingScheme, ...] = ()
    points: tuple[PointsRule, ...] = ()
    needs: tuple[NeedKind, ...] = ()
    helps: tuple[HelpKind, ...] = ()
    teams: tuple[TeamPolicy, ...] = ()
    occasions: tuple[OccasionPolicy, ...] = ()
    place_kinds: tuple[Word, ...] = ()
    audiences: tuple[Word, ...] = ()
    forms: tuple[Word, ...] = ()
    materials: tuple[Word, ...] = ()
    partners: tuple[Word, ...] = ()
    channels: tuple[Word, ...] = ()
    subjects: tuple[Word, ...] = ()
    facility_kinds: tuple[Word, ...] = ()
    offers: tuple[Word, ...] = ()
    rooms: tuple[Word, ...] = ()
    place_uses: tuple[Word, ...] = ()
    content: str = ""

    def duty(
        self, duty: Duty, region: str, kind: CaseKind, level: str, day: date
    ) -> DutyPolicy | None:
        """The policy by which a duty is due to a case on a day; None where it is not due."""
        return _of_duty(self, duty, region, kind, level, day)

    def number(self, value: Value, region: str, day: date, kind: CaseKind | None = None) -> int:
        """A number; KeyError where no policy sets it."""
        return _number(self, value, region, day, kind).number

    def numbered(
        self, value: Value, region: str, day: date, kind: CaseKind | None = None
    ) -> Number | None:
        """The policy that sets a number; None where none does."""
        try:
            return _number(self, value, region, day, kind)
        except KeyError:
            return None

    def bands(
        self, value: Value, region: str, day: date, kind: CaseKind | None = None
    ) -> tuple[int, ...]:
        """The bands of a value that has several numbers, the highest first; KeyError as above."""
        return _number(self, value, region, day, kind).bands

    def largest(self, value: Value) -> int:
        """The largest that a number is anywhere; for what is asked before a region is known."""
        return max(each.number for each in self.numbers if each.value is value)

    def smallest(self, value: Value) -> int:
        """The smallest that a number is anywhere; for what is asked before a region is known."""
        return min(each.number for each in self.numbers if each.value is value)

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
        return bool(_used(self.emergencies, region, day))

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
        return _used(self.schemes, region, day)

    def need(self, code: str) -> NeedKind | None:
        """A kind of need, wherever and whenever it is used."""
        return next((each for each in self.needs if each.code == code), None)

    def help(self, code: str) -> HelpKind | None:
        """A kind of help, wherever and whenever it is used."""
        return next((each for each in self.helps if each.code == code), None)

    def needs_used(self, region: str, day: date) -> tuple[NeedKind, ...]:
        """The kinds of need that are known in a region on a day."""
        return _used(self.needs, region, day)

    def helps_used(self, region: str, day: date) -> tuple[HelpKind, ...]:
        """The kinds of help that there are in a region on a day."""
        return _used(self.helps, region, day)

    def occasion(self, code: str) -> OccasionPolicy | None:
        """An occasion, wherever and whenever it is one."""
        return next((each for each in self.occasions if each.code == code), None)

    def words(self, of: WordList) -> tuple[Word, ...]:
        """All words of a dictionary, wherever and whenever they are used."""
        words: tuple[Word, ...] = getattr(self, of.attribute)
        return words

    def word(self, of: WordList, code: str) -> Word | None:
        """A word of a dictionary, wherever and whenever it is used."""
        return self._by_code[of].get(code)

    def words_used(self, of: WordList, region: str, day: date) -> tuple[Word, ...]:
        """The words of a dictionary that are used in a region on a day."""
        return _used(self.words(of), region, day)

    @cached_property
    def _by_code(self) -> Mapping[WordList, Mapping[str, Word]]:
        return {of: {each.code: each for each in self.words(of)} for of in WordList}

    def duties_at(
        self, duty: Duty, region: str, kind: CaseKind, level: str, day: date
    ) -> list[DutyPolicy]:
        """All policies of a duty that would hold; the first does."""
        of_level = [
            each for each in self._duties.get(duty, ()) if not each.levels or level in each.levels
        ]
        return _that_hold(of_level, region, kind, day, lambda each: bool(each.levels))

    def numbers_at(
        self, value: Value, region: str, day: date, kind: CaseKind | None = None
    ) -> list[Number]:
        """All policies of a number that would hold; the first does."""
        return _that_hold([each for each in self.numbers if each.value is value], region, kind, day)

    def aims_at(self, indicator: str, region: str, day: date) -> list[Aim]:
        """All aims of an indicator that would hold; the first does.

        A share holds below its regions too; an amount holds for its regions alone.
        """
        named = prefix(region)
        aims = [each for each in self.aims if each.indicator == indicator]
        named_or_below = [each for each in aims if each.percent or named in each.holding.regions]
        return _that_hold(named_or_below, region, None, day)

    def rankings_at(self, region: str, day: date) -> dict[str, RankingScheme]:
        """The schemes by which regions below one are ranked, by code: of each the version."""
        found: dict[str, list[RankingScheme]] = {}
        for each in self.rankings:
            found.setdefault(each.scheme, []).append(each)
        held = {code: _that_hold(versions, region, None, day) for code, versions in found.items()}
        return {code: versions[0] for code, versions in held.items() if versions}

    def points_for(
        self, earned_for: PointsFor, region: str, kind: CaseKind, day: date
    ) -> PointsRule | None:
        """By which rule an entry of a day earns points; None where there is none."""
        found = self.points_at(earned_for, region, kind, day)
        return found[0] if found else None

    def points_at(
        self, earned_for: PointsFor, region: str, kind: CaseKind, day: date
    ) -> list[PointsRule]:
        """All rules of points that would hold; the first does."""
        return _that_hold(
            [each for each in self.points if each.earned_for is earned_for], region, kind, day
        )

    @cached_property
    def team_roles(self) -> Mapping[str, Text]:
        """The names of the roles of all teams, those that are used no more included."""
        return {code: role.name for each in self.teams for code, role in each.roles.items()}

    def team(self, region: str, kind: CaseKind, level: str, day: date) -> TeamPolicy | None:
        """The team that a case is to have on a day; None where no policy says."""
        # Between two changes all days are alike: so the answers to few questions are remembered.
        at = bisect_right(self.changes, day)
        return _of_team(self, region, kind, level, self.changes[at - 1] if at else date.min)

    @cached_property
    def _duties(self) -> Mapping[Duty, list[DutyPolicy]]:
        return {duty: [each for each in self.duties if each.duty is duty] for duty in Duty}


def _used(entries: Sequence[Placed], region: str, day: date) -> tuple[Placed, ...]:
    return tuple(each for each in entries if each.holding.longest(region, None, day) is not None)


def _that_hold(
    entries: Iterable[Placed],
    region: str,
    kind: CaseKind | None,
    day: date,
    has_levels: Callable[[Placed], bool] = lambda _: False,
) -> list[Placed]:
    """Those that hold, in the order of this module's first lines."""
    found = [
        ((digits, has_levels(each), bool(each.holding.kinds), each.holding.since), each)
        for each in entries
        if (digits := each.holding.longest(region, kind, day)) is not None
    ]
    return [each for _, each in sorted(found, key=lambda ranked: ranked[0])[::-1]]


@lru_cache(maxsize=200_000)
def _of_duty(
    policies: Policies, duty: Duty, region: str, kind: CaseKind, level: str, day: date
) -> DutyPolicy | None:
    found = policies.duties_at(duty, region, kind, level, day)
    return found[0] if found and found[0].shape is not None else None


@lru_cache(maxsize=200_000)
def _of_team(
    policies: Policies, region: str, kind: CaseKind, level: str, day: date
) -> TeamPolicy | None:
    of_level = [each for each in policies.teams if not each.levels or level in each.levels]
    found = _that_hold(of_level, region, kind, day, lambda each: bool(each.levels))
    return found[0] if found else None


@lru_cache(maxsize=200_000)
def _number(
    policies: Policies, value: Value, region: str, day: date, kind: CaseKind | None
) -> Number:
    found = policies.numbers_at(value, region, day, kind)
    if not found:
        raise KeyError(value)
    return found[0]
