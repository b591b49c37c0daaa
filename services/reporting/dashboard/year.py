"""The year's table, with the year before beside it."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response

from services.reporting.comparing.boundaries import Boundaries
from services.reporting.comparing.compare import Comparison
from services.reporting.comparing.sides import Side
from services.reporting.dashboard.aims import AIM, PASSED, REACHED, Year, in_words
from services.reporting.dashboard.asked import Asked, Written, written
from services.reporting.dashboard.changes import boundaries_of, changes, choice, days_of, opened_of
from services.reporting.dashboard.numbers import NOTHING, change, shown
from services.reporting.dashboard.opening import Figures, asked_of, figures_for
from services.reporting.dashboard.pages import page
from services.reporting.dashboard.sections import Section
from services.reporting.dashboard.tables import Cell, Row, Table, counted
from services.reporting.declared.annual import ANNUAL
from services.reporting.statistics.aims import Aimed, aim_of
from services.reporting.statistics.answering import Reads
from services.reporting.statistics.groups import Figure
from services.reporting.statistics.spans import Span, span_of
from shared.http.operation import Operation
from shared.policies.in_force import policies_in_force
from shared.text import Language, Text
from shared.units import UNITS

router = APIRouter(route_class=Operation, include_in_schema=False)

TEXTS: Mapping[str, Text] = {
    "title": Text(zh="年度统计表", en="The year's table"),
    "about": Text(
        zh="人次按次计算，与人数不同。已作废的记录不计入。",
        en="Person-times count each time; they are not persons. Void entries do not count.",
    ),
}
INDICATOR = Text(zh="指标与计算方法", en="Indicator, and what is counted")
UNIT = Text(zh="单位", en="Unit")
CHANGE = Text(zh="增减", en="Change")
FIRST_DAYS = Text(zh="{year}（前{days}天）", en="{year} (first {days} days)")
WHOLE_YEAR = Text(zh="{year}（全年）", en="{year} (whole year)")
UNTIL = Text(zh="{year}（截至{day}）", en="{year} (until {day})")


@router.get("/year")
async def year(
    request: Request,
    call: Reads,
    words: Annotated[Written, Depends(written)],
    boundaries: Boundaries = "then",
) -> Response:
    """The five figures that are published, of the year of the period, beside the year before."""
    asked = await asked_of(request, call, words, "/year", default="year")
    if isinstance(asked, Response):
        return asked
    this = span_of("year", asked.days.last_day)
    asked = asked.at(this)
    chosen = boundaries_of(asked, boundaries)
    async with figures_for(request, call.caller, asked) as figures:
        now = await figures.of(ANNUAL, asked, this, exact=True)
        before = await figures.of(ANNUAL, asked, this.before(), exact=True)
        made = await changes(figures, asked, ANNUAL, this, chosen, exact=True)
    policies = policies_in_force()
    aims = [aim_of(each, policies, asked.region, asked.days.last_day) for each in ANNUAL]
    aimed = any(each is not None for each in aims)
    sides = [*_sides(figures, asked, this, now, before, made)]
    table = Table(
        caption=asked.say(TEXTS["title"]),
        first=asked.say(INDICATOR),
        columns=[
            *(name for name, _ in sides[:2]),
            *([] if made is None else [asked.say(CHANGE)]),
            *(name for name, _ in sides[2:]),
            *([asked.say(AIM), asked.say(REACHED)] if aimed else []),
            asked.say(UNIT),
        ],
        rows=[
            Row(
                asked.say(one.name),
                [
                    *(cells[number] for _, cells in sides[:2]),
                    *([] if made is None else [_change(asked, made, number)]),
                    *(cells[number] for _, cells in sides[2:]),
                    *(_of_aim(aims[number], now[number].value, asked.language) if aimed else []),
                    Cell(asked.say(UNITS[one.unit])),
                ],
                asked.address(f"/indicators/{one.code}"),
                note=asked.say(one.whole_formula),
            )
            for number, one in enumerate(ANNUAL)
        ],
    )
    passed = Year(this, asked.known, asked.language).passed if aimed else None
    facts = [] if passed is None else [(asked.say(PASSED), shown(passed, "%"))]
    sections = [Section(asked.say(this.text()), [table], facts=facts)]
    if made is not None:
        sections.append(choice(asked, chosen, [made], opens=figures.detail))
    return await page(call.caller, asked, TEXTS, figures.state, sections)


def _sides(
    figures: Figures,
    asked: Asked,
    this: Span,
    now: Sequence[Figure],
    before: Sequence[Figure],
    made: Comparison | None,
) -> Iterable[tuple[str, list[Cell]]]:
    """The years, each with its figures; where one is not over, the first days of the one before.

    On the boundaries of now a figure that several codes have together does not open as one.
    """
    of_now = made is not None and made.boundaries == "now"

    def cells(sides: Iterable[Side], span: Span) -> list[Cell]:
        view = asked.at(span)
        return [
            counted(side.value, address=opened_of(figures, view, one, side))
            for side, one in zip(sides, ANNUAL, strict=True)
        ]

    until = asked.say(UNTIL).format(year=this.name, day=asked.until)
    name, earlier = this.name if asked.until is None else until, this.before()
    if made is None:
        yield name, cells((Side(each.value) for each in now), this)
    else:
        yield name, cells((row.side for row in made.rows), this)
        days = asked.say(FIRST_DAYS).format(year=earlier.name, days=days_of(made.before))
        whole = made.before == earlier
        then = (row.before.side for row in made.rows)
        yield earlier.name if whole else days, cells(then, made.before)
        if whole or of_now:
            return
    whole_year = asked.say(WHOLE_YEAR).format(year=earlier.name)
    named = earlier.name if made is None else whole_year
    yield named, cells((Side(each.value) for each in before), earlier)


def _change(asked: Asked, made: Comparison, number: int) -> Cell:
    row = made.rows[number]
    return Cell(change(row.side.value, row.before.side.value, "", asked.language) or NOTHING)


def _of_aim(aim: Aimed | None, value: float | None, language: Language) -> list[Cell]:
    """What an indicator is to reach in the year, and how much of that is reached."""
    if aim is None:
        return [Cell(NOTHING), Cell(NOTHING)]
    reached = aim.reached(value)
    return [Cell(in_words(aim, language)), counted(reached, "%")]
