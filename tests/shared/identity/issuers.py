"""Issuers and key sets for the tests of tokens, and tokens with whatever claims."""

import time
from collections.abc import Mapping
from typing import Any

import jwt
import pytest

from shared.http.problems import Problem
from shared.identity.issuer import Issuer
from shared.identity.tokens import Verifier

NAME = "https://issuer.example"
CLAIMS: dict[str, Any] = {
    "iss": NAME,
    "aud": "waystation",
    "agency": "310",
    "regions": ["4101"],
    "actions": ["cases:read"],
    "jti": "t-1",
}


class KeySet:
    """Keys that a test may change, and how often they were asked for."""

    def __init__(self, keys: Mapping[str, Any]) -> None:
        self.keys = keys
        self.asked = 0
        self.away = False

    async def fetch(self) -> Mapping[str, Any]:
        """The keys as they are now."""
        self.asked += 1
        if self.away:
            raise OSError("away")
        return self.keys


async def refused(verifier: Verifier, token: str) -> Problem:
    """The problem that a token leads to."""
    with pytest.raises(Problem) as caught:
        await verifier.verify(token)
    return caught.value


def signed(issuer: Issuer, **changes: Any) -> str:
    """A token with these claims changed; None leaves one out."""
    return signed_as(issuer, {}, **changes)


def signed_as(issuer: Issuer, header: dict[str, Any], **changes: Any) -> str:
    """A token with these members of its header, and these claims changed."""
    now = int(time.time())
    claims = {**CLAIMS, "iat": now, "exp": now + 60, **changes}
    kept = {name: value for name, value in claims.items() if value is not None}
    named = {"kid": issuer.jwks()["keys"][0]["kid"], **header}
    return jwt.encode(kept, issuer._key, "EdDSA", headers=named)
