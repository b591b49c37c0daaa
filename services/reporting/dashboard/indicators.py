"""Indicators: what each means, and its figures by time, by region and by its dimensions."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response

from services.reporting.comparing.answers import PER_UNIT
from services.reporting.comparing.boundaries import Boundaries
from services.reporting.dashboard import aims, charts
from services.reporting.dashboard.aims import Year
from services.reporting.dashboard.asked import Asked, Written, written
from services.reporting.dashboard.changes import boundaries_of
from services.reporting.dashboard.compared import (
    compared_section,
    people_of,
    per_people,
    per_people_facts,
)
from services.reporting.dashboard.grouped import BY, by_values, opened
from services.reporting.dashboard.meaning import meaning
from services.reporting.dashboard.numbers import of_nothing, with_unit
from services.reporting.dashboard.opening import Figures, asked_of, figures_for
from services.reporting.dashboard.pages import page, region_name
from services.reporting.dashboard.sections import Chart, Link, Section
from services.reporting.dashboard.tables import Cell, Row, Table, counted
from services.reporting.dashboard.texts import OF_NONE_BELOW
from services.reporting.declared.indicators import INDICATORS
from services.reporting.declared.words import Dimension, Indicator
from services.reporting.statistics.aims import aim_of
from services.reporting.statistics.answering import Reads
from services.reporting.statistics.spans import GRAINS, Grain, Span, span_of, whole_years
from shared.http.operation import Operation
from shared.http.problems import not_found
from shared.policies.in_force import policies_in_force
from shared.regions import level
from shared.text import Text
from shared.units import shown_unit

router = APIRouter(route_class=Operation, include_in_schema=False)

LIST_TEXTS: Mapping[str, Text] = {
    "title": Text(zh="指标", en="Indicators"),
    "about": Text(
        zh="所有公布的指标及其计算方法；点击指标查看分时段、分地区、分类别的数字。",
        en="Every published indicator with its formula; open one for its figures by time, by region"
        " and by its dimensions.",
    ),
}
MEANING = Text(zh="指标说明", en="What it is")
FORMULA = Text(zh="计算方法", en="Formula")
UNIT = Text(zh="单位", en="Unit")
CODE = Text(zh="代码", en="Code")
FIGURE = Text(zh="本期数值", en="Figure of the period")
OPEN = Text(zh="查看明细", en="Open this figure")
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
    async with figures_for(request, call.caller, asked) as figures:
        answered = await figures.of([*INDICATORS.values()], asked)
    table = Table(
        caption=asked.say(asked.span.text()),
        first=asked.say(LIST_TEXTS["title"]),
        columns=[asked.say(VALUE), asked.say(UNIT)],
        rows=[
            Row(
                asked.say(figure.indicator.name),
                [
                    counted(
                        figure.value,
                        figure.indicator.unit,
                        opened(figures, asked, figure.indicator),
                    ),
                    Cell(asked.say(shown_unit(figure.indicator.unit))),
                ],
                asked.address(f"/indicators/{figure.indicator.code}"),
                note=asked.say(figure.indicator.whole_formula),
            )
            for figure in answered
        ],
    )
    title = asked.say(LIST_TEXTS["title"])
    return await page(call.caller, asked, LIST_TEXTS, figures.state, [Section(title, [table])])


@router.get("/indicators/{code}")
async def indicator(
    request: Request,
    call: Reads,
    code: str,
    words: Annotated[Written, Depends(written)],
    by: Grain | None = None,
    boundaries: Boundaries = "then",
) -> Response:
    """One indicator. 404 for a code that is none."""
    if code not in INDICATORS:
        raise not_found()
    asked = await asked_of(request, call, words, f"/indicators/{code}")
    if isinstance(asked, Response):
        return asked
    one = INDICATORS[code]
    async with figures_for(request, call.caller, asked) as figures:
        sections = [
            await _meaning(figures, asked, one),
            *await compared_section(figures, asked, one, boundaries_of(asked, boundaries)),
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
    lines = await _aims(figures, asked, one, value)
    links = (
        [Link(asked.say(OPEN), asked.address("/figure", indicator=one.code))]
        if figures.detail
        else []
    )
    return Section(
        asked.say(MEANING),
        facts=[
            (asked.say(FIGURE), with_unit(value, one.unit, language)),
            *per_people_facts(asked, people_of(asked, one, asked.region, asked.span), value),
            *lines,
            (asked.say(FORMULA), asked.say(one.whole_formula)),
            *meaning(asked, one),
            (asked.say(CODE), one.code),
        ],
        links=links,
    )


async def _aims(
    figures: Figures, asked: Asked, one: Indicator, value: float | None
) -> list[tuple[str, str]]:
    """What it is to reach, if that is said, and how much is reached: of a sum, in the year."""
    aim = aim_of(one, policies_in_force(), asked.region, asked.days.last_day)
    if aim is None:
        return []
    span = span_of("year", asked.days.last_day)
    year, lines = Year(span, asked.known, asked.language), []
    of_year = value
    if aim.yearly and asked.span != span:
        of_year = (await figures.of([one], asked, span))[0].value
        lines.append((asked.say(span.text()), with_unit(of_year, one.unit, asked.language)))
    return lines + [(asked.say(name), text) for name, text in aims.lines(aim, value, of_year, year)]


async def _by_time(figures: Figures, asked: Asked, one: Indicator, grain: Grain | None) -> Section:
    """The periods up to the one that is asked for, of its own kind or of another one."""
    offered = [each for each in GRAINS if figures.detail or each not in ("day", "week")]
    if grain not in offered:
        own = asked.span.grain
        grain = own if own is not None and own in offered else "month"
    spans = figures.over(asked, span_of(grain, asked.days.last_day).with_earlier(SHOWN[grain]))
    # Whole years are what may be asked for by month and quarter without the right to detail.
    whole = Span(spans[0].start, spans[-1].end) if figures.detail else whole_years(spans)
    answered = await figures.of([one], asked, whole, by=(grain,))
    values = {figure.group[0]: figure.value for figure in answered}
    row = [values.get(span.name, of_nothing(one)) for span in spans]
    name = asked.say(one.name)
    people = {span: people_of(asked, one, asked.region, span) for span in spans}
    known = any(each is not None and each.number for each in people.values())
    table = Table(
        caption=asked.say(BY_TIME),
        first=asked.say(PERIOD),
        columns=[f"{name} ({_unit(one, asked)})", *([asked.say(PER_UNIT)] if known else [])],
        rows=[
            Row(
                asked.say(span.text()),
                [
                    counted(value, one.unit, opened(figures, asked.at(span), one)),
                    *([per_people(people[span], value)] if known else []),
                ],
                asked.at(span).address(),
            )
            for span, value in [*zip(spans, row, strict=True)][::-1]
        ],
    )
    return Section(
        asked.say(BY_TIME),
        tables=[table],
        charts=[Chart(name, charts.lines(name, [span.name for span in spans], [(name, row)]))],
        links=[
            Link(asked.say(GRAIN[each]), asked.address(by=each), each == grain) for each in offered
        ],
    )


async def _by_region(figures: Figures, asked: Asked, one: Indicator) -> Sequence[Section]:
    if level(asked.region) == "community":
        return []
    if not figures.sees_below(asked.region):
        return []
    answered = await figures.of([one], asked, by=("region",))
    names = [region_name(figure.group[0], asked) for figure in answered]
    title = asked.say(BY_REGION)
    people = [people_of(asked, one, figure.group[0], asked.span) for figure in answered]
    known = any(each is not None and each.number for each in people)
    rows = [
        Row(
            name,
            [
                counted(
                    figure.value,
                    one.unit,
                    opened(
                        figures,
                        asked,
                        one,
                        figure.group[0],
                        itself=figure.group[0] == asked.region,
                    ),
                ),
                *([per_people(each, figure.value)] if known else []),
            ],
            asked.address(region=figure.group[0]) if figure.group[0] != asked.region else None,
            note=asked.say(OF_NONE_BELOW) if figure.group[0] == asked.region else "",
        )
        for name, figure, each in zip(names, answered, people, strict=True)
    ]
    chart = Chart(title, charts.bars(title, names, [figure.value for figure in answered]))
    columns = [_unit(one, asked), *([asked.say(PER_UNIT)] if known else [])]
    table = Table(title, asked.say(REGION), columns, rows)
    return [Section(title, [table], [chart] if rows else [])]


async def _by_dimension(
    figures: Figures, asked: Asked, one: Indicator, dimension: Dimension
) -> Section:
    table, chart = await by_values(figures, asked, one, dimension.code)
    title = asked.say(BY).format(name=asked.say(dimension.name))
    named = replace(table, caption=title)  # the heading's: it is not said twice
    return Section(title, [named], [chart] if len(table.rows) > 1 else [])


def _unit(one: Indicator, asked: Asked) -> str:
    return asked.say(shown_unit(one.unit))
