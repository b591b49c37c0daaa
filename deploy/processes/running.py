"""How every process runs: log on standard error, port, end by a signal."""

import asyncio
import gc
import resource
import signal
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager
from typing import Any

import structlog
import uvloop
from starlette.types import ASGIApp

from deploy.sentence import CannotGoOn, port_taken
from shared import logs
from shared.http.server import PortTaken, Server, start, until_asked

log = structlog.get_logger(__name__)

SIGNALS = (signal.SIGTERM, signal.SIGINT)
FILES = 4_096  # each caller takes one, each request on its way to another service one more
# The garbage collector looks when so many objects were made and are there yet. Thirty calls at once
# have thousands: with Python's 700 it looked at every seventh call, and found next to nothing.
YOUNG = 10_000
GRACE = 5  # seconds for answers in progress; the rest of the ten is for closing


def run(name: str, process: Coroutine[Any, Any, None]) -> None:
    """Run a process until SIGTERM or SIGINT; it stops within ten seconds.

    Its log goes to standard error, under its name. Raises OSError and CannotGoOn; this for a
    fault of Waystation too, since a file about it would be lost with the container.
    """
    logs.configure(name)
    allow_files()
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        try:
            runner.run(until_asked(process, SIGNALS))
        except CannotGoOn:
            raise
        except Exception as error:
            log.error("fault", exc_info=error)
            if isinstance(error, OSError):
                raise
            kind = type(error).__name__
            raise CannotGoOn(
                zh=f'这是驿站自身的缺陷（{kind}）；请附上日志中 "event":"fault" 的那一行报告'
                "（其中不含个人信息）。",
                en=f"This is a fault of Waystation itself ({kind}); please report it with the line"
                ' "event":"fault" of the log above, which holds no personal data.',
            ) from error
    log.info("stopped")


def allow_files() -> None:
    """Let this process open as many files as its connections may need, where the system allows."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = FILES if hard == resource.RLIM_INFINITY else min(FILES, hard)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))


@asynccontextmanager
async def listening(
    app: ASGIApp,
    host: str,
    port: int,
    metrics: ASGIApp | None = None,
    metrics_port: int | None = None,
) -> AsyncIterator[asyncio.Task[None]]:
    """Serve an application that has been started, for the length of an ``async with``.

    Its metrics are served too, on the port for them if there is one. Gives a task that ends
    should the server end by itself. Raises CannotGoOn when an address is taken.
    """
    server = await _started(app, host, port)
    beside: list[Server] = []
    if metrics is not None and metrics_port is not None:
        try:
            beside.append(await _started(metrics, host, metrics_port, "--metrics-port"))
        except CannotGoOn:
            await server.stop()
            raise
    # What exists now stays: the garbage collector need not look at it again.
    gc.collect()
    gc.freeze()
    gc.set_threshold(YOUNG)
    log.info("listening", host=host, port=server.port)
    # Use asyncio.wait, do not await it: cancelling it would cut off answers in progress.
    serving = asyncio.create_task(server.wait())
    try:
        yield serving
    finally:
        await asyncio.gather(*(each.stop() for each in (server, *beside)))


async def _started(app: ASGIApp, host: str, port: int, option: str = "--port") -> Server:
    try:
        return await start(app, host, port, grace=GRACE, lifespan=False)
    except PortTaken:
        raise port_taken(host, port, option) from None
