"""Rates of samples that are too small to be shown, whoever asks: those of surveys. Pure."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from functools import lru_cache

from services.reporting.statistics.groups import Group, Values
from services.reporting.statistics.question import Question
from shared.policies.policies import Policies
from shared.policies.values import Value
from shared.rates import too_small_cells
from shared.text import Text

_WITHIN = "within"  # instead of the value of a dimension that a question filters on


def smallest_sample(policies: Policies, regions: Iterable[str], day: date) -> int:
    """Of how many answers a rate is shown, in regions (12 digits) on a day: the most of any.

    A place that asks for more is not had by asking the region above it for those below.
    """
    return max(_smallest(policies, region, day) for region in regions)


@lru_cache(maxsize=10_000)
def _smallest(policies: Policies, region: str, day: date) -> int:
    return policies.number(Value.SMALLEST_SAMPLE, region, day)


def why_withheld(smallest: int) -> Text:
    """Why a rate is not shown."""
    return Text(
        zh=f"答卷不足{smallest}份的不显示比率；为避免由合计推算，必要时另隐去其余各组中最小的一组。",
        en=f"No rate is shown of fewer than {smallest} answers; where it would follow from the"
        " whole, the next smallest group is hidden too.",
    )


def with_the_rest(question: Question) -> Question:
    """The same question by what it filters on too, and with what its filters leave out.

    A group and the rest of it are two figures that give each other away.
    """
    return replace(question, by=(*question.by, *_narrowed(question)), where={})


def withheld(question: Question, answered: Values, smallest: int) -> frozenset[Group]:
    """The groups of a question whose rates are not shown, by the answers `with_the_rest`."""
    size = len(question.by)
    narrowed = [question.where[code] for code in _narrowed(question)]
    cells: Counter[Group] = Counter()
    for group, number in answered.items():
        places = zip(group[size:], narrowed, strict=True)
        cells[*group[:size], *(_WITHIN if value in of else "" for value, of in places)] += number
    within = (_WITHIN,) * len(narrowed)
    hidden = too_small_cells({cell: number for cell, number in cells.items() if number}, smallest)
    return frozenset(cell[:size] for cell in hidden if cell[size:] == within)


def _narrowed(question: Question) -> list[str]:
    """The dimensions that a question filters on and is not grouped by."""
    return [code for code in question.where if code not in question.by]
