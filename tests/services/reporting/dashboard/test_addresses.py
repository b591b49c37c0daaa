"""An address says region, period, moment and language; what it cannot say is told in words."""

from datetime import timedelta
from urllib.parse import parse_qs, quote, urlsplit

import pytest

from services.reporting.dashboard.texts import VIEWS
from services.reporting.statistics.spans import span_of
from shared.clock import present_day
from tests.services.reporting.dashboard.conftest import Pages
from tests.services.reporting.dashboard.district import (
    CITY,
    COUNTY,
    EMPTY,
    LONE_COMMUNITY,
    MONTH,
    TODAY,
    YESTERDAY,
)
from tests.services.reporting.dashboard.seen import SeenPage

pytestmark = pytest.mark.postgres


def said(address: str) -> dict[str, str]:
    """What an address says, each once."""
    found = parse_qs(urlsplit(address).query, keep_blank_values=True)
    return {name: text for name, [text] in found.items()}


async def test_without_a_region_one_comes_to_ones_own(pages: Pages) -> None:
    """The smallest that has all there is; the address has its code, and what else was asked."""
    for regions, expected in (((CITY,), CITY), (("41",), "41"), ((COUNTY,), COUNTY)):
        answer = await pages.ask(f"/clients?period={MONTH.name}&lang=en", *regions)
        assert answer.status == 303
        assert urlsplit(answer.headers["location"]).path == "/clients"
        assert said(answer.headers["location"]) == {
            "region": expected, "period": MONTH.name, "lang": "en",
        }  # fmt: skip
    both = await pages.ask("/", "410102", COUNTY)
    assert both.status == 200
    offered = [said(address)["region"] for _, address in SeenPage(both.body.decode()).links]
    assert offered == ["410102", COUNTY]


async def test_a_name_leads_to_its_code(pages: Pages) -> None:
    """In either language; several of one name are there to choose from; none is refused."""
    for name in ("金水区", "河南省郑州市金水区", "Jinshui", "Jinshui, Zhengzhou, Henan"):
        quoted = quote(name)
        answer = await pages.ask(f"/regions?region={quoted}&period={MONTH.name}&indicator=articles")
        assert answer.status == 303, name
        assert said(answer.headers["location"])["region"] == COUNTY
        assert said(answer.headers["location"])["indicator"] == "articles"
    several = await pages.ask(f"/?region={quote('开发区')}")
    assert several.status == 300
    assert len(SeenPage(several.body.decode()).links) >= 2
    assert (await pages.ask(f"/?region={quote('不存在的地方')}")).status == 422


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("period=2026-13", "period"),
        ("period=yesterday", "period"),
        ("period=2026-02-30", "period"),
        ("period=2026-03-01..2026-02-01", "period"),
        (f"period={TODAY.year + 1}", "period"),
        ("period=TOMORROW", "period"),
        ("as_of=TODAY", "as_of"),
        ("as_of=2026-02-30", "as_of"),
        ("lang=fr", "lang"),
        ("region=41010", "region"),
        ("format=pdf", "format"),
    ],
)
async def test_what_cannot_be_read_is_refused_by_name(pages: Pages, query: str, field: str) -> None:
    """422, with the field and the way out."""
    today = present_day()
    query = query.replace("TODAY", f"{today}").replace("TOMORROW", f"{today + timedelta(days=1)}")
    base = "" if query.startswith("region") else f"region={CITY}&"
    answer = await pages.ask(f"/?{base}{query}")
    assert answer.status == 422, answer.body
    assert field in answer.body.decode()


async def test_an_indicator_that_is_none_is_not_found(pages: Pages) -> None:
    """On the page of an indicator, and of a figure."""
    assert (await pages.ask(f"/indicators/nothing?region={CITY}")).status == 404
    assert (await pages.ask(f"/figure?region={CITY}&indicator=nothing")).status == 404


async def test_a_field_that_is_left_empty_says_nothing(pages: Pages) -> None:
    """As a form sends it."""
    page = await pages.open(f"/?region={CITY}&period={MONTH.name}&as_of=&lang=en")
    assert "as they were known" not in page.text


@pytest.mark.parametrize("path", VIEWS)
async def test_every_link_of_a_view_keeps_what_was_asked(pages: Pages, path: str) -> None:
    """Region, moment and language stay on the way to every other view."""
    asked = f"region={COUNTY}&period={MONTH.name}&as_of={YESTERDAY}&lang=en"
    page = await pages.open(f"{path}?{asked}")
    leading = {text: address for text, address in page.links if urlsplit(address).path in VIEWS}
    assert len(leading) >= len(VIEWS)
    for text, address in leading.items():
        words = said(address)
        assert words["region"].startswith(CITY)
        assert words.get("as_of") == f"{YESTERDAY}" or text.startswith("Show the figures as")
        assert words["lang"] == ("zh" if text == "中文" else "en")


async def test_the_period_before_and_after(pages: Pages) -> None:
    """The next one is offered once it has begun."""
    page = await pages.open(f"/?region={CITY}&period={MONTH.name}&lang=en")
    assert said(page.link("‹ Previous period"))["period"] == MONTH.before().name
    assert said(page.link("Next period ›"))["period"] == MONTH.after().name
    last = await pages.open(f"/?region={CITY}&period={MONTH.after().name}&lang=en")
    assert "Next period ›" not in [text for text, _ in last.links]


async def test_a_period_that_is_not_over_says_until_when(pages: Pages) -> None:
    """One that is over does not."""
    this = span_of("year", TODAY)
    for path in ("/clients", "/year", "/ranking"):
        page = await pages.open(f"{path}?region={CITY}&period={this.name}&lang=zh")
        assert f"截至{present_day()}" in page.text
        before = await pages.open(f"{path}?region={CITY}&period={this.before().name}&lang=zh")
        assert "截至20" not in before.text.replace("数据计入截至", "")


async def test_an_empty_region_and_one_with_a_community_alone(pages: Pages) -> None:
    """Every view shows them: what is nothing is 0, a share of nothing is a dash."""
    for region in (EMPTY, "410103", LONE_COMMUNITY):
        for path in (*VIEWS, "/indicators/due_tests_rate"):
            await pages.open(f"{path}?region={region}&period={MONTH.name}&lang=en")
    empty = await pages.open(f"/indicators?region={EMPTY}&period={MONTH.name}&lang=en")
    [table] = empty.tables
    assert table.named("Contacts")["Figure"] == "0"
    assert table.named("Share of tests due that were done")["Figure"] == "–"
    below = await pages.open(f"/regions?region=410103&period={MONTH.name}&lang=en")
    assert [row[0] for row in below.tables[0].rows] == ["Huaihelu", "Altogether"]
    opened = await pages.open(f"/figure?region={EMPTY}&period={MONTH.name}&indicator=contacts")
    assert opened.tables == []


async def test_what_an_address_says_is_escaped(pages: Pages) -> None:
    """Words of an address stand on the page as text, and nowhere as an element."""
    evil = "%22%3E%3Cscript%3Ealert(1)%3C/script%3E"
    for address in (
        f"/?region={CITY}&x={evil}",
        f"/?region={CITY}&{evil}=1",
        f"/regions?region={CITY}&period={MONTH.name}&indicator={evil}",
        f"/ranking?region={CITY}&period={MONTH.name}&by={evil}",
        f"/?region={evil}",
        f"/?region={CITY}&period={evil}",
        f"/figure?region={CITY}&indicator={evil}",
        f"/indicators/{evil}?region={CITY}",
    ):
        answer = await pages.ask(address)
        page = SeenPage(answer.body.decode())
        assert page.of("script") == [], address
        assert not [name for _, each in page.tags for name in each if name.startswith("on")]
        if answer.status == 200:
            assert "script-src" not in answer.headers["content-security-policy"]
            assert "default-src 'none'" in answer.headers["content-security-policy"]
