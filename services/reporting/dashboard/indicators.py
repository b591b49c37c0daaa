"""Indicators: what each means, and its figures by time, by region and by its dimensions."""

from collections.abc import Mapping, Sequence
from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response

from services.reporting.dashboard import charts
from services.reporting.dashboard.asked import Asked, Written, written
from services.reporting.dashboard.grouped import BY, by_values, opened
from services.reporting.dashboard.numbers import with_unit
from services.reporting.dashboard.opening import Figures, asked_of, figures_for
from services.reporting.dashboard.pages import page, region_name
from services.reporting.dashboard.sections import Chart, Link, Section
from services.reporting.dashboard.tables import Cell, Row, Table, counted
from services.reporting.declared.indicators import INDICATORS
from services.reporting.declared.words import Dimension, Indicator
from services.reporting.statistics.answering import Reads
from services.reporting.statistics.spans import GRAINS, Grain, Span, span_of
from shared.http.operation import Operation
from shared.http.problems import not_found
from shared.regions import level
from shared.text import Text
from shared.units import UNITS

router = APIRouter(route_class=Operation, include_in_schema=False)

LIST_TEXTS: Mapping[str, Text] = {
    "title": Text(zh="指标", en="Indicators"),
    "about": Text(
        zh="所有公布的指标及其计算方法；点击指标查看分时段、分地区、分类别的数字。",
        en="Every published indicator with its formula; open one for its figures by time, by region"
        " and by what it is told apart by.",
    ),
}
MEANING = Text(zh="指标说明", en="What it is")
FORMULA = Text(zh="计算方法", en="Formula")
UNIT = Text(zh="单位", en="Unit")
CODE = Text(zh="代码", en="Code")
FIGURE = Text(zh="本期数值", en="Figure of the period")
OPEN = Text(zh="打开明细", en="Open this figure")
BY_TIME = Text(zh="按时间", en="By time")
BY_REGION = Text(zh="按地区", en="By region")
PERIOD = Text(zh="时段", en="Period")
REGION = Text(zh="地区", en="Region")
VALUE = Text(zh="数值", en="Figure")
GRAIN: Mapping[Grain, Text] = {
    "day": Text(zh="按日", en="By day"),
    "week": Text(zh="按周", en="By week"),
    "month": Text(zh="按月", en="By month"),
    "quarter": Text(zh="按季度", en="By quarter"),
    "year": Text(zh="按年", en="By year"),
}
# How many periods of each kind a page shows, up to the one that is asked for.
SHOWN: Mapping[Grain, int] = {"day": 31, "week": 26, "month": 24, "quarter": 12, "year": 6}


@router.get("/indicators")
async def indicators(
    request: Request, call: Reads, words: Annotated[Written, Depends(written)]
) -> Response:
    """All indicators, with their figures of the period."""
    asked = await asked_of(request, call, words, "/indicators")
    if isinstance(asked, Response):
        return asked
    language = asked.language
    async with figures_for(request, call.caller) as figures:
        found = await figures.of([*INDICATORS.values()], asked)
    table = Table(
        caption=asked.span.text().in_language(language),
        first=LIST_TEXTS["title"].in_language(language),
        columns=[VALUE.in_language(language), UNIT.in_language(language)],
        rows=[
            Row(
                figure.indicator.name.in_language(language),
                [
                    counted(figure.value, figure.indicator.unit),
                    Cell(UNITS[figure.indicator.unit].in_language(language)),
                ],
                asked.address(f"/indicators/{figure.indicator.code}"),
                note=figure.indicator.formula.in_language(language),
            )
            for figure in found
        ],
    )
    title = LIST_TEXTS["title"].in_language(language)
    return await page(call.caller, asked, LIST_TEXTS, figures.state, [Section(title, [table])])


@router.get("/indicators/{code}")
async def indicator(
    request: Request,
    call: Reads,
    code: str,
    words: Annotated[Written, Depends(written)],
    by: Grain | None = None,
) -> Response:
    """One indicator. 404 for a code that is none."""
    if code not in INDICATORS:
        raise not_found()
    asked = await asked_of(request, call, words, f"/indicators/{code}")
    if isinstance(asked, Response):
        return asked
    one = INDICATORS[code]
    async with figures_for(request, call.caller) as figures:
        sections = [
            await _meaning(figures, asked, one),
            await _by_time(figures, asked, one, by),
            *await _by_region(figures, asked, one),
            *[await _by_dimension(figures, asked, one, each) for each in one.dimensions],
        ]
    return await page(
        call.caller,
        asked,
        {"title": one.name},
        figures.state,
        sections,
    )


async def _meaning(figures: Figures, asked: Asked, one: Indicator) -> Section:
    language = asked.language
    value = (await figures.of([one], asked))[0].value
    links = (
        [Link(OPEN.in_language(language), asked.address("/figure", indicator=one.code))]
        if figures.detail
        else []
    )
    return Section(
        MEANING.in_language(language),
        facts=[
            (FIGURE.in_language(language), with_unit(value, one.unit, language)),
            (FORMULA.in_language(language), one.formula.in_language(language)),
            (CODE.in_language(language), one.code),
        ],
        links=links,
    )


async def _by_time(figures: Figures, asked: Asked, one: Indicator, grain: Grain | None) -> Section:
    """The periods up to the one that is asked for, of its own kind or of another one."""
    language = asked.language
    offered = [each for each in GRAINS if figures.detail or each not in ("day", "week")]
    if grain not in offered:
        own = asked.span.grain
        grain = own if own is not None and own in offered else "month"
    last = span_of(grain, asked.days.last_day)
    spans = [last]
    while len(spans) < SHOWN[grain]:
        spans.append(spans[-1].before())
    spans.reverse()
    whole = Span(spans[0].start, last.end)
    if not figures.detail:  # whole years are what may be asked for by month and quarter
        whole = Span(span_of("year", whole.start).start, span_of("year", last.start).end)
    found = await figures.of([one], asked, whole, by=(grain,))
    values = {figure.group[0]: figure.value for figure in found}
    nothing = None if one.denominator else 0
    row = [values.get(span.name, nothing) for span in spans]
    name = one.name.in_language(language)
    table = Table(
        caption=BY_TIME.in_language(language),
        first=PERIOD.in_language(language),
        columns=[f"{name} ({_unit(one, asked)})"],
        rows=[
            Row(
                span.text().in_language(language),
                [counted(value, one.unit, opened(figures, asked.at(span), one))],
                asked.at(span).address(),
            )
            for span, value in [*zip(spans, row, strict=True)][::-1]
        ],
    )
    return Section(
        BY_TIME.in_language(language),
        tables=[table],
        charts=[Chart(name, charts.lines(name, [span.name for span in spans], [(name, row)]))],
        links=[
            Link(GRAIN[each].in_language(language), asked.address(by=each), each == grain)
            for each in offered
        ],
    )


async def _by_region(figures: Figures, asked: Asked, one: Indicator) -> Sequence[Section]:
    if level(asked.region) == "community":
        return []
    if not figures.sees_below(asked.region):
        return []
    language = asked.language
    found = await figures.of([one], asked, by=("region",))
    names = [region_name(figure.group[0], asked) for figure in found]
    title = BY_REGION.in_language(language)
    rows = [
        Row(
            name,
            [counted(figure.value, one.unit, opened(figures, asked, one, figure.group[0]))],
            asked.address(region=figure.group[0]) if figure.group[0] != asked.region else None,
        )
        for name, figure in zip(names, found, strict=True)
    ]
    chart = Chart(title, charts.bars(title, names, [figure.value for figure in found]))
    table = Table(title, REGION.in_language(language), [_unit(one, asked)], rows)
    return [Section(title, [table], [chart] if rows else [])]


async def _by_dimension(
    figures: Figures, asked: Asked, one: Indicator, dimension: Dimension
) -> Section:
    table, chart = await by_values(figures, asked, one, dimension.code)
    title = BY.in_language(asked.language).format(name=dimension.name.in_language(asked.language))
    return Section(title, [table], [chart] if len(table.rows) > 1 else [])


def _unit(one: Indicator, asked: Asked) -> str:
    return UNITS[one.unit].in_language(asked.language)
