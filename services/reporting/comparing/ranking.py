"""Regions ranked: those just below one, by an indicator or by a scheme of several."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from services.reporting.comparing.compare import children
from services.reporting.comparing.period_question import PeriodQuestion, Value
from services.reporting.comparing.sides import NOTHING_DUE, Side, Sides, side_of, sides_of
from services.reporting.declared.rounding import exact, rounded_fraction
from services.reporting.declared.schemes import Scheme
from services.reporting.declared.schemes.scheme import LEAST_WEIGHT, Part
from services.reporting.declared.words import Indicator
from services.reporting.statistics.figures import snapshot
from services.reporting.statistics.settling import check_settled
from services.reporting.statistics.spans import Span
from shared.database import Connection
from shared.regions import regions_in_force
from shared.text import Text

First = Literal["high", "low"]

NO_SENSE = Text(
    zh="该指标没有明确的优劣方向，按数值由高到低排列，名次不表示好坏。",
    en="Neither more nor less of this is better as such: the highest is first, and the rank is no"
    " judgement.",
)
OWN = Text(
    zh="直接登记在上级地区代码下、未分到下级地区的数据，不参加排名。",
    en="This was recorded for the region itself and for none below it; it is not ranked.",
)
TOO_LITTLE = Text(
    zh="有数据的项目权重不足一半，不参加排名。",
    en="Its parts with a figure have less than half of the scheme's weight; it is not ranked.",
)


@dataclass(frozen=True)
class Scored:
    """What one part gives a region: its figure, and the score; None where it is left out."""

    part: Part
    side: Side
    score: float | None


@dataclass(frozen=True)
class Ranked:
    """A region's rank, and the value that it is by: a figure, or the total of its `parts`.

    Without a rank, `why` says why.
    """

    region: str
    rank: int | None
    value: Value
    side: Side | None = None
    parts: tuple[Scored, ...] = ()
    why: Text | None = None


@dataclass(frozen=True)
class Ranking:
    """The ranked regions, the first first, and then those that are not."""

    asked: PeriodQuestion
    counted: Span
    by: Indicator | Scheme
    first: First
    rows: tuple[Ranked, ...]
    note: Text | None = None


def indicators_of(by: Indicator | Scheme) -> tuple[Indicator, ...]:
    """The indicators that a ranking needs."""
    return (by,) if isinstance(by, Indicator) else tuple(part.indicator for part in by.parts)


async def ranked(
    connection: Connection,
    asked: PeriodQuestion,
    by: Indicator | Scheme,
    first: First | None = None,
    *,
    settled_only: bool = False,
) -> Ranking:
    """The regions just below one, ranked; `asked` has the indicators of `indicators_of`.

    `first` is which figures come first, else those that are better. Equal values share a rank.
    """
    asked = asked.of(indicators_of(by), by_region=True)
    async with snapshot(connection):
        await check_settled(connection, asked.as_of, settled_only)
        sides = await sides_of(connection, asked, asked.counted, {}, lambda _: False)
    regions = _regions(asked, sides)
    if isinstance(by, Scheme):
        rows = [_total(asked, by, sides, region, regions) for region in regions]
        return Ranking(asked, asked.counted, by, "high", in_order(asked.region, rows, "high"))
    rows = [_figure(asked, by, sides, region) for region in regions]
    order = first or by.better or "high"
    note = NO_SENSE if by.better is None else None
    return Ranking(asked, asked.counted, by, order, in_order(asked.region, rows, order), note)


def in_order(own: str, rows: Iterable[Ranked], first: First) -> tuple[Ranked, ...]:
    """The rows with their ranks; `own` is the region above them, which is not ranked."""
    marked = [
        Ranked(row.region, None, row.value, row.side, row.parts, OWN) if row.region == own else row
        for row in rows
    ]
    able = [row for row in marked if row.why is None and row.value is not None]
    sign = -1 if first == "high" else 1
    able.sort(key=lambda row: (sign * exact(row.value or 0), row.region))
    placed: list[Ranked] = []
    for place, row in enumerate(able, 1):
        tied = placed and placed[-1].value == row.value
        rank = placed[-1].rank if tied else place
        placed.append(Ranked(row.region, rank, row.value, row.side, row.parts))
    return (*placed, *(row for row in marked if row.why is not None or row.value is None))


def score(part: Part, value: Value, best: Value) -> float | None:
    """The score of a figure, from 0 to 100; None where there is no figure.

    `best` is the highest of all regions, for the scoring by it.
    """
    if value is None:
        return None
    own = exact(value)
    match part.scoring:
        case "percent":
            points = own
        case "share_of_best":
            points = 100 * own / exact(best) if best else Fraction(0)
        case "aim":
            points = 100 * own / (part.aim or 1)
    return rounded_fraction(max(Fraction(0), min(Fraction(100), points)))


def total(scores: Sequence[tuple[int, float | None]], weight: int) -> float | None:
    """The total of weights and scores; None if those with a score weigh too little of `weight`.

    >>> total([(30, 80.0), (20, 50.0)], 50), total([(30, 80.0), (20, None)], 50)
    (68.0, 80.0)
    >>> total([(30, None), (20, 50.0)], 50) is None
    True
    """
    counted = [(own, exact(points)) for own, points in scores if points is not None]
    held = sum(own for own, _ in counted)
    if not held or Fraction(held, weight) < LEAST_WEIGHT:
        return None
    return rounded_fraction(sum((own * points for own, points in counted), Fraction(0)) / held)


def _figure(asked: PeriodQuestion, by: Indicator, sides: Sides, region: str) -> Ranked:
    side = side_of(asked, asked.counted, {}, sides, (by, region))
    why = (side.why or NOTHING_DUE) if side.value is None else None
    return Ranked(region, None, side.value, side, why=why)


def _total(
    asked: PeriodQuestion, scheme: Scheme, sides: Sides, region: str, regions: Sequence[str]
) -> Ranked:
    parts = []
    for part in scheme.parts:
        value = _valued(asked, sides, part)
        others = [figure for each in regions if (figure := value(each).value) is not None]
        side = value(region)
        parts.append(Scored(part, side, score(part, side.value, max(others, default=None))))
    points = total([(each.part.weight, each.score) for each in parts], scheme.weight)
    return Ranked(region, None, points, None, tuple(parts), TOO_LITTLE if points is None else None)


def _valued(asked: PeriodQuestion, sides: Sides, part: Part) -> Callable[[str], Side]:
    """A part's figures by region, per so many residents where the scheme says so."""
    own = asked.of(asked.indicators, by_region=True, per=part.per)
    return lambda region: side_of(own, own.counted, {}, sides, (part.indicator, region))


def _regions(asked: PeriodQuestion, sides: Sides) -> list[str]:
    """The regions that are in force on the last day, and those of which something was counted."""
    listed, day = regions_in_force(), asked.counted.last_day
    below = {code for code in children(asked.region, listed) if listed.exists(code, day)}
    return sorted(below | {region for _, region in sides})
