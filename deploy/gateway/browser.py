"""Lets a person's browser read statistics: a key in one link, then a cookie, for reading only.

The services take bearer tokens only, which a browser does not send by itself. Opening the link
that the terminal shows sets a cookie; with it, a GET without a token of its own is given one that
reads statistics and nothing else.
"""

import hmac
from collections.abc import Callable
from hashlib import sha256

from starlette.requests import cookie_parser
from starlette.types import ASGIApp, Receive, Scope, Send

from deploy.gateway.headers import came_by_https
from shared.http.security_headers import secured

ENTRY = "/enter/"
OLD_LINK = "/#old-link"  # where the start page explains it


def entry_link(key: str, path: str = "/") -> str:
    """The path that sets the cookie and redirects to `path`."""
    return f"{ENTRY}{key}{path}"


class BrowserEntry:
    """Wraps `app`; adds the present one of `token` to a browser's reads.

    `key` consists of letters, digits, - and _.
    """

    def __init__(self, app: ASGIApp, token: Callable[[], str], key: str) -> None:
        self._app = app
        self._token = token
        self._key = key
        # A cookie is sent to every port of a host: each installation needs a name of its own.
        self._cookie = f"waystation-{sha256(key.encode()).hexdigest()[:8]}"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Set the cookie, or pass the request on."""
        if scope["method"] == "GET":
            headers = dict(scope["headers"])
            if scope["path"].startswith(ENTRY):
                await self._enter(scope, send)
                return
            if b"authorization" not in headers and self._has_cookie(headers.get(b"cookie", b"")):
                token = (b"authorization", f"Bearer {self._token()}".encode())
                scope = {**scope, "headers": [*scope["headers"], token]}
        await self._app(scope, receive, send)

    async def _enter(self, scope: Scope, send: Send) -> None:
        key, _, path = scope["raw_path"].removeprefix(ENTRY.encode()).partition(b"/")
        query = scope["query_string"]
        other_host = path[:1] in (b"/", b"\\")  # browsers read //host as another host
        if hmac.compare_digest(key, self._key.encode()) and not other_host:
            target = b"/" + path + (b"?" + query if query else b"")
            # Lax: the link may come by mail, and a Strict cookie would not go on with it.
            cookie = f"{self._cookie}={self._key}; HttpOnly; SameSite=Lax; Path=/"
            if came_by_https(scope):
                cookie += "; Secure"
            headers = [(b"location", target), (b"set-cookie", cookie.encode())]
        else:
            headers = [(b"location", OLD_LINK.encode())]
        headers = secured([*headers, (b"content-length", b"0")])
        await send({"type": "http.response.start", "status": 303, "headers": headers})
        await send({"type": "http.response.body", "body": b""})

    def _has_cookie(self, header: bytes) -> bool:
        cookie = cookie_parser(header.decode("latin-1")).get(self._cookie, "")
        return hmac.compare_digest(cookie.encode(), self._key.encode())
