"""Prevention: what was held where, and which kinds of places have not been entered this year."""

from collections.abc import Mapping, Sequence
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Request, Response

from services.reporting.dashboard.asked import Asked, Written, written
from services.reporting.dashboard.entered import entered
from services.reporting.dashboard.grouped import by_values, totals
from services.reporting.dashboard.opening import Figures, asked_of, figures_for
from services.reporting.dashboard.pages import page
from services.reporting.dashboard.sections import Link, Section
from services.reporting.dashboard.texts import VIEWS
from services.reporting.declared.indicators import INDICATORS
from services.reporting.statistics.answering import Reads
from shared.http.operation import Operation
from shared.text import Text

router = APIRouter(route_class=Operation, include_in_schema=False)

TEXTS: Mapping[str, Text] = {
    "title": Text(zh="预防宣传", en="Prevention"),
    "about": Text(
        zh="一场活动可以有几种形式、几个合作单位、几类宣传对象，同一类场所可以同属“六进”“十进”；按这些项目分列的数字"
        "相加大于活动场数。培训、动员会、应急值守和其他主题宣传不计入宣传活动场数。",
        en="A session may have several forms, partners and audiences, and its kind of place be of"
        " both sets of enterings: by these, the figures add up to more than the number of"
        " sessions. Trainings, meetings, emergency duty and publicity on other subjects are not"
        " among the sessions.",
    ),
}
MORE_TITLE = Text(zh="相关栏目", en="See also")
MORE = ("/campaigns", "/coverage", "/places", "/surveys")  # views of the same strand

# Each section: its heading, its figures, and which are shown by a dimension.
PARTS: Sequence[tuple[Text, Sequence[str], Sequence[tuple[str, str]]]] = (
    (
        Text(zh="本期活动", en="What was done"),
        ("sessions", "attendance", "key_group_sessions", "households_reached", "articles"),
        (
            ("sessions", "place_kind"),
            ("attendance", "place_kind"),
            ("sessions_by_place_set", "place_set"),
            ("sessions_by_form", "form"),
            ("sessions_by_partner", "partner"),
            ("sessions_by_audience", "audience"),
            ("sessions_by_occasion", "occasion"),
            ("sessions_by_campaign", "campaign"),
            ("articles", "channel"),
            ("articles_distinct", "channel"),
            ("article_reads", "channel"),
        ),
    ),
    (
        Text(zh="宣传品与参与人员", en="Materials, and who served"),
        ("materials", "people_serving", "serving_hours"),
        (
            ("materials", "material"),
            ("people_serving", "serving_role"),
            ("serving_hours", "serving_role"),
        ),
    ),
    (
        Text(zh="培训、动员会与应急值守", en="Trainings, meetings and emergency duty"),
        (
            "trainings_held",
            "training_attendance",
            "mobilisation_meetings",
            "meeting_attendance",
            "emergency_duties",
            "emergency_duty_hours",
            "people_registered",
            "vehicles_registered",
            "other_publicity",
        ),
        (
            ("trainings_held", "activity_kind"),
            ("mobilisation_meetings", "meeting_level"),
            ("meetings_by_compound", "compound"),
            ("other_publicity", "publicity_subject"),
        ),
    ),
)


@router.get("/prevention")
async def prevention(
    request: Request,
    call: Reads,
    words: Annotated[Written, Depends(written)],
    below: Literal["next", "communities"] = "next",
) -> Response:
    """Prevention in a region."""
    asked = await asked_of(request, call, words, "/prevention")
    if isinstance(asked, Response):
        return asked
    async with figures_for(request, call.caller, asked) as figures:
        sections = [await _section(figures, asked, *part) for part in PARTS]
        sections.insert(1, await entered(figures, asked, communities=below == "communities"))
    links = [Link(asked.say(VIEWS[path]), asked.address(path)) for path in MORE]
    sections.append(Section(asked.say(MORE_TITLE), links=links))
    return await page(call.caller, asked, TEXTS, figures.state, sections)


async def _section(
    figures: Figures,
    asked: Asked,
    title: Text,
    codes: Sequence[str],
    grouped: Sequence[tuple[str, str]],
) -> Section:
    """Totals, then each figure that there is by its dimension."""
    tables = [await totals(figures, asked, title, [INDICATORS[code] for code in codes])]
    drawn = []
    for code, dimension in grouped:
        table, chart = await by_values(figures, asked, INDICATORS[code], dimension)
        if table.rows:
            tables.append(table)
            drawn.append(chart)
    return Section(asked.say(title), tables, drawn[:1])
