"""A stand-in for an identity provider: OpenID Connect over HTTP, code flow with PKCE.

It signs everybody in at once as `person`. What it does wrong is set by the tests.
"""

import base64
import secrets
import time
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any
from urllib.parse import parse_qs, urlencode

import jwt
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from jwt.algorithms import ECAlgorithm, RSAAlgorithm
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import (
    JSONResponse,
    PlainTextResponse,
    RedirectResponse,
    Response,
    StreamingResponse,
)
from starlette.routing import Route

from shared.http.server import start

CLIENT, SECRET = "waystation", "s3cret/with=signs"
PERSON = {
    "sub": "410102199001011234",  # a provider may know people by what nobody else may see
    "agency": "310",
    "regions": ["4101"],
    "actions": ["statistics:read"],
    "name": "测试用户",
}
RSA = rsa.generate_private_key(public_exponent=65537, key_size=2048)
OTHER_RSA = rsa.generate_private_key(public_exponent=65537, key_size=2048)
EC = ec.generate_private_key(ec.SECP256R1())


@dataclass
class Provider:
    """The provider's state, and what it does wrong.

    `redirects` are the addresses that are registered for the client, if only some are.

    `claims` are put over those of an ID token (None: left out); `metadata` over the discovery
    document; `token_status` is what the token endpoint answers, with `token_error`. An `endless`
    answer does not say how long it is, and goes on.
    """

    url: str = ""
    person: Mapping[str, Any] = field(default_factory=lambda: PERSON)
    claims: dict[str, Any] = field(default_factory=dict)
    metadata: dict[str, Any] = field(default_factory=dict)
    algorithm: str = "RS256"
    signer: Any = RSA
    kid: str = "first"
    keys: dict[str, Any] = field(default_factory=lambda: {"first": RSA, "ec": EC})
    token_status: int = 200
    token_error: object = "server_error"
    id_token: bool = True
    endless: bool = False
    redirects: Sequence[str] | None = None
    in_body: bool = False  # it takes the secret in the body alone
    sent: int = 0  # MiB of an endless answer
    asked: list[str] = field(default_factory=list)
    codes: dict[str, dict[str, str]] = field(default_factory=dict)

    async def discovery(self, request: Request) -> Response:
        """Where everything is."""
        self.asked.append("discovery")
        document = {
            "issuer": self.url,
            "authorization_endpoint": f"{self.url}/authorize",
            "token_endpoint": f"{self.url}/token",
            "jwks_uri": f"{self.url}/jwks",
            "end_session_endpoint": f"{self.url}/logout",
            "id_token_signing_alg_values_supported": ["RS256", "HS256", "none"],
        }
        return JSONResponse(document | self.metadata)

    async def jwks(self, request: Request) -> Response:
        """The public keys, one of them of a kind that nobody knows."""
        self.asked.append("jwks")
        found: list[dict[str, Any]] = [{"kty": "post-quantum", "kid": "new"}]
        for kid, key in self.keys.items():
            algorithm = ECAlgorithm if kid == "ec" else RSAAlgorithm
            found.append({**algorithm.to_jwk(key.public_key(), as_dict=True), "kid": kid})
        return JSONResponse({"keys": found})

    async def authorize(self, request: Request) -> Response:
        """Sign in at once, and lead back with a code."""
        query = dict(request.query_params)
        assert query["response_type"] == "code"
        assert query["code_challenge_method"] == "S256"
        assert "openid" in query["scope"].split()
        if self.redirects is not None and query["redirect_uri"] not in self.redirects:
            return PlainTextResponse("invalid redirect_uri", 400)
        code = secrets.token_urlsafe(16)
        self.codes[code] = query
        back = urlencode({"code": code, "state": query["state"], "iss": self.url})
        return RedirectResponse(f"{query['redirect_uri']}?{back}", 302)

    async def token(self, request: Request) -> Response:
        """Give an ID token for a code, once, to the client that proves the login is its own."""
        self.asked.append("token")
        if self.token_status != 200:
            return JSONResponse({"error": self.token_error}, self.token_status)
        sent = {name: each[0] for name, each in parse_qs((await request.body()).decode()).items()}
        basic = base64.b64encode(f"{CLIENT}:{SECRET}".encode()).decode()
        if self.in_body:
            known = (sent.get("client_id"), sent.get("client_secret")) == (CLIENT, SECRET)
        else:
            known = request.headers.get("authorization") == f"Basic {basic}"
        if not known:
            return JSONResponse({"error": "invalid_client"}, 401)
        login = self.codes.pop(sent.get("code", ""), None)
        challenge = sha256(sent.get("code_verifier", "").encode()).digest()
        if (
            login is None
            or login["redirect_uri"] != sent.get("redirect_uri")
            or login["code_challenge"] != base64.urlsafe_b64encode(challenge).decode().rstrip("=")
        ):
            return JSONResponse({"error": "invalid_grant"}, 400)
        if self.endless:
            return StreamingResponse(self._endless(), media_type="application/json")
        answer = {"access_token": secrets.token_urlsafe(16), "token_type": "Bearer"}
        if self.id_token:
            answer["id_token"] = self._signed(login)
        return JSONResponse(answer)

    async def _endless(self) -> AsyncIterator[bytes]:
        """Far more than any answer has, but for its end."""
        for _ in range(64):
            self.sent += 1
            yield b" " * 1024 * 1024

    def _signed(self, login: Mapping[str, str]) -> str:
        now = int(time.time())
        claims = {
            "iss": self.url,
            "aud": CLIENT,
            "iat": now,
            "exp": now + 300,
            "nonce": login["nonce"],
            **self.person,
            **self.claims,
        }
        claims = {name: value for name, value in claims.items() if value is not None}
        headers = {"kid": self.kid}
        return jwt.encode(claims, self.signer, self.algorithm, headers=headers)

    async def logout(self, request: Request) -> Response:
        """End its own session, and lead back."""
        assert request.query_params["client_id"] == CLIENT
        self.asked.append("logout")
        return RedirectResponse(request.query_params["post_logout_redirect_uri"], 302)


@asynccontextmanager
async def providing() -> AsyncIterator[Provider]:
    """A provider on a free port of the loopback."""
    provider = Provider()
    app = Starlette(
        routes=[
            Route("/.well-known/openid-configuration", provider.discovery),
            Route("/jwks", provider.jwks),
            Route("/authorize", provider.authorize),
            Route("/token", provider.token, methods=["POST"]),
            Route("/logout", provider.logout),
        ]
    )
    server = await start(app, "127.0.0.1", 0, lifespan=False)
    provider.url = f"http://127.0.0.1:{server.port}"
    try:
        yield provider
    finally:
        await server.stop()
