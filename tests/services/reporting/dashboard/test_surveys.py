"""The page of surveys: rates with interval and band, by audience and by region; small ones not."""

import pytest

from shared.rates import rate
from tests.services.reporting.dashboard.conftest import Pages
from tests.services.reporting.dashboard.district import CITY, COUNTY, LONE_COMMUNITY, QUARTER

pytestmark = pytest.mark.postgres

ASK = f"/surveys?region={{}}&period={QUARTER.name}&lang={{}}"
READ = ("statistics:read",)


async def test_rates_stand_with_their_interval_and_band(pages: Pages) -> None:
    """Of four places; what is void is not among them; each opens to its entries."""
    seen = await pages.open(ASK.format(COUNTY, "en"))
    table = seen.table("Awareness rate by audience")
    counting = sum(90 + seed for seed in (2, 3, 4, 5))
    students, all_of_them = rate(counting, 400), rate(counting + 4 * 57, 640)
    assert students is not None
    assert all_of_them is not None
    assert table.row("students") == [
        f"{students.percent:g} %",
        f"{students.low:g} % – {students.high:g} %",
        *("under 95%", "400", str(counting)),
    ]
    assert table.row("residents")[:3] == ["95 %", "91.47 % – 97.12 %", "95% to under 98%"]
    assert table.row("All")[0] == f"{all_of_them.percent:g} %"
    assert table.links["95 %"].startswith("/figure?")
    assert seen.table("Surveys held").row("Surveys held (times)")[0] == "4"
    assert not [tag for tag, _ in seen.tags if tag == "script"]


async def test_a_page_says_it_in_chinese(pages: Pages) -> None:
    """With the names of the field."""
    seen = await pages.open(ASK.format(COUNTY, "zh"))
    assert seen.table("禁毒知识知晓率 · 按人群").head == [
        *("人群", "比率", "95%置信区间", "档次", "答卷（份）", "计入（份）"),
    ]
    assert seen.table("禁毒知识知晓率 · 按人群").row("居民")[2] == "95%至不足98%"
    assert "威尔逊" in seen.text


async def test_a_small_sample_is_not_shown(pages: Pages) -> None:
    """Five students are hidden, and the sixty residents too: else they follow from the whole."""
    seen = await pages.open(ASK.format(LONE_COMMUNITY, "en"))
    table = seen.table("Awareness rate by audience")
    assert table.row("students") == table.row("residents") == ["*"] * 5
    assert table.row("All")[3] == "65"


async def test_the_published_page_has_whole_samples(pages: Pages) -> None:
    """Who may read what is published sees the city by county, exact."""
    seen = await pages.open(ASK.format(CITY, "en"), actions=READ)
    table = seen.table("Awareness rate by region")
    assert len(table.rows) == 3
    assert {row[4] for row in table.rows} == {"320", "640", "65"}
    files = await pages.ask(ASK.format(CITY, "en") + "&format=json", actions=READ)
    assert b"95% interval" in files.body


async def test_the_page_of_prevention_leads_to_it(pages: Pages) -> None:
    """Besides the menu, which every page has."""
    seen = await pages.open(f"/prevention?region={COUNTY}&period={QUARTER.name}&lang=en")
    there = [address for text, address in seen.links if text == "Surveys"]
    assert len(there) == 2
    assert all(each.startswith(f"/surveys?region={COUNTY}&") for each in there)


@pytest.mark.parametrize(("language", "unit"), [("zh", "份"), ("en", "answer sheets")])
async def test_answers_are_sheets(pages: Pages, language: str, unit: str) -> None:
    """No person-times: they bear no names. So does the figure of all answers call them."""
    seen = await pages.open(ASK.format(COUNTY, language))
    assert not [word for word in ("人次", "person-times") if word in seen.text]
    figure = await pages.open(
        f"/figure?region={COUNTY}&period={QUARTER.name}&lang={language}&indicator=survey_answers"
    )
    assert next(iter(figure.facts.values())).endswith(f" {unit}")
    indicator = f"/indicators/survey_answers?region={COUNTY}&period={QUARTER.name}&lang={language}"
    shown = await pages.open(indicator)
    assert not [word for word in ("人次", "person-times") if word in shown.text]
