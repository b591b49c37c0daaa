"""A writing service under test: its application over a migrated database, and its callers."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any

import aiohttp
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from shared.agencies import SERVICES_AGENCY
from shared.http.application import Service
from shared.http.server import start
from shared.identity.issuer import Issuer
from shared.identity.tokens import Verifier
from shared.migrations import migrate
from tests.agencies import REGISTER

SQL = Path(__file__).parents[2] / "shared" / "sql"
ISSUER = Issuer.new("tests")
ACTIONS = (
    "cases:read",
    "cases:write",
    "clients:personal",
    "outreach:read",
    "outreach:write",
    "staff:read",
    "staff:write",
)


async def migrated(dsn: str) -> None:
    """A database with a journal."""
    await migrate(dsn, SQL, "public")


def verifier() -> Verifier:
    """A verifier of the tests' own tokens."""
    return Verifier(ISSUER, issuer="tests", register=REGISTER)


def token(agency: str = "agency", *regions: str, actions: tuple[str, ...] = ACTIONS) -> str:
    """A bearer token of an agency of tests/agencies.py, which calls for a person."""
    return ISSUER.mint(agency, regions or ("41",), actions, user="tester")


def services_token() -> str:
    """A bearer token as Waystation's own services have it, to read journals."""
    return ISSUER.mint(SERVICES_AGENCY, (), ["journal:read"])


def pem_of(issuer: Issuer) -> bytes:
    """An issuer's private key, as a file of it would hold it."""
    return issuer._key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


@dataclass
class Reply:
    """An answer: status, headers, and the decoded body."""

    status: int
    headers: Mapping[str, str]
    body: Any


@dataclass
class Client:
    """Calls a service as one agency; each write under a fresh idempotency key."""

    url: str
    session: aiohttp.ClientSession
    token: str
    keys: Any = field(default_factory=lambda: count(1))

    async def get(self, path: str, **headers: str) -> Reply:
        """Read."""
        return await self._call("GET", path, headers)

    async def post(self, path: str, json: Any = None, *, key: str = "", **headers: str) -> Reply:
        """Write."""
        headers.setdefault("Idempotency-Key", key or f"key-{id(self)}-{next(self.keys)}")
        return await self._call("POST", path, headers, json=json)

    async def patch(self, path: str, json: Any = None, *, key: str = "", **headers: str) -> Reply:
        """Correct."""
        headers.setdefault("Idempotency-Key", key or f"key-{id(self)}-{next(self.keys)}")
        return await self._call("PATCH", path, headers, json=json)

    async def _call(self, method: str, path: str, headers: dict[str, str], **more: Any) -> Reply:
        headers = {name.replace("_", "-"): value for name, value in headers.items()}
        headers.setdefault("Authorization", f"Bearer {self.token}")
        async with self.session.request(method, self.url + path, headers=headers, **more) as answer:
            kind = answer.headers.get("Content-Type", "")
            body = (
                await answer.json(content_type=None)
                if "json" in kind and "nd" not in kind
                else await answer.text()
            )
            return Reply(answer.status, answer.headers, body)

    def as_agency(self, agency: str, *regions: str, actions: tuple[str, ...] = ACTIONS) -> "Client":
        """The same service, called by another agency."""
        return Client(self.url, self.session, token(agency, *regions, actions=actions))

    def as_service(self) -> "Client":
        """The same service, called by one of Waystation's own."""
        return Client(self.url, self.session, services_token())


@asynccontextmanager
async def serving(app: Service) -> AsyncIterator[Client]:
    """The application on a free port of the loopback.

    What it does by itself at its start is done, or has been tried for a while: no test meets it.
    """
    server = await start(app, "127.0.0.1", 0)
    try:
        if (publishing := getattr(app.state, "publishing", None)) is not None:
            await asyncio.wait({publishing}, timeout=10)
        async with aiohttp.ClientSession() as session:
            yield Client(f"http://127.0.0.1:{server.port}", session, token())
    finally:
        await server.stop()
