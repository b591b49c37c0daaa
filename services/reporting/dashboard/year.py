"""The year's table, with the year before beside it."""

from collections.abc import Mapping
from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response

from services.reporting.dashboard.aims import AIM, PASSED, REACHED, Year, in_words
from services.reporting.dashboard.asked import Written, written
from services.reporting.dashboard.numbers import change, shown
from services.reporting.dashboard.opening import asked_of, figures_for
from services.reporting.dashboard.pages import page
from services.reporting.dashboard.sections import Section
from services.reporting.dashboard.tables import Cell, Row, Table, counted
from services.reporting.declared.annual import ANNUAL
from services.reporting.statistics.aims import Aimed, aim_of
from services.reporting.statistics.answering import Reads
from services.reporting.statistics.spans import span_of
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
UNTIL = Text(zh="{year}（截至{day}）", en="{year} (until {day})")


@router.get("/year")
async def year(
    request: Request, call: Reads, words: Annotated[Written, Depends(written)]
) -> Response:
    """The five figures that are published, of the year of the period, beside the year before."""
    asked = await asked_of(request, call, words, "/year", default="year")
    if isinstance(asked, Response):
        return asked
    language = asked.language
    this = span_of("year", asked.days.last_day)
    asked = asked.at(this)
    async with figures_for(request, call.caller, asked) as figures:
        now = await figures.of(ANNUAL, asked, this, exact=True)
        before = await figures.of(ANNUAL, asked, this.before(), exact=True)
    over = asked.until is None
    until = asked.say(UNTIL).format(year=this.name, day=asked.until)
    day, policies = asked.days.last_day, policies_in_force()
    aims = [aim_of(each, policies, asked.region, day) for each in ANNUAL]
    aimed = any(each is not None for each in aims)
    table = Table(
        caption=asked.say(TEXTS["title"]),
        first=asked.say(INDICATOR),
        columns=[
            this.name if over else until,
            this.before().name,
            *([asked.say(CHANGE)] if over else []),
            *([asked.say(AIM), asked.say(REACHED)] if aimed else []),
            asked.say(UNIT),
        ],
        rows=[
            Row(
                asked.say(one.indicator.name),
                [
                    counted(one.value),
                    counted(other.value),
                    *([Cell(change(one.value, other.value, "", language) or "–")] if over else []),
                    *(_of_aim(aim, one.value, language) if aimed else []),
                    Cell(asked.say(UNITS[one.indicator.unit])),
                ],
                asked.address(f"/indicators/{one.indicator.code}"),
                note=asked.say(one.indicator.formula),
            )
            for one, other, aim in zip(now, before, aims, strict=True)
        ],
    )
    passed = Year(this, asked.known, language).passed if aimed else None
    facts = [] if passed is None else [(asked.say(PASSED), shown(passed, "%"))]
    section = Section(asked.say(this.text()), [table], facts=facts)
    return await page(call.caller, asked, TEXTS, figures.state, [section])


def _of_aim(aim: Aimed | None, value: float | None, language: Language) -> list[Cell]:
    """What an indicator is to reach in the year, and how much of that is reached."""
    if aim is None:
        return [Cell("–"), Cell("–")]
    reached = aim.reached(value)
    return [Cell(in_words(aim, language)), counted(reached, "%")]
