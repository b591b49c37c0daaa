"""Doing many things at once, but not too many."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from typing import TypeVar

T = TypeVar("T")

IN_FLIGHT = 16


async def each(things: Iterable[T], do: Callable[[T], Awaitable[object]]) -> None:
    """Do something with each thing, 16 at a time; the first error ends all and is raised."""
    waiting = iter(things)

    async def work() -> None:
        for thing in waiting:
            await do(thing)

    try:
        async with asyncio.TaskGroup() as group:
            for _ in range(IN_FLIGHT):
                group.create_task(work())
    except ExceptionGroup as errors:
        raise errors.exceptions[0] from None
