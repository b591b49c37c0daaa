"""Figures by group: which groups there are, in which order, and which figures are hidden. Pure."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import product
from typing import NamedTuple

from services.reporting.declared.words import Indicator, OpenDimension
from services.reporting.statistics.few import SmallestShown
from services.reporting.statistics.question import Question
from services.reporting.statistics.spans import Span
from shared.text import Text

Group = tuple[str, ...]
Values = dict[Group, int]


class Figure(NamedTuple):
    """One value; None is a share of nothing, or one that is not shown: `why` says why.

    `group` has an entry for each word of `by`.
    """

    indicator: Indicator
    group: Group
    value: int | float | None
    why: Text | None = None


def in_order(indicator: Indicator, question: Question, groups: Iterable[Group]) -> list[Group]:
    """Groups in order: codes as their dimension has them, others by name."""
    places = {
        dimension.code: {value: place for place, value in enumerate(dimension.values)}
        for dimension in indicator.dimensions
    }

    def place(group: Group) -> list[tuple[int, str]]:
        return [
            (places.get(word, {}).get(value, -1), value)
            for word, value in zip(question.by, group, strict=True)
        ]

    return sorted(groups, key=place)


def shown_figures(
    indicator: Indicator,
    question: Question,
    rule: SmallestShown,
    held: Sequence[str],
    values: Values,
    of: Values | None = None,
) -> list[Figure]:
    """The figures of every group that there may be, small ones hidden: 0 is one of these.

    Of an open dimension, whose values are not listed, those that are shown.
    """
    possible = {*_possible(indicator, question, held)}
    shown = {
        group: rule.figure(
            indicator, values.get(group, 0), None if of is None else of.get(group, 0)
        )
        for group in {*values, *(of or ()), *possible}
    }
    return [
        Figure(indicator, group, shown[group], rule.why if shown[group] is None else None)
        for group in in_order(indicator, question, shown)
        if shown[group] is not None or group in possible
    ]


def _possible(indicator: Indicator, question: Question, held: Sequence[str]) -> Iterator[Group]:
    """The groups that a question may have, whatever was counted."""
    dimensions = {each.code: each for each in indicator.dimensions}
    words: list[Sequence[str]] = []
    for word in question.by:
        if word == "region":
            words.append(held)
        elif word == question.grain:
            parts = Span(question.start, question.end).parts(question.grain)
            words.append([span.name for span in parts])
        else:
            dimension = dimensions[word]
            allowed = question.where.get(word, dimension.values)
            words.append([] if isinstance(dimension, OpenDimension) else [*allowed])
    return product(*words)
