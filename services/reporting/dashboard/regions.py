"""Regions: the figures of those just below the one that is shown, down to the community."""

from collections.abc import Mapping, Sequence
from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response

from services.reporting.counting.fold import ROLLED_UP
from services.reporting.dashboard import charts
from services.reporting.dashboard.asked import Asked, Written, written
from services.reporting.dashboard.opening import Figures, asked_of, figures_for
from services.reporting.dashboard.overview import TILES
from services.reporting.dashboard.pages import page, region_name
from services.reporting.dashboard.sections import Chart, Link, Section
from services.reporting.dashboard.tables import Cell, Row, Table, counted
from services.reporting.declared.words import Indicator
from services.reporting.statistics.answering import Reads
from services.reporting.statistics.places import child_length
from shared.http.operation import Operation
from shared.regions import level, prefix
from shared.text import Text

router = APIRouter(route_class=Operation, include_in_schema=False)

TEXTS: Mapping[str, Text] = {
    "title": Text(zh="地区", en="Regions"),
    "about": Text(
        zh="点击地区名称，逐级查看到街道和社区；点击表头，查看该指标。",
        en="Open a region to see those below it, down to the street and the community; open a"
        " column to see its indicator.",
    ),
}
FIGURES = Text(zh="下级地区", en="Regions below")
CHART = Text(zh="图示", en="Chart")
WHOLE = Text(zh="合计", en="Altogether")
ITSELF = Text(zh="{name}（未分到下级）", en="{name} (of none below)")
LOWEST = Text(zh="社区以下没有统计数字。", en="There are no figures below a community.")
NO_DETAIL = Text(
    zh="您的权限只能查看到县（区）；街道和社区的数字需要权限 statistics:detail。",
    en="You may see figures down to the county; those of streets and communities need the right"
    " statistics:detail.",
)

Values = Mapping[str, int | float | None]


@router.get("/regions")
async def regions(
    request: Request,
    call: Reads,
    words: Annotated[Written, Depends(written)],
    indicator: str = "contacts",
) -> Response:
    """The regions below one, side by side."""
    asked = await asked_of(request, call, words, "/regions")
    if isinstance(asked, Response):
        return asked
    drawn = next((each for each in TILES if each.code == indicator), TILES[0])
    async with figures_for(request, call.caller) as figures:
        sections = [await _below(figures, asked, drawn)]
    return await page(call.caller, asked, TEXTS, figures.state, sections)


async def _below(figures: Figures, asked: Asked, drawn: Indicator) -> Section:
    title = FIGURES.in_language(asked.language)
    if level(asked.region) == "community":
        return Section(title, note=LOWEST.in_language(asked.language))
    if child_length(asked.region) > ROLLED_UP and not figures.detail:
        return Section(title, note=NO_DETAIL.in_language(asked.language))
    found: dict[str, dict[str, int | float | None]] = {}
    for figure in await figures.of(TILES, asked, by=("region",)):
        found.setdefault(figure.group[0], {})[figure.indicator.code] = figure.value
    total = {one.indicator.code: one.value for one in await figures.of(TILES, asked)}
    places = sorted(found)
    names = [_name(code, asked) for code in places]
    values = [found[code].get(drawn.code, _nothing(drawn)) for code in places]
    chart = Chart(
        f"{CHART.in_language(asked.language)}: {drawn.name.in_language(asked.language)}",
        charts.bars(drawn.name.in_language(asked.language), names, values),
    )
    return Section(
        title,
        tables=[_table(asked, places, names, found, total)],
        charts=[chart] if places else [],
        links=[
            Link(
                one.name.in_language(asked.language),
                asked.address(indicator=one.code),
                one is drawn,
            )
            for one in TILES
        ],
    )


def _table(
    asked: Asked,
    places: Sequence[str],
    names: Sequence[str],
    found: Mapping[str, Values],
    total: Values,
) -> Table:
    language = asked.language

    def cells(values: Values) -> list[Cell]:
        return [counted(values.get(one.code, _nothing(one)), one.unit) for one in TILES]

    return Table(
        caption=FIGURES.in_language(language),
        first=TEXTS["title"].in_language(language),
        columns=[one.name.in_language(language) for one in TILES],
        addresses=[asked.address(f"/indicators/{one.code}") for one in TILES],
        rows=[
            Row(
                name,
                cells(found[code]),
                asked.address(region=code) if code != asked.region else None,
                note=prefix(code),
            )
            for code, name in zip(places, names, strict=True)
        ],
        total=Row(WHOLE.in_language(language), cells(total)),
    )


def _name(code: str, asked: Asked) -> str:
    name = region_name(code, asked)
    return ITSELF.in_language(asked.language).format(name=name) if code == asked.region else name


def _nothing(indicator: Indicator) -> int | None:
    """The figure of a region in which nothing was counted: 0, but for a share of nothing."""
    return None if indicator.denominator else 0
