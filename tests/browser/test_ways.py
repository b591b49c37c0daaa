"""Ways through the pages, as people take them: by clicks, by addresses, back and forward."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.browser.looking import Visit, visiting
from tests.browser.served import KEY, Served
from tests.services.reporting.dashboard.district import (
    CITY,
    COUNTY,
    MONTH,
    QUARTER,
    TODAY,
    WORST,
    YESTERDAY,
)

pytestmark = [pytest.mark.browser, pytest.mark.postgres]


@pytest.fixture
def visit(served: Served, browser: Browser) -> Iterator[Visit]:
    """A visit of the city's office."""
    with visiting(browser, served, CITY) as found:
        yield found


@pytest.mark.parametrize("scripts", [True, False])
def test_which_street_has_missed_most_tests_this_quarter(
    served: Served, browser: Browser, scripts: bool
) -> None:
    """Regions, the county, the quarter, the column; then the street's figure with its entries.

    With JavaScript switched off as well.
    """
    with visiting(browser, served, CITY, java_script_enabled=scripts, locale="zh-CN") as visit:
        page = visit.page
        visit.open(f"/?region={CITY}&lang=zh")
        page.get_by_role("link", name="地区", exact=True).click()
        page.get_by_role("link", name="金水区").click()
        page.locator("select[name=period]").select_option(QUARTER.name)
        page.get_by_role("button", name="查看").click()
        page.locator("nav.actions").get_by_role("link", name="漏检次数").click()
        first = page.locator("tbody tr").first
        assert first.locator("th a").inner_text() == "花园路街道"
        names = page.locator("thead th").all_inner_texts()
        figure = first.locator("th, td").nth(names.index("漏检次数"))
        missed = int(figure.inner_text())
        figure.get_by_role("link").click()
        assert visit.address.startswith("/figure?")
        assert f"region={WORST}" in visit.address
        outcome = page.locator("thead th").all_inner_texts().index("办理情况")
        rows = page.locator("tbody tr").all()
        assert len(rows) == missed > 0
        for row in rows:
            assert row.locator("th, td").nth(outcome).inner_text() in ("未完成", "已逾期")
        if scripts:
            visit.check_origin()


def test_a_name_of_a_region_leads_to_its_code(visit: Visit) -> None:
    """The address that is sent on has the code."""
    visit.open(f"/regions?region=金水&period={MONTH.name}&lang=zh")
    assert visit.address == f"/regions?region={COUNTY}&period={MONTH.name}&lang=zh"


def test_back_and_forward_show_what_was_shown(visit: Visit) -> None:
    """Each view is an address: the region, the period and the language with it."""
    page = visit.page
    visit.open(f"/regions?region={CITY}&period={QUARTER.name}&lang=en")
    seen = [(visit.address, page.locator("h1").inner_text())]
    for step in ("Jinshui", "‹ Previous period", "中文"):
        page.get_by_role("link", name=step, exact=True).first.click()
        seen.append((visit.address, page.locator("h1").inner_text()))
    assert len(set(seen)) == 4
    for address, heading in reversed(seen[:-1]):
        page.go_back()
        assert (visit.address, page.locator("h1").inner_text()) == (address, heading)
    for address, heading in seen[1:]:
        page.go_forward()
        assert (visit.address, page.locator("h1").inner_text()) == (address, heading)


def test_figures_as_they_were_known_on_a_day(visit: Visit) -> None:
    """The day is chosen in the form, stays on the way to other views, and is left by a link."""
    page = visit.page
    visit.open(f"/?region={COUNTY}&period={MONTH.name}&lang=en")
    assert page.get_by_label("As of").get_attribute("max") == f"{YESTERDAY}"
    page.get_by_label("As of").fill(f"{MONTH.start}")
    page.get_by_role("button", name="Show").click()
    assert page.locator("h2").first.inner_text()
    # On that day the month had begun: what is recorded of it now was not known.
    assert f"as_of={MONTH.start}" in visit.address
    assert f"as they were known at the end of {MONTH.start}" in page.locator(".note").inner_text()
    assert page.locator(".tile").first.locator("strong").inner_text() == "0"
    page.get_by_role("link", name="Regions", exact=True).click()
    assert f"as_of={MONTH.start}" in visit.address
    page.get_by_role("link", name="Show the figures as they are now").click()
    assert "as_of" not in visit.address
    assert page.locator(".note").count() == 0


def test_a_page_leads_on_after_the_link_lets_a_browser_in(served: Served, browser: Browser) -> None:
    """Whoever is not signed in is told so; the link leads to the page that was asked for."""
    with visiting(browser, served) as visit:
        path = f"/year?region={CITY}&period={TODAY.year}&lang=en"
        assert visit.open(path) == 401
        assert visit.open(f"/enter/{KEY}{path}") == 200
        assert visit.address == path
        visit.page.get_by_role("link", name="Sign out").click()
        visit.page.get_by_role("button").click()
        assert visit.open(path) == 401


def test_a_region_without_a_name_is_shown_again_by_the_form(visit: Visit) -> None:
    """It stands in the form by its code, which leads back to it."""
    community = f"{WORST}001"
    visit.open(f"/?region={community}&period={MONTH.name}&lang=zh")
    assert community in visit.page.locator("h1").inner_text()
    visit.page.get_by_role("button", name="查看").click()
    assert f"region={community}&" in visit.address
    assert visit.page.locator(".tile").count() > 0
