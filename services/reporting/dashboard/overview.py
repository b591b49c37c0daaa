"""The overview: what a head of office looks at first, each figure with its trend and change."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response

from services.reporting.comparing.boundaries import Boundaries
from services.reporting.dashboard import charts
from services.reporting.dashboard.asked import Asked, Written, written
from services.reporting.dashboard.changes import boundaries_of, changes, choice
from services.reporting.dashboard.grouped import opened
from services.reporting.dashboard.opening import Figures, asked_of, figures_for
from services.reporting.dashboard.pages import page
from services.reporting.dashboard.sections import Chart, Section
from services.reporting.dashboard.tables import Row, Table, counted
from services.reporting.dashboard.texts import TEXTS as TEXTS_OF_FRAME
from services.reporting.dashboard.tiles import MONTHS, PARTS, TILES, Known, Months, at, tile
from services.reporting.declared.indicators import INDICATORS
from services.reporting.statistics.answering import Reads
from services.reporting.statistics.spans import Span, span_of
from shared.http.operation import Operation
from shared.text import Text

router = APIRouter(route_class=Operation, include_in_schema=False)

TITLE = Text(zh="概览", en="Overview")
TEXTS: Mapping[str, Text] = {
    "title": TITLE,
    "trend": Text(zh="逐月走势", en="Month by month"),
    "month": Text(zh="月份", en="Month"),
}
RATES = ("meeting_rate", "due_tests_rate", "assessment_rate")
COUNTS = ("contacts", "sessions", "articles")
TREND_OF_THEN = Text(
    zh="走势和逐月数字始终按当时的区划",
    en="trends and the months below are always on the boundaries of then",
)


@router.get("/")
async def overview(
    request: Request,
    call: Reads,
    words: Annotated[Written, Depends(written)],
    boundaries: Boundaries = "then",
) -> Response:
    """The figures of a region's month, and of its year so far."""
    asked = await asked_of(request, call, words, "/")
    if isinstance(asked, Response):
        return asked
    chosen = boundaries_of(asked, boundaries)
    async with figures_for(request, call.caller, asked) as figures:
        known = await _known(figures, asked, chosen)
    trend = Section(
        asked.say(TEXTS["trend"]),
        [_table(figures, asked, known.months, known.month)],
        [*_charts(asked, known.months, known.month)],
    )
    made = (known.compared, known.of_year)
    more = [TREND_OF_THEN] if chosen == "now" else []
    return await page(
        call.caller,
        asked,
        TEXTS,
        figures.state,
        [trend, choice(asked, chosen, made, *more, opens=figures.detail)],
        template="overview.html",
        tiles=[tile(each, asked, known) for each in TILES],
    )


async def _known(figures: Figures, asked: Asked, boundaries: Boundaries) -> Known:
    """All that the tiles need, in a handful of questions.

    Of a month that is over, on the boundaries of then, the months say what it is compared with.
    """
    month, year = figures.month_of(asked), span_of("year", asked.days.last_day)
    months = await by_month(figures, asked, month)
    compared = None
    if boundaries == "now" or not asked.is_over(month):
        compared = await changes(figures, asked, TILES, month, boundaries)
    of_year = await changes(figures, asked, TILES, year, boundaries)
    years: dict[str, int | float | None] = {}
    if of_year is None:
        years = {one.indicator.code: one.value for one in await figures.of(TILES, asked, year)}
    return Known(month, months, compared, of_year, years, figures.detail)


async def by_month(figures: Figures, asked: Asked, month: Span) -> Months:
    """Every figure of the months up to the one that is shown, two whole years of them."""
    last = month.last_day.year
    years = Span(date(last - 1, 1, 1), date(last + 1, 1, 1))
    # What was done and what was due is finer than a share of them.
    parts = [each for several in PARTS.values() for each in several] if figures.detail else []
    asked_for = (*TILES, *parts)
    months: dict[str, dict[str, int | float | None]] = {each.code: {} for each in asked_for}
    for figure in await figures.of(asked_for, asked, years, by=("month",)):
        months[figure.indicator.code][figure.group[0]] = figure.value
    return months


def _charts(asked: Asked, months: Months, month: Span) -> list[Chart]:
    """What is counted and what is a share are drawn apart: they have scales of their own."""
    spans = month.with_earlier(MONTHS)
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
                        [at(INDICATORS[code], months, span) for span in spans],
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


def _table(figures: Figures, asked: Asked, months: Months, month: Span) -> Table:
    """What the charts draw, in figures, the latest month first."""
    return Table(
        caption=asked.say(TEXTS_OF_FRAME["table_of"]),
        first=asked.say(TEXTS["month"]),
        columns=[asked.say(each.name) for each in TILES],
        rows=[
            Row(
                asked.say(span.text()),
                [
                    counted(
                        at(each, months, span),
                        each.unit,
                        opened(figures, asked.at(span), each),
                    )
                    for each in TILES
                ],
                asked.at(span).address(),
            )
            for span in reversed(month.with_earlier(MONTHS))
        ],
    )
