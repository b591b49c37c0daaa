"""Which policies hold, for whom, and why: for a region on a day. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeAlias, TypeVar

from shared.events.cases.duties import Duty
from shared.events.cases.earning import PointsFor
from shared.events.cases.kinds import CaseKind
from shared.policies.aims import AIM, Aim
from shared.policies.duties import DUTY, DutyPolicy
from shared.policies.numbers import NUMBER, Number
from shared.policies.points import POINTS, PointsRule
from shared.policies.policies import Policies
from shared.policies.reading import built_in
from shared.policies.table import Table
from shared.policies.tables import entries_of
from shared.policies.values import Value

Each = TypeVar("Each")
Shown: TypeAlias = DutyPolicy | Number | PointsRule | Aim


@dataclass(frozen=True, kw_only=True)
class Holds:
    """An entry that holds, for which kinds and levels, and the codes of those it goes before.

    The level "" stands for all that have no entry of their own, and for cases without one.
    """

    table: Table[Any]
    entry: Shown
    kinds: tuple[CaseKind, ...] = ()
    levels: tuple[str, ...] = ()
    before: tuple[str, ...] = ()


def duties_that_hold(
    policies: Policies,
    region: str,
    day: date,
    kinds: Sequence[CaseKind] = tuple(CaseKind),
    level: str | None = None,
) -> list[Holds]:
    """What is due, by duty; an entry that holds for several kinds and levels comes once."""
    found: dict[str, Holds] = {}
    for duty in Duty:
        levels = levels_of(policies, duty) if level is None else (level,)
        for at in levels:
            for kind in kinds:
                entries = policies.duties_at(duty, region, kind, at, day)
                if entries and at and level is None and not entries[0].levels:
                    continue  # as all others
                _note(found, DUTY, entries, kind, (at,))
    return [*found.values()]


def numbers_that_hold(
    policies: Policies, region: str, day: date, kinds: Sequence[CaseKind] = tuple(CaseKind)
) -> list[Holds]:
    """The numbers, by value; one that holds for some kinds alone says which."""
    found: dict[str, Holds] = {}
    for value in Value:
        for kind in kinds:
            _note(found, NUMBER, policies.numbers_at(value, region, day, kind), kind)
    return [*found.values()]


def aims_that_hold(policies: Policies, region: str, day: date) -> list[Holds]:
    """The aims, by indicator."""
    found: dict[str, Holds] = {}
    for indicator in sorted({each.indicator for each in policies.aims}):
        for kind in CaseKind:
            _note(found, AIM, policies.aims_at(indicator, region, day), kind)
    return [*found.values()]


def points_that_hold(
    policies: Policies, region: str, day: date, kinds: Sequence[CaseKind] = tuple(CaseKind)
) -> list[Holds]:
    """The rules of points, by what they are earned for."""
    found: dict[str, Holds] = {}
    for earned_for in PointsFor:
        for kind in kinds:
            _note(found, POINTS, policies.points_at(earned_for, region, kind, day), kind)
    return [*found.values()]


def _note(
    found: dict[str, Holds],
    table: Table[Any],
    entries: Sequence[Shown],
    kind: CaseKind,
    levels: tuple[str, ...] = (),
) -> None:
    """Note the entry that holds, the first of these, for one more kind and level."""
    if not entries:
        return
    first, *rest = entries
    known = found.get(first.code, Holds(table=table, entry=first))
    found[first.code] = Holds(
        table=table,
        entry=first,
        kinds=_with(known.kinds, [kind]),
        levels=_with(known.levels, levels),
        before=_with(known.before, [each.code for each in rest]),
    )


def levels_of(policies: Policies, duty: Duty) -> tuple[str, ...]:
    """The levels that a duty has entries for, after "" for all others."""
    named = {level for each in policies.duties if each.duty is duty for level in each.levels}
    return ("", *(level for level in policies.levels if level in named))


def _with(known: tuple[Each, ...], more: Sequence[Each]) -> tuple[Each, ...]:
    return tuple(dict.fromkeys((*known, *more)))


@dataclass(frozen=True)
class Origin:
    """Whether an entry is the place's own, and whether it takes the place of a built-in one."""

    own: bool
    replaces: bool


def origins(policies: Policies) -> dict[tuple[str, str], Origin]:
    """Where each entry is from, by its table and code."""
    before = dict(_entries(built_in()))
    return {
        key: Origin(own=before.get(key) != entry, replaces=key in before and before[key] != entry)
        for key, entry in _entries(policies)
    }


def _entries(policies: Policies) -> Iterator[tuple[tuple[str, str], object]]:
    for table, entry in entries_of(policies):
        yield (table.table, entry.code), entry
