"""Work for a caller ends when the caller disconnects; waiting ends too when the server stops."""

import asyncio
from collections.abc import AsyncIterator, Awaitable
from contextlib import asynccontextmanager

from starlette.requests import ClientDisconnect
from starlette.types import Receive, Scope

STOPPING = "waystation.stopping"  # where the state of a scope has it that the server stops
WATCH_CALLER_AFTER = 0.1  # seconds: most answers are there before


@asynccontextmanager
async def while_connected(receive: Receive) -> AsyncIterator[None]:
    """Cancel the body when the caller disconnects. Raises ClientDisconnect then."""

    async def watch() -> None:
        while (await receive())["type"] != "http.disconnect":
            pass
        limit.reschedule(0)

    try:
        async with asyncio.timeout(None) as limit:
            watching: list[asyncio.Task[None]] = []
            # Most answers come before that; a task for each would cost too much.
            later = asyncio.get_running_loop().call_later(
                WATCH_CALLER_AFTER, lambda: watching.append(asyncio.create_task(watch()))
            )
            try:
                yield
            finally:
                later.cancel()
                for task in watching:
                    task.cancel()
    except TimeoutError:
        if limit.expired():
            raise ClientDisconnect from None
        raise


async def wait_for(what: Awaitable[None], scope: Scope, seconds: float) -> bool:
    """Wait until `what` is done (True), the seconds are over, or the server of a call stops.

    Raises what `what` raises; it is cancelled when it is not awaited any longer.
    """
    stopping: asyncio.Event = scope.get("state", {}).get(STOPPING) or asyncio.Event()
    awaited = asyncio.ensure_future(what)
    stop = asyncio.ensure_future(stopping.wait())
    try:
        await asyncio.wait({awaited, stop}, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
        if not awaited.done():
            return False
        await awaited
        return True
    finally:
        awaited.cancel()
        stop.cancel()
