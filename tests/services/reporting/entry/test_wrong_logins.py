"""An answer of an identity provider that is not right in everything lets nobody in."""

import time
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

import pytest

from services.reporting.entry.cookies import LOGIN_WITHIN
from tests.services.reporting.entry.logins import READ, Login, shown
from tests.services.reporting.entry.provider import (
    CLIENT,
    OTHER_RSA,
    SECRET,
    Provider,
)
from tests.shared.http.visitor import Visitor

pytestmark = pytest.mark.postgres


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
CLOCK = "clock"


@pytest.mark.parametrize(
    ("wrong", "status", "told"),
    [
        pytest.param(claim(nonce="another"), 403, HOLDS_NOT, id="nonce of another login"),
        pytest.param(claim(nonce=None), 403, HOLDS_NOT, id="no nonce"),
        pytest.param(claim(aud="another-client"), 403, HOLDS_NOT, id="for another client"),
        pytest.param(claim(aud=["a", CLIENT]), 403, HOLDS_NOT, id="for several, by none"),
        pytest.param(claim(aud=None), 403, HOLDS_NOT, id="for nobody"),
        pytest.param(claim(iss="https://other.example"), 403, HOLDS_NOT, id="of another issuer"),
        pytest.param(claim(exp=1_700_000_000), 403, CLOCK, id="expired"),
        pytest.param(claim(exp=None), 403, HOLDS_NOT, id="without an end"),
        pytest.param(claim(iat=4_000_000_000), 403, CLOCK, id="from the future"),
        pytest.param(claim(sub=None), 403, HOLDS_NOT, id="names nobody"),
        pytest.param(claim(at_hash="AAAA"), 403, HOLDS_NOT, id="of another access token"),
        pytest.param(signed(OTHER_RSA, "RS256"), 403, HOLDS_NOT, id="signed by another key"),
        pytest.param(signed(OTHER_RSA, "RS256", "gone"), 403, HOLDS_NOT, id="key not known"),
        pytest.param(signed(None, "none"), 403, HOLDS_NOT, id="not signed"),
        pytest.param(signed(SECRET * 3, "HS256"), 403, HOLDS_NOT, id="signed with a secret"),
        pytest.param(doing(id_token=False), 403, HOLDS_NOT, id="no ID token"),
        pytest.param(doing(token_status=400), 403, HOLDS_NOT, id="code refused"),
        pytest.param(
            doing(token_status=400, token_error=["invalid_client"]),
            403,
            HOLDS_NOT,
            id="odd refusal",
        ),
        pytest.param(doing(token_status=500), 503, AWAY, id="token endpoint broken"),
        pytest.param(doing(endless=True), 503, AWAY, id="an answer without an end"),
        pytest.param(claim(agency="nobody-knows"), 403, NO_AGENCY, id="agency unknown"),
        pytest.param(claim(agency=None), 403, NO_AGENCY, id="no agency"),
        pytest.param(claim(agency="waystation-services"), 403, NO_AGENCY, id="as a service"),
        pytest.param(claim(regions=["99"]), 403, NO_AGENCY, id="no region of its own"),
        pytest.param(claim(actions=["cases:read"]), 403, "may not read", id="no statistics"),
        pytest.param(claim(actions=None), 403, "may not read", id="no rights at all"),
    ],
)
async def test_a_wrong_answer_lets_nobody_in(
    login: Login, wrong: Callable[[Provider], None], status: int, told: str
) -> None:
    """It is refused in words, with no session, and the login has to begin anew."""
    wrong(login.provider)
    back = await login.sign_in()
    assert (back.status, told in shown(back)) == (status, True), shown(back)
    assert login.provider.sent < 32, "no more is read than an answer may have"
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
        ({"error": "what-it-says"}, 403),
        ({"error": "unauthorized_client"}, 503),
        ({"error": "temporarily_unavailable"}, 503),
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
