"""Every figure of every view: it leads to its rows, and is the one that programs are answered."""

import re
from collections import defaultdict
from datetime import date
from typing import NamedTuple
from urllib.parse import parse_qsl, quote, urlsplit
from uuid import UUID

import pytest

from services.reporting.counting.consume import Consumer
from services.reporting.dashboard.numbers import NOTHING, shown
from services.reporting.declared.indicators import INDICATORS
from services.reporting.statistics.spans import span_named
from shared.events.cases.staff import Area, EmployedAs, WorkerRegistered
from shared.events.outreach.informants import InformantsCounted
from tests.browser.views import VIEWS
from tests.services.reporting import surveyed
from tests.services.reporting.calling import get
from tests.services.reporting.dashboard.conftest import Pages
from tests.services.reporting.dashboard.district import COUNTY, MONTH, QUARTER, WORST
from tests.services.reporting.dashboard.seen import SeenPage
from tests.services.reporting.deliveries import DETOX, Ledger

pytestmark = pytest.mark.postgres

DETAIL = "statistics:detail"
OPEN = [each for each in VIEWS if each.status == 200 and DETAIL in each.actions]
WITH_FIGURES = [
    each for each in OPEN if urlsplit(each.address).path not in ("/session", "/login", "/figure")
    and each.name != "choice"
]  # fmt: skip
NUMBER = re.compile(r"[\d,]+([.]\d+)?( %)?")
# Columns, and rows, of what is no figure of an indicator: made of others, or of codes and numbers.
NO_FIGURES = re.compile(
    r"名次|总分|得分|权重|往期中位数|往期数|增减|目标|完成|占|每万人|95%|答卷|计入|档次|登记|数量|进度|其中本地区|政策规定"
    r"|Rank|Total|score|Weight|Median|Periods|Change|aim|Aim|Share of|per 10,000|interval|Answers"
    r"|counting|Band|Reached|Of it here|Allowed"
)


class Figure(NamedTuple):
    """What a link to a figure asks for."""

    indicator: str
    region: str
    period: str
    as_of: str
    where: tuple[str, ...]
    group: str


def figure_at(address: str) -> Figure:
    """What an address says."""
    words = parse_qsl(urlsplit(address).query)
    said = dict(words)
    where = tuple(value for name, value in words if name == "where")
    as_of, group = said.get("as_of", ""), said.get("group", "")
    return Figure(said["indicator"], said["region"], said["period"], as_of, where, group)


async def answered(pages: Pages, figures: set[Figure]) -> dict[Figure, int | float | None]:
    """The same figures as they are answered to programs, several at once."""
    together: defaultdict[tuple[str, ...], list[Figure]] = defaultdict(list)
    for each in sorted(figures):
        together[each.region, each.period, each.as_of, each.group, *each.where].append(each)
    values: dict[Figure, int | float | None] = {}
    for several in together.values():
        span, first = span_named(several[0].period), several[0]
        query = f"region={first.region}&from={span.start}&to={span.end}"
        query += "".join(f"&where={quote(each)}" for each in first.where)
        if first.group:  # what was recorded for the region itself
            query += "&by=region"
        if first.as_of:
            query += f"&as_of={first.as_of}T23:59:59.999999%2B08:00"
        for at in range(0, len(several), 20):
            some = several[at : at + 20]
            codes = ",".join(each.indicator for each in some)
            answer = await get(pages.app, f"/v1/statistics?indicators={codes}&{query}")
            assert answer.status == 200, (query, answer.body)
            rows = {
                row["indicator"]: row["value"] for row in answer.json()["rows"]
                if not first.group or f"region:{row['group']['region']}" == first.group
            }  # fmt: skip
            for each in some:
                nothing = None if INDICATORS[each.indicator].denominator else 0
                values[each] = rows.get(each.indicator, nothing)
    return values


async def check(pages: Pages, page: SeenPage) -> int:
    """Compare each figure that a page opens with its own answer; how many there are."""
    found = [(text, figure_at(link)) for table in page.tables for text, link in table.figures]
    values = await answered(pages, {each for _, each in found})
    for text, figure in found:
        expected = shown(values[figure], INDICATORS[figure.indicator].unit)
        own = text.split(" → ")[0]
        if re.fullmatch(r"\d+/\d+", own):
            continue  # how many kinds were entered, of how many: it leads to the sessions
        if own == "*":  # a rate of a sample that is too small
            assert expected == NOTHING, figure
        else:
            assert own == expected, figure
    return len(found)


async def test_every_figure_of_every_view_opens_to_itself(pages: Pages) -> None:
    """A cell's figure is the one that its address asks for; no figure of an indicator is shut."""
    for view in WITH_FIGURES:
        page = await pages.open(view.in_language("zh"), *view.regions)
        assert await check(pages, page) > 0 or not page.tables, view.name
        for table in page.tables:
            shut = [
                each for each in table.closed
                if NUMBER.fullmatch(each[2]) and not NO_FIGURES.search(f"{each[1]} {table.caption}")
            ]  # fmt: skip
            assert shut == [], (view.name, table.caption)


async def test_every_view_as_of_a_day(pages: Pages) -> None:
    """Each figure is the one that programs are answered as of the end of that day."""
    day = MONTH.start.replace(day=20)
    for view in WITH_FIGURES:
        if "as_of" in view.address:
            continue
        page = await pages.open(f"{view.in_language('zh')}&as_of={day}", *view.regions)
        figures = [figure_at(link) for table in page.tables for _, link in table.figures]
        assert {each.as_of for each in figures} <= {f"{day}"}, view.name
        assert await check(pages, page) > 0 or not page.tables, view.name


async def test_what_is_published_leads_to_no_figure(pages: Pages) -> None:
    """Who may not open figures is offered none."""
    for view in WITH_FIGURES:
        address = view.in_language("zh")
        answer = await pages.ask(address, *view.regions, actions=("statistics:read",))
        assert answer.status in (200, 403), view.name
        page = SeenPage(answer.body.decode())
        assert not [each for _, each in page.links if each.startswith("/figure")], view.name


async def test_what_is_of_no_region_below_opens_to_that(pages: Pages) -> None:
    """Beside what its regions below have, a region's own figure leads to its own entries alone."""
    street, day = f"{WORST}000", QUARTER.start
    ledger = Ledger()
    ledger.session(day, "school", 10, street)
    ledger.session(day, "school", 10, f"{COUNTY}000000")
    _of_the_county_itself(ledger, day)
    await Consumer(pages.app.state.counting_pool).apply("outreach", 0, 0, ledger.events)
    addresses = (
        f"/prevention?region={WORST}&period={QUARTER.name}",
        f"/prevention?region={COUNTY}&period={QUARTER.name}&below=communities",
        f"/indicators/sessions?region={COUNTY}&period={QUARTER.name}",
        f"/regions?region={COUNTY}&period={QUARTER.name}",
        f"/ranking?region={COUNTY}&period={QUARTER.name}&by=sessions",
        f"/ranking?region={COUNTY}&period={QUARTER.name}&by=sessions&of={COUNTY}",
        f"/places?region={COUNTY}&period={QUARTER.name}",
        f"/surveys?region={COUNTY}&period={QUARTER.name}",
        f"/coverage?region={COUNTY}&period={QUARTER.name}",
        f"/workforce?region={COUNTY}&period={QUARTER.name}",
    )
    for address in addresses:
        page = await pages.open(f"{address}&lang=zh")
        figures = [figure_at(link) for table in page.tables for _, link in table.figures]
        assert [each for each in figures if each.group], address
        await check(pages, page)
        for each in page.tables:
            names = [row[0] for row in each.rows if row[0] == "金水区"]
            assert len(names) < 2, (address, each.caption, "two rows of one name")
    page = await pages.open(f"/ranking?region={COUNTY}&period={QUARTER.name}&by=sessions&lang=zh")
    own = next(each for _, each in page.links if "group=" in each)
    opened = await pages.open(own)
    assert opened.facts["数值"] == "1 场"
    assert opened.facts["范围"] == "未分到下级地区的"
    assert len(opened.tables[0].rows) == 1


def _of_the_county_itself(ledger: Ledger, day: date) -> None:
    """Informants, a survey, and a worker with a client, for no street of it."""
    county = f"{COUNTY}000000"
    counted = InformantsCounted(region=county, occurred_on=day, number=3)
    ledger.add(f"informants-{county}", counted)
    surveyed.answers(ledger, day, {"students": (70, 90)}, county)
    worker = WorkerRegistered(
        worker_id=UUID(int=990),
        agency="agency",
        region=county,
        employment=EmployedAs.SOCIAL_WORKER,
        joined_on=day,
        area=Area.URBAN,
    )
    ledger.add(f"worker-{worker.worker_id}", worker)
    ledger.case(DETOX, county, day)
