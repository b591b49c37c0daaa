"""Where a page leads: to what its reader may see, and to all that its address said."""

import re
from collections.abc import AsyncIterator
from datetime import UTC, date, datetime
from urllib.parse import parse_qsl, urlsplit

import pytest

from services.reporting.app import ReportingSettings, build
from services.reporting.counting.consume import Consumer
from services.reporting.dashboard import opening, regions
from shared.database import Pool
from shared.http.application import Service
from shared.identity.tokens import Verifier
from tests.agencies import REGISTER
from tests.databases import MakeDatabase
from tests.positions import POSITION_KEY
from tests.services.reporting.calling import ISSUER, headers
from tests.services.reporting.dashboard.district import CITY, COUNTY, MONTH, city_at_work
from tests.services.reporting.dashboard.seen import SeenPage
from tests.services.reporting.deliveries import REHAB, Ledger
from tests.shared.http.calling import Answer, call

pytestmark = pytest.mark.postgres

READ = ("statistics:read",)
VIEWS = (
    *("/", "/regions", "/ranking", "/clients", "/help", "/prevention", "/workforce", "/indicators"),
    *("/campaigns", "/surveys", "/coverage", "/places"),
)
OF_A_YEAR = ("/campaigns", "/surveys")  # rare: a month mostly has none


@pytest.fixture
async def city(make_database: MakeDatabase) -> AsyncIterator[Service]:
    """Reporting with a city's work."""
    settings = {
        "reporting_database": await make_database(city_at_work),
        "position_key": POSITION_KEY,
    }
    verifier = Verifier(ISSUER, issuer="tests", register=REGISTER)
    app = build(ReportingSettings.model_validate(settings), verifier)
    async with app.router.lifespan_context(app):
        yield app


def at(monkeypatch: pytest.MonkeyPatch, day: date) -> None:
    """Let pages be made at noon of a day."""
    moment = datetime(day.year, day.month, day.day, 4, tzinfo=UTC)
    monkeypatch.setattr(opening, "present", lambda: moment)


async def page(app: Service, address: str, *own: str, actions: tuple[str, ...] = READ) -> Answer:
    """A page, of somebody who reads what is published unless it is said."""
    sent = headers(*(own or (CITY,)), actions=actions, accept="text/html")
    return await call(app, "GET", address, headers=sent)


def words_of(address: str) -> list[tuple[str, str]]:
    """The words of an address, each as often as it stands there."""
    return parse_qsl(urlsplit(address).query)


@pytest.mark.parametrize("path", [*VIEWS, "/indicators/contacts"])
async def test_whoever_reads_what_is_published_begins_with_what_is_over(
    city: Service, monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    """In the middle of a month no page that names no period is refused, nor where its frame leads:
    to the other views, to the period before, and to the periods that its form offers.
    """
    at(monkeypatch, date(2026, 11, 15))
    answer = await page(city, f"{path}?region={CITY}&lang=en")
    assert answer.status == 200, answer.body[:500]
    seen = SeenPage(answer.body.decode())
    offered = [each["value"] for each in seen.of("option") if "-" in (each["value"] or "")]
    assert "2026-10" in offered
    assert not {"2026-11", "2026-Q4", "2026-W46"} & {*offered}
    led = [address for _, address in seen.links if ("region", CITY) in words_of(address)]
    begins = "2026" if path in OF_A_YEAR else "2026-10"
    assert [address for address in led if ("period", begins) in words_of(address)]
    assert not [address for address in led if ("period", "2026-11") in words_of(address)]
    for address in {urlsplit(each).path: each for each in reversed(led)}.values():
        assert (await page(city, address)).status == 200, address


async def test_whoever_sees_all_begins_with_the_present_month(
    city: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It says until which day it counts."""
    at(monkeypatch, date(2026, 11, 15))
    detail = ("statistics:read", "statistics:detail")
    answer = await page(city, "/?lang=en", actions=detail)
    assert ("period", "2026-11") in words_of(answer.headers["location"])


@pytest.mark.parametrize("period", ["2026-W53", "2026-10-01..2027-01-02", "2026-10-01..2029-01-01"])
async def test_an_overview_of_a_period_that_reaches_into_next_year(
    city: Service, monkeypatch: pytest.MonkeyPatch, period: str
) -> None:
    """It shows the months that have come and the year until today, and not nothing: the last week
    of a year is such a period.
    """
    at(monkeypatch, date(2026, 12, 29))
    detail = ("statistics:read", "statistics:detail")
    month, asked = [
        SeenPage((await page(city, f"/?region={CITY}&lang=en&period={each}", actions=detail)).body
                 .decode())
        for each in ("2026-12", period)
    ]  # fmt: skip
    assert asked.tables[0].rows == month.tables[0].rows
    years = [re.findall(r"Year to date\s*([\d,.]+)", each.text) for each in (month, asked)]
    assert years[0] == years[1]
    assert len(years[0]) > 3


async def test_an_address_keeps_each_word_as_often_as_it_stands_there(city: Service) -> None:
    """A figure of two dimensions stays so in the other language, and when a name leads to a code;
    a file that is asked for by a name is that file.
    """
    where = [("where", "mode:phone"), ("where", "kind:at_large")]
    asked = "indicator=contacts&where=mode:phone&where=kind:at_large"
    detail = ("statistics:read", "statistics:detail")
    opened = await page(city, f"/figure?region={COUNTY}&period=2026&{asked}", actions=detail)
    assert opened.status == 200
    seen = SeenPage(opened.body.decode())
    assert [each for each in words_of(seen.link("English")) if each[0] == "where"] == where
    name = "%E9%83%91%E5%B7%9E%E5%B8%82"
    led = await page(city, f"/figure?region={name}&{asked}", actions=detail)
    assert led.status == 303
    assert [each for each in words_of(led.headers["location"]) if each[0] == "where"] == where
    file = await page(city, f"/regions?region={name}&format=csv", actions=detail)
    assert ("format", "csv") in words_of(file.headers["location"])


async def test_a_person_of_a_figure_is_left_behind_with_the_figure(city: Service) -> None:
    """An id, and a place among the rows, hold for one figure: from an opened person the links to
    another period or region, and the form, lead to that figure's own rows.
    """
    detail = ("statistics:read", "statistics:detail")
    address = f"/figure?region={COUNTY}&period={MONTH.name}&indicator=clients&lang=en"
    seen = SeenPage((await page(city, address, actions=detail)).body.decode())
    opened = next(each for _, each in seen.links if "person" in dict(words_of(each)))
    answer = await page(city, opened, actions=detail)
    seen = SeenPage(answer.body.decode())
    assert "person" in dict(words_of(seen.link("中文"))), "the same in another language"
    others = [each for _, each in seen.links if urlsplit(each).path == "/figure"]
    others = [each for each in others if "as_of" not in dict(words_of(each))]
    moved = {
        each for each in others
        if dict(words_of(each))["period"] != MONTH.name or dict(words_of(each))["region"] != COUNTY
    }  # fmt: skip
    assert len(moved) >= 2
    for each in moved:
        assert (await page(city, each, actions=detail)).status == 200, each
    hidden = {each["name"] for each in seen.of("input") if each.get("type") == "hidden"}
    assert hidden == {"indicator"}


async def test_nobody_begins_where_nothing_may_be_seen(app: Service, pool: Pool) -> None:
    """Where all work is of one street, who may not see streets begins with their county: the
    address does not tell which street it is, and the page is not refused.
    """
    ledger = Ledger()
    ledger.case(REHAB, "410105002000", date(2026, 1, 5))
    await Consumer(pool).apply("cases", 0, 0, ledger.events)
    led = await page(app, "/", "11", "41")
    assert ("region", COUNTY) in words_of(led.headers["location"])
    assert (await page(app, led.headers["location"], "11", "41")).status == 200
    detail = ("statistics:read", "statistics:detail")
    all_of_it = await page(app, "/", "11", "41", actions=detail)
    assert ("region", "410105002") in words_of(all_of_it.headers["location"])


async def test_streets_of_too_many_counties_are_not_cut_short(
    city: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The page says that there are too many and shows the regions just below; it asks no question
    for each county of a province.
    """
    detail = ("statistics:read", "statistics:detail")
    address = f"/regions?region=41&below=streets&lang=en&period={MONTH.name}"
    asked = await page(city, address, "41", actions=detail)
    seen = SeenPage(asked.body.decode())
    assert len(seen.table("Regions below").rows) == 6 + 1  # and altogether
    monkeypatch.setattr(regions, "MOST_COUNTIES", 2)
    asked = await page(city, address, "41", actions=detail)
    seen = SeenPage(asked.body.decode())
    assert "choose a city first" in seen.text
    assert [row[0] for row in seen.table("Regions below").rows] == ["Zhengzhou", "Altogether"]
