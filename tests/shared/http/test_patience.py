"""A caller gets so much time, and a process holds so many callers."""

import asyncio

import pytest
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from shared.http import connection
from shared.http.server import Server, start
from tests.shared.http.speaking import CHUNKED, HEAD, LOCAL, Echo, connected, is_refused, told


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


async def test_half_a_body_keeps_nobody_out(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where none is idle, the one that has kept its body back longest makes room."""
    monkeypatch.setattr(connection, "MOST_CONNECTIONS", 2)
    held = []
    for _ in range(2):
        held.append(await asyncio.open_connection(LOCAL, server.port))
        held[-1][1].write(HEAD + b"Content-Length: 2\r\n\r\na")
        await asyncio.sleep(0.1)
    async with connected(server) as (reader, writer):
        writer.write(HEAD + b"Content-Length: 1\r\n\r\na")
        assert (await reader.readuntil(b"}")).startswith(b"HTTP/1.1 200")
        assert await asyncio.wait_for(held[0][0].read(), 5) == b""
        held[1][1].write(b"a")
        assert (await held[1][0].readuntil(b"}")).startswith(b"HTTP/1.1 200")
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
