"""Batching: items that wait at the same moment are processed together, in one round trip."""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from typing import Generic, TypeVar

T = TypeVar("T")
R = TypeVar("R")


class Batcher(Generic[T, R]):
    """Hands items to `process` in batches; safe for many tasks at once.

    `process` returns an outcome for each item, in order; an exception belongs to that item alone.
    At most `workers` batches of at most `limit` items are in progress. An item that finds an idle
    worker is processed at once, without waiting for others. An item that has waited for more than
    `expires_after` seconds gets a TimeoutError when a worker becomes free.
    """

    def __init__(
        self,
        process: Callable[[Sequence[T]], Awaitable[Sequence[R | Exception]]],
        *,
        workers: int,
        limit: int,
        expires_after: float = 5.0,
    ) -> None:
        self._process = process
        self._limit = limit
        self._expires_after = expires_after
        self._idle = workers
        self._queue: deque[tuple[T, asyncio.Future[R], float]] = deque()
        self._working: set[asyncio.Task[None]] = set()

    @property
    def waiting(self) -> int:
        """How many items are not in progress yet."""
        return len(self._queue)

    async def __call__(self, item: T) -> R:
        """The outcome of an item; raises its exception, or TimeoutError if it expired."""
        loop = asyncio.get_running_loop()
        done: asyncio.Future[R] = loop.create_future()
        self._queue.append((item, done, loop.time()))
        if self._idle:
            self._idle -= 1
            task = asyncio.create_task(self._run_worker())
            self._working.add(task)
            task.add_done_callback(self._working.discard)
        return await done

    async def _run_worker(self) -> None:
        try:
            while batch := self._next_batch():
                outcomes: Sequence[R | Exception]
                try:
                    outcomes = await self._process([item for item, _ in batch])
                except Exception as error:
                    outcomes = [error] * len(batch)
                for (_, done), outcome in zip(batch, outcomes, strict=True):
                    if done.done():
                        continue  # its caller was cancelled
                    if isinstance(outcome, Exception):
                        done.set_exception(outcome)
                    else:
                        done.set_result(outcome)
        finally:
            self._idle += 1

    def _next_batch(self) -> list[tuple[T, asyncio.Future[R]]]:
        """The items whose turn it is, without those that were cancelled or have expired."""
        batch: list[tuple[T, asyncio.Future[R]]] = []
        expired_before = asyncio.get_running_loop().time() - self._expires_after
        while self._queue and len(batch) < self._limit:
            item, done, since = self._queue.popleft()
            if done.done():
                continue
            if since < expired_before:
                done.set_exception(TimeoutError("This was not begun in time."))
            else:
                batch.append((item, done))
        return batch
