"""What a token must be and say, besides its signature; tokens that services make themselves."""

import time
from typing import Any

import pytest

from shared.agencies import AgencyKind
from shared.identity.claims import Caller, ClaimNames
from shared.identity.issuer import Issuer, OwnToken
from shared.identity.keys import AllKeys
from shared.identity.tokens import Verifier
from tests.agencies import REGISTER
from tests.shared.identity.issuers import NAME, KeySet, refused, signed, signed_as


@pytest.mark.parametrize("kind", [None, "", "dpop+jwt", "logout+jwt", "JWS", 7])
async def test_other_types(kind: Any) -> None:
    """A JWT that was made for another use is no access token."""
    issuer = Issuer.new(NAME)
    verifier = Verifier(issuer, issuer=NAME, register=REGISTER)
    assert (await refused(verifier, signed_as(issuer, {"typ": kind}))).status == 401
    for taken in ("JWT", "at+jwt", "application/at+jwt", "AT+JWT"):
        await verifier.verify(signed_as(issuer, {"typ": taken}))


async def test_lifetime() -> None:
    """A token that is good for longer than is allowed is not taken, however fresh it is."""
    issuer = Issuer.new(NAME)
    hour, day = (
        Verifier(issuer, issuer=NAME, register=REGISTER),
        Verifier(issuer, issuer=NAME, register=REGISTER, longest=86400),
    )
    long = issuer.mint("310", ["4101"], [], lifetime=3601)
    problem = await refused(hour, long)
    assert problem.status == 401
    assert "3600 seconds" in problem.detail.en
    assert "3600秒" in problem.detail.zh
    await day.verify(long)
    await hour.verify(issuer.mint("310", ["4101"], [], lifetime=3600))
    # Dated ahead, to last longer than it says.
    ahead = int(time.time()) + 7200
    assert (await refused(hour, signed(issuer, iat=ahead, exp=ahead + 60))).status == 401


async def test_other_names_of_claims() -> None:
    """An identity provider's own claims say the same: by name or by path, as list or as text."""
    issuer = Issuer.new(NAME)
    names = ClaimNames(agency="azp", regions="groups", actions="resource_access.waystation.roles")
    keys = KeySet(issuer.jwks())
    verifier = Verifier(keys, issuer=NAME, register=REGISTER, audience="account", names=names)
    claims: dict[str, Any] = {
        "agency": None,
        "actions": None,
        "regions": None,
        "aud": ["account", "other"],
        "azp": "hospital",
        "groups": "4101 33",
        "resource_access": {"waystation": {"roles": ["cases:read", "offline_access"]}},
    }
    caller = await verifier.verify(signed(issuer, **claims))
    assert caller == Caller(
        "hospital", ("4101", "33"), frozenset({"cases:read"}), "t-1", kind=AgencyKind.HOSPITAL
    )
    changes: list[dict[str, Any]] = [
        {"azp": None},
        {"groups": ["410"]},
        {"resource_access": {"waystation": []}},
    ]
    for wrong in changes:
        assert (await refused(verifier, signed(issuer, **{**claims, **wrong}))).status == 401


async def test_a_services_own_key() -> None:
    """It allows what its entry in the set says, whatever the token says, with our own names."""
    agencies, service = Issuer.new(NAME), Issuer.new(NAME)
    [key] = service.jwks()["keys"]
    own = KeySet({"keys": [{**key, "waystation_actions": ["journal:read"]}]})
    keys = AllKeys((KeySet(agencies.jwks()), own))
    verifier = Verifier(
        keys, issuer=NAME, register=REGISTER, audience="other", names=ClaimNames(agency="azp")
    )
    token = OwnToken(service, (), ("journal:read", "cases:read"))()
    assert (await verifier.verify(token)).actions == {"journal:read"}
    own.keys = {"keys": [{**key, "waystation_actions": "journal:read"}]}
    assert (await refused(Verifier(keys, issuer=NAME, register=REGISTER), token)).status == 401


def test_a_token_of_ones_own_is_renewed(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same token serves for half of its life, then another is made."""
    token = OwnToken(Issuer.new(NAME), (), ("journal:read",))
    first, started = token(), time.monotonic()
    assert token() == first
    monkeypatch.setattr(time, "monotonic", lambda: started + 299)
    assert token() == first
    monkeypatch.setattr(time, "monotonic", lambda: started + 301)
    assert token() != first


@pytest.mark.parametrize("name", ["act", "act.sub"])
@pytest.mark.parametrize(
    ("act", "user"),
    [
        ({"sub": "u-17"}, "u-17"),
        ({"sub": "u-17", "act": {"sub": "u-3", "act": {"sub": "u-4"}}}, "u-17"),
        (None, None),
    ],
    ids=["object", "nested", "none"],
)
async def test_the_user_of_an_act_claim(name: str, act: Any, user: str | None) -> None:
    """The object of RFC 8693, by the claim's name or by the path; who acted before is no user."""
    issuer = Issuer.new(NAME)
    names = ClaimNames(user=name)
    keys = KeySet(issuer.jwks())
    verifier = Verifier(keys, issuer=NAME, register=REGISTER, names=names)
    assert (await verifier.verify(signed(issuer, act=act))).user == user


@pytest.mark.parametrize(
    "act", [{}, {"act": {"sub": "u-3"}}, {"sub": 7}, {"sub": {"sub": "u-17"}}, {"sub": "张三"}, 7]
)
async def test_an_act_claim_that_names_nobody(act: Any) -> None:
    """It is refused where the claim is there and holds no pseudonym, and the claim is named."""
    issuer = Issuer.new(NAME)
    keys = KeySet(issuer.jwks())
    verifier = Verifier(keys, issuer=NAME, register=REGISTER, names=ClaimNames(user="act"))
    problem = await refused(verifier, signed(issuer, act=act))
    assert problem.status == 401
    assert "act" in problem.detail.en
    plain = await verifier.verify(signed(issuer, act="u-17"))
    assert plain.user == "u-17"
