"""Findings and departures, as clauses of a sentence. Pure."""

from typing import TypeAlias, assert_never

from services.cases.timeline.phrases import named, put
from shared.events.cases.findings import (
    Condition,
    DecidedFinding,
    DepartureFound,
    FindingConfirmed,
    FindingDismissed,
    PoliceToldOfFinding,
)
from shared.text import Text

OfFinding: TypeAlias = DepartureFound | FindingConfirmed | FindingDismissed | PoliceToldOfFinding
# What is counted against the number of the policy: times, or days.
_IN_TIMES = frozenset({Condition.TESTS, Condition.DEPARTURES})


def of_finding(event: OfFinding) -> tuple[Text, ...]:
    """What was found, by how much of what, and what it was confirmed or dismissed by."""
    match event:
        case DepartureFound():
            back = None
            if event.back_on is not None:
                back = Text(zh=f"{event.back_on}返回", en=f"back on {event.back_on}")
            left = Text(
                zh=f"擅自离开：{event.left_on}离开", en=f"left without a report on {event.left_on}"
            )
            return left, put(back)
        case FindingConfirmed():
            return (
                named(event.finding, zh="认定：{}", en="finding confirmed: {}"),
                counted(event),
                named(event.basis),
            )
        case FindingDismissed():
            return (
                named(event.finding, zh="不予认定：{}", en="finding dismissed: {}"),
                counted(event),
                named(event.reason, zh="理由：{}", en="because {}"),
            )
        case PoliceToldOfFinding():
            return (named(event.finding, zh="已报告公安机关：{}", en="police told of: {}"),)
        case _:
            assert_never(event)


def counted(event: DecidedFinding) -> Text:
    """What was counted, and against which number of the policy.

    More than the number is needed of days of absence, as many of the others.
    """
    unit_zh, unit_en = ("次", "times") if event.condition in _IN_TIMES else ("天", "days")
    number = Text(
        zh=f"{event.count}{unit_zh}（标准{event.number}{unit_zh}）",
        en=f"{event.count} {unit_en} (policy: {event.number})",
    )
    return named(event.condition, zh=f"{{}}{number.zh}", en=f"{{}}: {number.en}")
