"""The figures on the pages are those of GET /v1/statistics for the same question."""

import re
from typing import Any

import pytest

from services.reporting.dashboard.numbers import shown, with_unit
from services.reporting.dashboard.tiles import TILES
from services.reporting.declared.indicators import INDICATORS
from services.reporting.statistics.spans import Span, span_of
from shared.events.cases.household import HouseholdFact
from shared.names.household import HOUSEHOLD_FACTS
from shared.units import shown_unit
from tests.services.reporting.calling import get
from tests.services.reporting.dashboard.conftest import Pages
from tests.services.reporting.dashboard.district import (
    CITY,
    COUNTY,
    MONTH,
    QUARTER,
    TODAY,
    WORST,
    YESTERDAY,
)

pytestmark = pytest.mark.postgres


async def statistics(
    pages: Pages, codes: str, region: str, span: Span, more: str = ""
) -> dict[tuple[str, ...], Any]:
    """The values of indicators by code and group, as they are answered to programs."""
    query = f"indicators={codes}&region={region}&from={span.start}&to={span.end}{more}"
    answer = await get(pages.app, f"/v1/statistics?{query}")
    assert answer.status == 200, answer.body
    return {
        (row["indicator"], *row.get("group", {}).values()): row["value"]
        for row in answer.json()["rows"]
    }


def texts(code: str, value: int | float | None) -> str:
    """A figure as a page shows it."""
    return shown(value, INDICATORS[code].unit)


async def test_every_indicator_of_a_month(pages: Pages) -> None:
    """The page of all indicators."""
    page = await pages.open(f"/indicators?region={COUNTY}&period={MONTH.name}&lang=zh")
    found: dict[tuple[str, ...], Any] = {}
    for code in INDICATORS:
        found |= await statistics(pages, code, COUNTY, MONTH)
    [table] = page.tables
    assert len(table.rows) == len(INDICATORS)
    for code, one in INDICATORS.items():
        assert table.row(one.name.zh)[0] == texts(code, found[code,]), code
    assert len({row[1] for row in table.rows}) > 5


@pytest.mark.parametrize("as_of", [None, YESTERDAY, MONTH.last_day])
async def test_the_regions_below_one(pages: Pages, as_of: Any) -> None:
    """Each region, and all together; also as it was known on a day."""
    moment = "" if as_of is None else f"&as_of={as_of}"
    page = await pages.open(f"/regions?region={CITY}&period={QUARTER.name}&lang=zh{moment}")
    when = "" if as_of is None else f"&as_of={as_of}T23:59:59.999999%2B08:00"
    codes = ",".join(each.code for each in TILES)
    by_region = await statistics(pages, codes, CITY, QUARTER, f"&by=region{when}")
    whole = await statistics(pages, codes, CITY, QUARTER, when)
    table = page.tables[0]
    names = {"410102000000": "中原区", "410103000000": "二七区", "410105000000": "金水区"}
    assert {row[0] for row in table.rows} == {*names.values(), "合计"}
    for each in TILES:
        assert table.named("合计")[each.name.zh] == texts(each.code, whole[each.code,])
        for region, name in names.items():
            nothing = None if each.denominator else 0
            value = by_region.get((each.code, region), nothing)
            assert table.named(name)[each.name.zh] == texts(each.code, value), (each.code, name)


async def test_the_months_of_the_overview(pages: Pages) -> None:
    """Thirteen of them."""
    page = await pages.open(f"/?region={COUNTY}&period={MONTH.name}&lang=zh")
    [table] = page.tables
    assert len(table.rows) == 13
    month = MONTH
    for _ in range(3):
        found = await statistics(pages, ",".join(each.code for each in TILES), COUNTY, month)
        for each in TILES:
            seen = table.named(month.text().zh)[each.name.zh]
            assert seen == texts(each.code, found[each.code,]), (month.name, each.code)
        month = month.before()


@pytest.mark.parametrize("code", ["contacts", "due_tests_rate", "clients", "persons_contacted"])
async def test_an_indicator_by_time_region_and_dimension(pages: Pages, code: str) -> None:
    """A count, a share, a stock, persons."""
    page = await pages.open(f"/indicators/{code}?region={COUNTY}&period={QUARTER.name}&lang=zh")
    whole = (await statistics(pages, code, COUNTY, QUARTER))[code,]
    assert page.facts["本期数值"] == with_unit(whole, INDICATORS[code].unit, "zh")
    span = QUARTER
    for _ in range(4):
        value = (await statistics(pages, code, COUNTY, span))[code,]
        assert page.table("按时间").row(span.text().zh) == [texts(code, value)]
        span = span.before()
    by_region = await statistics(pages, code, COUNTY, QUARTER, "&by=region")
    assert len(by_region) == 3
    assert sorted(row[1] for row in page.table("按地区").rows) == sorted(
        texts(code, value) for value in by_region.values()
    )
    by_kind = await statistics(pages, code, COUNTY, QUARTER, "&by=kind")
    assert sorted(row[1] for row in page.table("按类别").rows) == sorted(
        texts(code, value) for value in by_kind.values()
    )


async def test_the_year_and_the_one_before(pages: Pages) -> None:
    """The published table."""
    page = await pages.open(f"/year?region={CITY}&period={TODAY.year - 1}&lang=en")
    answer = await get(pages.app, f"/v1/reports/annual?region={CITY}&year={TODAY.year - 1}")
    [table] = page.tables
    assert [row[1] for row in table.rows] == [
        shown(each["value"]) for each in answer.json()["rows"]
    ]
    assert table.head[1:3] == [f"{TODAY.year - 1}", f"{TODAY.year - 2}"]


async def test_the_rows_of_an_opened_figure_add_up_to_it(pages: Pages) -> None:
    """To the last page; and the figure is the one of the statistics."""
    for code, part in (("contacts", "numerator"), ("due_tests_rate", "denominator")):
        address: str | None = (
            f"/figure?region={COUNTY}&period={QUARTER.name}&indicator={code}&part={part}&lang=en"
        )
        amount, facts = 0, {}
        while address is not None:
            page = await pages.open(address)
            [table] = page.tables
            at = table.head.index("Amount")
            amount += sum(int(row[at]) for row in table.rows)
            address = next((each for text, each in page.links if text == "Next page"), None)
            facts = page.facts
        value = (await statistics(pages, code, COUNTY, QUARTER))[code,]
        assert facts["Figure"].startswith(texts(code, value))
        assert facts["The rows add up to"] == shown(amount)
        assert amount == (value if part == "numerator" else int(facts["Denominator"])) > 0


async def test_what_the_worst_street_missed(pages: Pages) -> None:
    """Ranked last by its rate, first among those that need looking at."""
    rate = f"/ranking?region={COUNTY}&period={QUARTER.name}&by=due_tests_rate&lang=zh"
    ranked = await pages.open(rate)
    assert [row[0] for row in ranked.table("名次").rows][-1] == "花园路街道"
    address = f"/regions?region={COUNTY}&period={QUARTER.name}&indicator=tests_missed&lang=zh"
    regions = await pages.open(address)
    assert regions.tables[0].rows[0][0] == "花园路街道"
    missed = int(regions.tables[0].named("花园路街道")["漏检次数"])
    found = await statistics(pages, "tests_missed", WORST, QUARTER)
    assert missed == found["tests_missed",] > 0


async def test_files_have_what_the_page_has(pages: Pages) -> None:
    """JSON: the same tables, figures as numbers."""
    address = f"/regions?region={COUNTY}&period={QUARTER.name}&lang=zh"
    page = await pages.open(address)
    document = (await pages.ask(f"{address}&format=json")).json()
    assert (document["region"], document["period"]) == (COUNTY, QUARTER.name)
    [table] = [each for section in document["sections"] for each in section["tables"]]
    assert len(table["rows"]) == len(page.tables[0].rows)


async def test_the_help_of_a_quarter(pages: Pages) -> None:
    """Each figure of the page, amounts in yuan with two decimals, and by the kinds of help."""
    page = await pages.open(f"/help?region={COUNTY}&period={QUARTER.name}&lang=zh")
    codes = ("help_given", "help_amount", "employed_rate", "allowance_holders")
    found = await statistics(pages, ",".join(codes), COUNTY, QUARTER)
    rows = {row[0]: row[1] for table in page.tables for row in table.rows}
    for code in codes:
        one = INDICATORS[code]
        named = f"{one.name.zh}（{shown_unit(one.unit).zh}）"  # amounts are shown in yuan
        assert rows[named] == texts(code, found[code,]), code
    assert found["employed_rate",] == 50
    assert found["allowance_holders",] == 4
    by_kind = await statistics(pages, "help_amount", COUNTY, QUARTER, "&by=help_kind")
    amount = by_kind["help_amount", "temporary_relief"]
    assert amount == found["help_amount",]
    assert rows["临时救助"] == texts("help_amount", amount)
    assert "." in texts("help_amount", amount)


async def test_the_workforce_in_short(pages: Pages) -> None:
    """The first table of workers and of posts, with what is shared among them."""
    page = await pages.open(f"/workforce?region={COUNTY}&period={QUARTER.name}&lang=zh")
    codes = ("workers", "workers_per_100_clients", "clients_per_worker", "posts")
    found = await statistics(pages, ",".join(codes), COUNTY, QUARTER)
    rows = {row[0]: row[1] for table in page.tables for row in table.rows}
    for code in codes:
        one = INDICATORS[code]
        named = f"{one.name.zh}（{shown_unit(one.unit).zh}）"
        assert rows[named] == texts(code, found[code,]), code


async def test_households_by_what_was_found(pages: Pages) -> None:
    """Each fact by its name, with as many persons as statistics have."""
    code, year = "persons_by_household", span_of("year", TODAY).before()
    page = await pages.open(f"/help?region={COUNTY}&period={year.name}&lang=zh")
    found = await statistics(pages, code, COUNTY, year, "&by=household_fact")
    assert any(found.values())
    table = page.table(f"{INDICATORS[code].name.zh} · 按家庭情况")
    for (_, fact), value in found.items():
        name = HOUSEHOLD_FACTS[HouseholdFact(fact)].zh
        assert table.row(name) == [texts(code, value)], fact


async def test_an_amount_opens_to_amounts(pages: Pages) -> None:
    """The rows of an opened figure of money are in yuan, and add up to it."""
    address = f"/figure?region={COUNTY}&period={QUARTER.name}&lang=zh&indicator=help_amount"
    page = await pages.open(address)
    found = await statistics(pages, "help_amount", COUNTY, QUARTER)
    [entries] = page.tables
    amounts = [
        next(cell for cell in row if re.fullmatch(r"[0-9,]+[.][0-9]{2}", cell))
        for row in entries.rows
    ]
    total = sum(round(float(each.replace(",", "")) * 100) for each in amounts)
    assert total == found["help_amount",]
