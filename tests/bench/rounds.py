"""Measures what stands beside each other in turn, and makes a row of the table of it."""

import asyncio
import gc
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median

Measure = Callable[[], Awaitable[float]]
EVENTS = 100_000
Rates = dict[str, list[float]]


@dataclass(frozen=True)
class Scale:
    """How long to measure: `rounds` of `seconds` each; `events` where a number is worked through.

    The numbers of the printed table; a test that only looks whether all runs takes smaller ones.
    """

    rounds: int = 5
    seconds: float = 4.0
    events: int = EVENTS

    def part(self, number: int) -> int:
        """As many of `number` as `events` are of the printed table's."""
        return max(1, number * self.events // EVENTS)


@dataclass(frozen=True)
class Row:
    """One line of the table; `met` says whether the aim was reached, `why` what to know."""

    path: str
    floor: str
    ours: str
    ratio: str
    aim: str
    met: bool
    why: str = ""


async def in_turn(contenders: Mapping[str, Measure], rounds: int) -> Rates:
    """Measure each contender once unrecorded, then all of them `rounds` times in turn.

    Where there is one round nothing is compared, and so the one is enough.

    What was prepared until now is frozen first: the collector's walks over one contender's
    data would be charged to the others.
    """
    gc.collect()
    gc.freeze()
    try:
        for measure in contenders.values() if rounds > 1 else ():
            await measure()
        rates: Rates = {name: [] for name in contenders}
        for _ in range(rounds):
            for name, measure in contenders.items():
                rates[name].append(await measure())
        return rates
    finally:
        gc.unfreeze()


async def per_second(work: Callable[[int], Awaitable[int]], workers: int, seconds: float) -> float:
    """How much a number of workers get done a second; `work(worker)` says how much it did."""
    started = time.perf_counter()
    ends = started + seconds

    async def go_on(worker: int) -> int:
        done = 0
        while time.perf_counter() < ends:
            done += await work(worker)
        return done

    done = sum(await asyncio.gather(*map(go_on, range(workers))))
    return done / (time.perf_counter() - started)


def ratios(floor: Sequence[float], ours: Sequence[float]) -> list[float]:
    """Ours over the floor, round by round: what slows a whole round down is not counted twice."""
    return [mine / theirs for mine, theirs in zip(ours, floor, strict=True)]


def compared(
    path: str,
    floor: Sequence[float],
    ours: Sequence[float],
    *,
    unit: str,
    at_least: float,
    rate: float | None = None,
    why: str = "",
) -> Row:
    """A row for rates: the median ratio is to be `at_least`, and ours at least `rate`."""
    each = ratios(floor, ours)
    aim = f"≥ {at_least:g} ×" + (f" and ≥ {rate:,.0f} {unit}" if rate else "")
    return Row(
        path,
        f"{median(floor):,.0f} {unit}",
        f"{median(ours):,.0f} {unit}",
        f"{median(each):.2f} ({min(each):.2f}–{max(each):.2f})",
        aim,
        median(each) >= at_least and (rate is None or median(ours) >= rate),
        why,
    )


def weighed(path: str, few: Sequence[float], many: Sequence[float], at_most: float) -> Row:
    """A row for the memory, in MiB, that much takes beside what little takes."""
    each = ratios(few, many)
    return Row(
        path,
        f"{median(few):.0f} MiB",
        f"{median(many):.0f} MiB",
        f"{median(each):.2f} ({min(each):.2f}–{max(each):.2f})",
        f"≤ {at_most:g} ×",
        median(each) <= at_most,
    )


def timed(path: str, floor: Sequence[float], ours: Sequence[float], at_most: float) -> Row:
    """A row for the seconds that something takes: the median ratio is to be `at_most`."""
    each = ratios(floor, ours)
    return Row(
        path,
        f"{median(floor) * 1000:.2f} ms",
        f"{median(ours) * 1000:.2f} ms",
        f"{median(each):.2f} ({min(each):.2f}–{max(each):.2f})",
        f"≤ {at_most:g} ×",
        median(each) <= at_most,
    )
