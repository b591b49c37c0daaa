"""On paper: the figures without what is for the screen, on whole pages of A4."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.browser.looking import Visit, visiting
from tests.browser.served import Served
from tests.services.reporting.dashboard.district import CITY, COUNTY, MONTH, QUARTER, WORST

pytestmark = [pytest.mark.browser, pytest.mark.postgres]

A4 = (595, 842)  # points
PAPER = 640  # CSS pixels between the margins, a little less than there are
ADDRESSES = (
    f"/?region={COUNTY}&period={MONTH.name}",
    f"/regions?region={COUNTY}&period={QUARTER.name}",
    f"/ranking?region={COUNTY}&period={QUARTER.name}",
    f"/prevention?region={COUNTY}&period={QUARTER.name}",
    f"/prevention?region={WORST}&period={QUARTER.name}",
    f"/clients?region={COUNTY}&period={QUARTER.name}",
    f"/help?region={COUNTY}&period={QUARTER.name}",
    f"/surveys?region={COUNTY}&period={QUARTER.name}",
    f"/coverage?region={COUNTY}&period={QUARTER.name}",
    f"/places?region={COUNTY}&period={QUARTER.name}",
    f"/campaigns?region={COUNTY}&period={QUARTER.name}",
    f"/workforce?region={COUNTY}&period={QUARTER.name}",
    f"/indicators?region={COUNTY}&period={QUARTER.name}",
    f"/indicators/contacts?region={COUNTY}&period={QUARTER.name}",
    f"/year?region={COUNTY}&period={QUARTER.start.year}",
    f"/figure?region={COUNTY}&period={QUARTER.name}&indicator=due_tests_rate&part=denominator",
    f"/figure?region={COUNTY}&period={QUARTER.name}&indicator=persons_contacted",
)


@pytest.fixture
def visit(served: Served, browser: Browser) -> Iterator[Visit]:
    """A visit of the city's office."""
    with visiting(browser, served, CITY) as found:
        yield found


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("address", ADDRESSES)
def test_a_page_fits_paper(visit: Visit, address: str, language: str) -> None:
    """Nothing is cut off at the edge, no table scrolls, navigation is left out, figures stay."""
    visit.open(f"{address}&lang={language}")
    page = visit.page
    page.emulate_media(media="print")
    page.set_viewport_size({"width": PAPER, "height": 900})
    for hidden in (".views", ".language", ".choose", ".turn", ".skip"):
        assert not page.locator(hidden).first.is_visible(), hidden
    for shown in ("h1", "table", "footer p"):
        assert page.locator(shown).first.is_visible(), shown
    visit.keep(f"print-{address.partition('?')[0].strip('/') or 'overview'}-{language}")
    assert visit.overflow() == []
    assert page.evaluate(CUT) == []


def test_a_page_is_printed_on_a4(visit: Visit) -> None:
    """Chromium makes A4 pages of it, a few."""
    visit.open(f"{ADDRESSES[0]}&lang=zh")
    document = visit.page.pdf(format="A4", prefer_css_page_size=True)
    sizes = re.findall(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", document)
    assert 1 <= len(sizes) <= 4
    assert {(round(float(wide)), round(float(high))) for wide, high in sizes} == {A4}


# Boxes that hold more than one sees of them: on paper nobody scrolls.
CUT = """() => [...document.querySelectorAll('main, main *')].filter((each) => {
  const style = getComputedStyle(each);
  return !(each instanceof SVGElement) && !each.classList.contains('unseen') &&
    each.scrollWidth > each.clientWidth + 1 && style.display !== 'inline' && each.clientWidth > 0;
}).map((each) => `${each.scrollWidth} > ${each.clientWidth}: ${each.outerHTML.slice(0, 120)}`)"""
