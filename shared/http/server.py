"""The server: an application on a TCP port, stopped without losing what it answered."""

import asyncio
import contextlib
import signal
import socket
from collections.abc import Awaitable, Callable, Iterable, Iterator
from itertools import count
from typing import Any

import uvicorn
from starlette.types import ASGIApp

from shared.http.connected import STOPPING
from shared.http.connection import IDLE_WITHIN, Connection

TICK = 0.1  # seconds
NOTICED = 5  # turns of the loop after which who has just come is there, and who has gone is not
GRACE = 8.0  # seconds for requests at work; with the pools' own it stays below ten


class PortTaken(Exception):
    """The address cannot be listened on."""


class StartFailed(Exception):
    """The application did not start; its log says why."""


class Server:
    """An application being served; made by `start`."""

    def __init__(
        self, app: ASGIApp | Any, sock: socket.socket, grace: float, lifespan: bool
    ) -> None:
        self.port: int = sock.getsockname()[1]
        self._socket = sock
        config = uvicorn.Config(
            app,
            http=Connection,
            ws="none",
            lifespan="on" if lifespan else "off",
            log_config=None,
            access_log=False,
            server_header=False,
            proxy_headers=False,
            timeout_keep_alive=int(IDLE_WITHIN),
            timeout_graceful_shutdown=int(grace),
        )
        self._server = _Uvicorn(config)
        self._task: asyncio.Task[None] | None = None

    async def begin(self) -> None:
        """Start serving; returns when connections are taken, else raises StartFailed."""
        self._task = asyncio.create_task(self._server.serve(sockets=[self._socket]))
        up = asyncio.create_task(self._server.up.wait())
        await asyncio.wait({self._task, up}, return_when=asyncio.FIRST_COMPLETED)
        up.cancel()
        if not self._server.up.is_set():
            self._socket.close()
            await self._task

    async def wait(self) -> None:
        """Wait until the server has stopped."""
        if self._task is not None:
            await self._task

    async def stop(self) -> None:
        """Take no more requests, finish those at work (within the grace), close."""
        self._server.ask()
        await self.wait()


class _Uvicorn(uvicorn.Server):
    """Uvicorn without its signal handlers: the process has one place for signals."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.up = asyncio.Event()
        self._asked = asyncio.Event()
        self._stopping = asyncio.Event()

    def ask(self) -> None:
        """Have it stop now, and not at the next tick."""
        self.should_exit = True
        self._asked.set()

    async def main_loop(self) -> None:
        """Tick until it is to stop."""
        for counter in count():
            if await self.on_tick(counter):
                return
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(TICK):
                    await self._asked.wait()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start, and set `up`; what answers slowly can see when the server stops."""
        self.lifespan.state[STOPPING] = self._stopping
        try:
            await super().startup(sockets)
        except SystemExit:  # how uvicorn reports it; a library must not end the process
            raise StartFailed("The application did not start; its log says why.") from None
        self.up.set()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Tell those who wait for something, and then stop: at once, where nobody is connected."""
        self._stopping.set()
        for server in self.servers:
            server.close()
        for _ in range(NOTICED):
            await asyncio.sleep(0)
        if self.server_state.connections or self.server_state.tasks:
            await super().shutdown(sockets)
            return
        for each in sockets or ():
            each.close()
        for server in self.servers:
            await server.wait_closed()
        await self.lifespan.shutdown()

    async def on_tick(self, counter: int) -> bool:
        """Once a second, end the connections whose callers take too long."""
        if counter % 10 == 0:
            now = asyncio.get_running_loop().time()
            for connection in list(self.server_state.connections):
                if isinstance(connection, Connection):
                    connection.expire(now)
        return await super().on_tick(counter)

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Leave signals to `serve`."""
        yield


async def start(
    app: ASGIApp,
    host: str = "127.0.0.1",
    port: int = 0,
    *,
    backlog: int = 2048,
    grace: float = GRACE,
    lifespan: bool = True,
) -> Server:
    """Serve `app`; port 0 takes a free one, and `Server.port` says which.

    Without `lifespan` the caller starts the application before this, and ends it afterwards.
    Raises PortTaken when the address is in use or not this machine's.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    sock = socket.socket(family, socket.SOCK_STREAM)
    try:
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        sock.bind((host, port))
        sock.listen(backlog)
        sock.setblocking(False)
    except OSError as error:
        sock.close()
        raise PortTaken(
            f"Cannot listen on {host} port {port} ({error.strerror}); stop what uses it, or"
            " choose another port."
        ) from error
    server = Server(app, sock, grace, lifespan)
    await server.begin()
    return server


async def serve(
    app: ASGIApp,
    host: str = "127.0.0.1",
    port: int = 0,
    *,
    started: Callable[[int], None] = lambda port: None,
) -> None:
    """Serve `app` until SIGTERM or SIGINT, then stop within ten seconds.

    `started` is called with the port once connections are accepted.
    """

    async def serving() -> None:
        server = await start(app, host, port)
        try:
            started(server.port)
            # Not awaited directly: cancelling it would cut off answers that are being sent.
            await asyncio.wait({asyncio.create_task(server.wait())})
        finally:
            await server.stop()

    await until_asked(serving(), (signal.SIGTERM, signal.SIGINT))


async def until_asked(work: Awaitable[None], signals: Iterable[signal.Signals]) -> None:
    """Run `work` until it ends or a signal asks for its end; further signals change nothing.

    `work` is cancelled then, and ends by its ``finally`` blocks.
    """
    task = asyncio.ensure_future(work)
    loop = asyncio.get_running_loop()
    asked = False

    def ask() -> None:
        nonlocal asked
        if not asked:
            asked = True
            task.cancel()

    for number in signals:
        loop.add_signal_handler(number, ask)
    try:
        await task
    except asyncio.CancelledError:
        if not asked:
            raise
