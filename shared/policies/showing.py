"""Which policies hold, for whom, and why: for a region on a day. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from shared.events.cases.duties import Duty
from shared.events.cases.kinds import CaseKind
from shared.policies.policies import DutyPolicy, Number, Policies
from shared.policies.reading import built_in
from shared.policies.values import Value

Each = TypeVar("Each")


@dataclass(frozen=True, kw_only=True)
class Holds:
    """An entry that holds, for which kinds and levels, and the codes of those it goes before.

    The level "" stands for all that have no entry of their own, and for cases without one.
    """

    entry: DutyPolicy | Number
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
                if not entries:
                    continue
                first, *rest = entries
                if at and level is None and not first.levels:
                    continue  # as all others
                known = found.get(first.code)
                found[first.code] = Holds(
                    entry=first,
                    kinds=_with(known.kinds if known else (), [kind]),
                    levels=_with(known.levels if known else (), [at]),
                    before=_with(known.before if known else (), [each.code for each in rest]),
                )
    return [*found.values()]


def numbers_that_hold(
    policies: Policies, region: str, day: date, kinds: Sequence[CaseKind] = tuple(CaseKind)
) -> list[Holds]:
    """The numbers, by value; one that holds for some kinds alone says which."""
    found: dict[str, Holds] = {}
    for value in Value:
        for kind in kinds:
            first, *rest = policies.numbers_at(value, region, day, kind)
            known = found.get(first.code)
            found[first.code] = Holds(
                entry=first,
                kinds=_with(known.kinds if known else (), [kind]),
                before=_with(known.before if known else (), [each.code for each in rest]),
            )
    return [*found.values()]


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
    for table, entries in (
        ("duty", policies.duties),
        ("number", policies.numbers),
        ("emergency", policies.emergencies),
        ("scheme", policies.schemes),
        ("days", policies.days),
        ("team", policies.teams),
    ):
        for each in entries:
            yield (table, each.code), each
