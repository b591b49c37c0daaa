"""Every view in both languages: it fits each width, is whole, and can be read by everybody."""

import pytest
from playwright.sync_api import Browser

from tests.browser.looking import WIDTHS, visiting
from tests.browser.served import Served
from tests.browser.views import VIEWS, View

REFUSED = [view for view in VIEWS if view.status in (403, 404, 422)]
pytestmark = [pytest.mark.browser, pytest.mark.postgres]


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("view", VIEWS, ids=lambda view: view.name)
def test_a_view_is_whole(served: Served, browser: Browser, view: View, language: str) -> None:
    """It has a title, a heading and a language, fits every width, asks nobody else for anything.

    In the colours of day and night axe finds nothing that is serious.
    """
    locale = {"zh": "zh-CN", "en": "en-GB"}[language]
    with visiting(browser, served, *view.regions, actions=view.actions, locale=locale) as visit:
        assert visit.open(view.in_language(language)) == view.status
        page = visit.page
        tag = page.locator("html").get_attribute("lang")
        assert tag == {"zh": "zh-CN", "en": "en"}[language]
        assert page.locator("h1").count() == 1
        assert page.locator("h1").inner_text().strip()
        assert page.title().strip()
        for width, height in WIDTHS.items():
            page.set_viewport_size({"width": width, "height": height})
            visit.keep(f"{view.name}-{language}-{width}")
            assert visit.overflow() == [], width
        assert visit.axe() == []
        page.emulate_media(color_scheme="dark")
        visit.keep(f"{view.name}-{language}-dark")
        assert visit.axe() == []
        visit.check_origin()


@pytest.mark.parametrize("view", REFUSED, ids=lambda view: view.name)
def test_a_refusal_is_in_both_languages_where_none_is_asked_for(
    served: Served, browser: Browser, view: View
) -> None:
    """Each part is marked with its own."""
    with visiting(browser, served, *view.regions, actions=view.actions) as visit:
        assert visit.open(view.address) == view.status
        page = visit.page
        assert page.locator("html").get_attribute("lang") == "zh-CN"
        assert page.locator("h2[lang=en], p[lang=en]").count() == 2
        assert visit.axe() == []
