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
