"""What goes through the gateway comes through unchanged; what must not, is a problem."""

import asyncio
import gzip
import http.client
from collections.abc import AsyncIterator
from io import BytesIO

import aiohttp
import pytest

from shared.http import connection
from shared.http.body import BODY_LIMIT
from tests.deploy.gateway.requests import is_problem, raw
from tests.deploy.gateway.upstream import LOCAL, OK, Came, Upstream, Way, saying

TRACE = "00-0123456789abcdef0123456789abcdef-0123456789abcdef-01"


async def test_a_request_goes_on_byte_for_byte(way: Way, upstream: Upstream) -> None:
    """Path, query, repeated headers and body arrive as sent; what is for the gateway does not."""
    await raw(
        way,
        b"POST /v1/%2e%2E/a%2Fb//c;d%e9?x=%20+&&y=%2B&y=%E4%B8%AD HTTP/1.1\r\n"
        b"Host: out.example\r\nConnection: close, X-Hop\r\nX-Hop: 1\r\nKeep-Alive: 5\r\n"
        b"X-Twice: one\r\nx-twice: two\r\nX-Name: \xe4\xb8\xad\r\nAccept-Encoding: br\r\n"
        b"X-Forwarded-For: 192.0.2.7\r\nX-Forwarded-Proto: https\r\nForwarded: for=a\r\n"
        b"X-Forwarded-Host: in.example\r\nCookie: waystation-1=key\r\nExpect: 100-continue\r\n"
        b"traceparent: " + TRACE.encode() + b"\r\n"
        b"Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n",
    )
    [came] = upstream.came
    assert came.line == b"POST /v1/%2e%2E/a%2Fb//c;d%e9?x=%20+&&y=%2B&y=%E4%B8%AD HTTP/1.1"
    assert came.body == b"abcde"
    output = {line.partition(b":")[0].lower(): line.partition(b": ")[2] for line in came.headers}
    assert came.values(b"x-twice") == [b"one", b"two"]
    del output[b"x-twice"]
    assert output == {
        b"host": f"cases.test:{upstream.port}".encode(),
        b"x-name": b"\xe4\xb8\xad",
        b"accept-encoding": b"br",
        b"content-length": b"5",
        b"traceparent": TRACE.encode(),
    }


async def test_a_trace_begins_here_if_the_caller_brings_none(way: Way, upstream: Upstream) -> None:
    """The service is given a trace all the same; nothing else is added to a bare request."""
    await raw(way, b"GET /v1/x HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
    [came] = upstream.came
    [trace] = came.values(b"traceparent")
    assert trace.startswith(b"00-")
    names = {line.partition(b":")[0].lower() for line in came.headers}
    assert names == {b"host", b"traceparent"}


async def test_an_answer_comes_back_unchanged(way: Way, upstream: Upstream) -> None:
    """Status, repeated headers and packed bytes come back; hops do not, and one date."""
    packed = gzip.compress(b"x" * 5000)
    upstream.reactions = [
        saying(
            b"HTTP/1.1 418 Odd\r\nSet-Cookie: a=1\r\nSet-Cookie: b=2\r\nContent-Encoding: gzip\r\n"
            b"Connection: X-Hop\r\nX-Hop: 1\r\nKeep-Alive: timeout=5\r\nDate: then\r\n"
            b"X-Odd: caf\xe9\r\nContent-Length: %d\r\n\r\n%b" % (len(packed), packed)
        )
    ]
    head, body = await raw(way, b"GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
    lines = head.lower().split(b"\r\n")
    assert lines[0].startswith(b"http/1.1 418")
    assert body == packed
    names = sorted(line.partition(b":")[0] for line in lines[1:])
    for added in (b"cache-control", b"content-security-policy", b"referrer-policy"):
        names.remove(added)
    names.remove(b"x-content-type-options")
    assert names == [
        b"connection", b"content-encoding", b"content-length", b"date",
        b"set-cookie", b"set-cookie", b"x-odd",
    ]  # fmt: skip
    assert b"x-odd: caf\xe9" in lines
    assert b"date: then" not in lines


async def test_a_head_keeps_its_length(
    way: Way, upstream: Upstream, session: aiohttp.ClientSession
) -> None:
    """HEAD is answered with the length of what GET would bring; the next request is not hurt."""
    upstream.reactions = [saying(b"HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\n"), saying(OK)]
    async with session.head(way.url) as answer:
        assert (answer.status, answer.headers["Content-Length"]) == (200, "5000")
    async with session.get(way.url) as answer:
        assert await answer.read() == b"ok"
    assert upstream.connections == 1


@pytest.mark.parametrize("status", [204, 304])
async def test_an_answer_without_a_body(
    way: Way, upstream: Upstream, session: aiohttp.ClientSession, status: int
) -> None:
    """Statuses that have no body end with their head."""
    upstream.reactions = [saying(b'HTTP/1.1 %d X\r\nETag: "3"\r\n\r\n' % status)]
    async with session.get(way.url) as answer:
        assert (answer.status, await answer.read()) == (status, b"")
        assert answer.headers["ETag"] == '"3"'


async def test_an_answer_streams(
    way: Way, upstream: Upstream, session: aiohttp.ClientSession
) -> None:
    """A line is with the caller before the service has made the next one."""
    next_one = asyncio.Event()

    async def slowly(came: Came, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\none\n\r\n")
        await next_one.wait()
        writer.write(b"4\r\ntwo\n\r\n0\r\n\r\n")

    upstream.reactions = [slowly]
    async with session.post(way.url) as answer:
        assert await asyncio.wait_for(answer.content.readline(), 5) == b"one\n"
        next_one.set()
        assert await answer.content.read() == b"two\n"


@pytest.mark.parametrize("begun", [False, True], ids=["before the answer", "in its middle"])
async def test_who_hangs_up_ends_the_work_too(way: Way, upstream: Upstream, begun: bool) -> None:
    """When the caller goes, the service's connection ends at once."""
    ended = asyncio.Event()

    async def without_end(came: Came, writer: asyncio.StreamWriter) -> None:
        if begun:
            writer.write(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\none\n\r\n")
        await came.after.read()
        ended.set()

    upstream.reactions = [without_end]
    reader, writer = await asyncio.open_connection(LOCAL, way.port)
    writer.write(b"GET / HTTP/1.1\r\nHost: a\r\n\r\n")
    if begun:
        await reader.readuntil(b"one\n")
    else:
        while not upstream.came:
            await asyncio.sleep(0.01)
    writer.close()
    await asyncio.wait_for(ended.wait(), 5)


async def test_a_slow_body_never_reaches_the_service(
    way: Way, upstream: Upstream, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who does not send a body in time is told so and hung up on; the service saw nothing."""
    monkeypatch.setattr(connection, "BODY_WITHIN", 0.2)
    head, body = await raw(way, b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\nhalf")
    assert head.startswith(b"HTTP/1.1 408")
    assert b"connection: close" in head.lower()
    assert b"/problems/body-too-slow" in body
    assert not upstream.came


@pytest.mark.parametrize("chunked", [False, True], ids=["announced", "in pieces"])
async def test_a_body_too_large_never_reaches_the_service(
    way: Way, upstream: Upstream, session: aiohttp.ClientSession, chunked: bool
) -> None:
    """The limit is the services' own; the largest body within it goes through."""

    async def pieces() -> AsyncIterator[bytes]:
        for _ in range(17):
            yield b"x" * (BODY_LIMIT // 16)

    body = pieces() if chunked else BytesIO(bytes(BODY_LIMIT + 1))
    async with session.post(way.url, data=body) as answer:
        assert await is_problem(answer, 413, "body-too-large")
    assert not upstream.came
    async with session.post(way.url, data=bytes(BODY_LIMIT)) as answer:
        assert answer.status == 200
    assert len(upstream.came[0].body) == BODY_LIMIT


async def test_a_header_that_is_no_text_is_refused(way: Way, upstream: Upstream) -> None:
    """It is the caller's fault, told with the header's name and without its value."""
    head, body = await raw(
        way, b"GET / HTTP/1.1\r\nHost: a\r\nX-Odd: secr\xe9t\r\nConnection: close\r\n\r\n"
    )
    assert head.startswith(b"HTTP/1.1 400")
    assert b'"header":"x-odd"' in body
    assert b"secr" not in body
    assert not upstream.came


@pytest.mark.parametrize("method", ["PUT", "DELETE", "OPTIONS", "PATCH", "TRACE", "PROPFIND"])
async def test_every_method_goes_on(way: Way, upstream: Upstream, method: str) -> None:
    """Which methods there are is for the service to say."""
    connection = http.client.HTTPConnection(LOCAL, way.port)
    await asyncio.to_thread(connection.request, method, "/v1/x")
    answer = await asyncio.to_thread(connection.getresponse)
    assert (answer.status, answer.read()) == (200, b"ok")
    connection.close()
    assert upstream.came[0].line == f"{method} /v1/x HTTP/1.1".encode()


@pytest.mark.parametrize(
    "request_",
    [
        b"GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: a\r\nAuthorization: x\r\nAuthorization: x\r\n\r\n",
        b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab",
        b"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
        b"1\r\na\r\n0\r\nAuthorization: x\r\n\r\n",
    ],
    ids=["two hosts", "two tokens", "two lengths", "a token in a trailer"],
)
async def test_what_may_mean_two_things_never_reaches_the_service(
    way: Way, upstream: Upstream, request_: bytes
) -> None:
    """A caller's second token must not take the place of the one that was checked."""
    head, body = await raw(way, request_)
    assert head.startswith(b"HTTP/1.1 400 ")
    assert b'"type":"/problems/' in body
    assert not upstream.came
