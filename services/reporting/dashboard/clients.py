"""Clients: how many there are, who came and who went, what was due, findings and plans."""

from collections.abc import Mapping, Sequence
from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response

from services.reporting.dashboard import charts
from services.reporting.dashboard.asked import Asked, Written, written
from services.reporting.dashboard.findings import findings, plans
from services.reporting.dashboard.grouped import (
    Together,
    by_values,
    crossed,
    listed,
    opened,
    totals,
)
from services.reporting.dashboard.opening import Figures, asked_of, figures_for
from services.reporting.dashboard.pages import page
from services.reporting.dashboard.sections import Chart, Section
from services.reporting.dashboard.tables import Row, Table, counted
from services.reporting.dashboard.tiles import MONTHS
from services.reporting.declared.indicators import INDICATORS
from services.reporting.declared.measures.duties import DUE
from services.reporting.statistics.answering import Reads
from services.reporting.statistics.spans import whole_years
from shared.http.operation import Operation
from shared.text import Text

router = APIRouter(route_class=Operation, include_in_schema=False)

TEXTS: Mapping[str, Text] = {
    "title": Text(zh="服务对象", en="Clients"),
    "about": Text(
        zh="人数为时段最后一天的在册人数；流入、流出按发生的日期统计。",
        en="How many there were on the last day of the period; who came and went counts on the day"
        " it happened.",
    ),
}
STOCK = Text(zh="在册人数", en="How many there are")
FLOW = Text(zh="流入与流出", en="Who came and who went")
DUTIES = Text(zh="应办事项", en="What was due")
DUTIES_NOTE = Text(
    zh="按办理期限的最后一天计入所在时段。应办的包括按时完成、逾期完成、已逾期和未完成的，不含免予办理的和无需再办的。",
    en="Each counts in the period of the last day of its time. Due is what was done in time or"
    " late, is overdue or was missed; what was excused or fell away is not.",
)
DUE_OF = Text(zh="应办", en="Due")
MONTH = Text(zh="月份", en="Month")
FIGURE = Text(zh="指标", en="Figure")
RATES = Text(zh="完成情况", en="How it was done")
POINTS = Text(zh="积分与救助", en="Points and relief")
SHOPS = Text(zh="积分超市和爱心救助箱", en="Exchange shops and relief boxes")

FLOWS = tuple(
    INDICATORS[code]
    for code in ("cases_opened", "cases_reopened", "cases_ended", "programmes_completed")
)
SHARES = tuple(
    INDICATORS[code]
    for code in (
        "duties_done",
        "duties_done_in_time",
        "programme_kept",
        "duties_overdue",
        "clients_lost",
        "lost_rate",
    )
)
CLOSED = INDICATORS["duties_closed"]
EARNED = INDICATORS["points_earned"]
EXCHANGED = tuple(
    INDICATORS[code]
    for code in (
        "points_spent",
        "persons_who_spent",
        "items_exchanged",
        "shop_items",
        "stock_received",
        "stock_counted",
        "stock_written_off",
        "relief_donated",
        "relief_proposed",
        "relief_released",
        "relief",
    )
)
TEAMS = Text(zh="帮教小组", en="Support teams")
OF_TEAMS = (
    ("clients_by_team", "team"),
    ("clients_without_worker", "lacking"),
    ("team_members_joined", "team_role"),
    ("team_members_left", "team_leaving"),
)
TEAM_SHARES = tuple(
    INDICATORS[code]
    for code in (
        "clients_with_team",
        "clients_with_team_rate",
        "clients_without_worker",
        "team_rate",
        "teams_complete_in_time",
        "clients_paired",
        "handovers",
    )
)


@router.get("/clients")
async def clients(
    request: Request, call: Reads, words: Annotated[Written, Depends(written)]
) -> Response:
    """The clients of a region."""
    asked = await asked_of(request, call, words, "/clients")
    if isinstance(asked, Response):
        return asked
    async with figures_for(request, call.caller, asked) as figures:
        sections = [
            await _stock(figures, asked),
            await _flow(figures, asked),
            await _duties(figures, asked),
            await _points(figures, asked),
            await findings(figures, asked),
            await plans(figures, asked),
            await _teams(figures, asked),
        ]
    return await page(call.caller, asked, TEXTS, figures.state, sections)


async def _points(figures: Figures, asked: Asked) -> Section:
    earned, chart = await by_values(figures, asked, EARNED, "earned_for")
    merits, _ = await by_values(figures, asked, INDICATORS["merits"], "merit")
    rest = await totals(figures, asked, SHOPS, EXCHANGED)
    tables = [rest, *(each for each in (earned, merits) if each.rows)]
    return Section(asked.say(POINTS), tables, [chart] if len(earned.rows) > 1 else [])


async def _stock(figures: Figures, asked: Asked) -> Section:
    one = INDICATORS["clients"]
    tables, drawn = [], []
    for code in ("kind", "phase", "level"):
        table, chart = await by_values(figures, asked, one, code)
        tables.append(table)
        drawn += [chart] if len(table.rows) > 1 else []
    return Section(asked.say(STOCK), tables, drawn)


async def _flow(figures: Figures, asked: Asked) -> Section:
    months = figures.month_of(asked).with_earlier(MONTHS)
    years = whole_years(months)
    values: dict[tuple[str, str], int | float | None] = {}
    for figure in await figures.of(FLOWS, asked, years, by=("month",)):
        values[figure.indicator.code, figure.group[0]] = figure.value
    names = [asked.say(each.name) for each in FLOWS]
    rows = [[values.get((each.code, month.name), 0) for month in months] for each in FLOWS]
    title = asked.say(FLOW)
    any_shown = any(value is not None for row in rows for value in row)
    table = Table(
        title,
        asked.say(MONTH),
        names,
        [
            Row(
                asked.say(month.text()),
                [
                    counted(row[at], each.unit, opened(figures, asked.at(month), each))
                    for row, each in zip(rows, FLOWS, strict=True)
                ],
                asked.at(month).address() if any_shown else None,
            )
            for at, month in reversed([*enumerate(months)])
        ],
    )
    labels = [month.name for month in months]
    chart = Chart(title, charts.columns(title, labels, [*zip(names, rows, strict=True)]))
    return Section(title, [table], [chart] if any(map(any, rows)) else [])


async def _duties(figures: Figures, asked: Asked) -> Section:
    tables: Sequence[Table]
    if figures.detail:
        tables = [
            await crossed(figures, asked, CLOSED, "duty", "duty_outcome", Together(DUE_OF, DUE))
        ]
        drawn = []
    else:
        table, chart = await by_values(figures, asked, CLOSED, "duty_outcome")
        tables, drawn = [table], [chart]
    shares = await listed(figures, asked, asked.say(RATES), asked.say(DUTIES), SHARES)
    note = asked.say(DUTIES_NOTE)
    return Section(asked.say(DUTIES), [*tables, shares], drawn, note)


async def _teams(figures: Figures, asked: Asked) -> Section:
    made = [await by_values(figures, asked, INDICATORS[one], by) for one, by in OF_TEAMS]
    tables, drawn = [table for table, _ in made], [made[0][1]]
    shares = await listed(figures, asked, asked.say(TEAMS), asked.say(FIGURE), TEAM_SHARES)
    drawn = drawn if tables[0].rows else []
    return Section(asked.say(TEAMS), [shares, *(each for each in tables if each.rows)], drawn)
