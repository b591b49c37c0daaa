"""People sign in with their identity provider, and out again."""

import re
import time
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

import pytest

from services.reporting.entry import provider as provider_module
from services.reporting.entry.pages import entry_link
from services.reporting.entry.provider import Provider as ProviderOf
from shared.database import Pool
from tests.services.reporting.calling import headers
from tests.services.reporting.entry.conftest import KEY, Start
from tests.services.reporting.entry.logins import READ, SITE, Login, shown
from tests.services.reporting.entry.provider import (
    CLIENT,
    EC,
    OTHER_RSA,
    PERSON,
    RSA,
    SECRET,
    Provider,
)
from tests.services.reporting.reading import one
from tests.shared.http.calling import call
from tests.shared.http.visitor import Visitor

pytestmark = pytest.mark.postgres


async def test_a_person_signs_in(login: Login, pool: Pool) -> None:
    """The person sees what the claims give, at the page that was asked for, as an own session."""
    back = await login.sign_in("/login/start?next=%2Fsession%3Flang%3Den")
    assert (back.status, back.headers["location"]) == (303, "/session?lang=en")
    page = (await login.browser.get("/session?lang=en")).text
    assert "your agency" in page
    assert "Zhengzhou, Henan" in page
    assert (await login.browser.get(READ)).status == 200
    assert (await login.browser.get(READ.replace("4101", "33"))).status == 404
    [name] = login.browser.cookies
    assert re.fullmatch(r"waystation-[0-9a-f]{8}", name), "the login's own cookie is gone"


async def test_a_person_is_known_by_a_pseudonym(login: Login, pool: Pool) -> None:
    """The same at every login, and nothing of the provider's subject or name is kept."""
    for _ in range(2):
        await login.sign_in()
    rows = await one(
        pool, "SELECT array_agg(row_to_json(s)::text) FROM reporting.browser_sessions AS s"
    )
    assert len(rows) == 2
    for secret in (PERSON["sub"], PERSON["name"]):
        assert all(str(secret) not in row for row in rows)
    persons = await one(pool, "SELECT array_agg(DISTINCT person) FROM reporting.browser_sessions")
    assert len(persons) == 1
    assert re.fullmatch(r"p-[A-Za-z0-9_-]{24}", persons[0])


async def test_operators_see_a_persons_session(login: Login) -> None:
    """By its pseudonym and agency; and can end it."""
    await login.sign_in()
    operator = headers(actions=["reporting:operate"], **{"idempotency-key": "k"})
    listed = await call(login.browser.app, "GET", "/v1/sessions", headers=operator)
    [session] = listed.json()["sessions"]
    assert (session["by"], session["agency"], session["regions"]) == ("person", "310", ["4101"])
    path = f"/v1/sessions/{session['number']}/end"
    assert (await call(login.browser.app, "POST", path, headers=operator)).status == 200
    assert (await login.browser.get(READ)).status == 401


async def test_a_provider_signs_with_other_keys_too(login: Login) -> None:
    """With an elliptic curve; and with a new key, which is fetched when it is first seen."""
    login.provider.signer, login.provider.algorithm, login.provider.kid = EC, "ES256", "ec"
    assert (await login.sign_in()).headers["location"] == "/session"
    provider, fetched = login.provider, login.provider.asked.count("jwks")
    provider.signer, provider.algorithm, provider.kid = OTHER_RSA, "RS256", "second"
    provider.keys["second"] = OTHER_RSA
    assert (await login.sign_in()).status == 403, "not fetched again and again"
    assert provider.asked.count("jwks") == fetched


async def test_a_new_key_is_fetched_after_a_while(
    login: Login, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A provider that renews its keys locks nobody out for long."""
    await login.sign_in()
    provider = login.provider
    provider.signer, provider.kid, provider.keys = OTHER_RSA, "second", {"second": OTHER_RSA}
    monkeypatch.setattr(provider_module, "REFETCH_AFTER", 0.0)
    assert (await login.sign_in()).headers["location"] == "/session"


async def test_a_provider_that_is_away_is_told_and_may_come_back(
    start: Start, settings: dict[str, Any], provider: Provider
) -> None:
    """The login page says so; nothing of its absence is remembered; the link still lets in."""
    login = Login(Visitor(await start(**settings)), provider)
    provider.metadata["issuer"] = "https://other.example"
    for metadata in (
        {"issuer": "https://other.example"},
        {"issuer": provider.url, "token_endpoint": None},
        {"issuer": provider.url, "token_endpoint": "file:///etc/passwd"},
    ):
        provider.metadata.clear()
        provider.metadata.update(metadata)
        seen = await login.browser.get("/login/start", accept_language="en")
        assert (seen.status, "does not fit the settings" in shown(seen)) == (503, True)
    provider.metadata.clear()
    assert (await login.sign_in()).status == 303
    nowhere = Visitor(await start(**{**settings, "oidc_issuer": "http://127.0.0.1:9"}))
    assert (await nowhere.get("/login/start")).status == 503
    assert (await nowhere.get(entry_link(KEY))).headers["location"] == "/"


@pytest.mark.parametrize("path", ["//other.example", "https://other.example", "/\\other", "x", ""])
async def test_a_login_leads_nowhere_else(login: Login, path: str) -> None:
    """What an address says to go on to is a path of this installation, or the first page."""
    back = await login.sign_in("/login/start?" + urlencode({"next": path}))
    assert (back.status, back.headers["location"]) == (303, "/")


async def test_signing_out_ends_the_providers_session_too(login: Login, provider: Provider) -> None:
    """Where the provider says how; the page's policy lets the browser go there."""
    await login.sign_in()
    page = await login.browser.get("/session")
    assert f"form-action 'self' {provider.url};" in page.headers["content-security-policy"]
    found = re.search(r'name="token" value="([^"]+)"', page.text)
    assert found is not None
    ended = await login.browser.ask("POST", "/session/end", f"token={found[1]}".encode())
    query = urlencode({"client_id": CLIENT, "post_logout_redirect_uri": f"{SITE}/login"})
    assert ended.headers["location"] == f"{provider.url}/logout?{query}"
    assert (await login.browser.get(READ)).status == 401


@pytest.mark.parametrize(("claim", "seconds"), [("iat", 45), ("exp", -45)])
async def test_clocks_may_differ_by_a_minute(login: Login, claim: str, seconds: int) -> None:
    """The provider's is ahead, or behind so far that its token ends before it comes."""
    login.provider.claims[claim] = int(time.time()) + seconds
    assert (await login.sign_in()).status == 303


async def test_a_provider_may_want_the_secret_in_the_body(login: Login) -> None:
    """Where it says that it takes no other way; else it is shown in a header."""
    login.provider.in_body = True
    taken = login.provider.metadata["token_endpoint_auth_methods_supported"] = []
    assert (await login.sign_in()).status == 503
    taken += ["client_secret_post", "private_key_jwt"]
    fresh = login.browser.app.state.entrance  # type: ignore[attr-defined]
    fresh.provider = ProviderOf.of(fresh.settings)
    assert (await login.sign_in()).status == 303


async def test_over_tls_a_login_is_begun_over_tls(start: Start, settings: dict[str, Any]) -> None:
    """In clear it is led to the public address; of a proxy that is silent the page tells."""
    public = "https://waystation.example"
    browser = Visitor(await start(**{**settings, "browser_url": public}))
    led = await browser.get("/login/start?next=/session")
    assert (led.status, browser.cookies) == (303, {})
    address = led.headers["location"]
    assert address.startswith(f"{public}/login/start?next=%2Fsession&")
    again = await browser.get(address.removeprefix(public), accept_language="en")
    assert (again.status, "X-Forwarded-Proto" in shown(again)) == (503, True)
    begun = await browser.get(address.removeprefix(public), x_forwarded_proto="https")
    assert begun.headers["location"].startswith(settings["oidc_issuer"])
    assert re.match(r"__Host-waystation-[0-9a-f]{8}-login=", begun.headers["set-cookie"])
    for flag in ("HttpOnly", "SameSite=Lax", "Path=/", "Secure"):
        assert f"; {flag}" in begun.headers["set-cookie"]


async def test_another_client_of_the_provider_is_another_entrance(
    login: Login, start: Start, settings: dict[str, Any]
) -> None:
    """Who was let in by a provider that is trusted no more is let in no more."""
    await login.sign_in()
    for change in ({"oidc_client_id": "other"}, {"oidc_issuer": None}):
        later = Visitor(await start(**{**settings, **change}))
        later.cookies = login.browser.cookies
        assert (await later.get(READ)).status == 401


async def test_a_public_client_has_no_secret(
    start: Start, settings: dict[str, Any], provider: Provider
) -> None:
    """The stand-in wants one: without it, or with another, it does not know its client."""
    for secret in (None, "another"):
        app = await start(**{**settings, "oidc_client_secret": secret})
        refused = await Login(Visitor(app), provider).sign_in()
        assert (refused.status, "as its client" in shown(refused)) == (503, True)


async def test_nothing_of_a_login_stands_in_the_log(
    login: Login, capsys: pytest.CaptureFixture[str]
) -> None:
    """Neither code nor state, neither subject nor name; why one was refused, in a word."""
    back = await login.begin()
    await login.browser.get(back)
    login.provider.claims["agency"] = "nobody-knows"
    await login.sign_in()
    output = "".join(capsys.readouterr())
    assert "/login/callback" in output
    assert "reason=agency" in output
    for name, value in parse_qsl(urlsplit(back).query):
        assert name == "iss" or value not in output
    for secret in (PERSON["sub"], PERSON["name"], SECRET):
        assert str(secret) not in output


def test_the_stand_in_has_two_keys() -> None:
    """Else a token that is signed by another key would prove nothing."""
    assert RSA.private_numbers() != OTHER_RSA.private_numbers()
