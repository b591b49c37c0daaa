"""Gathering: what waits at the same moment is done together, in one round trip."""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from typing import Generic, TypeVar

T = TypeVar("T")
R = TypeVar("R")


class Gathering(Generic[T, R]):
    """Hands what comes in to `work` in groups; safe for many tasks at once.

    `work` gives back an outcome for each item, in order; an exception is that item's alone.
    At most `workers` groups of at most `limit` items are under way; who comes alone to an idle
    worker waits for nobody.
    """

    def __init__(
        self,
        work: Callable[[Sequence[T]], Awaitable[Sequence[R | Exception]]],
        *,
        workers: int,
        limit: int,
    ) -> None:
        self._work = work
        self._limit = limit
        self._idle = workers
        self._queue: deque[tuple[T, asyncio.Future[R]]] = deque()
        self._working: set[asyncio.Task[None]] = set()

    @property
    def waiting(self) -> int:
        """How many items nobody has begun with."""
        return len(self._queue)

    async def __call__(self, item: T) -> R:
        """The outcome of an item; raises its exception."""
        done: asyncio.Future[R] = asyncio.get_running_loop().create_future()
        self._queue.append((item, done))
        if self._idle:
            self._idle -= 1
            task = asyncio.create_task(self._go_on())
            self._working.add(task)
            task.add_done_callback(self._working.discard)
        return await done

    async def _go_on(self) -> None:
        try:
            while self._queue:
                group = [self._queue.popleft() for _ in range(min(self._limit, len(self._queue)))]
                outcomes: Sequence[R | Exception]
                try:
                    outcomes = await self._work([item for item, _ in group])
                except Exception as error:
                    outcomes = [error] * len(group)
                for (_, done), outcome in zip(group, outcomes, strict=True):
                    if done.done():
                        continue  # its caller has gone away
                    if isinstance(outcome, Exception):
                        done.set_exception(outcome)
                    else:
                        done.set_result(outcome)
        finally:
            self._idle += 1
