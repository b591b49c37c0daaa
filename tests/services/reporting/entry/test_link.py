"""A person's browser is let in by one link, to read statistics and nothing else."""

import re
from pathlib import Path

import pytest

from services.reporting.entry.pages import OLD_LINK, entry_link
from shared.positions import make_key
from tests.services.reporting.calling import headers
from tests.services.reporting.entry.conftest import KEY, Start
from tests.shared.http.visitor import Visitor

pytestmark = pytest.mark.postgres

READ = "/v1/indicators"
WRONG = [
    "/enter/guess/",
    "/enter/",
    "/enter//v1",
    "/enter/%ff/",
    f"/enter/{KEY}x/",
    f"/enter/{KEY[:-1]}/",
]


async def test_the_link_lets_a_browser_read(browser: Visitor) -> None:
    """After the link, the browser is where it wanted to be, and its reads are let in."""
    assert (await browser.get(READ)).status == 401
    path = "/v1/reports/annual?region=4101&year=2019"
    led = await browser.get(entry_link(KEY, path))
    assert (led.status, led.headers["location"]) == (303, path)
    assert led.headers["cache-control"] == "no-store"
    seen = await browser.get(path)
    assert (seen.status, seen.json()["region"]) == (200, "4101")


async def test_the_cookie_is_not_the_key(browser: Visitor) -> None:
    """Whoever finds a cookie has one session, not the link; each entry has an id of its own."""
    ids = []
    for _ in range(2):
        await browser.get(entry_link(KEY))
        [cookie] = browser.cookies.values()
        ids.append(cookie.value)
    assert len({KEY, *ids}) == 3
    assert all(re.fullmatch(r"[A-Za-z0-9_-]{43}", each) for each in ids)


async def test_a_second_entry_ends_the_first(browser: Visitor) -> None:
    """The cookie that it replaces lets nobody in any more."""
    await browser.get(entry_link(KEY))
    [(name, first)] = [(name, cookie.value) for name, cookie in browser.cookies.items()]
    await browser.get(entry_link(KEY))
    assert (await browser.get(READ)).status == 200
    assert (await browser.get(READ, cookie=f"{name}={first}")).status == 401


async def test_writes_and_own_tokens_are_left_alone(browser: Visitor) -> None:
    """Another site cannot make the browser write, and a caller's own token is what counts."""
    await browser.get(entry_link(KEY))
    for path in ("/v1/rebuild", "/v1/verify", "/v1/sessions/end"):
        assert (await browser.ask("POST", path, idempotency_key="k")).status == 401, path
    assert (await browser.get(READ, authorization="Bearer nonsense")).status == 401
    token = headers("4101", actions=["cases:read"])["authorization"]
    assert (await browser.get(READ, authorization=token)).status == 403


@pytest.mark.parametrize("path", WRONG)
async def test_a_wrong_key_opens_nothing(browser: Visitor, path: str) -> None:
    """A guessed or outdated link leads to the page that says so, without a cookie."""
    led = await browser.get(path)
    assert (led.status, led.headers["location"]) == (303, OLD_LINK)
    assert not browser.cookies
    page = await browser.get(f"{OLD_LINK}&lang=en")
    assert page.status == 200
    assert "This link does not let you in" in page.text
    assert "请向管理员索取新链接" in (await browser.get(f"{OLD_LINK}&lang=zh")).text


@pytest.mark.parametrize(
    "path",
    ["//elsewhere.example", "/\\elsewhere.example", "/\\/elsewhere.example", "/a%20b\\c"],
)
async def test_the_link_leads_nowhere_else(browser: Visitor, path: str) -> None:
    """The link cannot be bent to another machine."""
    assert (await browser.get(entry_link(KEY, path))).headers["location"] == OLD_LINK
    assert not browser.cookies


@pytest.mark.parametrize("others", ["=;;\x01", 'odd="a b; {"x": 1}', "café", "a[b]=1; @="])
async def test_cookies_of_others_do_not_disturb(browser: Visitor, others: str) -> None:
    """Malformed cookies are no error and no entry, and lock nobody out who has the right one."""
    await browser.get(entry_link(KEY))
    [(name, value)] = [(name, cookie.value) for name, cookie in browser.cookies.items()]
    for cookie, status in ((f"{name}=x", 401), (f"{name}={value}", 200)):
        assert (await browser.get(READ, cookie=f"{others}; {cookie}")).status == status


async def test_two_installations_on_one_machine_have_their_own_cookies(
    browser: Visitor, start: Start, tmp_path: Path
) -> None:
    """A cookie is sent to every port; one link does not end the other's access."""
    key = tmp_path / "position_key"
    make_key(key)
    another = Visitor(await start(position_key=key))
    another.cookies = browser.cookies
    await browser.get(entry_link(KEY))
    await another.get(entry_link(KEY))
    assert len(browser.cookies) == 2
    assert (await browser.get(READ)).status == (await another.get(READ)).status == 200


async def test_the_cookie_goes_on_with_a_link_from_elsewhere(browser: Visitor) -> None:
    """Whoever comes by a link in a mail is let in; scripts, and other sites' frames, are not."""
    cookie = (await browser.get(entry_link(KEY))).headers["set-cookie"]
    name, _, flags = cookie.partition("; ")
    assert re.fullmatch(r"waystation-[0-9a-f]{8}=[A-Za-z0-9_-]{43}", name)
    assert flags == "HttpOnly; SameSite=Lax; Path=/"


@pytest.mark.parametrize("scheme", ["https", "HTTPS, http"])
async def test_over_tls_the_cookie_stays_there(browser: Visitor, scheme: str) -> None:
    """The cookie of a link that came by TLS is sent over TLS only, and set by no neighbour."""
    tls = {"x-forwarded-proto": scheme}
    cookie = (await browser.get(entry_link(KEY), **tls)).headers["set-cookie"]
    assert cookie.startswith("__Host-waystation-")
    assert cookie.endswith("; HttpOnly; SameSite=Lax; Path=/; Secure")
    assert (await browser.get(READ, **tls)).status == 200
    # The same value under the plain name, as a neighbouring host could set it.
    plain = cookie.partition(";")[0].removeprefix("__Host-")
    assert (await browser.get(READ, cookie=plain, **tls)).status == 401


async def test_without_a_key_no_link_lets_in(start: Start) -> None:
    """Neither an empty key nor any other; the login page says what an operator can set."""
    browser = Visitor(await start(browser_key=None))
    for path in ("/enter//", "/enter/None/", "/enter/x/"):
        assert (await browser.get(path)).headers["location"] == OLD_LINK
    assert not browser.cookies
    assert "WAYSTATION_BROWSER_KEY" in (await browser.get("/login")).text


async def test_a_new_key_ends_what_the_old_one_let_in(start: Start, browser: Visitor) -> None:
    """A link that became known to others is ended with everything that it opened."""
    await browser.get(entry_link(KEY))
    later = Visitor(await start(browser_key="another-key-of-the-tests"))
    later.cookies = browser.cookies
    assert (await later.get(READ)).status == 401
    assert (await later.get(entry_link(KEY))).headers["location"] == OLD_LINK


async def test_the_key_stands_in_no_line_of_the_log(
    browser: Visitor, capsys: pytest.CaptureFixture[str]
) -> None:
    """The log names the route and the session's number, never what is in the address or cookie."""
    await browser.get(entry_link(KEY, "/login"))
    await browser.get(entry_link("a-wrong-key-of-tests", "/login"))
    await browser.get(READ)
    [cookie] = browser.cookies.values()
    output = "".join(capsys.readouterr())
    assert "/enter/{rest}" in output
    assert "session-1" in output
    for secret in (KEY, "a-wrong-key-of-tests", cookie.value):
        assert secret not in output


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE"])
async def test_the_link_is_for_opening_only(browser: Visitor, method: str) -> None:
    """No form and no program of another site uses it."""
    assert (await browser.ask(method, entry_link(KEY))).status == 405
    assert not browser.cookies
