"""A person's browser is let in by one link, to read and nothing else."""

from hashlib import sha256

import pytest
from deploy.gateway.browser import OLD_LINK, BrowserEntry, entry_link
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.types import Receive, Scope, Send

from tests.shared.http.visitor import Visitor

KEY = "a-key-of-tests"
COOKIE = f"waystation-{sha256(KEY.encode()).hexdigest()[:8]}"


async def tell_token(scope: Scope, receive: Receive, send: Send) -> None:
    """Answer with the token that the request brought."""
    token = Request(scope).headers.get("authorization", "none")
    await PlainTextResponse(token)(scope, receive, send)


@pytest.fixture
def entry() -> BrowserEntry:
    """The entry to a service that tells which token it was given."""
    return BrowserEntry(tell_token, lambda: "minted", KEY)


@pytest.fixture
def browser(entry: BrowserEntry) -> Visitor:
    """A browser that has not been there yet."""
    return Visitor(entry)


async def test_the_link_lets_a_browser_read(browser: Visitor) -> None:
    """After the link, the browser is where it wanted to be, and its reads carry a token."""
    assert (await browser.get("/v1/reports/annual")).text == "none"
    led = await browser.get(entry_link(KEY, "/v1/reports/annual?region=4101&year=2019"))
    assert led.status == 303
    assert led.headers["location"] == "/v1/reports/annual?region=4101&year=2019"
    assert (await browser.get(led.headers["location"])).text == "Bearer minted"


async def test_writes_and_own_tokens_are_left_alone(browser: Visitor) -> None:
    """Another site cannot make the browser write, and a caller's own token stays."""
    await browser.get(entry_link(KEY))
    assert (await browser.ask("POST", "/v1/clients")).text == "none"
    own = await browser.get("/v1/clients", authorization="Bearer own")
    assert own.text == "Bearer own"


@pytest.mark.parametrize("path", ["/enter/guess/", "/enter/", "/enter//v1", "/enter/%ff/"])
async def test_a_wrong_key_opens_nothing(browser: Visitor, path: str) -> None:
    """A guessed or outdated link leads to where the start page says so, without a cookie."""
    led = await browser.get(path)
    assert (led.status, led.headers["location"]) == (303, OLD_LINK)
    assert not browser.cookies


@pytest.mark.parametrize("path", ["//elsewhere.example", "/\\elsewhere.example"])
async def test_the_link_leads_nowhere_else(browser: Visitor, path: str) -> None:
    """The link cannot be bent to another machine."""
    assert (await browser.get(entry_link(KEY, path))).headers["location"] == OLD_LINK


@pytest.mark.parametrize("others", ["=;;\x01", 'odd="a b; {"x": 1}', "café", "a[b]=1; @="])
async def test_cookies_of_others_do_not_disturb(browser: Visitor, others: str) -> None:
    """Malformed cookies are no error and no entry, and lock nobody out who has the right one."""
    for cookie, token in ((f"{COOKIE}=x", "none"), (f"{COOKIE}={KEY}", "Bearer minted")):
        assert (await browser.get("/v1/clients", cookie=f"{others}; {cookie}")).text == token


async def test_two_installations_on_one_machine_have_their_own_cookies() -> None:
    """A cookie is sent to every port; one link does not end the other's access."""
    installations = [
        BrowserEntry(tell_token, key.title, key) for key in ("key-of-one", "key-of-another")
    ]
    one, another = (Visitor(each) for each in installations)
    another.cookies = one.cookies
    await one.get(entry_link("key-of-one"))
    await another.get(entry_link("key-of-another"))
    assert (await one.get("/")).text == "Bearer Key-Of-One"
    assert (await another.get("/")).text == "Bearer Key-Of-Another"


async def test_the_cookie_goes_on_with_a_link_from_elsewhere(browser: Visitor) -> None:
    """Whoever comes by a link in a mail is let in; scripts, and other sites' frames, are not."""
    led = await browser.get(entry_link(KEY))
    assert led.headers["set-cookie"] == f"{COOKIE}={KEY}; HttpOnly; SameSite=Lax; Path=/"


@pytest.mark.parametrize("scheme", ["https", "HTTPS, http", ""])
async def test_over_tls_the_cookie_stays_there(browser: Visitor, scheme: str) -> None:
    """The cookie of a link that came by TLS, by a proxy's word, is sent over TLS only."""
    headers = {"x-forwarded-proto": scheme} if scheme else {}
    led = await browser.get(entry_link(KEY), **headers)
    assert ("; Secure" in led.headers["set-cookie"]) == bool(scheme)
