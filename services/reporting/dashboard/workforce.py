"""Workforce: workers and their clients, posts, and which places and fields have workers."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response

from services.reporting.dashboard.asked import Asked, Written, written
from services.reporting.dashboard.below import below
from services.reporting.dashboard.grouped import Together, by_values, crossed, opened, totals
from services.reporting.dashboard.matrix import ITSELF, REGION, Matrix
from services.reporting.dashboard.opening import Figures, asked_of, figures_for
from services.reporting.dashboard.pages import page, region_name
from services.reporting.dashboard.sections import Section
from services.reporting.dashboard.tables import Row, Table, counted
from services.reporting.dashboard.texts import OF_NONE_BELOW
from services.reporting.declared.indicators import INDICATORS
from services.reporting.statistics.answering import Reads
from shared.events.cases.staff import Field
from shared.http.operation import Operation
from shared.policies.in_force import policies_in_force
from shared.policies.values import Value
from shared.regions import level
from shared.text import Text
from shared.units import shown_unit

router = APIRouter(route_class=Operation, include_in_schema=False)

TEXTS: Mapping[str, Text] = {
    "title": Text(zh="队伍建设", en="Workforce"),
    "about": Text(
        zh="工作人员和岗位为期末数；购买岗位、培训为期内数。",
        en="Workers and posts are those at the end of the period; posts bought and trainings are"
        " of the period.",
    ),
}
WORKERS = Text(zh="工作人员", en="Workers")
POSTS = Text(zh="政府购买岗位", en="Posts bought by government")
CASELOAD = Text(zh="服务人数", en="Caseload")
CASELOAD_NOTE = Text(
    zh="标记处平均每名专职人员服务的人数多于政策规定。各人的服务人数见名册所在单位的服务人数清单。",
    en="Marked where full-time workers have more clients on average than the policies allow. How"
    " many each of them has is listed for the agency of the roster.",
)
BELOW = ("region",)
ALLOWED = Text(zh="政策规定", en="Allowed")
COVERED = Text(zh="工作覆盖情况", en="Places and fields covered")
COVERED_NOTE = Text(
    zh="“无”表示该地区期末在这一领域没有工作人员。",
    en="“none” stands where a place has no worker in this field at the end of the period.",
)
NONE = Text(zh="无", en="none")
OF_WORKERS = (
    ("workers", "employed_as"),
    ("workers", "field"),
    ("workers", "area"),
    ("trainings", "training"),
    ("training_hours", "training"),
)
WORKERS_IN_SHORT = (
    "workers",
    "full_time_workers",
    "workers_per_100_clients",
    "clients_per_worker",
    "clients_without_worker",
    "workers_over_limit",
    "stations_understaffed",
    "trainings",
)
POSTS_IN_SHORT = (
    "posts",
    "posts_filled",
    "posts_vacant",
    "posts_filled_rate",
    "posts_bought",
    "stations_due_post",
)
OF_POSTS = (("posts", "post_state"), ("posts_bought", "funds"))
ALL_FIELDS = Together(Text(zh="合计", en="All fields"), [*Field])
FIELDS_COVERED = Matrix(INDICATORS["workers"], "field", lambda _: [*Field], NONE, COVERED_NOTE)


@router.get("/workforce")
async def workforce(
    request: Request, call: Reads, words: Annotated[Written, Depends(written)]
) -> Response:
    """Workers and posts in a region."""
    asked = await asked_of(request, call, words, "/workforce")
    if isinstance(asked, Response):
        return asked
    async with figures_for(request, call.caller, asked) as figures:
        sections = []
        for title, codes, parts in (
            (WORKERS, WORKERS_IN_SHORT, OF_WORKERS),
            (POSTS, POSTS_IN_SHORT, OF_POSTS),
        ):
            short = await totals(figures, asked, title, [INDICATORS[code] for code in codes])
            made = [await by_values(figures, asked, INDICATORS[one], by) for one, by in parts]
            tables, drawn = [table for table, _ in made], [chart for _, chart in made]
            sections.append(Section(asked.say(title), [short, *tables], drawn[:1]))
        sections.insert(1, await _caseload(figures, asked))
        sections.append(await _covered(figures, asked))
    return await page(call.caller, asked, TEXTS, figures.state, sections)


async def _caseload(figures: Figures, asked: Asked) -> Section:
    """How many clients a full-time worker has here and in the regions below, and may have."""
    one, policies = INDICATORS["clients_per_worker"], policies_in_force()
    whole = (await figures.of([one], asked))[0].value
    values: dict[str, int | float | None] = {}
    if level(asked.region) != "community" and figures.sees_below(asked.region):
        each = {each.group[0]: each.value for each in await figures.of([one], asked, by=BELOW)}
        values = {region: each.get(region) for region in below(asked, {*each})}

    def row(name: str, region: str, value: int | float | None, *, itself: bool = False) -> Row:
        allowed = policies.number(Value.CLIENTS_PER_WORKER, region, asked.days.last_day)
        address = opened(figures, asked, one, region, itself=itself)
        is_over = value is not None and value > allowed
        cells = [counted(value, one.unit, address, bad=is_over), counted(allowed, one.unit)]
        note = asked.say(OF_NONE_BELOW) if itself else ""
        return Row(name, cells, note=note)

    rows = [row(asked.say(ITSELF), asked.region, whole)]
    rows += [
        row(region_name(each, asked), each, value, itself=each == asked.region)
        for each, value in values.items()
    ]
    columns = [asked.say(shown_unit(one.unit)), asked.say(ALLOWED)]
    table = Table(asked.say(one.name), asked.say(REGION), columns, rows)
    return Section(asked.say(CASELOAD), [table], note=asked.say(CASELOAD_NOTE))


async def _covered(figures: Figures, asked: Asked) -> Section:
    """Region below × field of work, and town or country × field; those without any marked."""
    title = asked.say(COVERED)
    by_area = (
        [await crossed(figures, asked, FIELDS_COVERED.one, "area", "field", ALL_FIELDS)]
        if figures.detail
        else []
    )
    if level(asked.region) == "community":
        table, _ = await by_values(figures, asked, FIELDS_COVERED.one, "field")
        return Section(title, [table, *by_area])
    its = await FIELDS_COVERED.section(figures, asked, title)
    return replace(its, tables=[*its.tables, *by_area])
