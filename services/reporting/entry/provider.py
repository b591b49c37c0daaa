"""The identity provider that people sign in with: OpenID Connect, code flow with PKCE.

Authlib has the protocol; the requests go out by the HTTP client that everything here uses.
"""

import asyncio
import json
import time
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

import aiohttp
from authlib.oauth2.auth import ClientAuth
from authlib.oauth2.rfc6749.parameters import prepare_grant_uri, prepare_token_request
from authlib.oauth2.rfc7636 import create_s256_code_challenge
from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import JWKRegistry, KeySet
from joserfc.jws import JWSRegistry

from services.reporting.entry.cookies import Login
from services.reporting.entry.rights import EntryRefused
from services.reporting.entry.settings import BrowserSettings
from shared.identity.keys import ALGORITHMS, key_list
from shared.text import Text

CALLBACK = "/login/callback"
WITHIN = 5.0  # seconds for each answer of the provider
KNOWN_FOR = 3600.0  # seconds: addresses and keys of the provider
REFETCH_AFTER = 30.0  # seconds between two fetches that an unknown key asks for
LEEWAY = 10  # seconds that the provider's clock may be ahead
LARGEST = 1024 * 1024  # bytes of an answer


class Provider:
    """One identity provider, as one client of it."""

    def __init__(
        self, issuer: str, client_id: str, secret: Path | None, scopes: str, redirect_uri: str
    ) -> None:
        self.issuer = issuer
        self.client_id = client_id
        self._secret = secret
        self._scopes = scopes
        self._redirect_uri = redirect_uri
        self._metadata: tuple[Mapping[str, Any], float] | None = None
        self._keys: tuple[KeySet, float] | None = None

    @classmethod
    def of(cls, settings: BrowserSettings) -> "Provider | None":
        """The provider of the settings, if they name one."""
        if settings.oidc_issuer is None:
            return None
        return cls(
            settings.oidc_issuer,
            str(settings.oidc_client_id),
            settings.oidc_client_secret,
            settings.oidc_scopes,
            f"{settings.browser_url}{CALLBACK}",
        )

    async def address_for(self, login: Login) -> str:
        """Where the browser goes to sign in. Raises EntryRefused while the provider is away."""
        metadata = await self._known_metadata()
        address: str = prepare_grant_uri(
            metadata["authorization_endpoint"],
            client_id=self.client_id,
            response_type="code",
            redirect_uri=self._redirect_uri,
            scope=self._scopes,
            state=login.state,
            nonce=login.nonce,
            code_challenge=create_s256_code_challenge(login.verifier),
            code_challenge_method="S256",
        )
        return address

    async def end_session_endpoint(self) -> str | None:
        """Where the provider ends its own session, if it says so; None too while it is away."""
        try:
            endpoint = (await self._known_metadata()).get("end_session_endpoint")
        except EntryRefused:
            return None
        return endpoint if isinstance(endpoint, str) and self._is_safe(endpoint) else None

    async def claims_of(self, code: str, login: Login) -> Mapping[str, Any]:
        """The checked claims of the person who came back with a code. Raises EntryRefused."""
        metadata = await self._known_metadata()
        tokens = await self._redeem(metadata["token_endpoint"], code, login.verifier)
        id_token, access_token = tokens.get("id_token"), tokens.get("access_token")
        if not isinstance(id_token, str):
            raise _not_believed("the answer has no ID token")
        try:
            decoded = await self._decoded(id_token)
            claims = CodeIDToken(
                decoded.claims,
                decoded.header,
                {
                    "iss": {"essential": True, "value": metadata["issuer"]},
                    "aud": {"essential": True, "value": self.client_id},
                },
                {
                    "nonce": login.nonce,
                    "client_id": self.client_id,
                    "access_token": access_token,
                },
            )
            claims.validate(leeway=LEEWAY)
        except (JoseError, ValueError, TypeError, KeyError) as error:
            raise _not_believed(type(error).__name__) from None
        if not isinstance(claims["sub"], str) or not claims["sub"]:
            raise _not_believed("the ID token names nobody")
        return dict(claims)

    async def _redeem(self, endpoint: str, code: str, verifier: str) -> Mapping[str, Any]:
        body: str = prepare_token_request(
            "authorization_code",
            code=code,
            redirect_uri=self._redirect_uri,
            code_verifier=verifier,
        )
        try:
            secret = await asyncio.to_thread(self._read_secret)
        except OSError as error:
            raise _away(f"secret: {type(error).__name__}") from None
        method = "none" if secret is None else "client_secret_basic"
        headers = {
            "Content-Type": "application/x-www-form-urlencoded",
            "Accept": "application/json",
        }
        address, headers, body = ClientAuth(self.client_id, secret, method).prepare(
            "POST", endpoint, headers, body
        )
        status, answer = await self._ask("POST", address, headers=headers, data=body)
        if 400 <= status < 500:  # a code is taken once, and for a short while
            raise _not_believed("the code was refused")
        if status != 200:
            raise _away(f"status {status}")
        return answer

    def _read_secret(self) -> str | None:
        return None if self._secret is None else self._secret.read_text("utf-8").strip()

    async def _decoded(self, id_token: str) -> jwt.Token:
        registry = JWSRegistry(algorithms=list(ALGORITHMS), strict_check_header=False)
        try:
            return jwt.decode(id_token, await self._known_keys(KNOWN_FOR), registry=registry)
        except (JoseError, ValueError):
            # The provider may have taken a new key; one fetch in a while, whatever is sent.
            return jwt.decode(id_token, await self._known_keys(REFETCH_AFTER), registry=registry)

    async def _known_metadata(self) -> Mapping[str, Any]:
        if self._metadata is None or time.monotonic() - self._metadata[1] > KNOWN_FOR:
            address = f"{self.issuer}/.well-known/openid-configuration"
            status, metadata = await self._ask("GET", address)
            needed = ("authorization_endpoint", "token_endpoint", "jwks_uri")
            addresses = [metadata.get(name) for name in needed]
            if status != 200 or not all(isinstance(a, str) and self._is_safe(a) for a in addresses):
                raise _away("no discovery document")
            if str(metadata.get("issuer", "")).rstrip("/") != self.issuer:
                raise _away("the discovery document names another issuer")
            self._metadata = metadata, time.monotonic()
        return self._metadata[0]

    async def _known_keys(self, known_for: float) -> KeySet:
        if self._keys is None or time.monotonic() - self._keys[1] > known_for:
            metadata = await self._known_metadata()
            status, key_set = await self._ask("GET", metadata["jwks_uri"])
            if status != 200:
                raise _away("no keys")
            self._keys = _usable(key_set), time.monotonic()
        return self._keys[0]

    def _is_safe(self, address: str) -> bool:
        """Nothing is sent in clear, unless the provider itself is on this machine in clear."""
        return address.startswith("https://") or (
            self.issuer.startswith("http://") and address.startswith("http://")
        )

    async def _ask(self, method: str, address: str, **options: Any) -> tuple[int, dict[str, Any]]:
        """The status, and the JSON object of a good answer. Raises EntryRefused."""
        try:
            timeout = aiohttp.ClientTimeout(total=WITHIN)
            async with (
                aiohttp.ClientSession(timeout=timeout, trust_env=False) as session,
                session.request(method, address, allow_redirects=False, **options) as answer,
            ):
                if answer.status != 200:
                    return answer.status, {}
                if (answer.content_length or 0) > LARGEST:
                    raise ValueError("longer than any answer")
                body = json.loads(await _bounded(answer))
        except (aiohttp.ClientError, TimeoutError, OSError, ValueError) as error:
            raise _away(type(error).__name__) from None
        if not isinstance(body, dict):
            raise _away("no JSON object")
        return answer.status, body


async def _bounded(answer: aiohttp.ClientResponse) -> bytes:
    """The body, whether it says how long it is or not. Raises ValueError if it is too long."""
    body = bytearray()
    async for chunk in answer.content.iter_chunked(64 * 1024):
        body += chunk
        if len(body) > LARGEST:
            raise ValueError("longer than any answer")
    return bytes(body)


def _usable(key_set: Mapping[str, Any]) -> KeySet:
    """The keys of a JWKS; those of other kinds are left out."""
    keys = []
    try:
        for entry in key_list(key_set):
            with suppress(JoseError, ValueError, KeyError, TypeError):
                keys.append(JWKRegistry.import_key(entry))
    except ValueError:
        raise _away("no keys") from None
    return KeySet(keys)


def _away(why: str) -> EntryRefused:
    return EntryRefused(
        f"provider: {why}",
        Text(
            zh="统一认证服务暂时没有应答；请稍后再试，或告知管理员。",
            en="The service that you sign in with does not answer at present; try again in a"
            " moment, or tell the operator.",
        ),
        503,
    )


def _not_believed(why: str) -> EntryRefused:
    return EntryRefused(
        f"token: {why}",
        Text(
            zh="统一认证服务返回的登录结果未通过核验；请重新登录，仍不行请告知管理员。",
            en="What came back from the service that you sign in with does not hold; sign in again,"
            " and tell the operator if that does not help.",
        ),
        403,
    )
