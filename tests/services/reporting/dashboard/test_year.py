"""The page of the year's table: language, links, form, words; what a caller writes is escaped."""

import re

import pytest

from services.reporting.statistics.completeness import Completeness
from shared.clock import present_day
from shared.http.application import Service
from tests.services.reporting.calling import get
from tests.services.reporting.dashboard.seen import SeenPage
from tests.services.reporting.deliveries import DETOX, Ledger
from tests.shared.http.calling import Answer

pytestmark = pytest.mark.postgres

YEAR = present_day().year - 1
ASK = f"/year?region=410102&period={YEAR}&lang="
EVIL = "%22%3E%3Cscript%3Ealert(1)%3C%2Fscript%3E"


@pytest.fixture(autouse=True)
async def _work(app: Service) -> None:
    """Three contacts in the year, two in the year before."""
    ledger = Ledger()
    file = ledger.case(DETOX)
    for month in (3, 4, 5):
        file.contact(present_day().replace(year=YEAR, month=month, day=1))
    for month in (3, 4):
        file.contact(present_day().replace(year=YEAR - 1, month=month, day=1))
    await app.state.consumer.apply("cases", 0, 0, ledger.events)


async def page(app: Service, address: str) -> Answer:
    """What a browser gets."""
    return await get(app, address, accept="text/html")


async def test_the_year_stands_beside_the_one_before(app: Service) -> None:
    """With the change; each row leads to its indicator."""
    seen = SeenPage((await page(app, f"{ASK}en")).body.decode())
    [table] = seen.tables
    assert table.head[1:] == [f"{YEAR}", f"{YEAR - 1}", "Change", "Unit"]
    rows = {tuple(row[1:4]) for row in table.rows}
    assert ("3", "2", "+50 %") in rows
    assert len(table.rows) == 5


@pytest.mark.parametrize(("language", "tag"), [("zh", "zh-CN"), ("en", "en")])
async def test_a_page_is_in_one_language_and_leads_to_the_other(
    app: Service, language: str, tag: str
) -> None:
    """And to the overview of the same region and period, in its language."""
    seen = SeenPage((await page(app, ASK + language)).body.decode())
    assert seen.of("html")[0]["lang"] == tag
    other = "en" if language == "zh" else "zh"
    assert seen.link("English" if language == "zh" else "中文") == ASK + other
    home = seen.link("驿站" if language == "zh" else "Waystation")
    assert home == f"/?region=410102&period={YEAR}&lang={language}"
    assert ("人次" in seen.text) == (language == "zh")
    assert ("person-times" in seen.text) == (language == "en")


async def test_another_region_and_year_can_be_chosen(app: Service) -> None:
    """By name or code; in the same language. Regions are suggested that have figures."""
    ledger = Ledger()
    ledger.case(DETOX, "410105001000").contact(present_day().replace(year=YEAR, month=3, day=1))
    await app.state.consumer.apply("cases", 0, 1, ledger.events)
    seen = SeenPage((await page(app, f"{ASK}en")).body.decode())
    [form] = seen.of("form")
    assert form["action"] == "/year"
    region = next(each for each in seen.of("input") if each["name"] == "region")
    assert (region["value"], region["list"]) == ("Zhongyuan, Zhengzhou, Henan", "regions")
    options = {each["value"]: "selected" in each for each in seen.of("option")}
    assert options[f"{YEAR}"]
    assert not options[f"{YEAR - 1}"]
    assert "Jinshui, Zhengzhou, Henan" in options
    assert "Erqi, Zhengzhou, Henan" not in options, "nothing was recorded there"


async def test_the_state_of_the_data_is_said_in_words(
    app: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Complete, or how late, or that it is not known."""
    opening = "services.reporting.dashboard.opening.completeness_of"
    for state, words in (
        (Completeness(True), "complete: everything recorded is counted"),
        (Completeness(False, 725.0), "12 minutes behind: not everything recorded is counted yet"),
        (Completeness(None), "it is not known whether everything recorded is counted"),
    ):
        monkeypatch.setattr(opening, lambda _, state=state: state)
        assert words in (await page(app, f"{ASK}en")).body.decode()


@pytest.mark.parametrize("query", ["region={}", "region=410102&x={}", "region=410102&period={}"])
async def test_what_a_caller_writes_is_escaped(app: Service, query: str) -> None:
    """In texts, values and addresses."""
    for language in ("zh", "en"):
        answer = await page(app, f"/year?{query.format(EVIL)}&lang={language}")
        assert answer.status in (400, 422)
        text = answer.body.decode()
        assert "<script" not in text
        tags = SeenPage(text).tags
        assert not any(name.startswith("on") for _, each in tags for name in each)


async def test_regions_to_choose_from_are_links(app: Service) -> None:
    """Each to the same year, in the same language, by its code."""
    asked = await page(app, f"/year?region=%E5%BC%80%E5%8F%91%E5%8C%BA&period={YEAR}&lang=en")
    assert asked.status == 300
    hrefs = [address for _, address in SeenPage(asked.body.decode()).links]
    assert f"/year?region=410171&period={YEAR}&lang=en" in hrefs
    assert all(re.fullmatch(rf"/year\?region=\d+&period={YEAR}&lang=en", each) for each in hrefs)
