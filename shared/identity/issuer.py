"""The issuer of tokens for one process that runs everything, and for tests.

Where several agencies work together an OAuth2 server issues the tokens; this replaces
it where there is none.
"""

import secrets
import time
from collections.abc import Iterable, Mapping
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any, Self

import jwt
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from jwt.algorithms import OKPAlgorithm

from shared.agencies import SERVICES_AGENCY
from shared.catalogue import ACTIONS
from shared.identity.claims import claims_from
from shared.identity.keys import KEY_ACTIONS
from shared.identity.tokens import AUDIENCE
from shared.key_files import write_once

ISSUER = "waystation"  # the name of an installation's own issuer
# On the page of every setting.
ISSUER_MEANING = "The name of the issuer of tokens (`iss`)."
SERVICE_KEY_MEANING = "The file of the key that this process signs its own tokens with."
OWN_LIFETIME = 600.0  # seconds, of a token that a process makes for itself


class Issuer:
    """Makes tokens with one Ed25519 key."""

    def __init__(self, key: Ed25519PrivateKey, name: str) -> None:
        self._key = key
        self.name = name
        self._public: dict[str, Any] = OKPAlgorithm.to_jwk(key.public_key(), as_dict=True)
        self._public |= {"kid": self._public["x"][:16], "alg": "EdDSA", "use": "sig"}

    @classmethod
    def new(cls, name: str) -> Self:
        """An issuer with a new key, kept in memory only."""
        return cls(Ed25519PrivateKey.generate(), name)

    @classmethod
    def at(cls, path: Path, name: str) -> Self:
        """The issuer whose key is in the file at `path`; the file is made if it is missing.

        Only its owner may read the file. Raises ValueError when it holds no Ed25519 key.
        """
        if not path.exists():
            _write_key(path)
        return cls.read(path, name)

    @classmethod
    def read(cls, path: Path, name: str) -> Self:
        """The issuer whose key is in the file at `path`. Raises OSError and ValueError."""
        try:
            key = serialization.load_pem_private_key(path.read_bytes(), password=None)
        except TypeError:  # raised for a key that a password protects
            raise ValueError(f"{path} is protected by a password; name a key without.") from None
        if not isinstance(key, Ed25519PrivateKey):
            raise ValueError(f"{path} holds no Ed25519 key; move it away to have one made.")
        return cls(key, name)

    def jwks(self) -> dict[str, Any]:
        """The public half, as a JWKS."""
        return {"keys": [self._public]}

    async def fetch(self) -> Mapping[str, Any]:
        """The same, for a Verifier in this process, whose own services sign with this key too."""
        return {"keys": [self._public | {KEY_ACTIONS: [*ACTIONS]}]}

    def mint(
        self,
        agency: str,
        regions: Iterable[str],
        actions: Iterable[str],
        lifetime: float = 3600,
        *,
        user: str | None = None,
    ) -> str:
        """A token for an agency, good for `lifetime` seconds.

        `regions` are codes or prefixes, `user` is the pseudonym of the person for whom the agency
        calls. Raises the 401 Problem that such claims would lead to, whatever the register says.
        """
        now = int(time.time())
        claims: dict[str, Any] = {
            "iss": self.name,
            "aud": AUDIENCE,
            "iat": now,
            "exp": now + int(lifetime),
            "jti": secrets.token_urlsafe(12),
            "agency": agency,
            "regions": list(regions),
            "actions": sorted(actions),
        }
        if user is not None:
            claims["act"] = {"sub": user}
        claims_from(claims)
        return jwt.encode(claims, self._key, "EdDSA", headers={"kid": self._public["kid"]})


class OwnToken:
    """A token that a process makes for itself, and anew when half of its life is over.

    To call it is to have the text of the present one. It is one of Waystation's own services,
    unless an `agency` is named, for which a `user` may call.
    """

    def __init__(
        self,
        issuer: Issuer,
        regions: Iterable[str],
        actions: Iterable[str],
        agency: str = SERVICES_AGENCY,
        user: str | None = None,
    ) -> None:
        self._mint = partial(issuer.mint, agency, [*regions], [*actions], OWN_LIFETIME, user=user)
        self._token = ""
        self._renew_at = float("-inf")

    def __call__(self) -> str:
        """A token that is good for some minutes more."""
        if time.monotonic() >= self._renew_at:
            self._token = self._mint()
            self._renew_at = time.monotonic() + OWN_LIFETIME / 2
        return self._token


def _write_key(path: Path) -> None:
    """Write a new key; when several processes start together, the first one's stays."""
    pem = Ed25519PrivateKey.generate().private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    with suppress(FileExistsError):
        write_once(path, pem)
