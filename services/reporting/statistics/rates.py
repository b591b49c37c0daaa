"""Figures of an answer per so many residents: each by those of its region and its period. Pure."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import NamedTuple

from services.reporting.statistics.groups import Figure
from services.reporting.statistics.population import Residents, residents, year_of
from services.reporting.statistics.question import Question
from services.reporting.statistics.spans import GRAINS, Span, span_named
from shared.clock import today
from shared.regions import Regions


class Counted(NamedTuple):
    """A figure, and the residents that it is divided by, if that was asked for."""

    figure: Figure
    residents: Residents | None = None

    @property
    def rate(self) -> float | None:
        """The figure per so many residents; None where they are not known, or not asked for."""
        return None if self.residents is None else self.residents.rate(self.figure.value)


def per_residents(
    question: Question, figures: Iterable[Figure], regions: Regions, now: datetime
) -> list[Counted]:
    """The figures with the residents of their regions, at the end of the year of their periods."""
    day = today(question.as_of or now)
    counted = []
    for figure in figures:
        group = dict(zip(question.by, figure.group, strict=True))
        code = group.get("region", question.region)
        year = year_of(_last_day(question, group), day)
        counted.append(Counted(figure, residents(regions, code, year)))
    return counted


def _last_day(question: Question, group: dict[str, str]) -> date:
    """The last day that counts in a figure."""
    last = Span(question.start, question.end).last_day
    for grain in GRAINS:
        if grain in group:
            return min(last, span_named(group[grain]).last_day)
    return last
