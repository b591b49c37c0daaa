"""The value of an opened figure, and what each of its parts is."""

from collections.abc import Iterable
from dataclasses import replace

from services.reporting.statistics.explain.opening import PARTS, Opening
from services.reporting.statistics.figures import figures_in
from services.reporting.statistics.groups import Figure
from services.reporting.statistics.refusing import refuse
from shared.database import Connection


async def values_of(connection: Connection, opening: Opening) -> list[int | float | None]:
    """The value of the figure and of each of its parts, as figures are answered.

    Raises a 422 Problem where it is not shown.
    """
    own, question = opening.indicator, opening.narrowed
    parts = [
        replace(own, code=f"{own.code} {name}", numerator=part, denominator=None)
        for name, part in zip(PARTS, own.parts, strict=False)
    ]
    question = replace(question, indicators=(own, *parts))
    if not opening.is_rest:
        figures = await figures_in(connection, question)
        _check_sample(figures)
        return [figure.value for figure in figures]
    # What is recorded for the region itself is a figure among those of the regions below alone.
    figures = await figures_in(connection, replace(question, by=("region",)))
    figures = [each for each in figures if each.group == (question.region,)]
    _check_sample(figures)
    found = {each.indicator.code: each.value for each in figures}
    none = None if own.denominator is not None else 0
    return [found.get(own.code, none), *(found.get(part.code, 0) for part in parts)]


def _check_sample(figures: Iterable[Figure]) -> None:
    """Refuse to open a rate of too few answers: a 422 Problem that says how few."""
    for figure in figures:
        if figure.why is not None:
            raise refuse("indicator", "small_sample", figure.why)
