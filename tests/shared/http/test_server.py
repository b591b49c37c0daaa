"""A server takes a free port, reports a taken one, and stops without losing what it began."""

import asyncio
import contextlib
import os
import signal
import socket
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import aiohttp
import pytest
from fastapi import FastAPI, Request
from starlette.types import ASGIApp, Receive, Scope, Send

from shared.http import server as server_module
from shared.http.server import PortTaken, StartFailed, serve, start


class Slow:
    """An application with one slow address."""

    def __init__(self, seconds: float = 0.5) -> None:
        self.entered = asyncio.Event()
        self.closed = False
        self.app = FastAPI(lifespan=self.life)

        @self.app.get("/slow")
        async def slow() -> str:
            self.entered.set()
            await asyncio.sleep(seconds)
            return "done"

    @asynccontextmanager
    async def life(self, app: FastAPI) -> AsyncIterator[None]:
        """Note the end."""
        yield
        self.closed = True


async def ask(port: int) -> tuple[int, str]:
    """The answer of the slow address."""
    async with (
        aiohttp.ClientSession() as session,
        session.get(f"http://127.0.0.1:{port}/slow") as answer,
    ):
        return answer.status, await answer.text()


async def test_graceful() -> None:
    """A request at work is finished, then the application is closed; new ones are refused."""
    slow = Slow()
    server = await start(slow.app)
    asking = asyncio.create_task(ask(server.port))
    await slow.entered.wait()
    await server.stop()
    assert await asking == (200, '"done"')
    assert slow.closed
    with pytest.raises(aiohttp.ClientConnectorError):
        await ask(server.port)


async def test_it_stops_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Not at the next tick; whoever was connected and has gone is not waited for."""
    monkeypatch.setattr(server_module, "TICK", 600.0)
    slow = Slow(0.0)
    server = await start(slow.app)
    assert await ask(server.port) == (200, '"done"')
    await asyncio.wait_for(server.stop(), 20)
    assert slow.closed


@pytest.mark.parametrize("piece", [b"X: %s\r\n" % (b"a" * 1000), b"a" * 1000])
@pytest.mark.parametrize("trailers", [False, True], ids=["headers", "trailers"])
async def test_headers_have_an_end(piece: bytes, trailers: bool) -> None:
    """Whoever sends headers without end is hung up on before they fill the memory."""
    server = await start(Slow(0.01).app)
    _, writer = await asyncio.open_connection("127.0.0.1", server.port)
    writer.write(b"GET /slow HTTP/1.1\r\nHost: x\r\n")
    if trailers:
        writer.write(b"Transfer-Encoding: chunked\r\n\r\n1\r\na\r\n0\r\n")
    writer.write(b"X-Long: ")
    sent = 0
    with contextlib.suppress(ConnectionError):
        while sent < 8 * 1024 * 1024:
            writer.write(piece)
            await writer.drain()
            sent += len(piece)
    assert sent < 8 * 1024 * 1024
    writer.close()
    with contextlib.suppress(ConnectionError):
        await writer.wait_closed()
    await server.stop()


async def test_a_body_may_be_long() -> None:
    """Only headers are held to the limit."""
    slow = Slow()

    @slow.app.post("/length")
    async def length(request: Request) -> int:
        return len(await request.body())

    server = await start(slow.app)
    address = f"http://127.0.0.1:{server.port}/length"
    async with aiohttp.ClientSession() as session:
        for _ in range(2):
            async with session.post(address, data=b"a" * 900_000) as answer:
                assert await answer.text() == "900000"
    await server.stop()


async def test_grace_ends() -> None:
    """A request that takes longer than the grace is cut off."""
    slow = Slow(60)
    server = await start(slow.app, grace=1)
    asking = asyncio.create_task(ask(server.port))
    await slow.entered.wait()
    began = time.monotonic()
    await server.stop()
    assert time.monotonic() - began < 20
    (outcome,) = await asyncio.gather(asking, return_exceptions=True)
    assert outcome != (200, '"done"')


async def test_taken() -> None:
    """A port in use is reported with the way out."""
    server = await start(Slow().app)
    with pytest.raises(PortTaken, match="choose another port"):
        await start(Slow().app, port=server.port)
    await server.stop()


async def test_failed_start() -> None:
    """An application that fails at its start is no server."""

    @asynccontextmanager
    async def life(app: FastAPI) -> AsyncIterator[None]:
        raise OSError("no")
        yield

    with pytest.raises(StartFailed, match="did not start"):
        await start(FastAPI(lifespan=life))


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
async def test_signals(number: signal.Signals) -> None:
    """SIGTERM and SIGINT stop the server, the request at work finished."""
    slow, port = Slow(), asyncio.get_running_loop().create_future()
    serving = asyncio.create_task(serve(slow.app, started=port.set_result))
    asking = asyncio.create_task(ask(await port))
    await slow.entered.wait()
    os.kill(os.getpid(), number)
    await asyncio.wait_for(serving, 10)
    assert await asking == (200, '"done"')
    assert slow.closed


async def test_head_and_body_are_sent_in_one_piece() -> None:
    """However the application sends them: what it says in one turn of the loop comes together."""

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        await send(
            {"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"4")]}
        )
        for number in b"done":
            time.sleep(0.05)  # the loop stands still, and the caller does not
            body = bytes([number])
            await send({"type": "http.response.body", "body": body, "more_body": True})
        await send({"type": "http.response.body"})

    [piece] = await pieces_of(app)
    assert piece.endswith(b"\r\n\r\ndone")


async def test_a_long_answer_comes_whole() -> None:
    """No byte of it is lost, or comes at another place, and it is not kept until its end."""
    body = bytes(number % 251 for number in range(5_000_000))

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        length = [(b"content-length", b"%d" % len(body))]
        await send({"type": "http.response.start", "status": 200, "headers": length})
        for begin in range(0, len(body), 9_000):
            piece = body[begin : begin + 9_000]
            await send({"type": "http.response.body", "body": piece, "more_body": True})
        await send({"type": "http.response.body"})

    pieces = await pieces_of(app)
    assert b"".join(pieces).partition(b"\r\n\r\n")[2] == body
    assert len(pieces) > 1


async def pieces_of(app: ASGIApp) -> list[bytes]:
    """An answer to the end of its connection, as it came piece by piece."""
    server = await start(app, lifespan=False)

    def read() -> list[bytes]:
        with socket.create_connection(("127.0.0.1", server.port), timeout=10) as caller:
            caller.sendall(b"GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
            return list(iter(lambda: caller.recv(1 << 16), b""))

    try:
        return await asyncio.to_thread(read)
    finally:
        await server.stop()
