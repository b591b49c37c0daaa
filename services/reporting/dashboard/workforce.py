"""Workforce: workers and posts in a region, and which places and fields have workers."""

from collections.abc import Mapping
from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response

from services.reporting.dashboard.asked import Asked, Written, written
from services.reporting.dashboard.grouped import by_values, totals
from services.reporting.dashboard.matrix import Matrix
from services.reporting.dashboard.opening import Figures, asked_of, figures_for
from services.reporting.dashboard.pages import page
from services.reporting.dashboard.sections import Section
from services.reporting.declared.indicators import INDICATORS
from services.reporting.statistics.answering import Reads
from shared.events.cases.staff import Field
from shared.http.operation import Operation
from shared.regions import level
from shared.text import Text

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
COVERED = Text(zh="工作覆盖情况", en="Places and fields covered")
COVERED_NOTE = Text(
    zh="“无”表示该地区期末在这一领域没有工作人员。",
    en="“none” stands where a place has no worker in this field at the end of the period.",
)
NONE = Text(zh="无", en="none")
OF_WORKERS = (
    ("workers", "employed_as"),
    ("workers", "field"),
    ("trainings", "training"),
    ("training_hours", "training"),
)
WORKERS_IN_SHORT = (
    "workers",
    "full_time_workers",
    "workers_per_100_clients",
    "clients_without_worker",
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
        sections.append(await _covered(figures, asked))
    return await page(call.caller, asked, TEXTS, figures.state, sections)


async def _covered(figures: Figures, asked: Asked) -> Section:
    """Region below × field of work: how many workers there are, those without any marked."""
    title = asked.say(COVERED)
    if level(asked.region) == "community":
        table, _ = await by_values(figures, asked, FIELDS_COVERED.one, "field")
        return Section(title, [table])
    return await FIELDS_COVERED.section(figures, asked, title)
