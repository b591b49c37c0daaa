"""A person's browser is let in by one link, to read and nothing else."""

import pytest
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.types import Receive, Scope, Send

from deploy.gateway.browser import BrowserEntry
from tests.deploy.gateway.visitor import Visitor


async def tell_token(scope: Scope, receive: Receive, send: Send) -> None:
    """Answer with the token that the request brought."""
    token = Request(scope).headers.get("authorization", "none")
    await PlainTextResponse(token)(scope, receive, send)


@pytest.fixture
def entry() -> BrowserEntry:
    """The entry to a service that tells which token it was given."""
    return BrowserEntry(tell_token, "minted", 8000, "a-key-of-tests")


@pytest.fixture
def browser(entry: BrowserEntry) -> Visitor:
    """A browser that has not been there yet."""
    return Visitor(entry)


async def test_the_link_lets_a_browser_read(entry: BrowserEntry, browser: Visitor) -> None:
    """After the link, the browser is where it wanted to be, and its reads carry a token."""
    assert (await browser.get("/v1/reports/annual")).text == "none"
    led = await browser.get(entry.link("/v1/reports/annual?region=4101&year=2019"))
    assert led.status == 303
    assert led.headers["location"] == "/v1/reports/annual?region=4101&year=2019"
    assert (await browser.get(led.headers["location"])).text == "Bearer minted"


async def test_writes_and_own_tokens_are_left_alone(entry: BrowserEntry, browser: Visitor) -> None:
    """Another site cannot make the browser write, and a caller's own token stays."""
    await browser.get(entry.link())
    assert (await browser.ask("POST", "/v1/clients")).text == "none"
    own = await browser.get("/v1/clients", authorization="Bearer own")
    assert own.text == "Bearer own"


@pytest.mark.parametrize("path", ["/enter/guess/", "/enter/", "/enter//v1", "/enter/%ff/"])
async def test_a_wrong_key_opens_nothing(browser: Visitor, path: str) -> None:
    """A guessed or outdated link leads to the start page without a cookie."""
    led = await browser.get(path)
    assert (led.status, led.headers["location"]) == (303, "/")
    assert not browser.cookies


@pytest.mark.parametrize("path", ["//elsewhere.example", "/\\elsewhere.example"])
async def test_the_link_leads_nowhere_else(
    entry: BrowserEntry, browser: Visitor, path: str
) -> None:
    """The link cannot be bent to another machine."""
    assert (await browser.get(entry.link(path))).headers["location"] == "/"


async def test_cookies_of_others_do_not_disturb(browser: Visitor) -> None:
    """Malformed cookies are no error and no entry."""
    answer = await browser.get("/v1/clients", cookie="waystation-8000=x; =;;\x01")
    assert answer.text == "none"


@pytest.mark.parametrize("said", ["https", "HTTPS, http", ""])
async def test_over_tls_the_cookie_stays_there(
    entry: BrowserEntry, browser: Visitor, said: str
) -> None:
    """The cookie of a link that came by TLS, by a proxy's word, is sent over TLS only."""
    headers = {"x-forwarded-proto": said} if said else {}
    led = await browser.get(entry.link(), **headers)
    assert ("; Secure" in led.headers["set-cookie"]) == bool(said)
