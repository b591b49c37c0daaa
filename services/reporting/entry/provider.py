"""The identity provider that people sign in with: OpenID Connect, code flow with PKCE.

Authlib has the protocol; the requests go out by the HTTP client that everything here uses.
"""

import json
import ssl
import time
from collections.abc import Mapping
from contextlib import suppress
from typing import Any

import aiohttp
import structlog
from authlib.oauth2.auth import ClientAuth
from authlib.oauth2.rfc6749.parameters import prepare_grant_uri, prepare_token_request
from authlib.oauth2.rfc7636 import create_s256_code_challenge
from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.errors import ExpiredTokenError, InvalidClaimError, JoseError
from joserfc.jwk import JWKRegistry, KeySet
from joserfc.jws import JWSRegistry

from services.reporting.entry.cookies import Login
from services.reporting.entry.provider_faults import (
    NOT_REGISTERED,
    away,
    clocks_differ,
    misdescribed,
    not_believed,
    not_reached,
    not_registered,
)
from services.reporting.entry.rights import EntryRefused
from services.reporting.entry.settings import BrowserSettings
from shared.identity.keys import ALGORITHMS, key_list

log = structlog.get_logger(__name__)

CALLBACK = "/login/callback"
WITHIN = 5.0  # seconds for each answer of the provider
KNOWN_FOR = 3600.0  # seconds: addresses and keys of the provider
REFETCH_AFTER = 30.0  # seconds between two fetches that an unknown key asks for
# Seconds by which the provider's clock may differ: a closed network often has no common time. State
# and nonce are of one login, so that no longer life of a token is of use to anybody.
LEEWAY = 60
MOMENTS = ("exp", "iat", "nbf")  # claims: until when a token holds, when it was made, since when
LARGEST = 1024 * 1024  # bytes of an answer


class Provider:
    """One identity provider, as one client of it; `ca` are the certificates that vouch for it."""

    def __init__(
        self,
        issuer: str,
        client_id: str,
        secret: str | None,
        scopes: str,
        redirect_uri: str,
        ca: str | None = None,
    ) -> None:
        self.issuer = issuer
        self.client_id = client_id
        self._secret = secret
        self._scopes = scopes
        self._redirect_uri = redirect_uri
        self._trust = ssl.create_default_context(cadata=ca)
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
            settings.oidc_ca,
        )

    async def look(self) -> None:
        """Say in the log whether the provider can be used: an operator need not wait for a login.

        Nothing hangs on it: one that is away when this process starts is asked at the next login.
        """
        try:
            await self._known_metadata()
            await self._known_keys(KNOWN_FOR)
        except EntryRefused as refused:
            log.warning("provider_unusable", source=self.issuer, reason=refused.reason)
        else:
            log.info("provider_found", source=self.issuer, address=self._redirect_uri)

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
        tokens = await self._redeem(metadata, code, login.verifier)
        id_token, access_token = tokens.get("id_token"), tokens.get("access_token")
        if not isinstance(id_token, str):
            raise not_believed("the answer has no ID token")
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
            wrong = isinstance(error, ExpiredTokenError | InvalidClaimError) and error.claim
            if wrong in MOMENTS:
                raise clocks_differ(str(wrong)) from None
            raise not_believed(type(error).__name__) from None
        if not isinstance(claims["sub"], str) or not claims["sub"]:
            raise not_believed("the ID token names nobody")
        return dict(claims)

    async def _redeem(
        self, metadata: Mapping[str, Any], code: str, verifier: str
    ) -> Mapping[str, Any]:
        body: str = prepare_token_request(
            "authorization_code",
            code=code,
            redirect_uri=self._redirect_uri,
            code_verifier=verifier,
        )
        headers = {
            "Content-Type": "application/x-www-form-urlencoded",
            "Accept": "application/json",
        }
        authentication = ClientAuth(self.client_id, self._secret, self._method(metadata))
        address, headers, body = authentication.prepare(
            "POST", metadata["token_endpoint"], headers, body
        )
        status, answer = await self._ask("POST", address, headers=headers, data=body)
        if status == 200:
            return answer
        said = str(answer.get("error"))
        if status == 401 or (400 <= status < 500 and said in NOT_REGISTERED):
            raise not_registered(said if said in NOT_REGISTERED else f"status {status}")
        if 400 <= status < 500:  # a code is taken once, and for a short while
            raise not_believed("the code was refused")
        raise away(f"status {status}")

    def _method(self, metadata: Mapping[str, Any]) -> str:
        """How the secret is shown: in a header, as every provider should take it, if it does."""
        if self._secret is None:
            return "none"
        taken = metadata.get("token_endpoint_auth_methods_supported")
        body_only = (
            isinstance(taken, list)
            and "client_secret_basic" not in taken
            and "client_secret_post" in taken
        )
        return "client_secret_post" if body_only else "client_secret_basic"

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
                raise misdescribed(f"status {status}" if status != 200 else "an address is missing")
            if str(metadata.get("issuer", "")).rstrip("/") != self.issuer:
                raise misdescribed("another issuer")
            self._metadata = metadata, time.monotonic()
        return self._metadata[0]

    async def _known_keys(self, known_for: float) -> KeySet:
        if self._keys is None or time.monotonic() - self._keys[1] > known_for:
            metadata = await self._known_metadata()
            status, key_set = await self._ask("GET", metadata["jwks_uri"])
            if status != 200:
                raise away("no keys")
            self._keys = _usable(key_set), time.monotonic()
        return self._keys[0]

    def _is_safe(self, address: str) -> bool:
        """Nothing is sent in clear, unless the provider itself is on this machine in clear."""
        return address.startswith("https://") or (
            self.issuer.startswith("http://") and address.startswith("http://")
        )

    async def _ask(self, method: str, address: str, **options: Any) -> tuple[int, dict[str, Any]]:
        """The status, and the JSON object of a good answer or a refusal. Raises EntryRefused."""
        try:
            timeout = aiohttp.ClientTimeout(total=WITHIN)
            async with (
                aiohttp.ClientSession(timeout=timeout, trust_env=False) as session,
                session.request(
                    method, address, allow_redirects=False, ssl=self._trust, **options
                ) as answer,
            ):
                good = answer.status == 200
                if not good and not 400 <= answer.status < 500:
                    return answer.status, {}
                if (answer.content_length or 0) > LARGEST:
                    raise ValueError("longer than any answer")
                text = await _bounded(answer)
        except (aiohttp.ClientError, TimeoutError, OSError, ValueError) as error:
            raise not_reached(error) from None
        try:
            body = json.loads(text)
        except ValueError:
            body = None
        if isinstance(body, dict):
            return answer.status, body
        if good:
            raise away("no JSON object")
        return answer.status, {}


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
        raise away("no keys") from None
    return KeySet(keys)
