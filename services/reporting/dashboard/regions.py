"""Regions: the figures of those just below the one that is shown, down to the community."""

from collections.abc import Mapping, Sequence
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Request, Response

from services.reporting.dashboard import charts
from services.reporting.dashboard.asked import Asked, Written, written
from services.reporting.dashboard.grouped import opened
from services.reporting.dashboard.numbers import of_nothing
from services.reporting.dashboard.opening import Figures, asked_of, figures_for
from services.reporting.dashboard.pages import name_within, page, region_name
from services.reporting.dashboard.sections import Chart, Link, Section
from services.reporting.dashboard.tables import Cell, Row, Table, counted
from services.reporting.dashboard.texts import NO_DETAIL
from services.reporting.dashboard.tiles import TILES
from services.reporting.declared.words import Indicator
from services.reporting.statistics.answering import Reads
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
WHOLE = Text(zh="合计", en="Altogether")
ITSELF = Text(zh="{name}（未分到下级）", en="{name} (of none below)")
LOWEST = Text(zh="社区以下不再分列统计数字。", en="There are no figures below a community.")

ALL_STREETS = Text(zh="全部街道（乡镇）", en="All streets")
JUST_BELOW = Text(zh="仅下一级", en="Just below")
WHICH = Text(zh="作图和排序依据", en="Drawn and ordered by")
MOST_COUNTIES = 40  # whose streets are put side by side
TOO_MANY = Text(
    zh=f"一次最多并列{MOST_COUNTIES}个县（区）的街道；请先选择一个市。",
    en=f"Streets of {MOST_COUNTIES} counties at most stand side by side; choose a city first.",
)

Values = Mapping[str, int | float | None]


@router.get("/regions")
async def regions(
    request: Request,
    call: Reads,
    words: Annotated[Written, Depends(written)],
    indicator: str = "contacts",
    below: Literal["next", "streets"] = "next",
) -> Response:
    """The regions below one side by side, those first that need looking at."""
    asked = await asked_of(request, call, words, "/regions")
    if isinstance(asked, Response):
        return asked
    drawn = next((each for each in TILES if each.code == indicator), TILES[0])
    streets = below == "streets" and level(asked.region) in ("province", "city")
    async with figures_for(request, call.caller, asked) as figures:
        section = await _below(figures, asked, drawn, streets=streets and figures.detail)
    return await page(call.caller, asked, TEXTS, figures.state, [section])


async def _below(figures: Figures, asked: Asked, drawn: Indicator, *, streets: bool) -> Section:
    title = asked.say(FIGURES)
    if level(asked.region) == "community":
        return Section(title, note=asked.say(LOWEST))
    if not figures.sees_below(asked.region):
        return Section(title, note=asked.say(NO_DETAIL))
    by_region = await _by_region(figures, asked, asked.region)
    too_many = False
    if streets:
        below = await _streets(figures, asked, [*by_region])
        by_region, too_many, streets = below or by_region, below is None, below is not None
    total = {one.indicator.code: one.value for one in await figures.of(TILES, asked)}
    places = sorted(by_region, key=lambda code: (_order(drawn, by_region[code]), code))
    names = [_name(code, asked) for code in places]
    values = [by_region[code].get(drawn.code, of_nothing(drawn)) for code in places]
    name = asked.say(drawn.name)
    chart = Chart(name, charts.bars(name, names, values))
    links = [
        Link(asked.say(one.name), asked.address(indicator=one.code), one is drawn) for one in TILES
    ]
    if figures.detail and level(asked.region) in ("province", "city"):
        other = asked.say(JUST_BELOW if streets else ALL_STREETS)
        links.append(Link(other, asked.address(below="" if streets else "streets")))
    return Section(
        title,
        [_table(figures, asked, places, by_region, total)],
        [chart] if places else [],
        asked.say(TOO_MANY if too_many else WHICH),
        links,
    )


async def _by_region(figures: Figures, asked: Asked, region: str) -> dict[str, Values]:
    """The figures of each region just below one, by its code."""
    by_region: dict[str, dict[str, int | float | None]] = {}
    for figure in await figures.of(TILES, asked, by=("region",), region=region):
        by_region.setdefault(figure.group[0], {})[figure.indicator.code] = figure.value
    return {**by_region}


async def _streets(
    figures: Figures, asked: Asked, regions: Sequence[str]
) -> dict[str, Values] | None:
    """The figures of the streets of all these regions and of those below them.

    None where they are of more counties than a page can show; each is a question of its own.
    """
    streets: dict[str, Values] = {}
    asked_of = 0
    waiting = [code for code in regions if code != asked.region]
    while waiting:
        code = waiting.pop(0)
        asked_of += level(code) != "city"
        if asked_of + sum(level(each) != "city" for each in waiting) > MOST_COUNTIES:
            return None
        for place, values in (await _by_region(figures, asked, code)).items():
            if level(place) == "county" and place != code:
                waiting.append(place)
            else:
                streets[place] = values
    return streets


def _order(drawn: Indicator, values: Values) -> float:
    """Those first that need looking at: the lowest where more is better, else the highest."""
    value = values.get(drawn.code, of_nothing(drawn))
    if value is None:
        return float("inf")
    return value if drawn.better == "high" else -value


def _table(
    figures: Figures,
    asked: Asked,
    places: Sequence[str],
    by_region: Mapping[str, Values],
    total: Values,
) -> Table:

    def cells(values: Values, region: str | None) -> list[Cell]:
        itself = region == asked.region
        return [
            counted(
                values.get(one.code, of_nothing(one)),
                one.unit,
                opened(figures, asked, one, region, itself=itself),
            )
            for one in TILES
        ]

    return Table(
        caption=asked.say(FIGURES),
        first=asked.say(TEXTS["title"]),
        columns=[asked.say(one.name) for one in TILES],
        addresses=[asked.address(f"/indicators/{one.code}") for one in TILES],
        rows=[
            Row(
                _name(code, asked),
                cells(by_region[code], code),
                asked.address(region=code, below="") if code != asked.region else None,
                note=prefix(code),
            )
            for code in places
        ],
        total=Row(asked.say(WHOLE), cells(total, None)),
    )


def _name(code: str, asked: Asked) -> str:
    if code == asked.region:
        return asked.say(ITSELF).format(name=region_name(code, asked))
    return name_within(code, asked)
