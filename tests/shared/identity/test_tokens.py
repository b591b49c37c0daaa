"""Which tokens are taken, and what they allow."""

import asyncio
import base64
import json
import time
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from hypothesis import given
from hypothesis import strategies as st

from shared.agencies import AgencyKind
from shared.http.problems import Problem
from shared.identity import tokens
from shared.identity.claims import Caller
from shared.identity.issuer import Issuer
from shared.identity.keys import KeysAt
from shared.identity.tokens import Verifier
from tests.agencies import REGISTER
from tests.shared.identity.issuers import CLAIMS, NAME, KeySet, refused, signed


async def test_taken() -> None:
    """A token of our issuer says who calls, and is known by its text from then on."""
    issuer = Issuer.new(NAME)
    verifier = Verifier(issuer, issuer=NAME, register=REGISTER)
    token = issuer.mint("310", ["410100000000", "33"], ["cases:read", "cases:write"])
    assert verifier.known(token) is None
    caller = await verifier.verify(token)
    assert replace(caller, jti="") == Caller(
        "310",
        ("4101", "33"),
        frozenset({"cases:read", "cases:write"}),
        kind=AgencyKind.ANTI_DRUG_OFFICE,
    )
    assert caller.jti
    assert verifier.known(token) is caller
    assert await verifier.verify(token) is caller


@pytest.mark.parametrize(
    "changes",
    [
        {"iss": "https://other.example"},
        {"iss": None},
        {"aud": "other"},
        {"aud": None},
        {"exp": None},
        {"exp": 1},
        {"exp": "soon"},
        {"exp": 10**400},
        {"nbf": 2**33},
        {"iat": None},
        {"iat": "now"},
        {"jti": None},
        {"jti": ""},
        {"jti": 7},
        {"jti": "a b"},
        {"jti": "j" * 201},
        {"agency": None},
        {"agency": ""},
        {"agency": 310},
        {"agency": "a\x00b"},
        {"regions": None},
        {"regions": "4101"},
        {"regions": ["410"]},
        {"regions": [4101]},
        {"regions": [""]},
        {"actions": None},
        {"actions": [["cases:read"]]},
        {"actions": ["everything"]},
    ],
)
async def test_claims(changes: dict[str, Any]) -> None:
    """A token with a claim missing or malformed is answered 401, with a challenge."""
    issuer = Issuer.new(NAME)
    problem = await refused(
        Verifier(issuer, issuer=NAME, register=REGISTER), signed(issuer, **changes)
    )
    assert problem.status == 401
    assert problem.headers["WWW-Authenticate"] == 'Bearer error="invalid_token"'


async def test_algorithms() -> None:
    """No signature, or one by a shared secret, is never taken."""
    issuer = Issuer.new(NAME)
    verifier = Verifier(issuer, issuer=NAME, register=REGISTER)
    claims = {**CLAIMS, "exp": int(time.time()) + 60}
    key = issuer.jwks()["keys"][0]
    header = {"kid": key["kid"]}
    unsigned = jwt.encode(claims, "", "none", headers=header)
    shared = jwt.encode(claims, key["x"].ljust(64, "="), "HS256", headers=header)
    assert (await refused(verifier, unsigned)).status == 401
    assert (await refused(verifier, shared)).status == 401


async def test_other_keys() -> None:
    """RSA and elliptic-curve keys serve as well; a shared secret in the set is left out."""
    rsa_key = rsa.generate_private_key(65537, 2048)
    curve_key = ec.generate_private_key(ec.SECP256R1())
    keys = {
        "keys": [
            {**jwt.algorithms.RSAAlgorithm.to_jwk(rsa_key.public_key(), as_dict=True), "kid": "r"},
            {**jwt.algorithms.ECAlgorithm.to_jwk(curve_key.public_key(), as_dict=True), "kid": "e"},
            {"kty": "oct", "k": base64.urlsafe_b64encode(b"s" * 32).decode(), "kid": "s"},
            {"kty": "unheard-of", "kid": "u"},
        ]
    }
    verifier = Verifier(KeySet(keys), issuer=NAME, register=REGISTER)
    claims = {**CLAIMS, "iat": int(time.time()), "exp": int(time.time()) + 60}
    await verifier.verify(jwt.encode(claims, rsa_key, "RS256", headers={"kid": "r"}))
    await verifier.verify(jwt.encode(claims, curve_key, "ES256", headers={"kid": "e"}))
    for algorithm, key, name in (("PS256", rsa_key, "r"), ("HS256", b"s" * 32, "s")):
        token = jwt.encode(claims, key, algorithm, headers={"kid": name})
        assert (await refused(verifier, token)).status == 401


@given(st.text(max_size=200) | st.binary(max_size=200).map(lambda raw: raw.decode("latin-1")))
async def test_garbage(text: str) -> None:
    """Whatever stands in place of a token is answered 401."""
    issuer = Issuer.new(NAME)
    assert (await refused(Verifier(issuer, issuer=NAME, register=REGISTER), text)).status == 401


async def test_changed_payload() -> None:
    """Claims changed after signing are not believed."""
    issuer = Issuer.new(NAME)
    head, _, tail = issuer.mint("310", ["4101"], ["cases:read"]).split(".")
    claims = {**CLAIMS, "exp": int(time.time()) + 60, "agency": "other"}
    body = base64.urlsafe_b64encode(json.dumps(claims).encode()).decode().rstrip("=")
    problem = await refused(
        Verifier(issuer, issuer=NAME, register=REGISTER), f"{head}.{body}.{tail}"
    )
    assert problem.status == 401


async def test_expiry(monkeypatch: pytest.MonkeyPatch) -> None:
    """A token once checked is forgotten when it ends."""
    issuer = Issuer.new(NAME)
    verifier = Verifier(issuer, issuer=NAME, register=REGISTER)
    token = issuer.mint("310", ["4101"], [], lifetime=60)
    await verifier.verify(token)
    later = time.time() + 61
    monkeypatch.setattr(time, "time", lambda: later)
    assert verifier.known(token) is None


async def test_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    """However many tokens come, only so many are kept."""
    monkeypatch.setattr(tokens, "REMEMBERED", 20)
    issuer = Issuer.new(NAME)
    verifier = Verifier(issuer, issuer=NAME, register=REGISTER)
    minted = [issuer.mint("310", ["4101"], []) for _ in range(25)]
    for token in minted:
        await verifier.verify(token)
    assert sum(verifier.known(token) is not None for token in minted) == 20


async def test_new_key(monkeypatch: pytest.MonkeyPatch) -> None:
    """An unknown key is asked for, but not again and again; withdrawn keys take tokens along."""
    old, new = Issuer.new(NAME), Issuer.new(NAME)
    keys = KeySet(old.jwks())
    verifier = Verifier(keys, issuer=NAME, register=REGISTER)
    first, second = (issuer.mint("310", ["4101"], []) for issuer in (old, new))
    await verifier.verify(first)
    keys.keys = new.jwks()
    for _ in range(5):
        assert (await refused(verifier, second)).status == 401
    assert keys.asked == 1
    later = time.monotonic() + 31
    monkeypatch.setattr(time, "monotonic", lambda: later)
    await verifier.verify(second)
    assert keys.asked == 2
    assert verifier.known(first) is None


async def test_withdrawn_key(monkeypatch: pytest.MonkeyPatch) -> None:
    """A token that is used all the time ends with its key, within the hour."""
    old, new = Issuer.new(NAME), Issuer.new(NAME)
    keys = KeySet(old.jwks())
    verifier = Verifier(keys, issuer=NAME, register=REGISTER, longest=24 * 3600)
    token = old.mint("310", ["4101"], [], lifetime=24 * 3600)
    await verifier.verify(token)
    keys.keys = new.jwks()
    later = time.monotonic() + 3601
    monkeypatch.setattr(time, "monotonic", lambda: later)
    assert verifier.known(token) is None
    assert (await refused(verifier, token)).status == 401


async def test_keys_away_for_many() -> None:
    """Those who come while the keys are asked for share the outcome, and do not ask one by one."""

    class Slow(KeySet):
        async def fetch(self) -> Mapping[str, Any]:
            await asyncio.sleep(0.05)
            return await super().fetch()

    issuer = Issuer.new(NAME)
    keys = Slow(issuer.jwks())
    keys.away = True
    verifier = Verifier(keys, issuer=NAME, register=REGISTER)
    token = issuer.mint("310", ["4101"], [])
    problems = await asyncio.gather(*(refused(verifier, token) for _ in range(20)))
    assert {problem.status for problem in problems} == {503}
    assert keys.asked == 1
    keys.away = False
    await asyncio.gather(*(verifier.verify(token) for _ in range(20)))
    assert keys.asked == 2


async def test_keys_away(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without any keys the answer is 503; with old ones, work goes on."""
    issuer = Issuer.new(NAME)
    keys = KeySet(issuer.jwks())
    keys.away = True
    verifier = Verifier(keys, issuer=NAME, register=REGISTER)
    problem = await refused(verifier, issuer.mint("310", ["4101"], []))
    assert problem.status == 503
    assert "Retry-After" in problem.headers
    keys.away = False
    await verifier.verify(issuer.mint("310", ["4101"], []))
    keys.away = True
    later = time.monotonic() + 4000
    monkeypatch.setattr(time, "monotonic", lambda: later)
    await verifier.verify(issuer.mint("311", ["4101"], []))


async def test_key_file(tmp_path: Path) -> None:
    """The keys may stand in a file; one that is missing or broken is a 503."""
    issuer = Issuer.new(NAME)
    file = tmp_path / "jwks.json"
    token = issuer.mint("310", ["4101"], [])
    assert (
        await refused(Verifier(KeysAt(str(file)), issuer=NAME, register=REGISTER), token)
    ).status == 503
    for broken in ("[]", "{}", '{"keys": null}', '{"keys": ["k"]}'):
        file.write_text(broken, encoding="utf-8")
        assert (
            await refused(Verifier(KeysAt(str(file)), issuer=NAME, register=REGISTER), token)
        ).status == 503
    file.write_text(json.dumps(issuer.jwks()), encoding="utf-8")
    assert (
        await Verifier(KeysAt(str(file)), issuer=NAME, register=REGISTER).verify(token)
    ).agency == "310"


async def test_key_address() -> None:
    """An address where nobody answers is a 503."""
    issuer = Issuer.new(NAME)
    verifier = Verifier(KeysAt("http://127.0.0.1:9/jwks"), issuer=NAME, register=REGISTER)
    assert (await refused(verifier, issuer.mint("310", ["4101"], []))).status == 503


def test_issuer_file(tmp_path: Path) -> None:
    """The issuer's key is made once, and only its owner may read it."""
    path = tmp_path / "issuer.pem"
    first, again = Issuer.at(path, NAME), Issuer.at(path, NAME)
    assert first.jwks() == again.jwks()
    assert path.stat().st_mode & 0o777 == 0o600
    assert [each.name for each in tmp_path.iterdir()] == ["issuer.pem"]


def test_issuer_wrong_file(tmp_path: Path) -> None:
    """A key of another kind is refused with the way out."""
    path = tmp_path / "issuer.pem"
    path.write_bytes(
        ec.generate_private_key(ec.SECP256R1()).private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    with pytest.raises(ValueError, match="holds no Ed25519 key"):
        Issuer.at(path, NAME)


def test_mint_checks() -> None:
    """The issuer makes no token that the verifier would refuse."""
    with pytest.raises(Problem):
        Issuer.new(NAME).mint("310", ["410"], [])
