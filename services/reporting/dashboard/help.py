"""Help: what clients need and what they are given, who has work, and counselling."""

from collections.abc import Mapping, Sequence
from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response

from services.reporting.dashboard.asked import Asked, Written, written
from services.reporting.dashboard.grouped import by_values, totals
from services.reporting.dashboard.opening import Figures, asked_of, figures_for
from services.reporting.dashboard.pages import page
from services.reporting.dashboard.sections import Section
from services.reporting.declared.indicators import INDICATORS
from services.reporting.statistics.answering import Reads
from shared.http.operation import Operation
from shared.text import Text

router = APIRouter(route_class=Operation, include_in_schema=False)

TEXTS: Mapping[str, Text] = {
    "title": Text(zh="帮扶", en="Help"),
    "about": Text(
        zh="就业、低保、岗位等人数为时段最后一天的情况；给予的帮扶按发生的日期统计，金额以元计。",
        en="Who has work, an allowance or a post is as on the last day of the period; help that was"
        " given counts on its day, and amounts are in yuan.",
    ),
}

# Each section: its heading, its figures, and which of them are shown by a dimension.
PARTS: Sequence[tuple[Text, Sequence[str], Sequence[tuple[str, str]]]] = (
    (
        Text(zh="帮扶情况", en="Help"),
        ("help_given", "persons_helped", "help_amount", "help_requested", "help_refused"),
        (("help_given", "help_kind"), ("help_amount", "help_kind"), ("help_given", "help_source")),
    ),
    (
        Text(zh="就业与持续帮扶", en="Work, and help that goes on"),
        (
            "clients_employed",
            "employed_rate",
            "clients_in_public_benefit_posts",
            "allowance_holders",
            "help_ended",
        ),
        (("clients_by_employment", "employment"), ("help_going_on", "help_kind")),
    ),
    (
        Text(zh="需求与家庭", en="Needs and households"),
        ("needs_assessed", "needs_closed", "open_needs", "persons_by_household", "family_events"),
        (
            ("open_needs", "need_kind"),
            ("persons_by_household", "household_fact"),
            ("family_events", "family_event"),
        ),
    ),
    (
        Text(zh="心理咨询", en="Counselling"),
        (
            "counselling_sessions",
            "counselling_of_roster_rate",
            "persons_counselled",
            "crises_answered_by_counselling",
            "persons_motivation_forward",
        ),
        (("counselling_by_stage", "stage"),),
    ),
)


@router.get("/help")
async def help_view(
    request: Request, call: Reads, words: Annotated[Written, Depends(written)]
) -> Response:
    """The help that is given in a region."""
    asked = await asked_of(request, call, words, "/help")
    if isinstance(asked, Response):
        return asked
    async with figures_for(request, call.caller, asked) as figures:
        sections = [await _section(figures, asked, *part) for part in PARTS]
    return await page(call.caller, asked, TEXTS, figures.state, sections)


async def _section(
    figures: Figures,
    asked: Asked,
    title: Text,
    codes: Sequence[str],
    grouped: Sequence[tuple[str, str]],
) -> Section:
    tables = [await totals(figures, asked, title, [INDICATORS[code] for code in codes])]
    drawn = []
    for code, dimension in grouped:
        table, chart = await by_values(figures, asked, INDICATORS[code], dimension)
        tables.append(table)
        drawn += [chart] if len(table.rows) > 1 else []
    return Section(asked.say(title), tables, drawn[:1])
