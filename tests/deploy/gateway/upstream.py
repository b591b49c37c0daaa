"""A service to forward to, as bytes: it shows what came, and answers well, badly or not at all."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from prometheus_client import CollectorRegistry, Counter

from deploy.gateway.forwarding import Forward
from shared.catalogue import SERVICES, ServiceSpec
from shared.http.middleware import Metrics, RequestMiddleware
from shared.http.server import start

CASES, _, REPORTING = SERVICES
LOCAL = "127.0.0.1"
OK = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"


@dataclass(frozen=True)
class Came:
    """A request that came: its first line, its other lines in order, its body, and what follows."""

    line: bytes
    headers: list[bytes]
    body: bytes
    after: asyncio.StreamReader

    def values(self, name: bytes) -> list[bytes]:
        """What stands in the headers of a name."""
        prefix = name.lower() + b":"
        return [h.partition(b":")[2].strip() for h in self.headers if h.lower().startswith(prefix)]


React = Callable[[Came, asyncio.StreamWriter], Awaitable[None]]


async def well(came: Came, writer: asyncio.StreamWriter) -> None:
    """Answer."""
    writer.write(OK)


async def hang_up(came: Came, writer: asyncio.StreamWriter) -> None:
    """End the connection without an answer."""
    writer.close()


async def say_nothing(came: Came, writer: asyncio.StreamWriter) -> None:
    """Take the request, as one that is frozen does, and no more."""
    await came.after.read()


def saying(answer: bytes) -> React:
    """Answer with these bytes and keep the connection."""

    async def react(came: Came, writer: asyncio.StreamWriter) -> None:
        writer.write(answer)

    return react


@dataclass
class Upstream:
    """A server at `host`; its reactions are used up one by one, the last one stays."""

    host: str = LOCAL
    reactions: list[React] = field(default_factory=lambda: [well])
    came: list[Came] = field(default_factory=list)
    connections: int = 0
    port: int = 0
    _tasks: set[asyncio.Task[None]] = field(default_factory=set)

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Serve for the length of an ``async with``."""
        server = await asyncio.start_server(self._serve, self.host, self.port)
        self.port = server.sockets[0].getsockname()[1]
        try:
            yield
        finally:
            server.close()
            for task in self._tasks:
                task.cancel()
            await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        task = asyncio.current_task()
        assert task is not None
        self._tasks.add(task)
        try:
            await self._react(reader, writer)
        except (asyncio.IncompleteReadError, asyncio.CancelledError, ConnectionError):
            pass  # the other side has ended, or the test
        finally:
            self._tasks.discard(task)
            writer.close()

    async def _react(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while not writer.is_closing():
            head = (await reader.readuntil(b"\r\n\r\n")).split(b"\r\n")
            length = sum(
                int(line[15:]) for line in head if line.lower().startswith(b"content-length:")
            )
            came = Came(head[0], head[1:-2], await reader.readexactly(length), reader)
            self.came.append(came)
            react = self.reactions.pop(0) if len(self.reactions) > 1 else self.reactions[0]
            await react(came, writer)
            await writer.drain()


@dataclass(frozen=True)
class Way:
    """A way through to a service: the port to ask, and how often that service failed."""

    port: int
    registry: CollectorRegistry
    service: str

    @property
    def url(self) -> str:
        """Where to ask."""
        return f"http://127.0.0.1:{self.port}"

    def failures(self, reason: str) -> float:
        """How often the service failed for this reason."""
        labels = {"service": self.service, "reason": reason}
        return self.registry.get_sample_value("upstream_failures_total", labels) or 0.0


@asynccontextmanager
async def forwarding(
    port: int, *addresses: str, service: ServiceSpec = CASES
) -> AsyncIterator[Way]:
    """Forward from a free port to a service at these addresses and `port`."""

    async def look_up(host: str) -> list[str]:
        assert host == "cases.test"
        return list(addresses)

    registry = CollectorRegistry()
    failures = Counter("upstream_failures_total", "", ("service", "reason"), registry=registry)
    forward = Forward(service, f"http://cases.test:{port}", failures, look_up)
    async with forward.running():
        app = RequestMiddleware(forward, metrics=Metrics(registry))
        server = await start(app, "127.0.0.1", 0, lifespan=False, grace=1)
        try:
            yield Way(server.port, registry, service.name)
        finally:
            await server.stop()
