"""The page of campaigns: by name and by their own days, of the region and of those above it."""

from datetime import timedelta

import pytest

from services.reporting.statistics.spans import Span
from tests.services.reporting.dashboard.conftest import Pages
from tests.services.reporting.dashboard.district import (
    CAMPAIGN,
    CITY,
    CITYWIDE,
    COUNTY,
    NAMES,
    QUARTER,
    SWEEP,
    TODAY,
    WORST,
)
from tests.services.reporting.dashboard.test_figures_agree import statistics, texts

pytestmark = pytest.mark.postgres

SPANNED = Span(QUARTER.start, TODAY + timedelta(days=1))
READ = ("statistics:read",)
WEEK, SWEPT, MONTH = NAMES[CAMPAIGN], NAMES[SWEEP], NAMES[CITYWIDE]


async def test_campaigns_with_their_aims(pages: Pages) -> None:
    """Those that go on come first, each by its name; reached is what its sessions come to."""
    page = await pages.open(f"/campaigns?region={CITY}&period={QUARTER.name}&lang=en")
    counts, every, month, week, prevention, cases = page.tables
    assert counts.row("Special actions") == ["1"]
    assert [row[0] for row in every.rows] == [MONTH, WEEK, SWEPT]
    assert [row[2] for row in every.rows] == ["goes on", "over", "over"]
    assert every.named(MONTH)["First day"] == f"{QUARTER.start}"
    assert every.named(MONTH)["Last day"] == f"{TODAY + timedelta(days=19)}"
    codes = "sessions_by_campaign,campaign_people,campaign_households"
    for table, code, region, span in (
        (week, CAMPAIGN, COUNTY, QUARTER),
        (month, CITYWIDE, CITY, SPANNED),
    ):
        where = f"&by=campaign&where=campaign:{code}"
        found = await statistics(pages, codes, region, span, where)
        sessions = found["sessions_by_campaign", code]
        assert sessions > 0
        for name, indicator in (
            ("sessions", "sessions_by_campaign"),
            ("people reached", "campaign_people"),
            ("households reached", "campaign_households"),
        ):
            value = found.get((indicator, code), 0)
            if name != "households reached" or value:
                assert table.named(name)["Reached"] == texts(indicator, value), (code, name)
        aim = {CAMPAIGN: 3, CITYWIDE: 50}[code]
        share = f"{100 * sessions / aim:.2f}".rstrip("0").rstrip(".") + " %"
        assert table.named("sessions")["Share of the aim"] == share
    assert week.named("households reached")["Aim"] == "200"
    shares = [float(row[1].removesuffix(" %")) for row in week.rows if row[1] != "–"]
    assert every.row(WEEK)[0] == f"{sum(each >= 100 for each in shares)} of {len(shares)}"
    assert prevention.named("sessions") == {
        "Aim": "5",
        "Reached": "0",
        "Share of the aim": "0 %",
    }
    assert cases.caption.endswith("work with clients")


async def test_a_special_action_shows_its_work_with_clients(pages: Pages) -> None:
    """Contacts, tests and assessments of its region and days, whether it aims at them or not."""
    page = await pages.open(f"/campaigns?region={COUNTY}&period={QUARTER.name}&lang=en")
    [cases] = [each for each in page.tables if each.caption.endswith("work with clients")]
    codes = ("contacts", "tests_done", "risk_assessments")
    found = await statistics(pages, ",".join(codes), COUNTY, QUARTER)
    names = ("contacts with clients", "drug tests", "risk assessments")
    assert [row[0] for row in cases.rows] == [*names]
    for name, code in zip(names, codes, strict=True):
        assert cases.named(name)["Reached"] == texts(code, found[code,])
    assert found["contacts",] > 0
    assert (cases.named(names[0])["Aim"], cases.named(names[1])["Aim"]) == ("60", "–")


async def test_a_street_sees_what_its_county_and_city_have_launched(pages: Pages) -> None:
    """With what it has done itself beside the whole; what is over is not of a later period."""
    street = "410102001"
    page = await pages.open(f"/campaigns?region={street}&period={QUARTER.name}&lang=en", street)
    _, every, month = page.tables
    assert [row[0] for row in every.rows] == [MONTH]
    assert every.links.get("Zhengzhou") is None, "the city is not the street's to open"
    where = f"&where=campaign:{CITYWIDE}"
    own = await statistics(pages, "sessions_by_campaign", street, SPANNED, where)
    whole = await statistics(pages, "sessions_by_campaign", CITY, SPANNED, where)
    [here], [all_of_it] = own.values(), whole.values()
    assert 0 < here < all_of_it
    named = month.named("sessions")
    assert (named["Of it here"], named["Reached"]) == (f"{here}", f"{all_of_it}")
    worst = await pages.open(f"/campaigns?region={WORST}&period={QUARTER.name}&lang=en")
    assert [row[0] for row in worst.tables[1].rows] == [MONTH, WEEK, SWEPT]
    cases = worst.tables[-1].named("contacts with clients")
    found = await statistics(pages, "contacts", COUNTY, QUARTER)
    assert cases["Reached"] == texts("contacts", found["contacts",])
    own_contacts = await statistics(pages, "contacts", WORST, QUARTER)
    assert cases["Of it here"] == texts("contacts", own_contacts["contacts",])
    before = QUARTER.before().before()
    past = await pages.open(f"/campaigns?region={CITY}&period={before.name}&lang=en")
    assert len(past.tables) == 1


async def test_what_was_done_with_clients_is_told_of_the_own_regions(pages: Pages) -> None:
    """Of a county's action a street is told its own part; of all of it, what prevention did."""
    page = await pages.open(f"/campaigns?region={WORST}&period={QUARTER.name}&lang=en", WORST)
    cases = page.tables[-1].named("contacts with clients")
    assert (cases["Reached"], cases["Share of the aim"]) == ("–", "–")
    own = await statistics(pages, "contacts", WORST, QUARTER)
    assert cases["Of it here"] == texts("contacts", own["contacts",])
    assert "who has all of it" in page.text


async def test_what_of_campaigns_is_too_fine_is_not_shown(pages: Pages) -> None:
    """Without detail prevention is told by the campaign's own days, and nothing about persons."""
    page = await pages.open(
        f"/campaigns?region={COUNTY}&period={QUARTER.name}&lang=en", actions=READ
    )
    *_, week, _, cases = page.tables
    assert cases.named("contacts with clients") == {
        "Aim": "60",
        "Reached": "–",
        "Share of the aim": "–",
    }
    assert week.named("sessions")["Reached"] != "–"
    assert week.named("kinds of places")["Reached"] != "–"
    assert "statistics:detail" in page.text


async def test_an_opened_figure_has_campaigns_by_name(pages: Pages) -> None:
    """In its rows, in what it is narrowed to, in what stands in a stock, and in its files."""
    asked = f"region={COUNTY}&period={QUARTER.name}&lang=zh"
    address = f"/figure?{asked}&indicator=sessions_by_campaign&where=campaign:{CAMPAIGN}"
    page = await pages.open(address)
    assert page.facts["范围"] == f"专项活动：{WEEK}"
    [rows] = page.tables
    at = rows.head.index("专项活动")
    assert {row[at] for row in rows.rows} == {WEEK}
    for form in ("csv", "json"):
        file = (await pages.ask(f"{address}&format={form}")).body.decode("utf-8-sig")
        assert WEEK in file
        assert CAMPAIGN not in file
    running = await pages.open(f"/figure?{asked}&indicator=campaigns_running")
    held = " ".join(row[-1] for row in running.tables[0].rows)
    assert MONTH not in held, "the city's is not the county's"
    city = await pages.open(
        f"/figure?region={CITY}&period={TODAY:%Y-%m}&lang=en&indicator=campaigns_running"
    )
    assert MONTH in city.tables[0].rows[0][-1]
    unknown = await pages.open(
        f"/figure?{asked}&indicator=sessions_by_campaign&where=campaign:of-nobody"
    )
    assert unknown.facts["范围"] == "专项活动：of-nobody"
