"""Pages on the boundaries of now: what was merged is added, and opens where it is of one code."""

import re

import pytest

from services.reporting.dashboard.numbers import shown
from shared.regions import Region
from tests.services.reporting.comparing.asking import listed
from tests.services.reporting.dashboard.conftest import Pages
from tests.services.reporting.dashboard.district import COUNTY, EMPTY, MONTH, QUARTER, TODAY
from tests.services.reporting.dashboard.test_changes import tile, value_of
from tests.services.reporting.dashboard.test_every_figure import check

pytestmark = pytest.mark.postgres

READ = ("statistics:read",)
OLD = "410102"


def merged_into(region: str) -> Region:
    """The old code, as one that has become part of a region today."""
    return Region(f"{OLD}000000", "中原区", "Zhongyuan", None, TODAY, "", (f"{region}000000",))


async def test_boundaries_are_named_and_chosen(pages: Pages) -> None:
    """Those of then, unless those of now are asked for: then what was merged is added.

    Of a code that was split the reason stands there.
    """
    addresses = (
        f"/?region={COUNTY}&period={MONTH.name}&lang=en",
        f"/indicators/contacts?region={COUNTY}&period={QUARTER.name}&lang=en",
        f"/year?region={COUNTY}&period={QUARTER.start.year}&lang=en",
    )
    old = "410102000000"
    county = COUNTY.ljust(12, "0")
    merged = Region(old, "中原区", "Zhongyuan", None, MONTH.start, "", (county,))
    for address in addresses:
        then = await pages.open(address)
        assert "on the boundaries of then" in then.text
        with listed([merged]):
            now = await pages.open(then.link("Of now"))
            assert "on the boundaries of now" in now.text
            assert "boundaries=now" not in now.link("Of then")
    split = Region(old, "中原区", "Zhongyuan", None, MONTH.start, "", (county, "410103000000"))
    with listed([split]):
        page = await pages.open(f"{addresses[0]}&boundaries=now")
        assert "cannot be divided" in page.text
    with listed([merged]):
        own = await pages.open(f"{addresses[0].replace(COUNTY, '410102')}&boundaries=now")
        assert "on the boundaries of then" in own.text, "it has none now"
        assert "Of now" not in [text for text, _ in own.links]


@pytest.mark.parametrize("path", ["/indicators/contacts", "/year", "/"])
async def test_what_was_merged_is_added(pages: Pages, path: str) -> None:
    """What both codes have together opens as none of them: the page says so, and leads to each."""
    period = {"/year": f"{QUARTER.start.year}", "/": MONTH.name}.get(path, QUARTER.name)
    with listed([merged_into(COUNTY)]):
        address = f"{path}?region={COUNTY}&period={period}&lang=en"
        page = await pages.open(f"{address}&boundaries=now")
        assert "cannot be opened as one" in page.text
        for code in (COUNTY, OLD):
            name = {COUNTY: "Jinshui,", OLD: "Zhongyuan,"}[code]
            [leads] = [
                to
                for text, to in page.links
                if text.startswith(name) and to.startswith(f"{path}?region={code}&")
            ]
            assert "boundaries" not in leads
            assert (await pages.open(leads)).title
        read = await pages.open(f"{address}&boundaries=now", actions=READ)
        assert "cannot be opened as one" not in read.text, "nothing is opened"
        if path == "/indicators/contacts":
            table = page.table("Against earlier periods")
            own = await value_of(pages, "contacts", QUARTER)
            other = await value_of(pages, "contacts", QUARTER, region=OLD)
            assert other > 0
            assert table.row("This period")[0] == shown(own + other)
            # Where neither has anything, the region's own nothing is all of it.
            assert {text for text, _ in table.figures} <= {"0"}


@pytest.mark.parametrize("into", [COUNTY, EMPTY])
@pytest.mark.parametrize(
    "code",
    [
        "contacts",
        "persons_contacted",
        "clients",
        "due_tests_rate",
        "contacts_recorded",
        "awareness_rate",
        "help_amount",
    ],
)
async def test_what_is_of_one_code_opens_under_it(pages: Pages, into: str, code: str) -> None:
    """On the boundaries of now too: each figure that opens is the one that its rows make up."""
    with listed([merged_into(into)]):
        address = f"/indicators/{code}?region={into}&period={QUARTER.name}&lang=en&boundaries=now"
        page = await pages.open(address)
        table = page.table("Against earlier periods")
        await check(pages, page)
        known = [row for row in table.rows if row[1] != "–"]
        if into == EMPTY:
            assert len(table.figures) == len(known) > 0
            something = [leads for text, leads in table.figures if re.search("[1-9]", text)]
            assert something
            assert all(f"region={OLD}&" in leads for leads in something)
        for text, leads in table.figures:
            opened = await pages.open(leads)
            assert next(iter(opened.facts.values())).startswith(text.split(" ")[0])
            if code in ("contacts", "persons_contacted", "clients"):
                rows = (await pages.ask(f"{leads}&format=json")).json()["sections"][0]["tables"][0]
                at = rows["columns"].index("amount")
                assert sum(row[at] for row in rows["rows"]) == int(text.replace(",", ""))


@pytest.mark.parametrize("path", ["/", "/year"])
async def test_every_page_opens_what_is_of_one_code(pages: Pages, path: str) -> None:
    """Tiles and the year's table lead to the code that has the figure, and to its own number."""
    period = MONTH.name if path == "/" else f"{QUARTER.start.year}"
    with listed([merged_into(EMPTY)]):
        page = await pages.open(f"{path}?region={EMPTY}&period={period}&lang=en&boundaries=now")
        assert "cannot be opened as one" not in page.text
        leads = [to for _, to in page.links if to.startswith(f"/figure?region={OLD}&")]
        assert len(leads) >= 5
        await check(pages, page)
        if path == "/":
            contacts = next(to for to in leads if "indicator=contacts" in to)
            facts = (await pages.open(contacts)).facts
            value = facts["Figure"].split(" ")[0]
            assert f"Contacts{value}" in tile(page, "Contacts")
