"""Prevention: what was held where, and which kinds of places have not been entered this year."""

from collections.abc import Mapping, Sequence
from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response

from services.reporting.dashboard.asked import Asked, Written, written
from services.reporting.dashboard.below import below
from services.reporting.dashboard.grouped import by_values, opened, totals
from services.reporting.dashboard.opening import Figures, asked_of, figures_for
from services.reporting.dashboard.pages import page, region_name
from services.reporting.dashboard.sections import Link, Section
from services.reporting.dashboard.tables import Cell, Row, Table, counted
from services.reporting.dashboard.texts import VIEWS
from services.reporting.declared.indicators import INDICATORS
from services.reporting.declared.value_names import value_name
from services.reporting.statistics.answering import Reads
from services.reporting.statistics.spans import span_of
from shared.http.operation import Operation
from shared.policies.dictionaries import WordList
from shared.policies.in_force import policies_in_force
from shared.regions import level
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
ENTERED = Text(zh="{year}年各类场所覆盖情况", en="Kinds of places entered in {year}")
ENTERED_NOTE = Text(
    zh="“未进”表示该地区今年还没有在这类场所开展过活动。",
    en="“not yet” stands where no session was held in this kind of place this year.",
)
NOT_YET = Text(zh="未进", en="not yet")
REGION = Text(zh="地区", en="Region")
NO_DETAIL = Text(
    zh="查看街道和社区的覆盖情况需要权限 statistics:detail。",
    en="Which streets and communities were entered needs the right statistics:detail.",
)
SESSIONS = INDICATORS["sessions"]
MORE_TITLE = Text(zh="相关栏目", en="See also")
MORE = ("/campaigns", "/coverage", "/places", "/surveys")  # views of the same strand

# Each section: its heading, its figures, and which are shown by a dimension.
PARTS: Sequence[tuple[Text, Sequence[str], Sequence[tuple[str, str]]]] = (
    (
        Text(zh="本期活动", en="What was done"),
        ("sessions", "attendance", "households_reached", "articles"),
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
    request: Request, call: Reads, words: Annotated[Written, Depends(written)]
) -> Response:
    """Prevention in a region."""
    asked = await asked_of(request, call, words, "/prevention")
    if isinstance(asked, Response):
        return asked
    async with figures_for(request, call.caller, asked) as figures:
        sections = [await _section(figures, asked, *part) for part in PARTS]
        sections.insert(1, await _entered(figures, asked))
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


async def _entered(figures: Figures, asked: Asked) -> Section:
    """Kind of place × region below: how many sessions the year has seen there, none marked."""
    year = span_of("year", asked.days.last_day)
    title = asked.say(ENTERED).format(year=year.name)
    if level(asked.region) == "community":
        table, _ = await by_values(figures, asked, SESSIONS, "place_kind", year)
        return Section(title, [table])
    if not figures.sees_below(asked.region):
        return Section(title, note=asked.say(NO_DETAIL))
    counts = {
        (figure.group[0], figure.group[1]): figure.value
        for figure in await figures.of([SESSIONS], asked, year, by=("region", "place_kind"))
    }
    dimension = SESSIONS.dimensions[0]
    view, kinds = asked.at(year), _kinds_of_place({kind for _, kind in counts})

    def cell(region: str, kind: str) -> Cell:
        value = counts.get((region, kind), 0)
        if not value:
            return Cell(asked.say(NOT_YET), bad=True)
        where = f"place_kind:{kind}"
        return counted(value, "", opened(figures, view, SESSIONS, region, where))

    table = Table(
        caption=title,
        first=asked.say(REGION),
        columns=[asked.say(value_name(dimension, kind)) for kind in kinds],
        rows=[
            Row(
                region_name(region, asked),
                [cell(region, kind) for kind in kinds],
                asked.address(region=region) if region != asked.region else None,
            )
            for region in below(asked, {region for region, _ in counts})
        ],
    )
    return Section(title, [table], note=asked.say(ENTERED_NOTE))


def _kinds_of_place(entered: set[str]) -> list[str]:
    """The kinds that prevention is to enter, by the named sets; then others that were entered."""
    words = policies_in_force().words(WordList.PLACE_KIND)
    wanted = [each.code for each in words if each.sets]
    return [*wanted, *sorted(entered - {*wanted})]
