"""People sign in with their identity provider; every answer that is not right lets nobody in."""

import re
import time
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

import aiohttp
import pytest

from services.reporting.entry import provider as provider_module
from services.reporting.entry.cookies import LOGIN_WITHIN
from services.reporting.entry.pages import entry_link
from shared.database import Pool
from tests.services.reporting.calling import headers
from tests.services.reporting.entry.conftest import KEY, Start
from tests.services.reporting.entry.provider import (
    CLIENT,
    EC,
    OTHER_RSA,
    PERSON,
    RSA,
    SECRET,
    Provider,
    providing,
)
from tests.services.reporting.reading import one
from tests.shared.http.calling import call
from tests.shared.http.visitor import Seen, Visitor

pytestmark = pytest.mark.postgres

READ = "/v1/reports/annual?region=4101&year=2019"
SITE = "http://localhost:8000"


@pytest.fixture
async def provider() -> AsyncIterator[Provider]:
    """An identity provider over HTTP."""
    async with providing() as running:
        yield running


@dataclass
class Login:
    """A person's browser, which signs in with a provider."""

    browser: Visitor
    provider: Provider

    async def begin(self, path: str = "/login/start?next=/session") -> str:
        """Go to the provider; where that leads the browser back to."""
        begun = await self.browser.get(path)
        assert begun.status == 303, begun.text
        async with (
            aiohttp.ClientSession() as session,
            session.get(begun.headers["location"], allow_redirects=False) as answer,
        ):
            back = answer.headers["Location"]
        assert back.startswith(f"{SITE}/login/callback?")
        return back.removeprefix(SITE)

    async def sign_in(self, path: str = "/login/start?next=/session") -> Seen:
        """The whole way, there and back."""
        return await self.browser.get(await self.begin(path), accept_language="en")


@pytest.fixture
def settings(provider: Provider, tmp_path: Path) -> dict[str, Any]:
    """Reporting as a client of the provider."""
    secret = tmp_path / "secret"
    secret.write_text(SECRET + "\n")
    return {
        "browser_url": SITE,
        "oidc_issuer": provider.url,
        "oidc_client_id": CLIENT,
        "oidc_client_secret": secret,
    }


@pytest.fixture
async def login(start: Start, settings: dict[str, Any], provider: Provider) -> Login:
    """A browser that has not been there yet."""
    return Login(Visitor(await start(**settings)), provider)


def shown(seen: Seen) -> str:
    """What the login page tells first."""
    found = re.search(r'role="alert">([^<]+)<', seen.text)
    assert found is not None, seen.text
    return found[1]


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


def claim(**claims: Any) -> Callable[[Provider], None]:
    """A provider whose ID tokens say this."""
    return lambda provider: provider.claims.update(claims)


def signed(key: Any, algorithm: str, kid: str = "first") -> Callable[[Provider], None]:
    """A provider whose ID tokens are signed in this way."""

    def change(provider: Provider) -> None:
        provider.signer, provider.algorithm, provider.kid = key, algorithm, kid

    return change


def doing(**values: Any) -> Callable[[Provider], None]:
    """A provider that does this."""

    def change(provider: Provider) -> None:
        for name, value in values.items():
            setattr(provider, name, value)

    return change


HOLDS_NOT = "does not hold"
NO_AGENCY = "belongs to no agency"
AWAY = "does not answer"


@pytest.mark.parametrize(
    ("wrong", "status", "told"),
    [
        pytest.param(claim(nonce="another"), 403, HOLDS_NOT, id="nonce of another login"),
        pytest.param(claim(nonce=None), 403, HOLDS_NOT, id="no nonce"),
        pytest.param(claim(aud="another-client"), 403, HOLDS_NOT, id="for another client"),
        pytest.param(claim(aud=["a", CLIENT]), 403, HOLDS_NOT, id="for several, by none"),
        pytest.param(claim(aud=None), 403, HOLDS_NOT, id="for nobody"),
        pytest.param(claim(iss="https://other.example"), 403, HOLDS_NOT, id="of another issuer"),
        pytest.param(claim(exp=1_700_000_000), 403, HOLDS_NOT, id="expired"),
        pytest.param(claim(exp=None), 403, HOLDS_NOT, id="without an end"),
        pytest.param(claim(iat=4_000_000_000), 403, HOLDS_NOT, id="from the future"),
        pytest.param(claim(sub=None), 403, HOLDS_NOT, id="names nobody"),
        pytest.param(claim(at_hash="AAAA"), 403, HOLDS_NOT, id="of another access token"),
        pytest.param(signed(OTHER_RSA, "RS256"), 403, HOLDS_NOT, id="signed by another key"),
        pytest.param(signed(OTHER_RSA, "RS256", "gone"), 403, HOLDS_NOT, id="key not known"),
        pytest.param(signed(None, "none"), 403, HOLDS_NOT, id="not signed"),
        pytest.param(signed(SECRET * 3, "HS256"), 403, HOLDS_NOT, id="signed with a secret"),
        pytest.param(doing(id_token=False), 403, HOLDS_NOT, id="no ID token"),
        pytest.param(doing(token_status=400), 403, HOLDS_NOT, id="code refused"),
        pytest.param(doing(token_status=500), 503, AWAY, id="token endpoint broken"),
        pytest.param(claim(agency="nobody-knows"), 403, NO_AGENCY, id="agency unknown"),
        pytest.param(claim(agency=None), 403, NO_AGENCY, id="no agency"),
        pytest.param(claim(agency="waystation-services"), 403, NO_AGENCY, id="as a service"),
        pytest.param(claim(regions=["99"]), 403, NO_AGENCY, id="no region of its own"),
        pytest.param(claim(actions=["cases:read"]), 403, "may not read", id="no statistics"),
    ],
)
async def test_a_wrong_answer_lets_nobody_in(
    login: Login, wrong: Callable[[Provider], None], status: int, told: str
) -> None:
    """It is refused in words, with no session, and the login has to begin anew."""
    wrong(login.provider)
    back = await login.sign_in()
    assert (back.status, told in shown(back)) == (status, True), shown(back)
    assert not login.browser.cookies
    assert (await login.browser.get(READ)).status == 401


def changed(back: str, **values: str | None) -> str:
    """The address that leads back, with other parameters."""
    parts = urlsplit(back)
    query = {**dict(parse_qsl(parts.query)), **values}
    return parts.path + "?" + urlencode({k: v for k, v in query.items() if v is not None})


@pytest.mark.parametrize(
    ("values", "status"),
    [
        ({"state": "another"}, 400),
        ({"state": None}, 400),
        ({"state": "中"}, 400),
        ({"iss": "https://other.example"}, 400),
        ({"code": None}, 403),
        ({"code": "guessed"}, 403),
        ({"error": "access_denied"}, 403),
    ],
)
async def test_an_answer_that_was_changed_on_its_way_is_refused(
    login: Login, values: dict[str, str | None], status: int
) -> None:
    """State and issuer are this login's; a code is the provider's."""
    back = changed(await login.begin(), **values)
    seen = await login.browser.get(back, accept_language="en")
    assert (seen.status, bool(shown(seen))) == (status, True)
    assert not login.browser.cookies


async def test_an_answer_is_good_for_one_browser_and_once(login: Login) -> None:
    """Brought to another browser it is refused (login CSRF), and so it is a second time."""
    back = await login.begin()
    victim = Visitor(login.browser.app)
    assert (await victim.get(back)).status == 400
    assert not victim.cookies
    kept = dict(login.browser.cookies)
    assert (await login.browser.get(back)).status == 303
    login.browser.cookies.clear()
    login.browser.cookies.update(kept)
    assert (await login.browser.get(back)).status == 403


async def test_a_login_that_took_too_long_begins_anew(
    login: Login, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is kept with the browser ends by itself, and cannot be made up."""
    back = await login.begin()
    later = time.time() + LOGIN_WITHIN + 1
    monkeypatch.setattr("services.reporting.entry.pages.time.time", lambda: later)
    assert (await login.browser.get(back)).status == 400
    monkeypatch.undo()
    back = await login.begin()
    [(name, sealed)] = [(name, cookie.value) for name, cookie in login.browser.cookies.items()]
    assert login.provider.codes, "the login was begun"
    for forged in (sealed[:-2] + "AA", "A" * 200, ""):
        seen = await Visitor(login.browser.app).get(back, cookie=f"{name}={forged}")
        assert seen.status == 400


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
        assert (seen.status, AWAY in shown(seen)) == (503, True)
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
    """It is the stand-in that wants one: without, its code is refused, and with another too."""
    public = Login(Visitor(await start(**{**settings, "oidc_client_secret": None})), provider)
    assert (await public.sign_in()).status == 403
    missing = {**settings, "oidc_client_secret": Path("/nowhere/secret")}
    assert (await Login(Visitor(await start(**missing)), provider).sign_in()).status == 503


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
