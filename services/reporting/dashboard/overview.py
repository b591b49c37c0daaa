"""The overview: what a head of office looks at first, each figure with its trend and change."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response
from markupsafe import Markup

from services.reporting.dashboard import aims, charts
from services.reporting.dashboard.aims import Year
from services.reporting.dashboard.asked import Asked, Written, written
from services.reporting.dashboard.numbers import change, of_nothing, shown
from services.reporting.dashboard.opening import Figures, asked_of, figures_for
from services.reporting.dashboard.pages import page
from services.reporting.dashboard.sections import Chart, Section
from services.reporting.dashboard.tables import Row, Table, counted
from services.reporting.dashboard.texts import TEXTS as TEXTS_OF_FRAME
from services.reporting.declared.indicators import INDICATORS
from services.reporting.declared.words import Indicator
from services.reporting.statistics.aims import aim_of
from services.reporting.statistics.answering import Reads
from services.reporting.statistics.spans import Span, span_of
from shared.http.operation import Operation
from shared.policies.in_force import policies_in_force
from shared.text import Text
from shared.units import shown_unit

router = APIRouter(route_class=Operation, include_in_schema=False)

TITLE = Text(zh="概览", en="Overview")
TEXTS: Mapping[str, Text] = {
    "title": TITLE,
    "trend": Text(zh="逐月走势", en="Month by month"),
    "month": Text(zh="月份", en="Month"),
}
SO_FAR = Text(zh="今年以来", en="Year to date")
BEFORE = Text(zh="比上月", en="vs. previous month")
YEAR_BEFORE = Text(zh="比上年同月", en="vs. a year earlier")

TILES: tuple[Indicator, ...] = tuple(
    INDICATORS[code]
    for code in (
        "contacts",
        "meeting_rate",
        "due_tests_rate",
        "tests_missed",
        "assessment_rate",
        "programme_kept",
        "duties_overdue",
        "open_crises",
        "sessions",
        "articles",
    )
)
RATES = ("meeting_rate", "due_tests_rate", "assessment_rate")
COUNTS = ("contacts", "sessions", "articles")
MONTHS = 13  # of a trend: the same month of the year before is the first

Months = Mapping[str, Mapping[str, int | float | None]]  # by indicator, then by month


@dataclass(frozen=True)
class Tile:
    """One figure as it is shown."""

    name: str
    value: str
    unit: str
    trend: Markup
    lines: Sequence[tuple[str, str]]
    address: str
    open: str | None


@router.get("/")
async def overview(
    request: Request, call: Reads, words: Annotated[Written, Depends(written)]
) -> Response:
    """The figures of a region's month, and of its year so far."""
    asked = await asked_of(request, call, words, "/")
    if isinstance(asked, Response):
        return asked
    async with figures_for(request, call.caller, asked) as figures:
        month = figures.month_of(asked)
        months = await by_month(figures, asked, month)
        years = await so_far(figures, asked)
    trend = Section(
        asked.say(TEXTS["trend"]),
        [_table(asked, months, month)],
        [*_charts(asked, months, month)],
    )
    return await page(
        call.caller,
        asked,
        TEXTS,
        figures.state,
        [trend],
        template="overview.html",
        tiles=[tile(each, asked, month, months, years, figures.detail) for each in TILES],
    )


async def by_month(figures: Figures, asked: Asked, month: Span) -> Months:
    """Every figure of the months up to the one that is shown, two whole years of them."""
    last = month.last_day.year
    years = Span(date(last - 1, 1, 1), date(last + 1, 1, 1))
    months: dict[str, dict[str, int | float | None]] = {each.code: {} for each in TILES}
    for figure in await figures.of(TILES, asked, years, by=("month",)):
        months[figure.indicator.code][figure.group[0]] = figure.value
    return months


async def so_far(figures: Figures, asked: Asked) -> Mapping[str, int | float | None]:
    """Every figure of the year of the last day that is shown, up to today."""
    year = span_of("year", asked.days.last_day)
    return {each.indicator.code: each.value for each in await figures.of(TILES, asked, year)}


def tile(
    indicator: Indicator,
    asked: Asked,
    shown_month: Span,
    months: Months,
    years: Mapping[str, int | float | None],
    detail: bool,
) -> Tile:
    """An indicator's month: its value, where it comes from and what has changed."""
    language, own = asked.language, months[indicator.code]
    value = _at(indicator, own, shown_month)
    lines = []
    if indicator.numerator.counting != "stock":
        lines.append((SO_FAR, shown(years.get(indicator.code), indicator.unit)))
    if asked.is_over(shown_month):
        for label, other in (
            (BEFORE, shown_month.before()),
            (YEAR_BEFORE, shown_month.year_before()),
        ):
            changed = change(value, _at(indicator, own, other), indicator.unit, language)
            if changed is not None:
                lines.append((label, changed))
    aim = aim_of(indicator, policies_in_force(), asked.region, shown_month.last_day)
    if aim is not None:
        year = Year(span_of("year", asked.days.last_day), asked.known, language)
        lines += aims.lines(aim, value, years.get(indicator.code), year)
    name = asked.say(indicator.name)
    return Tile(
        name=name,
        value=shown(value, indicator.unit),
        unit="" if indicator.unit == "%" else asked.say(shown_unit(indicator.unit)),
        trend=charts.sparkline(name, [_at(indicator, own, each) for each in _trend(shown_month)]),
        lines=[(asked.say(label), words) for label, words in lines],
        address=asked.at(shown_month).address(f"/indicators/{indicator.code}"),
        open=asked.at(shown_month).address("/figure", indicator=indicator.code) if detail else None,
    )


def _at(
    indicator: Indicator, months: Mapping[str, int | float | None], month: Span
) -> int | float | None:
    """A month's figure: what was not counted is 0, but for a share of nothing."""
    return months.get(month.name, of_nothing(indicator))


def _trend(month: Span) -> list[Span]:
    """The months that a trend shows, the last of them the one that is shown."""
    return month.with_earlier(MONTHS)


def _charts(asked: Asked, months: Months, month: Span) -> list[Chart]:
    """What is counted and what is a share are drawn apart: they have scales of their own."""
    spans = _trend(month)
    labels = [span.name for span in spans]
    return [
        Chart(
            title := asked.say(titled),
            charts.lines(
                title,
                labels,
                [
                    (
                        asked.say(INDICATORS[code].name),
                        [_at(INDICATORS[code], months[code], span) for span in spans],
                    )
                    for code in codes
                ],
            ),
        )
        for titled, codes in (
            (Text(zh="工作量（次）", en="Work done (counts)"), COUNTS),
            (Text(zh="完成率（%）", en="Shares (%)"), RATES),
        )
    ]


def _table(asked: Asked, months: Months, month: Span) -> Table:
    """What the charts draw, in figures, the latest month first."""
    return Table(
        caption=asked.say(TEXTS_OF_FRAME["table_of"]),
        first=asked.say(TEXTS["month"]),
        columns=[asked.say(each.name) for each in TILES],
        rows=[
            Row(
                asked.say(span.text()),
                [counted(_at(each, months[each.code], span), each.unit) for each in TILES],
                asked.at(span).address(),
            )
            for span in reversed(_trend(month))
        ],
    )
