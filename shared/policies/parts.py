"""The parts of policies that have a value for a region and a day: who says it, and how. Pure.

This is the one place where parts are told apart.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias, assert_never

from shared.events.cases.duties import Duty
from shared.events.cases.earning import PointsFor
from shared.events.cases.kinds import CaseKind
from shared.names.points import POINTS_FOR
from shared.policies.aims import in_words as aim_in_words
from shared.policies.holding import Holding
from shared.policies.naming import DUTIES, NOT_DUE, in_words, points_in_words
from shared.policies.policies import Policies
from shared.policies.showing import levels_of
from shared.policies.values import ALLOWED, Value
from shared.text import Text

NONE = Text(zh="无", en="none")
DECLARED = Text(zh="已宣布应急", en="an emergency is declared")


@dataclass(frozen=True)
class AimOf:
    """What an indicator, by its code, is to reach."""

    indicator: str


PolicyPart: TypeAlias = Duty | Value | PointsFor | AimOf | None  # None is an emergency


@dataclass(frozen=True)
class Asked:
    """For whom and when a value is asked."""

    region: str
    kind: CaseKind
    level: str
    day: date


def _no_levels(policies: Policies) -> Iterable[str]:
    return ("",)


@dataclass(frozen=True, kw_only=True)
class Part:
    """A part: its code for machines, and how it is said.

    `of_indicator` is the code of the indicator of an aim, whose name the part does not know.
    `levels` are those by which it may differ; "" stands for all that have no entry of their own.
    """

    code: str
    name: Text
    holdings: Callable[[Policies], Iterable[Holding]]
    value: Callable[[Policies, Asked], Text]
    levels: Callable[[Policies], Iterable[str]] = _no_levels
    of_indicator: str | None = None


def part_of(what: PolicyPart) -> Part:
    """How a part is read in any policies."""
    match what:
        case Duty():
            return Part(
                code=what.value,
                name=DUTIES[what],
                holdings=lambda held: (each.holding for each in held.duties if each.duty is what),
                value=lambda held, asked: _duty(held, what, asked),
                levels=lambda held: levels_of(held, what),
            )
        case Value():
            return Part(
                code=what.value,
                name=ALLOWED[what].name,
                holdings=lambda held: (each.holding for each in held.numbers if each.value is what),
                value=lambda held, asked: _number(held, what, asked),
            )
        case PointsFor():
            return Part(
                code=what.value,
                name=POINTS_FOR[what],
                holdings=lambda held: (
                    each.holding for each in held.points if each.earned_for is what
                ),
                value=lambda held, asked: points_in_words(
                    held.points_for(what, asked.region, asked.kind, asked.day)
                ),
            )
        case AimOf(indicator):
            return Part(
                code=f"aim of {indicator}",
                name=Text(zh="目标", en="aim"),
                holdings=lambda held: (
                    each.holding for each in held.aims if each.indicator == indicator
                ),
                value=lambda held, asked: _aim(held, indicator, asked),
                of_indicator=indicator,
            )
        case None:
            return Part(
                code="emergency",
                name=Text(zh="应急", en="emergency"),
                holdings=lambda held: (each.holding for each in held.emergencies),
                value=lambda held, asked: (
                    DECLARED if held.in_emergency(asked.region, asked.day) else NONE
                ),
            )
        case _:
            assert_never(what)


def parts_of(*several: Policies) -> Iterator[PolicyPart]:
    """All parts, with the aims that any of these policies has."""
    aimed = sorted({each.indicator for held in several for each in held.aims})
    yield from (*Duty, *Value, *PointsFor, *map(AimOf, aimed), None)


def _duty(held: Policies, duty: Duty, asked: Asked) -> Text:
    found = held.duties_at(duty, asked.region, asked.kind, asked.level, asked.day)
    return in_words(found[0].shape) if found else NOT_DUE


def _number(held: Policies, value: Value, asked: Asked) -> Text:
    found = held.numbers_at(value, asked.region, asked.day, asked.kind)
    text = "/".join(map(str, found[0].bands or [found[0].number])) if found else ""
    return Text(zh=text, en=text) if text else NONE


def _aim(held: Policies, indicator: str, asked: Asked) -> Text:
    found = held.aims_at(indicator, asked.region, asked.day)
    return aim_in_words(found[0]) if found else NONE
