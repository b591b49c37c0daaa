"""Coverage: how many kinds of the named sets (六进, 十进) have been entered this year, by region.

Which kinds they are, and how many sessions each has seen, stands on the page of prevention.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, Response

from services.reporting.dashboard.asked import Asked, Written, written
from services.reporting.dashboard.below import below
from services.reporting.dashboard.grouped import by_values, opened
from services.reporting.dashboard.opening import Figures, asked_of, figures_for
from services.reporting.dashboard.pages import name_within, page, region_name
from services.reporting.dashboard.sections import Link, Section
from services.reporting.dashboard.tables import Cell, Row, Table
from services.reporting.dashboard.texts import NO_DETAIL, OF_NONE_BELOW
from services.reporting.declared.indicators import INDICATORS
from services.reporting.declared.value_names import value_name
from services.reporting.statistics.answering import Reads
from services.reporting.statistics.explain.pages import identities_of
from services.reporting.statistics.not_entered import not_entered
from services.reporting.statistics.spans import Span, span_of
from shared.http.operation import Operation
from shared.lists.places import cursor_of, place_of
from shared.policies.dictionaries import PLACE_SETS, PlaceSet, WordList
from shared.policies.in_force import policies_in_force
from shared.regions import level
from shared.text import Text

router = APIRouter(route_class=Operation, include_in_schema=False)

TEXTS: Mapping[str, Text] = {
    "title": Text(zh="覆盖情况", en="Coverage"),
    "about": Text(
        zh="某类场所在本地区开展过一场宣传活动，即为已进；数字为自然年内的情况。",
        en="A kind of place is entered once a session was held in it in the region; figures are of"
        " the calendar year.",
    ),
}
SETS = Text(zh="{year}年六进、十进完成情况", en="Kinds of the six and the ten entered in {year}")
SETS_NOTE = Text(
    zh="如“4/6”：六类场所中已进四类。未进的场所类别按代码表顺序列出。",
    en='"4/6": four of the six kinds have been entered. Those that have not been are listed in the'
    " order of the dictionary.",
)
ALL = Text(zh="本地区", en="The region itself")
NOT_ENTERED = Text(zh="未进的场所类别", en="Kinds not entered")
EVERY = Text(zh="无", en="none")
AND = Text(zh="、", en=", ")
REGION = Text(zh="地区", en="Region")
PAIRS = Text(
    zh="{year}年各类场所进过的社区数", en="Communities in which each kind was entered in {year}"
)
COMMUNITIES = Text(zh="社区（村）", en="communities")
NAMED = Text(zh="登记在册的场所", en="Schools, venues and the like by name")
LACKING = Text(zh="{year}年尚未进入的应进场所", en="Places not entered yet in {year}")
LACKING_NOTE = Text(
    zh="列为应进场所、今年还没有登记宣传活动的学校、娱乐场所等，按地区列出；活动登记时填写场所的，即为已进。",
    en="Schools, venues and the like that must be entered and at which no prevention session was"
    " held this year, by region. A session counts for the place that it names.",
)
LACKING_NONE = Text(
    zh="应进场所今年都已进入，或没有列入。", en="None is lacking, or none is listed."
)
LACKING_DETAIL = Text(
    zh="查看场所名称需要权限 statistics:detail 或 outreach:read。",
    en="Which places these are needs the right statistics:detail or outreach:read.",
)
PLACE = Text(zh="场所名称", en="Place")
KIND = Text(zh="场所类别", en="Kind of place")
NO_NAME = Text(zh="（名称待重新汇总）", en="(name not counted yet)")
NEXT = Text(zh="下一页", en="Next page")
FIRST = Text(zh="回到第一页", en="First page")
AT_ONCE = 100  # places on a page
MATRIX = Text(zh="各类场所的活动场数", en="Sessions by kind of place")
SESSIONS = INDICATORS["sessions"]


@router.get("/coverage")
async def coverage(
    request: Request,
    call: Reads,
    words: Annotated[Written, Depends(written)],
    after: Annotated[str | None, Query(max_length=600)] = None,
) -> Response:
    """What has been entered in a region this year."""
    asked = await asked_of(request, call, words, "/coverage")
    if isinstance(asked, Response):
        return asked
    year = span_of("year", asked.days.last_day)
    async with figures_for(request, call.caller, asked) as figures:
        pairs, _ = await by_values(figures, asked, INDICATORS["kinds_entered"], "place_kind", year)
        by_kind = asked.say(PAIRS).format(year=year.name)
        named = [
            await by_values(
                figures,
                asked,
                INDICATORS[code],
                "place_kind",
                year if code == "places_entered" else None,
            )
            for code in ("named_places", "places_to_enter", "places_entered")
        ]
        sections = [
            await _sets(figures, asked, year),
            Section(by_kind, [replace(pairs, caption=by_kind, columns=[asked.say(COMMUNITIES)])]),
            Section(asked.say(NAMED), [table for table, _ in named]),
            await _lacking(request, figures, asked, year, after),
        ]
    return await page(call.caller, asked, TEXTS, figures.state, sections)


async def _lacking(
    request: Request, figures: Figures, asked: Asked, year: Span, after: str | None
) -> Section:
    """By name the places that must be entered and were not: a page of them."""
    title = asked.say(LACKING).format(year=year.name)
    if not (figures.detail or "outreach:read" in figures.caller.actions):
        return Section(title, note=asked.say(LACKING_DETAIL))
    cursors, agency = identities_of(request).cursors, figures.caller.agency
    listed = f"not entered {asked.region} {year.name} {asked.as_of}"
    behind = place_of(cursors, agency, listed, after)
    days = year.until(asked.known)
    async with figures.settled():
        found, last = await not_entered(
            figures.connection,
            asked.region,
            (days.start, days.end),
            asked.moment,
            behind,
            AT_ONCE,
        )
    if not found:
        return Section(title, note=asked.say(LACKING_NONE))
    dimension = SESSIONS.numerator.dimension("place_kind")
    rows = [
        Row(
            each.name or asked.say(NO_NAME),
            [
                Cell(asked.say(value_name(dimension, each.place_kind))),
                Cell(name_within(each.region, asked)),
            ],
        )
        for each in found
    ]
    links = [] if after is None else [Link(asked.say(FIRST), asked.address(after=""))]
    following = cursor_of(cursors, agency, listed, last)
    if following is not None:
        links.append(Link(asked.say(NEXT), asked.address(after=following)))
    columns = [asked.say(KIND), asked.say(REGION)]
    table = Table(title, asked.say(PLACE), columns, rows, numbers=False)
    return Section(title, [table], note=asked.say(LACKING_NOTE), links=links)


async def _sets(figures: Figures, asked: Asked, year: Span) -> Section:
    """The region, and each below it: of each set how many kinds were entered, and which not."""
    title = asked.say(SETS).format(year=year.name)
    links = [Link(asked.say(MATRIX), asked.address("/prevention"))]
    own = {
        figure.group[0]
        for figure in await figures.of([SESSIONS], asked, year, by=("place_kind",))
        if figure.value
    }
    rows = [_row(figures, asked, year, asked.region, asked.say(ALL), own)]
    note = asked.say(SETS_NOTE)
    if level(asked.region) != "community":
        if figures.sees_below(asked.region):
            rows += await _below(figures, asked, year)
        else:
            note = asked.say(NO_DETAIL)
    columns = [*(asked.say(PLACE_SETS[each]) for each in _sets_of_kinds())]
    heads = [*columns, asked.say(NOT_ENTERED)]
    table = Table(title, asked.say(REGION), heads, rows, words=[len(columns)])
    return Section(title, [table], note=note, links=links)


async def _below(figures: Figures, asked: Asked, year: Span) -> list[Row]:
    entered: dict[str, set[str]] = {}
    for figure in await figures.of([SESSIONS], asked, year, by=("region", "place_kind")):
        if figure.value:
            entered.setdefault(figure.group[0], set()).add(figure.group[1])
    return [
        _row(
            *(figures, asked, year, region, region_name(region, asked)),
            entered.get(region, set()),
            itself=region == asked.region,
        )
        for region in below(asked, {*entered})
    ]


def _row(
    figures: Figures,
    asked: Asked,
    year: Span,
    region: str,
    name: str,
    entered: set[str],
    *,
    itself: bool = False,
) -> Row:
    sets = _sets_of_kinds()
    wanted = list(dict.fromkeys(kind for kinds in sets.values() for kind in kinds))
    dimension = SESSIONS.numerator.dimension("place_kind")
    missing = [kind for kind in wanted if kind not in entered]
    listed = asked.say(AND).join(asked.say(value_name(dimension, kind)) for kind in missing)
    address = asked.address(region=region) if region != asked.region else None
    cells = [_of(kinds, entered) for kinds in sets.values()]
    view = asked.at(year)
    if figures.detail and entered:
        first = cells[0]
        cells[0] = replace(first, address=opened(figures, view, SESSIONS, region, itself=itself))
    cells.append(Cell(listed or asked.say(EVERY), bad=bool(missing)))
    return Row(name, cells, address, note=asked.say(OF_NONE_BELOW) if itself else "")


def _of(kinds: Sequence[str], entered: set[str]) -> Cell:
    """How many kinds of a set were entered, of how many."""
    number = sum(kind in entered for kind in kinds)
    # A file says the number alone: spreadsheets read "4/6" as a day in April.
    return Cell(f"{number}/{len(kinds)}", bad=number < len(kinds), value=number, exact=True)


def _sets_of_kinds() -> dict[PlaceSet, list[str]]:
    """The named sets that kinds of places are in, each with its kinds."""
    words = policies_in_force().words(WordList.PLACE_KIND)
    found = {name: [each.code for each in words if name in each.sets] for name in PlaceSet}
    return {name: kinds for name, kinds in found.items() if kinds}
