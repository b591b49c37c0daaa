"""Places of prevention: which there are, how they are used, which small projects a street has."""

from collections.abc import Mapping
from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response

from services.reporting.dashboard.asked import Asked, Written, written
from services.reporting.dashboard.grouped import by_values, opened
from services.reporting.dashboard.matrix import ITSELF, REGION, Matrix
from services.reporting.dashboard.opening import Figures, asked_of, figures_for
from services.reporting.dashboard.pages import page, region_name
from services.reporting.dashboard.sections import Section
from services.reporting.dashboard.tables import Row, Table, counted
from services.reporting.dashboard.texts import NO_DETAIL, OF_NONE_BELOW
from services.reporting.declared.indicators import INDICATORS
from services.reporting.statistics.answering import Reads
from shared.http.operation import Operation
from shared.policies.dictionaries import PlaceSet, WordList
from shared.policies.in_force import policies_in_force
from shared.regions import level
from shared.text import Text

router = APIRouter(route_class=Operation, include_in_schema=False)

TEXTS: Mapping[str, Text] = {
    "title": Text(zh="阵地建设", en="Places"),
    "about": Text(
        zh="阵地数、信息员人数为期末数；使用次数、人次和活动为期内数。",
        en="Places and informants are those at the end of the period; uses, person-times and"
        " sessions are of the period.",
    ),
}
PLACES = Text(zh="禁毒阵地", en="Places of prevention")
USE = Text(zh="阵地使用", en="Use")
PROJECTS = Text(zh="六小工程", en="Six small projects")
PROJECTS_NOTE = Text(
    zh="“无”表示该地区期末没有这一项目。",
    en="“none” stands where a region does not have this project at the end of the period.",
)
INFORMANTS = Text(zh="信息员", en="Informants")
NONE = Text(zh="无", en="none")
OF_PLACES = (("places", "facility_kind"),)
OF_USE = (
    ("place_uses", "facility_kind"),
    ("place_uses", "place_use"),
    ("place_person_times", "facility_kind"),
    ("place_person_times", "place_use"),
    ("sessions_at_places", "facility_kind"),
    ("activities_at_places", "facility_kind"),
    ("activities_at_places", "activity_kind"),
    ("attendance_at_places", "facility_kind"),
)


def _small_projects(_: set[str]) -> list[str]:
    """The kinds of facilities that are of the six small projects, by the policies."""
    words = policies_in_force().words(WordList.FACILITY_KIND)
    return [each.code for each in words if PlaceSet.SIX_PROJECTS in each.sets]


SMALL_PROJECTS = Matrix(INDICATORS["places"], "facility_kind", _small_projects, NONE, PROJECTS_NOTE)


@router.get("/places")
async def places(
    request: Request, call: Reads, words: Annotated[Written, Depends(written)]
) -> Response:
    """Places of prevention in a region."""
    asked = await asked_of(request, call, words, "/places")
    if isinstance(asked, Response):
        return asked
    async with figures_for(request, call.caller, asked) as figures:
        sections = []
        for title, parts in ((PLACES, OF_PLACES), (USE, OF_USE)):
            made = [await by_values(figures, asked, INDICATORS[one], by) for one, by in parts]
            tables, drawn = [table for table, _ in made], [chart for _, chart in made]
            sections.append(Section(asked.say(title), tables, drawn[:1]))
        community = level(asked.region) == "community"
        projects = SMALL_PROJECTS.own if community else SMALL_PROJECTS.section
        sections.append(await projects(figures, asked, asked.say(PROJECTS)))
        sections.append(await _informants(figures, asked))
    return await page(call.caller, asked, TEXTS, figures.state, sections)


async def _informants(figures: Figures, asked: Asked) -> Section:
    """How many the region has, and each below it, as far as the caller may see small figures."""
    one, title = INDICATORS["informants"], asked.say(INFORMANTS)
    own = [
        Row(asked.say(ITSELF), [counted(figure.value, one.unit, opened(figures, asked, one))])
        for figure in await figures.of([one], asked)
    ]
    note = ""
    if level(asked.region) != "community":
        if figures.sees_below(asked.region):
            found = {
                figure.group[0]: figure.value
                for figure in await figures.of([one], asked, by=("region",))
            }
            own += [
                Row(
                    region_name(region, asked),
                    [
                        counted(
                            value,
                            one.unit,
                            opened(figures, asked, one, region, itself=region == asked.region),
                        )
                    ],
                    asked.address(region=region) if region != asked.region else None,
                    note=asked.say(OF_NONE_BELOW) if region == asked.region else "",
                )
                for region, value in sorted(found.items())
            ]
        else:
            note = asked.say(NO_DETAIL)
    table = Table(title, asked.say(REGION), [asked.say(one.name)], own)
    return Section(title, [table], note=note)
