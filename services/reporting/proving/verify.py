"""The verification: an independent fold of the journals must equal every cell of the model.

It takes its own path: it reads the feeds, not the deliveries; it leaves void entries out
instead of taking them back; it adds up event by event, without the engine. What the two have
in common is the declarations: what a measure is.
"""

import asyncio
import time
from collections.abc import AsyncGenerator, Callable, Sequence
from contextlib import aclosing
from typing import Any

from services.reporting.counting.position import MADE_BY
from services.reporting.declared.measures import outdated
from services.reporting.proving.expected import DayTotal, Expected
from services.reporting.proving.feeds import Feed, pages, read_line
from services.reporting.proving.rebuild import DIFFERENCES_SHOWN, Progress, take_operator_lock
from shared.database import Connection

TURN = 0.005  # seconds of work before other tasks run
BETWEEN_LOOKS = 16  # events between looks at the clock
CHUNK = 5_000  # cells read at once

SNAPSHOT = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"
GATES = "SELECT stream_id, version FROM live.streams"
PARKED = "SELECT DISTINCT stream_id FROM live.parked"
CELLS = """
SELECT parent, region, measure, month, dims, value FROM live.rollups
WHERE value <> 0 AND measure <> ALL ($1::text[])
"""

# The seal adds up a hash of each row, so that the order of the rows does not matter.
DAYS = """
SELECT measure, day, sum(delta)::bigint, count(*), sum(('x' || left(md5(concat_ws('|', region,
    dims, delta, subject, event_id, stream_id, version,
    (extract(epoch FROM recorded_at) * 1000000)::bigint)), 15))::bit(60)::bigint)
FROM live.facts WHERE measure <> ALL ($1::text[]) GROUP BY measure, day
"""


async def verify(
    connection: Connection, feeds: Sequence[Feed]
) -> AsyncGenerator[dict[str, Any], None]:
    """Verify the live model as it is at the start, with progress; the last line is the result.

    `equal` says whether everything is right and `different` how much is not, of which
    `differences` shows the first. `pending` counts the journals' events that the model had
    not counted, those of parked streams aside, which are `parked`. `outdated` are the measures
    in which the model differs from what is declared: they are not compared until it is rebuilt.
    The connection is used for nothing else. Raises `AlreadyOperating` or `FeedBroken`.
    """
    await take_operator_lock(connection)
    await connection.execute(SNAPSHOT)
    gates = {row[0]: row[1] for row in await connection.fetch(GATES)}
    parked = {row[0] for row in await connection.fetch(PARKED)}
    fold = _Fold(gates, parked, outdated(await connection.fetchval(MADE_BY)))
    for phase, step in (("corrections", fold.note_void), ("fold", fold.add)):
        progress = Progress(phase, 0, fold.in_model)
        async with aclosing(_each(feeds, step)) as turns:
            async for done in turns:
                progress.done += done
                yield progress.line()
    yield Progress("compare", 0, 1).line()
    differences = await _compare(connection, fold)
    await connection.execute("ROLLBACK")
    yield {
        "phase": "done",
        "equal": not differences.count,
        "different": differences.count,
        "differences": differences.shown,
        "cells": fold.cells,
        "events": fold.counted,
        "pending": fold.pending,
        "parked": fold.parked,
        "outdated": sorted(fold.outdated),
    }


class _Fold:
    """The expected model, and which events belong into it."""

    def __init__(self, gates: dict[str, int], parked: set[str], outdated: frozenset[str]) -> None:
        self.expected = Expected(without=outdated)
        self.outdated = outdated
        self.counted = self.pending = self.parked = self.cells = 0
        self._gates, self._parked = gates, parked
        self.in_model = sum(gates.values())

    def note_void(self, line: bytes) -> None:
        """First pass: which entries are void."""
        if b"Voided" in line:
            event = read_line(line)
            if event.version <= self._gates.get(event.stream_id, 0):
                self.expected.note_void(event)

    def add(self, line: bytes) -> None:
        """Second pass: everything that the model has counted by its gates."""
        event = read_line(line)
        if event.version <= self._gates.get(event.stream_id, 0):
            self.counted += 1
            self.expected.add(event)
        elif event.stream_id in self._parked:
            self.parked += 1
        else:
            self.pending += 1


async def _each(feeds: Sequence[Feed], step: Callable[[bytes], None]) -> AsyncGenerator[int, None]:
    """Do a step for every line of every feed, in short turns; how many were done since."""
    turn_ends = time.monotonic() + TURN
    for feed in feeds:
        async with aclosing(pages(feed, None)) as following:
            async for page in following:
                for number, line in enumerate(page.lines):
                    step(line)
                    if number % BETWEEN_LOOKS == 0 and time.monotonic() > turn_ends:
                        await asyncio.sleep(0)
                        turn_ends = time.monotonic() + TURN
                yield len(page.lines)


class _Differences:
    """Counts what differs and keeps the first of it."""

    def __init__(self) -> None:
        self.count = 0
        self.shown: list[dict[str, Any]] = []

    def compare(self, what: dict[str, Any], expected: object, actual: object) -> None:
        """Note a difference, if there is one."""
        if expected == actual:
            return
        self.count += 1
        if len(self.shown) < DIFFERENCES_SHOWN:
            self.shown.append({**what, "expected": expected, "found": actual})


async def _compare(connection: Connection, fold: _Fold) -> _Differences:
    """Compare every rollup, the facts of every day, and the number of events counted."""
    differences = _Differences()
    differences.compare({"events": "counted"}, fold.counted, fold.in_model)
    cells = fold.expected.cells()
    fold.cells = len(cells)
    outdated = list(fold.outdated)
    async for *cell, value in connection.cursor(CELLS, outdated, prefetch=CHUNK):
        differences.compare(_named(cell), cells.pop(tuple(cell), 0), value)
    for missing, expected in cells.items():
        differences.compare(_named(missing), expected, 0)
    days = fold.expected.days
    for measure, day, *actual in await connection.fetch(DAYS, outdated):
        total = days.pop((measure, day), DayTotal())
        differences.compare({"facts": measure, "day": f"{day}"}, [*total], [*map(int, actual)])
    for (measure, day), total in days.items():
        differences.compare({"facts": measure, "day": f"{day}"}, [*total], [0, 0, 0])
    return differences


def _named(cell: Sequence[Any]) -> dict[str, Any]:
    parent, region, measure, month, dims = cell
    named = {"region": region, "measure": measure, "month": f"{month}", "dims": dims}
    return {"parent": parent, **named}
