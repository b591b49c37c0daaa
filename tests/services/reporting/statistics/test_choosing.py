"""Over HTTP a person chooses a region by name and a year of those that there are."""

import json
from datetime import date
from typing import Any

import pytest

from services.reporting.statistics.years import YEARS
from shared.clock import present_day
from shared.database import Pool
from shared.http.application import Service
from tests.services.reporting.calling import get, headers, page_of_year
from tests.services.reporting.deliveries import AT_LARGE, COMMUNITY, DETOX, STREET, Ledger
from tests.shared.http.calling import call

pytestmark = pytest.mark.postgres

ASK = "/v1/reports/annual?year=2019&region="
HTML = "text/html"
NAME, PART, NOWHERE = "%E9%83%91%E5%B7%9E", "%E5%BC%80%E5%8F%91%E5%8C%BA", "%E7%81%AB%E6%98%9F"


async def test_a_name_leads_to_the_page_of_its_code(app: Service) -> None:
    """With all else that was asked for; a code in full-width digits is a code."""
    own = "/year?region=4101&period=2019&lang=en"
    for written in (NAME, "Zhengzhou", "%EF%BC%94%EF%BC%91%EF%BC%90%EF%BC%91", "%204101"):
        led = await get(app, f"{ASK}{written}&lang=en", accept=HTML)
        led = await get(app, led.headers["location"])
        assert (led.status, led.headers["location"]) == (303, own)
    assert (await get(app, f"{ASK}4101&lang=en", accept=HTML)).headers["location"] == own
    assert (await get(app, own)).status == 200


async def test_a_name_of_several_is_asked_back(app: Service) -> None:
    """A part of a name too; those in the caller's scope are listed."""
    asked = await page_of_year(app, f"{ASK}{PART}&lang=en")
    assert asked.status == 300
    assert "Which region do you mean?" in asked.body.decode()
    assert 'href="/year?region=410171&amp;period=2019&amp;lang=en"' in asked.body.decode()
    assert "default-src 'none'" in asked.headers["content-security-policy"]


async def test_a_name_of_none_is_refused_on_a_page(app: Service) -> None:
    """With the way out, in a page; powers and circled numbers are no digits of a code."""
    for written in (NOWHERE, "41%E2%81%B01", "%E2%91%A3101"):
        refused = await page_of_year(app, f"{ASK}{written}")
        assert refused.status == 422
        assert "区划登记表中没有这个名称" in refused.body.decode()


async def test_a_name_out_of_scope_is_nothing_here(app: Service) -> None:
    """Its code leads to the same answer as any code out of scope."""
    led = await get(app, (await get(app, f"{ASK}Hangzhou", accept=HTML)).headers["location"])
    assert led.headers["location"].startswith("/year?region=3301&")
    assert (await page_of_year(app, f"{ASK}3301")).status == 404


async def test_for_programs_there_are_codes_only(app: Service) -> None:
    """A name that means something else tomorrow is no part of an interface."""
    refused = await get(app, ASK + NAME)
    assert refused.status == 422
    assert [error["reason"] for error in refused.json()["errors"]] == ["bad_format"]


async def years(app: Service, query: str = "", *regions: str) -> Any:
    """The years that are answered."""
    address = f"/v1/reports/annual/years{query}"
    answer = await call(app, "GET", address, headers=headers(*regions))
    assert answer.status == 200, answer.body
    return answer.json()["years"]


async def test_the_years_are_those_with_facts(app: Service) -> None:
    """Of the region asked for, else of all that the caller sees; the latest first."""
    ledger = Ledger()
    ledger.case(DETOX).contact(date(2019, 3, 4))
    ledger.case(AT_LARGE, COMMUNITY).contact(date(2012, 12, 31), "phone")
    ledger.session(date(2016, 1, 1), region=STREET)
    ledger.void(ledger.article(date(2017, 1, 1)))
    ledger.session(date(2015, 1, 1), region="420102001000")
    ledger.session(date(present_day().year + 1, 1, 1), region=STREET)
    assert await years(app) == []
    await app.state.consumer.apply("cases", 0, 0, ledger.events)
    assert await years(app) == [2019, 2016, 2012]
    assert await years(app, "?region=410102") == [2019, 2016]
    assert await years(app, f"?region={STREET}") == [2019, 2016]
    assert await years(app, f"?region={COMMUNITY}") == [2012]
    assert await years(app, "", "41", "42") == [2019, 2016, 2015, 2012]
    assert await years(app, "", COMMUNITY[:9], "42") == [2015, 2012]


async def test_the_years_are_index_lookups(pool: Pool) -> None:
    """One for each measure and year, however many months and values there are."""
    async with pool.acquire() as connection:
        await connection.execute("""
            INSERT INTO live.rollups
            SELECT '410000000000', '410100000000', measure,
                'month', '2010-01-01'::date + (month || ' months')::interval, 'x/' || value, 1
            FROM generate_series(0, 119) AS month, generate_series(1, 50) AS value,
                unnest(ARRAY['articles', 'contacts', 'sessions', 'tests']) AS measure
        """)
        await connection.execute("ANALYZE live.rollups")
        plan = await connection.fetchval(
            "EXPLAIN (ANALYZE, FORMAT json) " + YEARS,
            ["410000000000"], ["410100000000"], ["articles", "contacts", "sessions"],
            date(1948, 12, 31),
        )  # fmt: skip
    scans = [n for n in nodes(json.loads(plan)[0]["Plan"]) if n.get("Relation Name") == "rollups"]
    assert scans
    assert {scan["Index Name"] for scan in scans} == {"rollups_pkey"}
    assert sum(scan["Actual Rows"] * scan["Actual Loops"] for scan in scans) <= 3 * 11


def nodes(plan: dict[str, Any]) -> Any:
    """A plan and all below it."""
    yield plan
    for below in plan.get("Plans", ()):
        yield from nodes(below)
