"""One service and one browser for all tests here."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.browser.looking import NoChromium, started
from tests.browser.served import Served
from tests.databases import Databases


@pytest.fixture(scope="package")
def served(databases: Databases) -> Iterator[Served]:
    """The service, with the work of a city."""
    service = Served(databases)
    yield service
    service.close()


# While it runs, no other event loop can run in this thread: no test here may be asynchronous.
@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """Chromium; without it every test fails, and says what to install."""
    with sync_playwright() as playwright:
        try:
            browser = started(playwright)
        except NoChromium as error:
            pytest.fail(str(error), pytrace=False)
        yield browser
        browser.close()
