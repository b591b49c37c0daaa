"""Hostile things to send: each function changes one part of a request that was good."""

import gzip
import json
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import quote

from hypothesis import strategies as st

from tests.fuzz.tokens import bad_tokens
from tests.fuzz.wire import Header


@dataclass(frozen=True)
class Request:
    """A request as bytes; `astray` once its method or path may be no operation's."""

    method: bytes
    path: bytes
    query: bytes
    headers: tuple[Header, ...]
    value: Any = None
    raw: bytes | None = None
    astray: bool = False
    unauthorised: bool = False
    output: tuple[str, ...] = field(default=())

    @property
    def body(self) -> bytes | None:
        """The bytes of the body."""
        if self.raw is not None or self.value is None:
            return self.raw
        return json.dumps(self.value).encode("utf-8", "surrogatepass")

    @property
    def target(self) -> bytes:
        """Path and query."""
        return self.path + (b"?" + self.query if self.query else b"")

    def with_header(self, name: bytes, *values: bytes) -> "Request":
        """With this header given so many times (none: left out)."""
        others = tuple(h for h in self.headers if h[0] != name)
        return replace(self, headers=others + tuple((name, value) for value in values))


_BAD_TOKENS = bad_tokens()
_TEXTS = st.one_of(
    st.sampled_from(["", " ", "\t\n", "\x00", "a\x00b", "\ud800", "\udfff", "\ufeff", "\u202e"]),
    st.sampled_from(["2019-02-30", "2019-13-01", "0000-00-00", "9999-12-31", "1949-09-30"]),
    st.sampled_from(["2019-3-1", "2019-03-01T00:00:00Z", "２０１９-03-01", "1552521600"]),
    st.sampled_from(["410102001003 ", "４１０１０２００１００３", "999999999999", "4101020010"]),
    st.sampled_from(
        ["' OR 1=1 --", "{}", "$1", "%s", "../..", "x" * 101, "x" * 301, "漢" * 10_001]
    ),
    st.text(max_size=40),
)
_NUMBERS = st.one_of(
    st.sampled_from([0, -1, 1, 2**31 - 1, 2**31, 2**63, -(2**63) - 1, 10**400, 1_000_001]),
    st.sampled_from([0.0, 1.0, 1e308, float("nan"), float("inf"), float("-inf"), -0.0, 5e-324]),
    st.integers(),
    st.floats(),
)
_VALUES = st.recursive(
    st.one_of(st.none(), st.booleans(), _NUMBERS, _TEXTS),
    lambda inner: st.one_of(
        st.lists(inner, max_size=12), st.dictionaries(_TEXTS, inner, max_size=3)
    ),
    max_leaves=8,
)
_BYTES = st.one_of(st.binary(max_size=60), st.text(max_size=30).map(str.encode))
_IDENTIFIERS = st.one_of(
    st.sampled_from(
        [b"", b".", b"..", b"%2e%2e", b"%00", b"%2F", b"%", b"%zz", b"%FF", b"%ED%A0%80"]
    ),
    st.sampled_from(
        [b"00000000-0000-0000-0000-000000000000", b"0" * 32, b"x" * 5000, b"\xe6\x88\x92"]
    ),
    st.sampled_from([b"urn:uuid:", b"1e5", b"-1", b"null", b"%E4%BA%BA", b";a=1", b"%0d%0a", b"*"]),
    _BYTES.map(lambda raw: quote(raw, safe="").encode()),
    st.uuids().map(lambda u: str(u).upper().encode()),
    st.uuids().map(lambda u: u.hex.encode()),
    st.uuids().map(lambda u: b"%7B" + str(u).encode() + b"%7D"),
    st.uuids().map(lambda u: b"urn:uuid:" + str(u).encode()),
)

Change = Callable[[st.DataObject, Request], Request]


def change_token(data: st.DataObject, request: Request) -> Request:
    """A token that must not be taken, or none, or not as a bearer."""
    name = b"authorization"
    kind = data.draw(st.sampled_from(["bad", "random", "scheme", "none"]))
    if kind == "none":
        return replace(request.with_header(name), unauthorised=True)
    if kind == "bad":
        token = _BAD_TOKENS[data.draw(st.sampled_from(sorted(_BAD_TOKENS)))].encode()
        return replace(request.with_header(name, b"Bearer " + token), unauthorised=True)
    if kind == "scheme":
        bad = data.draw(st.sampled_from([b"", b"Bearer", b"Bearer ", b"Basic YTpi", b"Digest x"]))
        return replace(request.with_header(name, bad), unauthorised=True)
    bad = b"Bearer " + data.draw(st.binary(max_size=40)).translate(None, b"\r\n")
    return replace(request.with_header(name, bad), unauthorised=True)


def change_header(data: st.DataObject, request: Request) -> Request:
    """A header left out, given twice, or with odd bytes."""
    names = [b"idempotency-key", b"if-match", b"content-type", b"purpose", b"legal-basis"]
    names += [b"authorization", b"host", b"accept", b"accept-language", b"traceparent"]
    names += [b"content-encoding", b"x-odd"]
    name = data.draw(st.sampled_from(names))
    odd = [b"", b" ", b'"', b'"1"', b'W/"1"', b"*", b'"99999999999"', b'"-1"', b'"01"', b'"1","2"']
    odd += [b"text/html", b"application/json; charset=utf-16", b"application/xml", b"\xe6\x88\x92"]
    odd += [b"%FF", b"%00", b"x" * 201, b"k\xff", b"\x01", b"a b", b"gzip", b"00-" + b"0" * 32]
    odd += [b"application/x-www-form-urlencoded", b"multipart/form-data", b"APPLICATION/JSON;"]
    value = st.one_of(
        st.sampled_from(odd), _BYTES.map(lambda raw: raw.translate(None, b"\r\n\x00"))
    )
    return request.with_header(name, *data.draw(st.lists(value, max_size=2)))


def change_query(data: st.DataObject, request: Request) -> Request:
    """A parameter that is not known, twice given, or has an odd value."""
    names = ["after", "limit", "reference", "region", "from", "to", "by", "where", "as_of", "year"]
    names += ["indicators", "min_position", "lang", "surprise", "%00", "", "%FF"]
    name = data.draw(st.sampled_from(names))
    odd = ["-1", "0", "1e3", "10001", "9" * 400, "%00", "%ED%A0%80", "%FF", "%", "2019-02-30", "41"]
    odd += ["2019-01-01T00:00:00%2B25:00", "0001-01-01T00:00:00Z", "9999-12-31T23:59:59Z", "month"]
    odd += [
        "place_kind:",
        ":",
        "::",
        "month,region,month",
        "sessions," * 50,
        "41010",
        "%2A",
        "x" * 9000,
    ]
    odd += [
        "W10",
        "WyIxOjE6IiwgIjE6MToiLCAwLCAwXQ",
        "W1tbW1tbW1tb",
        "case-x@1",
        "case-" + "0" * 36 + "@1",
    ]
    value = data.draw(st.one_of(st.sampled_from(odd), _BYTES.map(lambda raw: quote(raw, safe=""))))
    if data.draw(st.integers(0, 19)) == 0:
        value = "&".join([value[:20], *[f"{name}={value[:20]}"] * 200])
    kept = b"" if data.draw(st.booleans()) else request.query
    more = f"{name}={value}".encode()
    return replace(request, query=kept + b"&" + more if kept else more)


def change_path(data: st.DataObject, request: Request) -> Request:
    """Another word in the path: an odd identifier, or one more, or one less."""
    words = request.path.split(b"/")
    place = data.draw(st.integers(1, len(words)))
    words[place : place + 1] = [data.draw(_IDENTIFIERS)]
    if data.draw(st.integers(0, 9)) == 0:
        words.append(b"")
    return replace(request, path=b"/".join(words), astray=True)


def change_method(data: st.DataObject, request: Request) -> Request:
    """A method that the address may not take."""
    methods = [
        b"GET",
        b"POST",
        b"PUT",
        b"PATCH",
        b"DELETE",
        b"OPTIONS",
        b"HEAD",
        b"TRACE",
        b"QUERY",
    ]
    return replace(request, method=data.draw(st.sampled_from(methods)), astray=True)


def change_body(data: st.DataObject, request: Request) -> Request:
    """A field gone, added, or of another type; boundaries; odd characters."""
    if not isinstance(request.value, dict):
        return replace(request, value=data.draw(_VALUES))
    value = dict(request.value)
    for _ in range(data.draw(st.integers(1, 2))):
        name = data.draw(st.sampled_from([*sorted(request.value), "surprise", ""]))
        if data.draw(st.booleans()):
            value[name] = data.draw(_VALUES)
        elif data.draw(st.booleans()):
            value.pop(name, None)
        else:
            value[name] = [value.get(name)]
    return replace(request, value=value)


def change_bytes(data: st.DataObject, request: Request) -> Request:
    """A body that is no JSON, or not quite, or too much."""
    body = request.body or b"{}"
    cut = data.draw(st.integers(0, len(body)))
    kinds: list[bytes] = [
        b"",
        body[:cut],
        body + b"}",
        body + body,
        b"\xef\xbb\xbf" + body,
        body.decode("utf-8", "ignore").encode("utf-16"),
        gzip.compress(body, mtime=0),
        b"[" * 100_000,
        b'{"a":' * 5000,
        b"9" * 5000,
        b'"\\ud800"',
        body.replace(b'": "', b'": "\\u0000', 1),
        body.replace(b'": "', b'": "\\udc00', 1),
        body.replace(b'": "', b'": "\xff', 1),
        body.replace(b"{", b'{"\\u0000": 1, ', 1),
        body.replace(b"{", b"{" + body[1:-1] + b", ", 1),
        b" " * (1024 * 1024) + body,
        body.replace(b"{", b'{"forms": [' + b"1," * 400_000 + b"1], ", 1),
        body.replace(b"{", b'{"forms": [' + b'"x",' * 4_000 + b'"x"], ', 1),
        body.replace(b"{", b"{" + b"".join(b'"k%d":1,' % number for number in range(90_000)), 1),
        body.replace(b"{", b"{" + b"".join(b'"k%d":[],' % number for number in range(2_000)), 1),
        b"NaN",
        b"null",
        b"[]",
        b"name=x&kind=y",
        data.draw(st.binary(max_size=80)),
    ]
    return replace(request, raw=data.draw(st.sampled_from(kinds)))


CHANGES: tuple[Change, ...] = (
    change_body,
    change_body,
    change_body,
    change_header,
    change_query,
    change_bytes,
    change_path,
    change_method,
    change_token,
)
