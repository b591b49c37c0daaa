"""What has changed: against as many first days, on boundaries that are named; per 10,000 people."""

import re
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from services.reporting.dashboard import opening
from services.reporting.dashboard.meaning import what_is_counted
from services.reporting.dashboard.numbers import change, shown
from services.reporting.dashboard.tiles import PARTS, TILES
from services.reporting.declared.indicators import INDICATORS
from services.reporting.statistics import figures as figures_of
from services.reporting.statistics.spans import Span, span_of
from shared.regions import RegionYear
from tests.services.reporting.calling import get
from tests.services.reporting.comparing.asking import listed
from tests.services.reporting.dashboard.conftest import Pages
from tests.services.reporting.dashboard.district import (
    CITY,
    COUNTY,
    MONTH,
    QUARTER,
    TODAY,
)
from tests.services.reporting.dashboard.seen import SeenPage

pytestmark = pytest.mark.postgres

READ = ("statistics:read",)
DAYS = 14


@pytest.fixture
def _within_a_month(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pages are made on the 14th of the last month that is over."""
    day = MONTH.start + timedelta(days=DAYS - 1)
    noon = datetime(day.year, day.month, day.day, 4, tzinfo=UTC)
    monkeypatch.setattr(opening, "present", lambda: noon)


def first_days(span: Span, days: int = DAYS) -> Span:
    """As many first days of a period."""
    return Span(span.start, span.start + timedelta(days=days))


async def value_of(
    pages: Pages, code: str, span: Span, more: str = "", region: str = COUNTY
) -> Any:
    """A figure of the county, or another region, as programs are answered."""
    query = f"indicators={code}&region={region}&from={span.start}&to={span.end}{more}"
    answer = await get(pages.app, f"/v1/statistics?{query}")
    assert answer.status == 200, answer.body
    [row] = answer.json()["rows"]
    return row["value"]


def tile(page: SeenPage, name: str) -> str:
    """The text of a tile, up to the link that opens its figure."""
    text = " ".join(page.text.split())
    found = re.search(rf"\b{re.escape(name)} [\d–].*?Open this figure", text)
    assert found is not None, name
    return found[0].replace(" ", "")


@pytest.mark.usefixtures("_within_a_month")
async def test_a_month_that_is_not_over(pages: Pages) -> None:
    """Against the first 14 days of the month before, and of the same month a year before."""
    page = await pages.open(f"/?region={COUNTY}&period={MONTH.name}&lang=en")
    for one in (INDICATORS["contacts"], INDICATORS["due_tests_rate"], INDICATORS["open_crises"]):
        now = await value_of(pages, one.code, first_days(MONTH))
        then = await value_of(pages, one.code, first_days(MONTH.before()))
        text = change(now, then, one.unit, "en")
        words = f"vs. first {DAYS} days of previous month"
        if text is None:
            assert words.replace(" ", "") not in tile(page, one.name.en)
        else:
            assert f"{words}{text}".replace(" ", "") in tile(page, one.name.en), one.code
    contacts = tile(page, "Contacts")
    assert f"vs.first{DAYS}days,ayearearlier" in contacts
    assert "vs.previousmonth" not in contacts


@pytest.mark.usefixtures("_within_a_month")
async def test_the_year_so_far(pages: Pages) -> None:
    """Against as many first days of the year before."""
    page = await pages.open(f"/?region={COUNTY}&period={MONTH.name}&lang=en")
    year = span_of("year", MONTH.start)
    days = (MONTH.start + timedelta(days=DAYS) - year.start).days
    now = await value_of(pages, "contacts", first_days(year, days))
    then = await value_of(pages, "contacts", first_days(year.before(), days))
    text = change(now, then, "人次", "en")
    own = tile(page, "Contacts")
    assert f"Yeartodate{shown(now)}" in own
    line = f"vs.first{days}daysof{year.before().name}"
    if text is None:
        assert line not in own
    else:
        assert line + text.replace(" ", "") in own


async def test_what_was_done_and_what_was_due(pages: Pages) -> None:
    """Both stand beside the share; who may not see details has the share alone."""
    page = await pages.open(f"/?region={COUNTY}&period={MONTH.name}&lang=en")
    due = await value_of(
        pages, "duties_closed", MONTH, "&where=duty:test&where=duty_outcome:met"
        "&where=duty_outcome:late&where=duty_outcome:overdue&where=duty_outcome:missed",
    )  # fmt: skip
    done = await value_of(
        pages, "duties_closed", MONTH,
        "&where=duty:test&where=duty_outcome:met&where=duty_outcome:late",
    )  # fmt: skip
    assert due > done > 0
    name = INDICATORS["due_tests_rate"].name.en
    assert f"{done}÷{due}" in tile(page, name)
    published = await pages.open(f"/?region={COUNTY}&period={MONTH.name}&lang=en", actions=READ)
    assert " ÷ " not in published.text
    assert {each.code for each in TILES if each.denominator} == {*PARTS}


@pytest.mark.parametrize("period", [MONTH.name, ""])
@pytest.mark.parametrize("boundaries", ["then", "now"])
async def test_the_overview_asks_a_handful_of_questions(
    pages: Pages, monkeypatch: pytest.MonkeyPatch, period: str, boundaries: str
) -> None:
    """Three of a month that is over, six at most."""
    asked: list[Any] = []
    own = figures_of.figures_in

    async def counted(connection: Any, question: Any) -> Any:
        asked.append(question)
        return await own(connection, question)

    monkeypatch.setattr(figures_of, "figures_in", counted)
    period = period or span_of("month", TODAY).name
    await pages.open(f"/?region={COUNTY}&period={period}&boundaries={boundaries}")
    simple = period == MONTH.name and boundaries == "then"
    assert len(asked) == 3 if simple else 4 <= len(asked) <= 6


async def test_a_period_against_those_before(pages: Pages) -> None:
    """The page of an indicator says the same as GET /v1/statistics/compare."""
    page = await pages.open(f"/indicators/contacts?region={COUNTY}&period={QUARTER.name}&lang=en")
    query = f"region={COUNTY}&period={QUARTER.name}&indicators=contacts"
    [row] = (await get(pages.app, f"/v1/statistics/compare?{query}")).json()["rows"]
    table = page.table("Against earlier periods")
    assert table.row("This period")[0] == shown(row["value"])
    assert table.row("Period before")[0] == shown(row["before"]["value"])
    assert table.row("A year before")[0] == shown(row["year_before"]["value"])
    assert len(table.figures) == 3


async def test_figures_per_10000_people(pages: Pages) -> None:
    """On the page of an indicator, and as what regions are ranked by; none where none is listed."""
    year = QUARTER.start.year if QUARTER.start.year < TODAY.year else TODAY.year - 1
    address = f"/indicators/contacts?region={CITY}&period={QUARTER.name}&lang=en"
    ranking = f"/ranking?region={CITY}&period={QUARTER.name}&by=contacts&lang=en"
    assert "per 10,000 people" not in (await pages.open(address)).text
    assert "per 10,000 people" not in (await pages.open(ranking)).text
    people = [RegionYear(COUNTY.ljust(12, "0"), year, 20_000)]
    with listed([], people):
        page = await pages.open(address)
        table = page.table("By region")
        own = await value_of(pages, "contacts", QUARTER)
        assert table.named("Jinshui")["per 10,000 people"] == shown(own / 2)
        assert table.named("Zhongyuan")["per 10,000 people"] == "–"
        county = await pages.open(address.replace(f"={CITY}&", f"={COUNTY}&"))
        assert "20,000 people at the end of" in county.facts["per 10,000 people"]
        ranks = await pages.open(ranking)
        ranks = await pages.open(ranks.link("per 10,000 people"))
        assert ranks.table("Ranks").named("Jinshui")["per 10,000 people"] == shown(own / 2)
        opened = await pages.open(f"{ranking}&per=10000&of={COUNTY}")
        assert "per 10,000 people" in opened.tables[0].head


@pytest.mark.parametrize(
    ("code", "facts"),
    [
        ("contacts", {"How it is counted": "all that happened in the period, added up"}),
        ("clients", {"How it is counted": "how many there are at the end"}),
        ("persons_contacted", {"How it is counted": "each counted once"}),
        ("contacts_recorded", {"How it is counted": "as they were recorded"}),
        ("help_amount", {"Rounding": "yuan with two decimals"}),
        (
            "due_tests_rate",
            {
                "Numerator": "Duties whose time is over (",
                "Denominator": "overdue",
                "Which is better": "more is better",
                "Rounding": "half up",
                "Formula": "half up",
            },
        ),
    ],
)
async def test_what_an_indicator_means(pages: Pages, code: str, facts: dict[str, str]) -> None:
    """How it is counted, what its parts count, which figures are better, how it is rounded."""
    page = await pages.open(f"/indicators/{code}?region={COUNTY}&period={QUARTER.name}&lang=en")
    for name, text in facts.items():
        assert text in page.facts[name], name
    assert {"Which is better", "Rounding"} <= {*page.facts}


def test_each_part_of_a_share_has_a_name() -> None:
    """Whatever is divided can be said, in both languages; each formula says how it is rounded."""
    shares: Sequence[Any] = [each for each in INDICATORS.values() if each.denominator is not None]
    assert len(shares) > 20
    for one in shares:
        assert all(what_is_counted(part).zh for part in one.parts), one.code
        assert "四舍五入" in one.whole_formula.zh
        assert "half up" in one.whole_formula.en
