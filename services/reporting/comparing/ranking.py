"""Regions ranked: those just below one, by an indicator or by a scheme of several."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
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
from services.reporting.statistics.held import held_below
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
NO_DATA = Text(
    zh="该地区从未有过数据，不参加排名。",
    en="Nothing was ever counted of this region; it is not ranked.",
)
TOO_LITTLE = Text(
    zh="有数据的项目权重不足一半，不参加排名。",
    en="Its parts with a figure have less than half of the scheme's weight; it is not ranked.",
)


@dataclass(frozen=True)
class Scored:
    """What one part gives a region: its figure, and the score; None where it is left out.

    `rank` is the region's among all with a figure, `best` the best of these.
    """

    part: Part
    side: Side
    score: float | None
    best: Value = None
    rank: int | None = None


@dataclass(frozen=True)
class OfStrand:
    """A region's rank in one strand of a scheme, and the total of the strand's parts."""

    code: str
    rank: int | None
    value: float | None


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
    strands: tuple[OfStrand, ...] = ()


@dataclass(frozen=True)
class Ranking:
    """The ranked regions, the first first, and then those that are not.

    `left_out` are the regions of which nothing was ever counted.
    """

    asked: PeriodQuestion
    counted: Span
    by: Indicator | Scheme
    first: First
    rows: tuple[Ranked, ...]
    note: Text | None = None
    left_out: frozenset[str] = frozenset()


def indicators_of(by: Indicator | Scheme) -> tuple[Indicator, ...]:
    """The indicators that a ranking needs."""
    return (by,) if isinstance(by, Indicator) else tuple(part.indicator for part in by.parts)


async def ranked(
    connection: Connection,
    asked: PeriodQuestion,
    by: Indicator | Scheme,
    first: First | None = None,
    *,
    with_empty: bool = False,
    settled_only: bool = False,
) -> Ranking:
    """The regions just below one, ranked; `asked` has the indicators of `indicators_of`.

    `first` is which figures come first, else those that are better. Equal values share a rank.
    Regions of which nothing was ever counted are left out, unless `with_empty`.
    """
    asked = asked.of(indicators_of(by), by_region=True)
    async with snapshot(connection):
        await check_settled(connection, asked.as_of, settled_only)
        sides = await sides_of(connection, asked, asked.counted, {}, lambda _: False)
        held = {*await held_below(connection, asked.region), *(region for _, region in sides)}
    listed = _regions(asked, held)
    regions = listed if with_empty else [each for each in listed if each in held]
    left_out = frozenset(listed).difference(regions)
    if isinstance(by, Scheme):
        rows = _totals(asked, by, sides, regions)
        return Ranking(asked, asked.counted, by, "high", rows, left_out=left_out)
    figures = [_figure(asked, by, sides, region) for region in regions]
    order = first or by.better or "high"
    note = NO_SENSE if by.better is None else None
    placed = in_order(asked.region, figures, order)
    return Ranking(asked, asked.counted, by, order, placed, note, left_out)


def in_order(own: str, rows: Iterable[Ranked], first: First) -> tuple[Ranked, ...]:
    """The rows with their ranks; `own` is the region above them, which is not ranked."""
    marked = [replace(row, rank=None, why=OWN) if row.region == own else row for row in rows]
    able = [row for row in marked if row.why is None and row.value is not None]
    sign = -1 if first == "high" else 1
    able.sort(key=lambda row: (sign * exact(row.value or 0), row.region))
    placed: list[Ranked] = []
    for place, row in enumerate(able, 1):
        tied = placed and placed[-1].value == row.value
        rank = placed[-1].rank if tied else place
        placed.append(replace(row, rank=rank))
    return (*placed, *(row for row in marked if row.why is not None or row.value is None))


def score(part: Part, value: Value, best: Value) -> float | None:
    """The score of a figure, from 0 to 100; None where there is no figure.

    `best` is the best of all regions, for the scoring by it. Where less is better, 0 scores 100.
    """
    if value is None:
        return None
    own = exact(value)
    if part.scoring == "percent":
        points = 100 - own if part.low else own
    else:
        to_reach = exact(best or 0) if part.scoring == "share_of_best" else Fraction(part.aim or 1)
        above, below = (to_reach, own) if part.low else (own, to_reach)
        points = 100 * above / below if below else Fraction(100 if part.low else 0)
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


def _totals(
    asked: PeriodQuestion, scheme: Scheme, sides: Sides, regions: Sequence[str]
) -> tuple[Ranked, ...]:
    """The regions in the order of their totals, with their ranks in each part and strand."""
    parts = {region: list[Scored]() for region in regions}
    for part in scheme.parts:
        for region, scored in _scored(asked, part, sides, regions).items():
            parts[region].append(scored)
    strands = {
        code: _of_strand(asked.region, code, {
            region: [each for each in of_all if each.part.strand == code]
            for region, of_all in parts.items()
        })
        for code in scheme.strands
    }  # fmt: skip
    rows = []
    for region, own in parts.items():
        points = total([(each.part.weight, each.score) for each in own], scheme.weight)
        why = TOO_LITTLE if points is None else None
        places = tuple(found[region] for found in strands.values())
        rows.append(Ranked(region, None, points, None, tuple(own), why, places))
    return in_order(asked.region, rows, "high")


def _scored(
    asked: PeriodQuestion, part: Part, sides: Sides, regions: Sequence[str]
) -> Mapping[str, Scored]:
    """What a part gives each region, the best of them, and which rank each has in it."""
    value = _valued(asked, sides, part)
    figures = {region: value(region) for region in regions}
    known = [side.value for side in figures.values() if side.value is not None]
    best = (min if part.low else max)(known, default=None)
    rows = [Ranked(region, None, side.value) for region, side in figures.items()]
    placed = in_order(asked.region, rows, "low" if part.low else "high")
    ranks = {row.region: row.rank for row in placed}
    return {
        region: Scored(part, side, score(part, side.value, best), best, ranks[region])
        for region, side in figures.items()
    }


def _of_strand(
    own: str, code: str, parts: Mapping[str, Sequence[Scored]]
) -> Mapping[str, OfStrand]:
    """Each region's rank in one strand: by the total of that strand's parts."""
    rows = []
    for region, scored in parts.items():
        weight = sum(each.part.weight for each in scored)
        points = total([(each.part.weight, each.score) for each in scored], weight)
        rows.append(Ranked(region, None, points, why=TOO_LITTLE if points is None else None))
    return {
        row.region: OfStrand(code, row.rank, None if row.value is None else float(row.value))
        for row in in_order(own, rows, "high")
    }


def _valued(asked: PeriodQuestion, sides: Sides, part: Part) -> Callable[[str], Side]:
    """A part's figures by region, per so many residents where the scheme says so."""
    own = asked.of(asked.indicators, by_region=True, per=part.per)
    return lambda region: side_of(own, own.counted, {}, sides, (part.indicator, region))


def _regions(asked: PeriodQuestion, held: Iterable[str]) -> list[str]:
    """The regions that are in force on the last day, and those of which something was counted."""
    listed, day = regions_in_force(), asked.counted.last_day
    below = {code for code in children(asked.region, listed) if listed.exists(code, day)}
    return sorted(below | {*held})
