"""Figures of a period beside those of the period before and of the same one a year before."""

from dataclasses import dataclass
from itertools import product

from services.reporting.comparing.boundaries import Boundaries, Moves, is_replaced, moves_of
from services.reporting.comparing.period_question import PeriodQuestion, Sees, Value
from services.reporting.comparing.sides import Side, Sides, side_of, sides_of
from services.reporting.declared.rounding import exact, rounded_fraction
from services.reporting.declared.words import Indicator
from services.reporting.statistics.figures import snapshot
from services.reporting.statistics.places import child_length
from services.reporting.statistics.settling import check_settled
from services.reporting.statistics.spans import Span
from shared.database import Connection
from shared.regions import Regions, prefix, regions_in_force
from shared.text import Text

NOTHING_BEFORE = Text(
    zh="当时为0，不能计算变化百分比。",
    en="It was 0 then: there is no change in percent from nothing.",
)
POINTS = Text(zh="百分点", en="percentage points")


@dataclass(frozen=True)
class Change:
    """A figure of before, and how the one of now differs from it: by `difference`, and in per cent.

    Both follow from the values as they are shown. A share differs by percentage points, and has
    no change in per cent; nor is there one from 0. `why` says why something is None.
    """

    side: Side
    difference: Value
    percent: float | None
    why: Text | None = None


@dataclass(frozen=True)
class Compared:
    """One indicator of one region: its figure, and what it was."""

    indicator: Indicator
    region: str
    side: Side
    before: Change
    year_before: Change


@dataclass(frozen=True)
class Comparison:
    """The figures, and of which days each is: `before` and `year_before` as many as `counted`."""

    asked: PeriodQuestion
    boundaries: Boundaries
    counted: Span
    before: Span
    year_before: Span
    rows: tuple[Compared, ...]


async def compared(
    connection: Connection,
    asked: PeriodQuestion,
    sees: Sees,
    boundaries: Boundaries = "then",
    *,
    settled_only: bool = False,
) -> Comparison:
    """The comparison, all of it of one moment of the model.

    `sees` says whether the caller may be shown the figures of another region: one that is part of
    this one now. What the caller may ask is checked before (`check_comparison`).
    Raises what `answer` does.
    """
    spans = spans_of(asked)
    async with snapshot(connection):
        await check_settled(connection, asked.as_of, settled_only)
        moves = _moves(asked) if boundaries == "now" else {}
        # Of a year, the period before is the same one a year before: it is read once.
        read = {
            span: await sides_of(connection, asked, span, moves, sees)
            for span in dict.fromkeys(spans)
        }
    sides = [read[span] for span in spans]
    rows = []
    for key in product(asked.indicators, _regions(asked, boundaries, sides)):
        now, *earlier = (
            side_of(asked, span, moves, each, key) for span, each in zip(spans, sides, strict=True)
        )
        before, year_before = (change(key[0], now, then) for then in earlier)
        rows.append(Compared(*key, now, before, year_before))
    return Comparison(asked, boundaries, *spans, tuple(rows))


def spans_of(asked: PeriodQuestion) -> tuple[Span, Span, Span]:
    """The days that are compared: those that count, and as many of the two periods of before."""
    before, year_before = asked.span.before(), asked.span.year_before()
    return asked.counted, asked.earlier(before), asked.earlier(year_before)


def change(indicator: Indicator, now: Side, then: Side) -> Change:
    """How a figure has changed since another."""
    if now.value is None or then.value is None:
        return Change(then, None, None, then.why or now.why)
    difference = exact(now.value) - exact(then.value)
    shown = int(difference) if difference.denominator == 1 else float(difference)
    if is_share(indicator):
        return Change(then, shown, None)
    if not then.value:
        return Change(then, shown, None, NOTHING_BEFORE)
    return Change(then, shown, rounded_fraction(100 * difference / exact(then.value)))


def is_share(indicator: Indicator) -> bool:
    """Whether a figure is in per cent, so that it changes by percentage points."""
    return indicator.denominator is not None and indicator.times == 100


def _regions(asked: PeriodQuestion, boundaries: Boundaries, sides: list[Sides]) -> list[str]:
    """The regions that have a row: those with a figure in one of the periods, by their codes."""
    if not asked.by_region:
        return [asked.region]
    found = {region for each in sides for _, region in each}
    if boundaries == "now":
        regions = regions_in_force()
        found = {code for code in found if not is_replaced(code, regions, asked.today)}
    return sorted(found)


def _moves(asked: PeriodQuestion) -> dict[str, Moves]:
    """What has moved to or from each region that is asked about, where anything has."""
    regions = regions_in_force()
    codes = [asked.region]
    if asked.by_region:
        listed = children(asked.region, regions)
        codes = [code for code in listed if not is_replaced(code, regions, asked.today)]
    moves = {code: moves_of(code, regions, asked.today) for code in codes}
    return {code: each for code, each in moves.items() if each != Moves()}


def children(region: str, regions: Regions) -> list[str]:
    """The regions just below one that are listed, at whatever time they were in force."""
    length = child_length(region)
    own = prefix(region)
    return sorted(
        {
            row.code
            for row in regions
            if row.code.startswith(own) and row.code != region and len(prefix(row.code)) == length
        }
    )
