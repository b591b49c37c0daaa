"""A request, read whole before it is sent on: a slow caller keeps no service waiting."""

from dataclasses import dataclass

from multidict import CIMultiDict
from starlette.requests import Request
from starlette.types import Receive, Scope

from deploy.gateway.headers import onward
from shared.http.body import read_body

_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
_KEYED = frozenset({"POST", "PATCH"})


@dataclass(frozen=True)
class Message:
    """A request as it is sent on; `target` is its path and query as received."""

    method: str
    target: str
    headers: CIMultiDict[str]
    body: bytes = b""

    @property
    def repeatable(self) -> bool:
        """Whether sending it twice has one effect: a read, or a write with an Idempotency-Key."""
        keyed = self.method in _KEYED and "Idempotency-Key" in self.headers
        return keyed or self.method in _SAFE

    @property
    def last_word(self) -> str:
        """The last word of its path."""
        return self.target.partition("?")[0].rpartition("/")[2]


async def read_message(
    scope: Scope, receive: Receive, host: str, *, pages: bool = False
) -> Message:
    """The request, for the service at `host`, which may have `pages` for browsers.

    Raises Problems: 400 for a header that is not text, 413 for a body that is too large.
    """
    received = dict(scope["headers"])
    headers = onward(scope, host, pages=pages)
    body = b""
    if b"content-length" in received or b"transfer-encoding" in received:
        body = await read_body(Request(scope, receive), received)
    query = b"?" + scope["query_string"] if scope["query_string"] else b""
    target = (scope["raw_path"] + query).decode("ascii")  # the server takes no other bytes
    return Message(scope["method"], target, headers, body)
