"""Every view in both languages: it fits each width, is whole, and can be read by everybody."""

from typing import Literal

import pytest
from playwright.sync_api import Browser

from tests.browser.looking import WIDTHS, visiting
from tests.browser.served import Served
from tests.browser.views import VIEWS, View

REFUSED = [view for view in VIEWS if view.status in (403, 404, 422)]
pytestmark = [pytest.mark.browser, pytest.mark.postgres]

# Where axe looks: at the narrowest and the widest, in the colours of day and of night, each once
# in each language, so that both are looked at in both. Each look takes most of a second.
SCHEMES: dict[str, dict[int, Literal["light", "dark"]]] = {
    "zh": {320: "dark", 1440: "light"},
    "en": {320: "light", 1440: "dark"},
}


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("view", VIEWS, ids=lambda view: view.name)
def test_a_view_is_whole(served: Served, browser: Browser, view: View, language: str) -> None:
    """It has a title, a heading and a language, fits every width, asks nobody else for anything.

    Axe finds nothing that is serious, narrow or wide, in the colours of day or of night.
    """
    locale = {"zh": "zh-CN", "en": "en-GB"}[language]
    with visiting(browser, served, *view.regions, actions=view.actions, locale=locale) as visit:
        assert visit.open(view.in_language(language)) == view.status
        page = visit.page
        if view.follow:
            page.locator(f"main a[href*='{view.follow}=']").first.click()
        tag = page.locator("html").get_attribute("lang")
        assert tag == {"zh": "zh-CN", "en": "en"}[language]
        assert page.locator("h1").count() == 1
        assert page.locator("h1").inner_text().strip()
        assert page.title().strip()
        for width, height in WIDTHS.items():
            page.emulate_media(color_scheme=SCHEMES[language].get(width))
            page.set_viewport_size({"width": width, "height": height})
            visit.keep(f"{view.name}-{language}-{width}")
            assert visit.overflow() == [], width
            if width in SCHEMES[language]:
                assert visit.axe() == [], width
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
