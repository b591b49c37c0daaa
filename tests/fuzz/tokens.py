"""Tokens that must not be taken: forged, foreign, out of time, or with claims of wrong types."""

import base64
import hashlib
import hmac
import json
import time
from typing import Any

import jwt
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from shared.catalogue import ACTIONS
from tests.services.service import ISSUER

_PUBLIC = ISSUER.jwks()["keys"][0]
_KID = _PUBLIC["kid"]


def _claims(**changes: Any) -> dict[str, Any]:
    good = {
        "iss": "tests",
        "aud": "waystation",
        "iat": int(time.time()),
        "exp": int(time.time()) + 3600,
        "jti": "fuzz",
        "agency": "agency",
        "regions": ["41"],
        "actions": list(ACTIONS),
    }
    return {name: value for name, value in (good | changes).items() if value is not ...}


def _part(value: Any) -> str:
    raw = value if isinstance(value, bytes) else json.dumps(value).encode()
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def _signed(claims: Any, header: dict[str, Any] | None = None) -> str:
    """Signed with the right key, whatever it says."""
    head = {"alg": "EdDSA", "typ": "JWT", "kid": _KID} | (header or {})
    output = f"{_part(head)}.{_part(claims)}"
    return f"{output}.{_part(ISSUER._key.sign(output.encode()))}"


def _unsigned(header: Any, signature: bytes = b"") -> str:
    return f"{_part(header)}.{_part(_claims())}.{_part(signature)}"


def _by_public_key(secret: bytes) -> str:
    output = f"{_part({'alg': 'HS256', 'kid': _KID})}.{_part(_claims())}"
    return f"{output}.{_part(hmac.digest(secret, output.encode(), hashlib.sha256))}"


def _by_another_key(**header: Any) -> str:
    return jwt.encode(
        _claims(), Ed25519PrivateKey.generate(), "EdDSA", headers={"kid": _KID, **header}
    )


def bad_tokens() -> dict[str, str]:
    """Tokens that are to be answered with 401, by what is wrong with them."""
    raw_key = base64.urlsafe_b64decode(_PUBLIC["x"] + "=")
    wrong_claims: dict[str, dict[str, Any]] = {
        "expired": {"exp": 1},
        "expired long ago": {"exp": -(10**18)},
        "not yet": {"nbf": int(time.time()) + 3600},
        "no end": {"exp": ...},
        "end as text": {"exp": "tomorrow"},
        "end beyond all floats": {"exp": 10**400},
        "end as list": {"exp": [1]},
        "issued as text": {"iat": "yesterday"},
        "other issuer": {"iss": "elsewhere"},
        "issuer as list": {"iss": ["tests"]},
        "no issuer": {"iss": ...},
        "other audience": {"aud": "elsewhere"},
        "audience as number": {"aud": 7},
        "audience with numbers": {"aud": ["elsewhere", 7]},
        "no audience": {"aud": ...},
        "agency as list": {"agency": ["agency"]},
        "agency with NUL": {"agency": "a\x00"},
        "agency with a surrogate": {"agency": "\ud800"},
        "agency without end": {"agency": "a" * 200},
        "no agency": {"agency": ...},
        "regions as text": {"regions": "41"},
        "regions with numbers": {"regions": [41]},
        "regions nested": {"regions": [["41"]]},
        "region of three digits": {"regions": ["410"]},
        "region empty": {"regions": [""]},
        "regions in other digits": {"regions": ["４１"]},
        "actions as text": {"actions": "cases:read"},
        "actions as object": {"actions": {"cases:read": True}},
        "actions with null": {"actions": [None]},
        "subject as number": {"sub": 7},
        "token id as list": {"jti": []},
        "no token id": {"jti": ...},
        "agency that is in no register": {"agency": "nobody's"},
        "regions of no province": {"regions": ["99"]},
        "no region": {"regions": []},
        "user as number": {"act": {"sub": 7}},
        "user with blanks": {"act": {"sub": "a b"}},
    }
    return {
        "alg none": _unsigned({"alg": "none", "kid": _KID}),
        "alg None": _unsigned({"alg": "None", "kid": _KID}),
        "alg as list": _unsigned({"alg": ["EdDSA"], "kid": _KID}),
        "no alg": _unsigned({"kid": _KID}),
        "HS256 with the public key": _by_public_key(raw_key),
        "HS256 with the JWK": _by_public_key(json.dumps(_PUBLIC).encode()),
        "HS256 with nothing": _by_public_key(b""),
        "another key": _by_another_key(),
        "another key's name": _by_another_key(kid="../../etc/passwd"),
        "a key of its own": _by_another_key(jku="http://127.0.0.1:9/", jwk=_PUBLIC),
        "kid as object": _unsigned({"alg": "EdDSA", "kid": {"a": 1}}),
        "crit": _signed(_claims(), {"crit": ["exp"], "b64": False}),
        "deep header": _unsigned(b"[" * 4000),
        "deep claims": _signed(b'{"a":' * 1000),
        "claims no object": _signed([1]),
        "claims no JSON": _signed(b"\xff\xfe"),
        "header no JSON": _unsigned(b"\xff\xfe"),
        "big number": _signed(b'{"exp":' + b"9" * 5000 + b"}"),
        "too long": "a" * 9000 + ".b.c",
        "signature cut": _signed(_claims())[:-4],
        "signature gone": _signed(_claims()).rpartition(".")[0] + ".",
        "two parts": _signed(_claims()).rpartition(".")[0],
        "four parts": _signed(_claims()) + ".x",
        "no base64": "§.§.§",
        "dots": "..",
        "space": " ",
        **{name: _signed(_claims(**changes)) for name, changes in wrong_claims.items()},
    }
