"""Pages with a place's aims and schemes, a rank opened, and small figures that are hidden."""

from collections.abc import Iterator
from datetime import date

import pytest

from services.reporting.dashboard import aims
from services.reporting.dashboard.aims import Year, in_words
from services.reporting.declared.indicators import INDICATORS
from services.reporting.declared.schemes.of_a_place import check_indicators
from services.reporting.statistics.aims import Aimed, aim_of
from services.reporting.statistics.spans import span_named, span_of
from shared.policies.in_force import policies_in_force, use_policies
from shared.policies.reading import read_own_policies
from shared.regions import regions_in_force
from tests.services.reporting.dashboard.conftest import Pages
from tests.services.reporting.dashboard.district import CITY, COUNTY, MONTH, WORST

READS = ("statistics:read",)
OWN = f"""
version = "1"
[[aim]]
code = "sessions"
indicator = "sessions"
a_year = 400
regions = ["{COUNTY}"]
[[aim]]
code = "meetings"
indicator = "meeting_rate"
percent = [90]
[[aim]]
code = "overdue"
indicator = "duties_overdue"
number = 5
regions = ["{COUNTY}"]
[[aim]]
code = "phone"
indicator = "contacts_in_person_programme"
a_year = 10000
regions = ["{COUNTY}"]
[[ranking]]
code = "own"
version = "3"
name = {{ zh = "本地方案", en = "Our scheme" }}
strands = [
    {{ code = "a", name = {{ zh = "帮教", en = "Clients" }} }},
    {{ code = "b", name = {{ zh = "宣传", en = "Outreach" }} }},
]
parts = [
    {{ indicator = "meeting_rate", weight = 3, scoring = "percent", strand = "a" }},
    {{ indicator = "tests_missed", weight = 1, scoring = "share_of_best", strand = "a" }},
    {{ indicator = "sessions", weight = 1, scoring = "share_of_best", strand = "b" }},
]
"""


@pytest.fixture(autouse=True)
def _own_policies() -> Iterator[None]:
    """The policies of the place."""
    use_policies(read_own_policies(OWN.encode(), regions_in_force(), check_indicators))
    yield
    use_policies(None)


def aimed(code: str, region: str = COUNTY) -> Aimed:
    """The aim of an indicator."""
    found = aim_of(INDICATORS[code], policies_in_force(), region.ljust(12, "0"), date(2026, 5, 1))
    assert found is not None
    return found


def test_an_aim_is_said_in_both_languages() -> None:
    """With its unit; what it is not to go beyond is said so."""
    assert in_words(aimed("sessions"), "zh") == "400场/年"
    assert in_words(aimed("sessions"), "en") == "400 sessions a year"
    assert in_words(aimed("meeting_rate"), "zh") == "不低于 90 %"
    assert in_words(aimed("duties_overdue"), "en") == "at most 5 duties"
    assert in_words(aimed("programme_kept"), "zh") == "不低于 60 %，80 % 为优"
    assert aim_of(INDICATORS["articles"], policies_in_force(), COUNTY, date(2026, 5, 1)) is None


def test_how_much_of_an_aim_is_reached() -> None:
    """Of a sum, of its year; of a share, which band; the share of a year that has passed."""
    year = Year(span_named("2026"), date(2026, 3, 14), "en")

    def lines(code: str, value: float | None, of_year: float | None) -> dict[str, str]:
        return {name.en: text for name, text in aims.lines(aimed(code), value, of_year, year)}

    assert lines("sessions", 9, 90) == {
        "Aim": "400 sessions a year",
        "Share of the aim": "22.5 %",
        "Year elapsed": "20 %",
    }
    assert lines("meeting_rate", 90.0, None)["Against the aim"] == "reached"
    assert lines("meeting_rate", 89.99, None)["Against the aim"] == "not reached"
    assert "Against the aim" not in lines("meeting_rate", None, None)
    assert lines("duties_overdue", 5, None)["Against the aim"] == "not exceeded"
    assert lines("duties_overdue", 6, None)["Against the aim"] == "exceeded"
    for value, band in ((80, "best"), (79.9, "reached"), (59.9, "not reached")):
        assert lines("programme_kept", value, None)["Against the aim"] == band
    assert Year(span_named("2025"), date(2026, 3, 14), "en").passed is None


@pytest.mark.postgres
async def test_aims_stand_on_tile_indicator_and_years_table(pages: Pages) -> None:
    """And nowhere where there is none: a city has not its county's amount."""
    view = f"region={COUNTY}&period={MONTH.name}&lang=zh"
    overview = await pages.open(f"/?{view}")
    assert "400场/年" in overview.text
    assert "完成目标" in overview.text
    assert "不低于 90 %" in overview.text
    one = await pages.open(f"/indicators/sessions?{view}")
    assert one.facts["目标"] == "400场/年"
    assert one.facts["完成目标"].endswith("%")
    assert (await pages.open(f"/indicators/meeting_rate?{view}")).facts["达标情况"]
    year = await pages.open(f"/year?{view}")
    [table] = year.tables
    at = table.head.index("目标")
    assert table.head[at : at + 2] == ["目标", "完成目标"]
    assert any("400场/年" in row for row in table.rows)
    city = await pages.open(f"/?region={CITY}&period={MONTH.name}&lang=zh")
    assert "400场/年" not in city.text


@pytest.mark.postgres
async def test_a_place_ranks_by_its_scheme_and_a_rank_opens(pages: Pages) -> None:
    """The version is named, each strand has its column; the parts add up on the page."""
    view = f"region={COUNTY}&period={MONTH.name}&lang=en"
    page = await pages.open(f"/ranking?{view}")
    assert page.facts["Version"] == "3"
    table = next(each for each in page.tables if "Total" in each.head)
    assert {"Rank: Clients", "Rank: Outreach"} <= {*table.head}
    opened = await pages.open(next(link for _, link in page.links if f"of={WORST}" in link))
    parts = next(each for each in opened.tables if "Score × weight" in each.head)
    *rows, total = parts.rows
    assert len(rows) == 3
    made = sum(float(row[-1].replace(",", "")) for row in rows if row[-1] != "–")
    assert float(total[-1].replace(",", "")) == pytest.approx(made)
    points, rest = opened.facts["Total"].split(" ÷ ")
    assert float(points.replace(",", "")) == pytest.approx(made)
    weight, value = rest.split(" = ")
    assert float(value) == pytest.approx(made / float(weight), abs=0.005)
    for address in [link for _, link in opened.links if link.startswith("/figure?")]:
        assert (await pages.open(address)).h1


@pytest.mark.postgres
async def test_small_figures_are_hidden_on_pages_and_in_files(pages: Pages) -> None:
    """For those without the right to detail, with a note in words; the year's table is exact."""
    view = f"region={COUNTY}&period={MONTH.name}&lang=en"
    for path in ("/", "/clients", "/indicators", "/indicators/contacts"):
        page = await pages.open(f"{path}?{view}", actions=READS)
        assert "less than 15" in page.text, path
        assert "<15" in page.text, path
        numbers = [
            cell
            for table in page.tables
            for row in table.rows
            for cell in row[1:]
            if cell.isdecimal() and "Prevention" not in row[0] and "Articles" not in row[0]
        ]
        if path == "/clients":
            assert all(int(cell) % 5 == 0 for cell in numbers), numbers
        file = await pages.ask(f"{path}?{view}&format=csv", actions=READS)
        assert "<15" in file.body.decode("utf-8-sig"), path
        assert "less than 15" in file.body.decode("utf-8-sig"), path
        assert "<15" not in (await pages.open(f"{path}?{view}")).text, "with the right to detail"
    year = await pages.open(f"/year?{view}", actions=READS)
    assert "<15" not in year.text


@pytest.mark.postgres
async def test_a_month_that_is_not_over_is_shown_to_nobody_without_detail(pages: Pages) -> None:
    """Also inside the year that goes on: tiles are of the last month that is over."""
    year = MONTH.after().start.year
    view = f"region={CITY}&period={year}&lang=en"
    running = MONTH.after().text().en
    for path in ("/", "/clients", "/indicators/sessions?by=month&"):
        address = f"{path}{'' if path.endswith('&') else '?'}{view}"
        with_detail = await pages.open(address)
        without = await pages.open(address, actions=READS)
        rows = [row[0] for table in without.tables for row in table.rows]
        assert running not in rows, path
        assert any(running == row[0] for table in with_detail.tables for row in table.rows), path


@pytest.mark.postgres
async def test_a_ranking_says_which_figures_are_hidden(pages: Pages) -> None:
    """A small figure is no share of nothing; why it is hidden is said once, and nothing drawn."""
    view = f"region={CITY}&period={MONTH.name}&lang=en"
    page = await pages.open(f"/ranking?{view}&by=crises", actions=READS)
    table = next(each for each in page.tables if "Rank" in each.head)
    assert table.rows
    assert {(row[1], row[2]) for row in table.rows} == {("–", "<15")}
    assert page.text.count("less than 15") == 1
    assert "No data" not in page.text
    scheme = await pages.open(f"/ranking?{view}&by=own", actions=READS)
    table = next(each for each in scheme.tables if "Total" in each.head)
    missed = next(at for at, name in enumerate(table.head) if name.startswith("Tests missed"))
    assert {row[missed] for row in table.rows} == {"<15"}


@pytest.mark.postgres
async def test_where_most_figures_are_hidden_it_is_said_what_shows_more(pages: Pages) -> None:
    """Once, with the way there; a table of nothing but these is one line, but not in its file."""
    view = f"region={COUNTY}&period={MONTH.name}&lang=en"
    page = await pages.open(f"/clients?{view}", actions=READS)
    assert page.text.count("Most figures of this page are therefore not shown.") == 1
    assert page.text.count("no figure is large enough to be shown.") > 0
    before = page.text.index("Most figures")
    assert before < page.text.index("How many there are")
    link = dict(page.links)
    year = f"{span_of('year', MONTH.last_day).name}"
    assert f"region={CITY}&" in link["Zhengzhou"]
    assert f"period={year}&" in link[year]
    assert (await pages.open(link[year], actions=READS)).h1
    alone = await pages.open(f"/clients?{view}", COUNTY, actions=READS)
    assert {text for text, _ in alone.links if text == "Zhengzhou"} == set()
    assert year in dict(alone.links)
    file = (await pages.ask(f"/clients?{view}&format=json", actions=READS)).json()
    assert ["community detoxification", "<15"] in [
        row for section in file["sections"] for table in section["tables"] for row in table["rows"]
    ]
    for all_shown in (await pages.open(f"/clients?{view}"), await pages.open(f"/year?{view}")):
        assert "Most figures" not in all_shown.text
