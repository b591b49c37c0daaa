"""Batcher: what waits at the same moment is done together, in one round trip."""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from typing import Generic, TypeVar

T = TypeVar("T")
R = TypeVar("R")


class Batcher(Generic[T, R]):
    """Hands what comes in to `work` in groups; safe for many tasks at once.

    `work` gives back an outcome for each item, in order; an exception is that item's alone.
    At most `workers` groups of at most `limit` items are under way; who comes alone to an idle
    worker waits for nobody. An item that nobody began with for `patience` seconds is given up,
    once a worker is free to say so; with an end to each piece of work, nobody waits for ever.
    """

    def __init__(
        self,
        work: Callable[[Sequence[T]], Awaitable[Sequence[R | Exception]]],
        *,
        workers: int,
        limit: int,
        patience: float = 5.0,
    ) -> None:
        self._work = work
        self._limit = limit
        self._patience = patience
        self._idle = workers
        self._queue: deque[tuple[T, asyncio.Future[R], float]] = deque()
        self._working: set[asyncio.Task[None]] = set()

    @property
    def waiting(self) -> int:
        """How many items nobody has begun with."""
        return len(self._queue)

    async def __call__(self, item: T) -> R:
        """The outcome of an item; raises its exception, or TimeoutError when it was given up."""
        loop = asyncio.get_running_loop()
        done: asyncio.Future[R] = loop.create_future()
        self._queue.append((item, done, loop.time()))
        if self._idle:
            self._idle -= 1
            task = asyncio.create_task(self._go_on())
            self._working.add(task)
            task.add_done_callback(self._working.discard)
        return await done

    async def _go_on(self) -> None:
        try:
            while group := self._next():
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

    def _next(self) -> list[tuple[T, asyncio.Future[R]]]:
        """Those whose turn it is, without those who have gone away or waited too long."""
        group: list[tuple[T, asyncio.Future[R]]] = []
        too_long_ago = asyncio.get_running_loop().time() - self._patience
        while self._queue and len(group) < self._limit:
            item, done, since = self._queue.popleft()
            if done.done():
                continue
            if since < too_long_ago:
                done.set_exception(TimeoutError("Nobody came to this in time."))
            else:
                group.append((item, done))
        return group
