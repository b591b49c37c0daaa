"""People sign in with an identity provider, through deploy/compose.yaml and a proxy that ends TLS.

The provider is on this machine, outside of the containers' networks, with a certificate of an
authority of the place's own; the settings are those of an operator's `.env`.
"""

import json
import re
import shutil
import urllib.request
from collections.abc import Iterator
from contextlib import AsyncExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, sync_playwright

from deploy.kafka.plain import free_port
from tests.browser.looking import CHROMIUM, FLAGS, MISSING
from tests.compose.house import COMPOSE, SIGN_IN, Containers, containers
from tests.services.reporting.entry.provider import CLIENT, SECRET, Provider, providing
from tests.tls import Aside, Authority, Front

pytestmark = [pytest.mark.docker, pytest.mark.browser, pytest.mark.timeout(600)]

GUIDE = COMPOSE.parents[1] / "docs" / "browsers.md"
SSO, SITE = "sso.test", "waystation.test"
ROLES = "resource_access.waystation.roles"
# As a provider of the place's own may name things; the agency is one of the register's examples.
PERSON = {
    "sub": "410102199001011234",
    "name": "测试用户",
    "org": "金水区禁毒办",
    "districts": ["410105"],
    "resource_access": {"waystation": {"roles": ["statistics:read"]}},
}
# Docker knows no such name: a place without names of its own (DNS) says where the provider is.
WHERE = """
services:
  reporting:
    extra_hosts: ["{name}:{address}"]
"""


@dataclass
class Place:
    """The house, the provider, and what ends TLS before each of them."""

    house: Containers
    aside: Aside
    provider: Provider
    sso: Front
    site: Front
    ours: Authority
    url: str

    def log(self, event: str) -> list[dict[str, Any]]:
        """The lines of reporting's log with this event, the newest last."""
        text = self.house.compose("logs", "--no-color", "--no-log-prefix", "reporting")
        lines = [json.loads(line[line.index("{") :]) for line in text.splitlines() if "{" in line]
        return [line for line in lines if line["event"] == event]

    @contextmanager
    def answering(self, front: Front, authority: Authority) -> Iterator[None]:
        """What ends TLS, for a while, with a certificate by this authority."""
        names = (SSO, SITE)
        self.aside.do(front.start(authority.context(self.house.place, *names)))
        try:
            yield
        finally:
            self.aside.do(front.stop())


@pytest.fixture(scope="module")
def place() -> Iterator[Place]:
    """A house that runs, whose provider cannot be used yet: its authority is unknown."""
    aside, stack = Aside(), AsyncExitStack()
    ours, another = Authority("authority of the place"), Authority("another authority")
    provider = aside.do(stack.enter_async_context(providing()))
    behind, provider.person = provider.url, PERSON
    with containers() as house:
        outside = json.loads(house.docker("network", "inspect", "bridge"))[0]
        address = outside["IPAM"]["Config"][0]["Gateway"]
        sso = Front(behind, address, free_port())
        site = Front(house.url, "127.0.0.1", free_port())
        provider.url = f"https://{SSO}:{sso.port}"
        url = f"https://{SITE}:{site.port}"
        provider.redirects = [f"{url}/login/callback"]
        operator_sets(house.place, url, provider.url, address, ours)
        place = Place(house, aside, provider, sso, site, ours, url)
        with place.answering(site, ours):
            with place.answering(sso, another):
                house.up("gateway")
            yield place
    aside.do(stack.aclose())
    aside.close()


def operator_sets(place: Path, url: str, issuer: str, address: str, ours: Authority) -> None:
    """What an operator lays beside compose.yaml."""
    shutil.copy(SIGN_IN, place)
    (place / "where.yaml").write_text(WHERE.format(name=SSO, address=address))
    for name, content in (("oidc_client_secret", SECRET + "\n"), ("oidc_ca", ours.certificate)):
        (place / "secrets" / name).write_text(content)
        (place / "secrets" / name).chmod(0o444)
    claims = {"agency": "org", "regions": "districts", "actions": ROLES}
    settings: dict[str, object] = {
        "COMPOSE_FILE": "compose.yaml:compose.sign-in.yaml",
        "WAYSTATION_BROWSER_URL": url,
        "WAYSTATION_OIDC_ISSUER": issuer,
        "WAYSTATION_OIDC_CLIENT_ID": CLIENT,
        "WAYSTATION_OIDC_CLIENT_SECRET_FILE": place / "secrets" / "oidc_client_secret",
        "WAYSTATION_OIDC_CA_FILE": place / "secrets" / "oidc_ca",
        "WAYSTATION_OIDC_CLAIMS": json.dumps(claims),
        "WAYSTATION_OIDC_SCOPES": "openid",
    }
    # The example of the operators' page as it stands there, with its remarks, but for the values.
    example = GUIDE.read_text("utf-8").partition("```sh\nCOMPOSE_FILE=")[2].partition("```")[0]
    lines = re.findall(r"^(\w+=)(\{.*\}|\S+)(.*)$", f"COMPOSE_FILE={example}", re.MULTILINE)
    assert [name.rstrip("=") for name, *_ in lines] == list(settings)
    text = (f"{name}{settings[name.rstrip('=')]}{remark}\n" for name, _, remark in lines)
    (place / ".env").write_text("".join(text))


@pytest.fixture(scope="module")
def context(place: Place) -> Iterator[BrowserContext]:
    """A browser that knows where both names are."""
    rules = f"MAP {SSO} {place.sso.host}, MAP {SITE} {place.site.host}"
    with sync_playwright() as playwright:
        assert Path(CHROMIUM).exists(), MISSING
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM, args=[*FLAGS, f"--host-resolver-rules={rules}"]
        )
        yield browser.new_context(ignore_https_errors=True, locale="en")
        browser.close()


@pytest.fixture
def page(context: BrowserContext) -> Iterator[Page]:
    """A page of a browser that is not signed in."""
    context.clear_cookies()
    page = context.new_page()
    page.set_default_timeout(30_000)
    yield page
    page.close()


@pytest.fixture
def reachable(place: Place) -> Iterator[None]:
    """The provider, with a certificate that reporting can check."""
    with place.answering(place.sso, place.ours):
        yield


def sign_in(page: Page, place: Place) -> str:
    """Follow the login page's link; what the page that it ends at says first, if it does."""
    page.goto(f"{place.url}/session")
    page.get_by_role("link", name="Sign in with").click()
    told = page.get_by_role("alert")
    return told.inner_text() if told.count() else ""


def test_a_provider_that_cannot_be_used_is_told(place: Place, page: Page) -> None:
    """By an unknown authority, or away: in reporting's log from its start on, and to a person."""
    [line] = place.log("provider_unusable")
    assert line["source"] == place.provider.url
    assert line["reason"].startswith("certificate: ")
    assert "does not answer" in sign_in(page, place)
    with place.answering(place.sso, Authority("another")):
        assert "not trusted" in sign_in(page, place)
    told = [each["reason"].partition(":")[0] for each in place.log("browser_refused")]
    assert told == ["provider", "certificate"]


@pytest.mark.usefixtures("reachable")
def test_a_person_signs_in_and_out(place: Place, page: Page, context: BrowserContext) -> None:
    """There and back, with a cookie for TLS alone; out again, from the provider too."""
    assert sign_in(page, place) == ""
    assert page.url == f"{place.url}/session"
    assert "Jinshui" in page.inner_text("main")
    [cookie] = context.cookies()
    assert re.fullmatch(r"__Host-waystation-[0-9a-f]{8}", cookie["name"])
    flags = [cookie.get(name) for name in ("secure", "httpOnly", "sameSite", "path", "domain")]
    assert flags == [True, True, "Lax", "/", SITE]
    page.goto(f"{place.url}/")
    assert page.get_by_role("heading").count()
    page.goto(f"{place.url}/session")
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url(f"{place.url}/login")
    assert "logout" in place.provider.asked
    assert context.cookies() == []
    answer = page.goto(f"{place.url}/session")
    assert answer is not None
    assert answer.status == 401


@pytest.mark.usefixtures("reachable")
def test_an_operator_ends_a_session(place: Place, page: Page) -> None:
    """The tools list it by its agency, and end it: its next request gets the login page."""
    sign_in(page, place)
    run = ("run", "--rm", "--no-deps", "--no-TTY", "tools", "sessions")
    [held] = json.loads(place.house.compose(*run, "list", "--json"))["sessions"]
    assert (held["by"], held["agency"], held["regions"]) == ("person", PERSON["org"], ["410105"])
    place.house.compose(*run, "end", str(held["number"]))
    answer = page.goto(f"{place.url}/session")
    assert answer is not None
    assert answer.status == 401


@pytest.mark.usefixtures("reachable")
def test_what_an_operator_or_a_person_may_fix_is_told(place: Place, page: Page) -> None:
    """No right, a login that is over, an address that is not registered, a proxy that is silent."""
    provider = place.provider
    provider.person = PERSON | {"resource_access": {}}
    assert "may not read statistics" in sign_in(page, place)
    provider.person = PERSON | {"org": "nobody"}
    assert "belongs to no agency" in sign_in(page, place)
    page.reload()
    assert "sign in again" in page.get_by_role("alert").inner_text()
    provider.person, provider.redirects = PERSON, []
    sign_in(page, place)
    assert (page.url.startswith(provider.url), page.inner_text("body")) == (
        True,
        "invalid redirect_uri",
    )
    provider.redirects = [f"{place.url}/login/callback"]
    place.site.says_https = False
    assert "X-Forwarded-Proto" in sign_in(page, place)
    place.site.says_https = True


@pytest.mark.usefixtures("reachable")
def test_a_login_by_the_port_itself_goes_on_at_the_public_address(place: Place) -> None:
    """In clear, as on the server: the cookie would not be there when the provider leads back."""
    opener = urllib.request.build_opener(NoRedirect)
    with opener.open(f"{place.house.url}/login/start?next=/session") as answer:
        assert answer.status == 303
        assert answer.headers["Location"].startswith(f"{place.url}/login/start?next=%2Fsession&")


class NoRedirect(urllib.request.HTTPErrorProcessor):
    """Leaves an answer that leads on as it is."""

    def http_response(self, request: Any, response: Any) -> Any:
        """The answer."""
        return response
