"""The pages of places and of coverage: each cell is what the statistics answer."""

import pytest

from services.reporting.dashboard import coverage
from services.reporting.statistics.spans import span_of
from tests.services.reporting.calling import get
from tests.services.reporting.dashboard.conftest import Pages
from tests.services.reporting.dashboard.district import (
    CITY,
    COUNTY,
    ENTERED,
    MONTH,
    PLACES,
    QUARTER,
    WORST,
)
from tests.services.reporting.dashboard.seen import SeenPage

pytestmark = pytest.mark.postgres

READ = ("statistics:read",)
YEAR = span_of("year", QUARTER.last_day)
SIX = ("school", "workplace", "family", "venue", "community", "village")


async def entered(pages: Pages, region: str) -> dict[str, set[str]]:
    """The kinds of places with a session this year, by the regions below."""
    query = f"indicators=sessions&region={region}&from={YEAR.start}&to={YEAR.end}"
    answer = await get(pages.app, f"/v1/statistics?{query}&by=region,place_kind")
    assert answer.status == 200, answer.body
    found: dict[str, set[str]] = {}
    for row in answer.json()["rows"]:
        if row["value"]:
            group = row["group"]
            found.setdefault(group["region"], set()).add(group["place_kind"])
    return found


async def test_how_many_kinds_of_a_set_each_region_has_entered(pages: Pages) -> None:
    """Of six and of ten; a region without any session has entered none, and says which lack."""
    page = await pages.open(f"/coverage?region={COUNTY}&period={QUARTER.name}&lang=zh")
    table = page.tables[0]
    found = await entered(pages, COUNTY)
    assert len(table.rows) > 2
    seen = []
    for row in table.rows[1:]:
        cells = dict(zip(table.head[1:], row[1:], strict=True))
        seen.append(cells["六进"])
    wanted = [f"{len(kinds & {*SIX})}/6" for _, kinds in sorted(found.items())]
    assert sorted(each for each in seen if each != "0/6") == sorted(
        each for each in wanted if each != "0/6"
    )
    whole = set().union(*found.values())
    own = table.named("本地区")
    assert own["六进"] == f"{len(whole & {*SIX})}/6"
    assert own["未进的场所类别"].startswith("单位") or "单位" in own["未进的场所类别"]
    [by_kind] = [each for each in page.tables if "进过的社区数" in each.caption]
    assert by_kind.head == ["场所类别", "社区（村）"]
    assert by_kind.rows


async def test_a_file_says_how_many_kinds_as_a_number(pages: Pages) -> None:
    """A spreadsheet would read "4/6" as a day."""
    address = f"/coverage?region={COUNTY}&period={QUARTER.name}&lang=zh"
    page, file = await pages.open(address), await pages.ask(f"{address}&format=csv")
    number = page.tables[0].named("本地区")["六进"].removesuffix("/6")
    lines = file.body.decode("utf-8-sig").splitlines()
    assert lines[1].startswith(f"本地区,{number},")


async def test_below_the_county_coverage_needs_detail(pages: Pages) -> None:
    """Who reads what is published sees counties, and is told what the rest needs."""
    address = f"/coverage?region={COUNTY}&period={QUARTER.name}&lang=en"
    page = await pages.open(address, actions=READ)
    assert "statistics:detail" in page.text
    assert [row[0] for row in page.tables[0].rows] == ["The region itself"]
    city = await pages.open(f"/coverage?region={CITY}&period={QUARTER.name}&lang=en", actions=READ)
    assert len(city.tables[0].rows) > 2


async def test_which_street_has_which_small_project(pages: Pages) -> None:
    """The number, or that there is none; kinds that are no small project have no column."""
    page = await pages.open(f"/places?region={COUNTY}&period={QUARTER.name}&lang=zh")
    [table] = [each for each in page.tables if each.caption == "六小工程"]
    assert len(table.head) == 1 + 6
    shops = [row[table.head.index("积分超市")] for row in table.rows]
    query = f"indicators=places&region={COUNTY}&from={QUARTER.start}&to={QUARTER.end}"
    answer = await get(pages.app, f"/v1/statistics?{query}&by=region,facility_kind")
    counted = [
        f"{row['value']:,}"
        for row in answer.json()["rows"]
        if row["group"]["facility_kind"] == "points_shop" and row["value"]
    ]
    assert counted
    assert sorted(each for each in shops if each != "无") == sorted(counted)
    assert "无" in shops
    assert {row[table.head.index("爱心救助箱")] for row in table.rows} == {"无"}


async def test_informants_are_shown_as_small_figures_are(pages: Pages) -> None:
    """With the right to detail as they are, by community; without it rounded, and not below."""
    street = f"{WORST}000"
    page = await pages.open(f"/places?region={street}&period={MONTH.name}&lang=zh")
    [table] = [each for each in page.tables if each.caption == "信息员"]
    assert table.row("本地区") == ["41"]
    assert sorted(row[1] for row in table.rows[1:]) == ["20", "21"]
    read = await pages.open(f"/places?region={CITY}&period={MONTH.name}&lang=zh", actions=READ)
    [published] = [each for each in read.tables if each.caption == "信息员"]
    assert published.row("本地区") == ["65"]
    assert {row[1] for row in published.rows[1:]} == {"25", "40", "<15"}


def listed(page: SeenPage) -> list[list[str]]:
    """The rows of the places that were not entered."""
    return next(each for each in page.tables if "尚未进入" in each.caption).rows


async def test_places_that_were_not_entered_are_named(pages: Pages) -> None:
    """All that must be entered in the region, but for those at which a session was held."""
    address = f"/coverage?period={QUARTER.name}&lang=zh"
    named = {place: f"第{number}小学（模拟）" for number, place in enumerate(PLACES, 1)}
    for region in (CITY, COUNTY, WORST):
        wanted = [
            named[place]
            for place in sorted(PLACES)
            if place.startswith(region) and place not in ENTERED
        ]
        page = await pages.open(f"{address}&region={region}")
        assert [row[0] for row in listed(page)] == wanted, region
        assert {row[1] for row in listed(page)} == {"学校"}
    assert all(row[2] for row in listed(await pages.open(f"{address}&region={WORST}")))


async def test_a_long_list_of_places_has_pages(
    pages: Pages, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each place once; a page of another region is refused."""
    monkeypatch.setattr(coverage, "AT_ONCE", 2)
    address = f"/coverage?region={CITY}&period={QUARTER.name}&lang=zh"
    found: list[str] = []
    last = ""
    while address:
        page = await pages.open(address)
        found += [row[0] for row in listed(page)]
        address = next((to for text, to in page.links if text == "下一页"), "")
        assert len(listed(page)) <= 2
        last = address or last
    assert len(found) == len({*found}) == len(PLACES) - len(ENTERED)
    other = last.replace(f"region={CITY}", f"region={COUNTY}")
    assert (await pages.ask(other)).status == 400


async def test_names_of_places_are_for_who_may_read_them(pages: Pages) -> None:
    """As over HTTP: with the right to read prevention, or all that is counted."""
    address = f"/coverage?region={COUNTY}&period={QUARTER.name}&lang=en"
    page = await pages.open(address, actions=READ)
    assert "小学（模拟）" not in page.text
    assert "outreach:read" in page.text
    reader = await pages.open(address, actions=(*READ, "outreach:read"))
    assert "小学（模拟）" in reader.text


@pytest.mark.parametrize(
    ("indicator", "said"),
    [
        ("articles_distinct", "The texts that it is made of"),
        ("kinds_entered", "The communities, each with a kind of place that it is made of"),
        ("places_entered", "The places that it is made of"),
        ("campaigns_running", "The campaigns that it is made of"),
        ("places_to_enter", "The places that it is made of"),
        ("persons_contacted", "The persons that it is made of"),
        ("workers_over_limit", "The workers that it is made of"),
    ],
)
async def test_what_is_counted_once_is_called_what_it_is(
    pages: Pages, indicator: str, said: str
) -> None:
    """A text is no person, nor is a place."""
    asked = f"region={CITY}&period={QUARTER.name}&lang=en&indicator={indicator}"
    page = await pages.open(f"/figure?{asked}")
    assert said in page.text
    assert ("person" in page.tables[0].head[0].lower()) is ("persons" in said)
