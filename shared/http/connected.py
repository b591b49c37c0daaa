"""Work for a caller ends when the caller disconnects."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from starlette.requests import ClientDisconnect
from starlette.types import Receive

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
