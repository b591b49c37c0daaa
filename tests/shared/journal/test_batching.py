"""What waits at the same moment is done together, and each gets its own outcome."""

import asyncio
from collections.abc import Sequence

import pytest

from shared.journal.batching import Batcher


class Halves:
    """Halves even numbers; remembers the groups it was given."""

    def __init__(self) -> None:
        self.groups: list[list[int]] = []

    async def __call__(self, numbers: Sequence[int]) -> Sequence[int | Exception]:
        """Half of each, or the error of an odd one."""
        self.groups.append(list(numbers))
        await asyncio.sleep(0)
        if 0 in numbers:
            raise ZeroDivisionError
        return [n // 2 if n % 2 == 0 else ValueError(n) for n in numbers]


async def test_together() -> None:
    """What comes while a worker is at work goes together with the next group, up to the limit."""
    work = Halves()
    halve = Batcher(work, workers=1, limit=3)
    assert await asyncio.gather(*map(halve, (2, 4, 6, 8))) == [1, 2, 3, 4]
    assert work.groups == [[2, 4, 6], [8]]
    assert halve.waiting == 0


async def test_own_fault() -> None:
    """An error in the outcomes is raised to its own caller alone, one of the work to all."""
    halve = Batcher(Halves(), workers=2, limit=10)
    right, wrong = await asyncio.gather(halve(2), halve(3), return_exceptions=True)
    assert right == 1
    assert isinstance(wrong, ValueError)
    outcomes = await asyncio.gather(halve(2), halve(0), return_exceptions=True)
    assert [type(outcome) for outcome in outcomes] == [ZeroDivisionError] * 2
    assert await halve(10) == 5


async def test_caller_gone() -> None:
    """A caller that goes away while its group is at work disturbs nobody."""
    halve = Batcher(Halves(), workers=1, limit=10)
    gone, stays = asyncio.create_task(halve(2)), asyncio.create_task(halve(4))
    await asyncio.sleep(0)
    gone.cancel()
    assert await stays == 2
    with pytest.raises(asyncio.CancelledError):
        await gone


async def test_patience(monkeypatch: pytest.MonkeyPatch) -> None:
    """Who waits too long for a busy worker is given up, and nothing is done for who has left."""
    free, groups = asyncio.Event(), []

    async def work(items: Sequence[int]) -> Sequence[int | Exception]:
        groups.append(list(items))
        await free.wait()
        return items

    do = Batcher(work, workers=1, limit=1, expires_after=60.0)
    first, late, gone = (asyncio.create_task(do(n)) for n in (1, 2, 3))
    while not groups:
        await asyncio.sleep(0)
    loop = asyncio.get_running_loop()
    clock = loop.time
    monkeypatch.setattr(loop, "time", lambda: clock() + 61)
    gone.cancel()
    in_time = asyncio.create_task(do(4))
    await asyncio.sleep(0)
    free.set()
    assert (await first, await in_time) == (1, 4)
    with pytest.raises(TimeoutError):
        await late
    assert groups == [[1], [4]]
