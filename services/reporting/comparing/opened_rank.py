"""A rank opened: which figures, scores and weights make it, and where each is opened. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any
from urllib.parse import urlencode

from services.reporting.comparing import answers
from services.reporting.comparing.answers import names
from services.reporting.comparing.period_question import PeriodQuestion
from services.reporting.comparing.ranking import NO_DATA, Ranked, Ranking, Scored
from services.reporting.comparing.schemes_api import part_shown
from services.reporting.declared.rounding import exact
from services.reporting.declared.schemes import Scheme
from services.reporting.declared.words import Indicator
from services.reporting.statistics.explain.opening import PARTS
from shared.regions import prefix


@dataclass(frozen=True)
class Sum:
    """A total as it is made: the sum of weight × score, by the weights that have a score."""

    points: Fraction
    weight: int

    @property
    def shown(self) -> dict[str, Any]:
        """The same as JSON."""
        return {"points": float(self.points), "weight": self.weight}


def sum_of(parts: Sequence[Scored]) -> Sum:
    """What the total of some parts is made of."""
    counted = [(each.part.weight, each.score) for each in parts if each.score is not None]
    points = sum((weight * exact(score) for weight, score in counted), Fraction(0))
    return Sum(points, sum(weight for weight, _ in counted))


def row_of(made: Ranking, region: str) -> Ranked | None:
    """A region's row, also of one that is left out; None where it is not just below."""
    if region in made.left_out:
        return Ranked(region, None, None, why=NO_DATA)
    return next((row for row in made.rows if row.region == region), None)


def ranked_in(made: Ranking) -> int:
    """How many regions have a rank."""
    return sum(row.rank is not None for row in made.rows)


def opened(made: Ranking, row: Ranked, *, opens: bool) -> dict[str, Any]:
    """A rank as JSON; `opens` says whether its figures may be opened further."""
    document: dict[str, Any] = {
        "of": row.region,
        "of_name": names(answers.place(row.region, made.counted.last_day)),
        "rank": row.rank,
        "ranked": ranked_in(made),
        **({"value": row.value} if row.side is None else answers.side(row.side)),
        "reason": None if row.why is None else names(row.why),
    }
    if isinstance(made.by, Indicator):
        return document | (_addresses(made.asked, made.by, row.region) if opens else {})
    return {
        **document,
        "total": sum_of(row.parts).shown,
        "strands": _strands(made.by, row),
        "parts": [_part(made.asked, each, row.region, opens=opens) for each in row.parts],
    }


def _strands(scheme: Scheme, row: Ranked) -> list[dict[str, Any]]:
    return [
        {
            "code": each.code,
            "name": names(scheme.strands[each.code]),
            "rank": each.rank,
            "value": each.value,
            "total": sum_of([part for part in row.parts if part.part.strand == each.code]).shown,
        }
        for each in row.strands
    ]


def _part(asked: PeriodQuestion, scored: Scored, region: str, *, opens: bool) -> dict[str, Any]:
    points = None if scored.score is None else exact(scored.score) * scored.part.weight
    return {
        **part_shown(scored.part),
        **answers.side(scored.side),
        "rank": scored.rank,
        "best": scored.best,
        "score": scored.score,
        "points": None if points is None else float(points),
        **(_addresses(asked, scored.part.indicator, region) if opens else {}),
    }


def _addresses(asked: PeriodQuestion, indicator: Indicator, region: str) -> dict[str, Any]:
    """Where a figure is opened to its entries; a share to those of both its parts.

    A rate of a sample to the answers alone.
    """
    words: list[tuple[str, str]] = [
        ("indicator", indicator.code),
        ("region", prefix(region)),
        ("from", f"{asked.span.start}"),
        ("to", f"{asked.span.end}"),
        *_where(asked.where),
        *([] if asked.as_of is None else [("as_of", asked.as_of.isoformat())]),
    ]
    parts = PARTS if indicator.denominator is not None else PARTS[:1]
    if indicator.of_a_sample:
        parts = PARTS[1:]
    return {
        "explain": {
            part: f"/v1/statistics/explain?{urlencode([*words, ('part', part)])}" for part in parts
        }
    }


def _where(where: Mapping[str, Sequence[str]]) -> list[tuple[str, str]]:
    return [("where", f"{code}:{value}") for code, values in where.items() for value in values]
