"""A page in a real browser, and all that is wrong with it at a glance."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.resources import files
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, Page, Playwright

from tests.browser.served import Served

CHROMIUM = os.environ.get("WAYSTATION_TEST_CHROMIUM", "/usr/bin/chromium")
MISSING = (
    f"These tests need the browser Chromium at {CHROMIUM}, which is not there. On Debian install it"
    " with its fonts for Chinese: apt-get install chromium fonts-noto-cjk. Elsewhere let"
    " WAYSTATION_TEST_CHROMIUM name a Chromium."
)
FLAGS = ["--no-sandbox", "--disable-background-networking", "--disable-dev-shm-usage"]
AXE = files("axe_playwright_python").joinpath("axe.min.js").read_text("utf-8")
PATIENCE = 120_000  # milliseconds, on a busy machine
GRAVE = ("serious", "critical")
WIDTHS = {320: 640, 768: 1024, 1440: 900}
SHOTS = os.environ.get("WAYSTATION_TEST_SCREENSHOTS")


class NoChromium(Exception):
    """There is no browser here; the message says what to install."""


def started(playwright: Playwright) -> Browser:
    """Chromium. Raises NoChromium where it is missing."""
    if not os.access(CHROMIUM, os.X_OK):
        raise NoChromium(MISSING)
    return playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)


class Visit:
    """One page of one browser; notes what it asks for and what it complains of."""

    def __init__(self, context: BrowserContext, url: str) -> None:
        self.url = url
        self.page: Page = context.new_page()
        self.requested: list[str] = []
        self.complaints: list[str] = []
        self.page.on("request", lambda request: self.requested.append(request.url))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("console", lambda said: self._hear(said.type, said.text))

    def _hear(self, kind: str, text: str) -> None:
        # Chromium says of each refused page that it was refused: what the page itself says counts.
        refused = text.startswith("Failed to load resource") and " 4" in text
        if kind in ("error", "warning") and not refused:
            self.complaints.append(text)

    def open(self, address: str) -> int:
        """Go to a path; the status of the answer."""
        answer = self.page.goto(self.url + address)
        assert answer is not None
        return answer.status

    @property
    def address(self) -> str:
        """The path and query that the browser shows."""
        parts = urlsplit(self.page.url)
        return f"{parts.path}?{parts.query}" if parts.query else parts.path

    def check_origin(self) -> None:
        """Nothing was asked of anybody else, and the browser complained of nothing."""
        foreign = [each for each in self.requested if not each.startswith((self.url, "data:"))]
        assert foreign == []
        assert self.complaints == []

    def overflow(self) -> list[str]:
        """The elements that make the page wider than its window."""
        found: list[str] = self.page.evaluate(OVERFLOW)
        return found

    def axe(self) -> list[str]:
        """What axe finds that is serious or critical: rule, element, reason."""
        if not self.page.evaluate("typeof window.axe === 'object'"):
            self.page.evaluate(AXE)
        found: dict[str, Any] = self.page.evaluate("axe.run({resultTypes: ['violations']})")
        return [
            f"{each['id']}: {node['html'][:150]}: {node['failureSummary']}"
            for each in found["violations"]
            if each["impact"] in GRAVE
            for node in each["nodes"]
        ]

    def focused(self) -> dict[str, Any]:
        """The element that has the focus: its tag, text, address, and whether one sees that."""
        found: dict[str, Any] = self.page.evaluate(FOCUSED)
        return found

    def keep(self, name: str) -> None:
        """A picture of the whole page, where a folder for them is given."""
        if SHOTS:
            folder = Path(SHOTS)
            folder.mkdir(parents=True, exist_ok=True)
            self.page.screenshot(path=folder / f"{name}.png", full_page=True)


# Boxes that scroll by themselves may be wider within.
OVERFLOW = """() => {
  const root = document.documentElement, wide = root.clientWidth;
  if (root.scrollWidth <= wide) return [];
  const scrolls = (each) => each && each !== document.body && each !== root &&
    (getComputedStyle(each).overflowX !== 'visible' || scrolls(each.parentElement));
  const out = [...document.querySelectorAll('body *')].filter((each) =>
    each.getBoundingClientRect().right > wide + 1 && !scrolls(each.parentElement));
  const named = out.slice(0, 5).map((each) => each.outerHTML.slice(0, 120));
  return [`${root.scrollWidth} > ${wide}`, ...named];
}"""

FOCUSED = """() => {
  const each = document.activeElement, style = getComputedStyle(each);
  const box = each.getBoundingClientRect();
  return {
    tag: each.localName, name: each.getAttribute('name'),
    text: (each.getAttribute('aria-label') || each.textContent).trim().replace(/\\s+/g, ' '),
    href: each.getAttribute('href'),
    outlined: style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2,
    within: box.width > 0 && box.right > 0 && box.left < innerWidth && box.bottom > 0 &&
      box.top < innerHeight,
  };
}"""


@contextmanager
def visiting(browser: Browser, served: Served, *regions: str, **how: Any) -> Iterator[Visit]:
    """A visit of a person who may see these regions; of nobody known, if there are none."""
    actions = how.pop("actions", None)
    width = how.pop("width", 1440)
    how.setdefault("viewport", {"width": width, "height": WIDTHS.get(width, 900)})
    context = browser.new_context(**how)
    context.set_default_timeout(PATIENCE)
    try:
        if regions:
            more = {} if actions is None else {"actions": actions}
            cookie = served.session(*regions, **more)
            context.add_cookies(
                [{"name": cookie["name"], "value": cookie["value"], "url": served.url}]
            )
        yield Visit(context, served.url)
    finally:
        context.close()
