"""A caller gets so much time, and says each thing once; what is not HTTP is told in words."""

import asyncio
import json
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from shared.http import connection
from shared.http.server import Server, start

LOCAL = "127.0.0.1"
HEAD = b"POST /x HTTP/1.1\r\nHost: a\r\n"
CHUNKED = HEAD + b"Transfer-Encoding: chunked\r\n"


class Echo:
    """An application that answers with what it was sent, after it has read all of it."""

    def __init__(self) -> None:
        self.answered = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        try:
            body = await Request(scope, receive).body()
        except ClientDisconnect:
            return
        headers = [[name.decode(), value.decode()] for name, value in scope["headers"]]
        self.answered += 1
        text = json.dumps({"headers": headers, "body": body.decode()})
        await Response(text)(scope, receive, send)


@pytest.fixture
async def echo() -> Echo:
    """What is served."""
    return Echo()


@pytest.fixture
async def server(echo: Echo) -> AsyncIterator[Server]:
    """A server of an application that reads all and answers with it."""
    server = await start(echo, lifespan=False, grace=1)
    yield server
    await server.stop()


@asynccontextmanager
async def connected(
    server: Server,
) -> AsyncIterator[tuple[asyncio.StreamReader, asyncio.StreamWriter]]:
    """A connection."""
    reader, writer = await asyncio.open_connection(LOCAL, server.port)
    try:
        yield reader, writer
    finally:
        writer.close()


async def told(server: Server, *parts: bytes) -> list[bytes]:
    """All that is answered until the connection is closed, answer by answer."""
    async with connected(server) as (reader, writer):
        for part in parts:
            writer.write(part)
            await asyncio.sleep(0.02 if len(parts) > 1 else 0)
        answers = await asyncio.wait_for(reader.read(), 10)
    return re.split(rb"(?=HTTP/1\.1 \d{3} )", answers)[1:]


def is_refused(answer: bytes, status: int, slug: str) -> bool:
    """Whether an answer is this problem, and the last of its connection."""
    head, _, body = answer.partition(b"\r\n\r\n")
    return (
        head.startswith(b"HTTP/1.1 %d " % status)
        and b"\r\nconnection: close" in head
        and b"\r\ncontent-type: application/problem+json" in head
        and b"\r\nx-content-type-options: nosniff" in head
        and json.loads(body)["type"] == f"/problems/{slug}"
    )


TWICE = {
    "authorization": b"Authorization: Bearer a\r\nAuthorization: Bearer b\r\n",
    "the same authorization": b"Authorization: a\r\nX: y\r\nauthorization: a\r\n",
    "host": b"Host: b\r\n",
    "the same host": b"HOST: a\r\n",
}
SMUGGLED = {
    "two lengths": HEAD + b"Content-Length: 3\r\nContent-Length: 4\r\n\r\nabcd",
    "one length twice": HEAD + b"Content-Length: 3\r\nContent-Length: 3\r\n\r\nabc",
    "a list of lengths": HEAD + b"Content-Length: 3, 3\r\n\r\nabc",
    "a length with a sign": HEAD + b"Content-Length: +3\r\n\r\nabc",
    "length, then chunks": HEAD + b"Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\nabc",
    "chunks, then length": CHUNKED + b"Content-Length: 3\r\n\r\nabc",
    "chunked twice": CHUNKED + b"Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    "chunked not last": HEAD + b"Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n",
    "another coding": HEAD + b"Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n",
    "a blank before the colon": HEAD + b"X : y\r\n\r\n",
    "a folded line": HEAD + b"X: y\r\n z\r\n\r\n",
    "bare line feeds": b"GET / HTTP/1.1\nHost: a\n\n",
    "no HTTP": b"\x16nonsense\r\n\r\n",
    "a chunk's length that is none": CHUNKED + b"\r\nnonsense\r\n",
}


@pytest.mark.parametrize("kind", TWICE)
async def test_what_counts_is_said_once(server: Server, echo: Echo, kind: str) -> None:
    """Two hosts or two tokens, even equal ones: neither is chosen, and no application sees them."""
    [answer] = await told(server, HEAD + TWICE[kind] + b"Content-Length: 1\r\n\r\na")
    assert is_refused(answer, 400, "bad-request")
    [error] = json.loads(answer.partition(b"\r\n\r\n")[2])["errors"]
    assert (error["reason"], error["header"]) == ("sent_twice", kind.rpartition(" ")[2])
    assert echo.answered == 0


@pytest.mark.parametrize("kind", SMUGGLED)
async def test_what_may_mean_two_things_is_refused(server: Server, echo: Echo, kind: str) -> None:
    """Where a body ends must be said once and clearly: a proxy may have read it otherwise."""
    [answer] = await told(server, SMUGGLED[kind])
    assert is_refused(answer, 400, "malformed-request")
    assert echo.answered == 0


@pytest.mark.parametrize("name", [b"Authorization: x", b"Host: b", b"X-Any: y", b"authorization:"])
@pytest.mark.parametrize("whole", [True, False], ids=["at once", "piece by piece"])
async def test_nothing_comes_after_the_body(
    server: Server, echo: Echo, name: bytes, whole: bool
) -> None:
    """A trailer is read after the checks of the headers: there is none, whatever it says."""
    parts = (CHUNKED + b"\r\n", b"1\r\na\r\n0\r\n", name + b"\r\n", b"\r\n")
    [answer] = await told(server, *([b"".join(parts)] if whole else parts))
    assert is_refused(answer, 400, "malformed-request")
    assert echo.answered == 0


async def test_a_body_in_chunks_is_taken(server: Server) -> None:
    """Without a trailer, and the next request of the connection is another one."""
    asked = CHUNKED + b"\r\n1\r\na\r\n2\r\nbc\r\n0\r\n\r\n"
    first, second = await told(server, asked, asked.replace(b"Host", b"Connection: close\r\nHost"))
    for answer in (first, second):
        assert json.loads(answer.partition(b"\r\n\r\n")[2])["body"] == "abc"


@pytest.mark.parametrize("name", [b"a", b"x" * 400])
async def test_headers_are_counted(server: Server, echo: Echo, name: bytes) -> None:
    """More of them than anybody needs are refused, short or long."""
    lines = b"".join(name + b"%d: 1\r\n" % number for number in range(connection.MOST_HEADERS))
    [answer] = await told(server, HEAD + lines + b"\r\n")
    assert is_refused(answer, 431, "headers-too-long")
    assert echo.answered == 0


@pytest.mark.parametrize("address", ["/金水", "/v1/reports/annual?region=金水区&year=2019"])
async def test_chinese_in_an_address_is_told_of_in_words(server: Server, address: str) -> None:
    """To programs as a problem; to a person as a page, in two languages, with a way home."""
    line = f"GET {address} HTTP/1.1\r\nHost: a\r\n".encode()
    for encoded in (line, line.decode().encode("gb18030")):
        [answer] = await told(server, encoded + b"Accept: */*\r\n\r\n")
        assert is_refused(answer, 400, "address-not-encoded")
        [answer] = await told(server, encoded + b"Accept: text/html,*/*;q=0.8\r\n\r\n")
        head, _, page = answer.partition(b"\r\n\r\n")
        assert head.startswith(b"HTTP/1.1 400 ")
        assert b"content-type: text/html" in head
        assert b"frame-ancestors 'none'" in head
        assert "请检查网址" in page.decode()
        assert b"Check the address" in page
        assert b'<a href="/">' in page
        assert "金水".encode() not in answer


@pytest.mark.parametrize(
    ("sent", "status", "slug"),
    [
        (b"GET", 408, "headers-too-slow"),
        (HEAD, 408, "headers-too-slow"),
        (HEAD + b"Content-Length: 9\r\n\r\nhalf", 408, "body-too-slow"),
        (CHUNKED + b"\r\n1\r\na\r\n", 408, "body-too-slow"),
        (b"", 0, ""),
        (b"\r\n", 0, ""),
    ],
)
async def test_half_a_request_is_waited_for_so_long(
    server: Server, echo: Echo, monkeypatch: pytest.MonkeyPatch, sent: bytes, status: int, slug: str
) -> None:
    """Then it is told so, and the connection ends; one that says nothing just ends."""
    monkeypatch.setattr(connection, "HEAD_WITHIN", 0.1)
    monkeypatch.setattr(connection, "BODY_WITHIN", 0.1)
    answers = await told(server, *([sent] if sent else []))
    if status:
        [answer] = answers
        assert is_refused(answer, status, slug)
    else:
        assert answers == []
    assert echo.answered == 0


async def test_the_second_request_has_its_time_too(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Half of it, after or with a whole one, does not keep the connection."""
    monkeypatch.setattr(connection, "HEAD_WITHIN", 0.1)
    whole = HEAD + b"Content-Length: 1\r\n\r\na"
    for parts in ([whole, HEAD], [whole + HEAD], [whole, b"\r\n"]):
        answers = await told(server, *parts)
        assert answers[0].startswith(b"HTTP/1.1 200")
        if b"\r\n" not in parts:
            assert is_refused(answers[1], 408, "headers-too-slow")


async def test_work_may_take_its_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """Times are for callers: an application that answers late is not cut off, nor is its caller."""
    for name in ("HEAD_WITHIN", "BODY_WITHIN", "READ_WITHIN"):
        monkeypatch.setattr(connection, name, 0.1)

    async def slow(scope: Scope, receive: Receive, send: Send) -> None:
        await Request(scope, receive).body()
        await asyncio.sleep(2.5)
        await Response("done")(scope, receive, send)

    server = await start(slow, lifespan=False, grace=1)
    async with connected(server) as (reader, writer):
        writer.write(HEAD + b"Content-Length: 1\r\n\r\na")
        await asyncio.sleep(0.05)
        writer.write(b"\r\n")  # begins nothing
        assert b"done" in await asyncio.wait_for(reader.readuntil(b"done"), 10)
    await server.stop()


async def test_who_does_not_read_is_hung_up_on(monkeypatch: pytest.MonkeyPatch) -> None:
    """An answer that nobody takes up is not kept for ever."""
    monkeypatch.setattr(connection, "READ_WITHIN", 0.1)
    ended = asyncio.Event()

    async def much(scope: Scope, receive: Receive, send: Send) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": []})
        for _ in range(2_000):
            await send({"type": "http.response.body", "body": b"x" * 65536, "more_body": True})
        ended.set()

    server = await start(much, lifespan=False, grace=1)
    async with connected(server) as (reader, writer):
        writer.write(b"GET / HTTP/1.1\r\nHost: a\r\n\r\n")
        await asyncio.wait_for(ended.wait(), 20)  # hung up on: the rest is thrown away
        with pytest.raises((ConnectionError, asyncio.IncompleteReadError)):
            await reader.readexactly(2_000 * 65536)
    await server.stop()


async def test_the_longest_idle_connection_makes_room(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However many connections are held open, another caller is answered."""
    monkeypatch.setattr(connection, "MOST_CONNECTIONS", 3)
    held = [await asyncio.open_connection(LOCAL, server.port) for _ in range(3)]
    whole = HEAD + b"Content-Length: 1\r\n\r\na"
    held[0][1].write(whole)  # used since, so that the second one is idle longest
    await held[0][0].readuntil(b"}")
    async with connected(server) as (reader, writer):
        writer.write(whole)
        assert (await reader.readuntil(b"}")).startswith(b"HTTP/1.1 200")
        assert await asyncio.wait_for(held[1][0].read(), 5) == b""
        held[0][1].write(whole)
        assert (await held[0][0].readuntil(b"}")).startswith(b"HTTP/1.1 200")
    for _, other in held:
        other.close()


async def test_where_all_are_busy_another_is_told_to_come_later(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Nobody who is being answered is hung up on for a newcomer."""
    monkeypatch.setattr(connection, "MOST_CONNECTIONS", 2)
    go_on = asyncio.Event()
    begun = asyncio.Semaphore(0)

    async def waiting(scope: Scope, receive: Receive, send: Send) -> None:
        begun.release()
        await go_on.wait()
        await Response("done")(scope, receive, send)

    server = await start(waiting, lifespan=False, grace=1)
    busy = [await asyncio.open_connection(LOCAL, server.port) for _ in range(2)]
    for _, writer in busy:
        writer.write(b"GET / HTTP/1.1\r\nHost: a\r\n\r\n")
        await begun.acquire()
    [answer] = await told(server)
    assert is_refused(answer, 503, "unavailable")
    assert b"\r\nretry-after: " in answer
    go_on.set()
    for reader, writer in busy:
        assert (await reader.readuntil(b"done")).startswith(b"HTTP/1.1 200")
        writer.close()
    await server.stop()


async def test_a_refusal_never_stands_in_for_another_answer(server: Server) -> None:
    """What follows an answer that is under way is refused by the end of the connection alone."""
    whole = HEAD + b"Content-Length: 1\r\n\r\na"
    for bad in (b"nonsense\r\n\r\n", HEAD + b"Host: b\r\n\r\n", SMUGGLED["two lengths"]):
        answers = await told(server, whole + bad)
        assert all(b" 200 " in answer.partition(b"\r\n")[0] for answer in answers)
