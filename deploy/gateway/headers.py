"""Which headers are sent on with a request, and which are sent back with its answer."""

import re
from collections.abc import Sequence

from multidict import CIMultiDict
from starlette.types import Scope

from shared.http import problems
from shared.http.field_errors import FieldError
from shared.http.scheme import came_by_https
from shared.text import Text

Headers = Sequence[tuple[bytes, bytes]]

# They are about one connection, not about the message.
_HOP_BY_HOP = frozenset(
    {
        b"connection", b"keep-alive", b"proxy-authenticate", b"proxy-authorization",
        b"proxy-connection", b"te", b"trailer", b"transfer-encoding", b"upgrade",
    }
)  # fmt: skip

# Set by the gateway: the body is sent whole, to another host.
_SET_HERE = frozenset({b"content-length", b"expect", b"host", b"traceparent"})

# For the gateway only: services must not trust what a caller claims about its own address, and of
# cookies only a service with pages reads any, and only our own.
_GATEWAY_ONLY = frozenset(
    {b"cookie", b"forwarded", b"x-forwarded-for", b"x-forwarded-host", b"x-forwarded-proto"}
)
_OWN_COOKIE = re.compile(r"(__Host-)?waystation-[0-9a-f]{8}(-login)?=[A-Za-z0-9_-]*")
_NOT_ONWARD = _HOP_BY_HOP | _SET_HERE | _GATEWAY_ONLY
_NOT_BACK = _HOP_BY_HOP | {b"date"}


def onward(scope: Scope, host: str, *, pages: bool = False) -> CIMultiDict[str]:
    """The headers of a request for the service at `host`, with the trace in its scope.

    One that has `pages` is told our own cookies, and whether the browser came by TLS.
    Raises a 400 Problem for a header that is not text.
    """
    headers = CIMultiDict({"Host": host, "traceparent": scope["waystation.traceparent"]})
    for name, value in _without(scope["headers"], _NOT_ONWARD):
        try:
            headers.add(name.decode("ascii"), value.decode("utf-8"))
        except UnicodeDecodeError:
            raise problems.bad_request(_not_text(name)) from None
    if pages:
        headers["X-Forwarded-Proto"] = "https" if came_by_https(scope) else "http"
        if cookies := _own_cookies(scope):
            headers["Cookie"] = cookies
    return headers


def _own_cookies(scope: Scope) -> str:
    """Of the cookies of a request, those that reporting gives browsers."""
    sent = (value.decode("latin-1") for name, value in scope["headers"] if name == b"cookie")
    parts = (part.strip() for header in sent for part in header.split(";"))
    return "; ".join(part for part in parts if _OWN_COOKIE.fullmatch(part))


def back(answered: Headers) -> list[tuple[bytes, bytes]]:
    """The headers of an answer for the caller; its date is the gateway's own.

    >>> back([(b"ETag", b'"3"'), (b"Connection", b"x-hop"), (b"X-Hop", b"1"), (b"Date", b"now")])
    [(b'etag', b'"3"')]
    """
    return _without(answered, _NOT_BACK)


def _without(headers: Headers, left_out: frozenset[bytes]) -> list[tuple[bytes, bytes]]:
    lower_case = [(name.lower(), value) for name, value in headers]
    for name, value in lower_case:
        if name == b"connection":
            left_out |= {word.strip().lower() for word in value.split(b",")}
    return [(name, value) for name, value in lower_case if name not in left_out]


def _not_text(name: bytes) -> FieldError:
    return FieldError(
        "not_utf8",
        Text(
            zh="该请求头不是 UTF-8 文本；请改用 UTF-8，或去掉它。",
            en="This header is not text in UTF-8; send it so, or leave it out.",
        ),
        header=name.decode("ascii", "replace"),
    )
