"""Everything can be done by the keyboard alone: reach it, see where one is, act."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.browser.looking import Visit, visiting
from tests.browser.served import Served
from tests.services.reporting.dashboard.district import CITY, COUNTY, MONTH, QUARTER, WORST

pytestmark = [pytest.mark.browser, pytest.mark.postgres]

MOST = 400  # stops on a page


@pytest.fixture
def visit(served: Served, browser: Browser) -> Iterator[Visit]:
    """A visit of the city's office."""
    with visiting(browser, served, CITY, locale="en-GB") as found:
        yield found


def tab_to(visit: Visit, text: str) -> None:
    """Press Tab until something of this text, or a field of this name, has the focus."""
    for _ in range(MOST):
        visit.page.keyboard.press("Tab")
        stop = visit.focused()
        if text in (stop["text"], stop["name"]):
            assert stop["outlined"], stop
            return
    raise AssertionError(f"Tab does not reach {text!r} on {visit.address}")


@pytest.mark.parametrize(("language", "skip"), [("zh", "跳到正文"), ("en", "Skip to content")])
@pytest.mark.parametrize("width", [320, 1440])
def test_every_link_and_field_is_reached_in_order(
    visit: Visit, width: int, language: str, skip: str
) -> None:
    """The link past the navigation comes first; each stop is seen, and nobody is held anywhere."""
    visit.page.set_viewport_size({"width": width, "height": 800})
    visit.open(f"/regions?region={COUNTY}&period={QUARTER.name}&lang={language}")
    expected = visit.page.locator(
        "a[href], button, input:not([type=hidden]), select, .wide, figure"
    ).count()
    stops = []
    for _ in range(MOST):
        visit.page.keyboard.press("Tab")
        stop = visit.focused()
        if stop["tag"] == "body":
            break
        assert stop["outlined"], stop
        assert stop["within"], stop
        stops.append(stop)
    assert stops[0]["text"] == skip
    # A field for a day has several stops: its day, month, year and calendar.
    assert len(stops) >= expected
    assert len([stop for stop in stops if stop["name"] != "as_of"]) == expected - 1


def test_the_link_past_the_navigation_leads_to_the_content(visit: Visit) -> None:
    """The next stop after it is in the content."""
    visit.open(f"/regions?region={COUNTY}&period={QUARTER.name}&lang=en")
    visit.page.keyboard.press("Tab")
    visit.page.keyboard.press("Enter")
    visit.page.keyboard.press("Tab")
    within = "document.querySelector('main').contains(document.activeElement)"
    assert visit.page.evaluate(within)


@pytest.mark.parametrize(
    ("language", "show", "place"), [("en", "Show", "Zhongyuan"), ("zh", "查看", "中原区")]
)
def test_another_region_and_period_are_chosen_in_the_form(
    visit: Visit, language: str, show: str, place: str
) -> None:
    """A name is written over the one that stands there; Enter shows it."""
    visit.open(f"/?region={COUNTY}&period={MONTH.name}&lang={language}")
    tab_to(visit, "region")
    visit.page.keyboard.press("Control+A")
    visit.page.keyboard.type("中原区")
    visit.page.keyboard.press("Tab")
    assert visit.focused()["name"] == "period"
    visit.page.keyboard.press("Home")
    with visit.page.expect_navigation():
        tab_to(visit, show)
        visit.page.keyboard.press("Enter")
    year = QUARTER.after().start.year
    assert visit.address == f"/?region=410102&period={year}&lang={language}"
    assert place in visit.page.locator("h1").inner_text()


WAYS = {
    "en": ("Jinshui", "Huayuanlu", "Overview", "Open this figure: Contacts"),
    "zh": ("金水区", "花园路街道", "概览", "查看明细：帮教联系"),
}


@pytest.mark.parametrize("language", ["en", "zh"])
def test_from_a_region_to_a_street_to_the_entries_of_a_figure(visit: Visit, language: str) -> None:
    """By Tab and Enter alone."""
    county, street, overview, contacts = WAYS[language]
    visit.open(f"/regions?region={CITY}&period={QUARTER.name}&lang={language}")
    for name, then in ((county, COUNTY), (street, WORST)):
        with visit.page.expect_navigation():
            tab_to(visit, name)
            visit.page.keyboard.press("Enter")
        assert f"region={then}&" in visit.address
    for name in (overview, contacts):
        with visit.page.expect_navigation():
            tab_to(visit, name)
            visit.page.keyboard.press("Enter")
    assert visit.address.startswith("/figure?")
    assert f"region={WORST}&" in visit.address
    assert visit.page.locator("tbody tr").count() > 0
    visit.check_origin()
