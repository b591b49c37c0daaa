"""The verification: an independent fold of the journals must equal every cell of the model.

It takes its own path: it reads the feeds, not the deliveries; it leaves void entries out
instead of taking them back; it adds up event by event, without the engine. What the two have
in common is the declarations: what a measure is.

What came by other ways than the journals shows at the gates: each stream must have been counted
up to an event that its journal holds.
"""

import asyncio
import time
from collections.abc import AsyncGenerator, Callable, Sequence
from contextlib import aclosing
from datetime import timedelta
from typing import Any

from services.reporting.counting.fold import Folded
from services.reporting.counting.later import count_left
from services.reporting.counting.persons import SCOPES, scopes
from services.reporting.counting.position import MADE_BY
from services.reporting.counting.tables import sql
from services.reporting.declared.measures import ENTRIES, outdated
from services.reporting.proving.expected import DayTotal
from services.reporting.proving.gated import Gate, GatedFold
from services.reporting.proving.rebuild import Progress, take_operator_lock
from services.reporting.proving.switching import SHOWN
from shared.clock import utc_now
from shared.database import Connection
from shared.journal.feed_reader import End, Feed, pages

TURN = 0.005  # seconds of work before other tasks run
BETWEEN_LOOKS = 16  # events between looks at the clock
CHUNK = 5_000  # cells read at once
PENDING_AT_MOST = timedelta(minutes=1)  # what has waited for longer is not on its way any more

SNAPSHOT = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"
GATES = "SELECT stream_id, version, event_id FROM live.streams WHERE version > 0"
PARKED = """
SELECT DISTINCT ON (stream_id) stream_id, version, type, reason FROM live.parked
ORDER BY stream_id, version
"""
CONTRADICTED = """
SELECT stream_id, version, event_id::text FROM live.contradictions ORDER BY 1, 2, 3
"""
CELLS = """
SELECT parent, region, measure, grain, day, dims, value FROM live.rollups
WHERE value <> 0 AND measure <> ALL ($1::text[])
"""

LEFT = """
SELECT region, measure, day, dims, sum(delta)::bigint FROM live.cell_changes
GROUP BY 1, 2, 3, 4 HAVING sum(delta) <> 0
"""
PERSONS_LEFT = """
SELECT scope, subject, month, region, sum(facts)::bigint FROM live.person_changes
GROUP BY 1, 2, 3, 4
"""
PERSON_MONTHS = """
SELECT scope, subject, month, region, facts FROM live.person_months
WHERE facts <> 0 AND scope = ANY ($1::text[])
"""
PERSON_CELLS = """
SELECT digits, scope, parent, region, month, previous, persons FROM live.person_cells
WHERE persons <> 0 AND scope = ANY ($1::text[])
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
    not counted, those of parked streams aside, which are `parked`; `overdue` are those pending
    for longer than a minute, which is a difference too. `parked_streams` shows the first of
    those. `outdated` are the measures in which the model differs from what is declared: they
    are not compared until it is rebuilt. All others are, with their persons, also while large
    batches have left something to be counted later. The connection is used for nothing else.

    Raises `AlreadyOperating` or `FeedBroken`.
    """
    await take_operator_lock(connection)
    await count_left(connection, "live")
    await connection.execute(SNAPSHOT)
    gates = {row[0]: Gate(row[1], row[2]) for row in await connection.fetch(GATES)}
    parked = [dict(row) for row in await connection.fetch(PARKED)]
    fold = GatedFold(
        gates,
        {row["stream_id"] for row in parked},
        outdated(await connection.fetchval(MADE_BY)),
        utc_now() - PENDING_AT_MOST,
    )
    # Read after the model: all that it has counted lies before these, and both passes end there.
    ends = [(feed, await feed.end(count=True)) for feed in feeds]
    for phase, step in (("corrections", fold.note_void), ("fold", fold.add)):
        progress = Progress(phase, 0, fold.in_model)
        async with aclosing(_each(ends, step)) as turns:
            async for done in turns:
                progress.done += done
                yield progress.line()
    yield Progress("compare", 0, 1).line()
    differences = await _compare(connection, fold, sum(end.events for _, end in ends))
    await connection.execute("ROLLBACK")
    yield {
        "phase": "done",
        "equal": not differences.count,
        "different": differences.count,
        "differences": differences.shown,
        "cells": fold.cells,
        "persons": fold.persons,
        "events": fold.counted,
        "pending": fold.pending,
        "overdue": fold.overdue,
        "parked": fold.parked,
        "parked_streams": parked[:SHOWN],
        "outdated": sorted(fold.outdated),
    }


async def _each(
    ends: Sequence[tuple[Feed, End]], step: Callable[[str], None]
) -> AsyncGenerator[int, None]:
    """Do a step for every line of every feed, in short turns; how many were done since."""
    turn_ends = time.monotonic() + TURN
    for feed, end in ends:
        async with aclosing(pages(feed, None, end)) as following:
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
        if len(self.shown) < SHOWN:
            self.shown.append({**what, "expected": expected, "found": actual})


async def _compare(connection: Connection, fold: GatedFold, recorded: int) -> _Differences:
    """Compare every rollup, the facts of every day, every gate, and the numbers of events.

    `recorded` is how many rows the journals' tables hold.
    """
    differences = _Differences()
    differences.compare({"events": "in the feeds"}, recorded, fold.read)
    differences.compare({"events": "counted"}, fold.counted, fold.in_model)
    differences.compare({"events": "not counted for a minute"}, 0, fold.overdue)
    for row in await connection.fetch(CONTRADICTED):
        differences.compare({"contradicted": row[0], "version": row[1]}, None, row[2])
    for stream_id, gate in fold.gates.items():
        if not gate.found:
            what = {"stream": stream_id, "version": gate.version}
            differences.compare(what, "this event of the journal", str(gate.event_id or "another"))
    cells = fold.expected.cells()
    fold.cells = len(cells)
    leaves = {tuple(leaf): value for *leaf, value in await connection.fetch(LEFT)}
    left = Folded(leaves=leaves).by_cell()
    outdated = list(fold.outdated)
    async for *cell, value in connection.cursor(CELLS, outdated, prefetch=CHUNK):
        key = tuple(cell)
        differences.compare(_named(cell), cells.pop(key, 0), value + left.pop(key, 0))
    for missing, expected in cells.items():
        differences.compare(_named(missing), expected, left.pop(missing, 0))
    for unexpected, value in left.items():
        differences.compare(_named(unexpected), 0, value)
    await _compare_persons(connection, fold, differences)
    days = fold.expected.days
    for measure, day, *actual in await connection.fetch(DAYS, outdated):
        total = days.pop((measure, day), DayTotal())
        found = DayTotal(*map(int, actual))
        if ENTRIES in fold.outdated:  # rows of before bear another id, and are right all the same
            total, found = total._replace(seal=0), found._replace(seal=0)
        differences.compare({"facts": measure, "day": f"{day}"}, [*total], [*found])
    for (measure, day), total in days.items():
        differences.compare({"facts": measure, "day": f"{day}"}, [*total], [0, 0, 0])
    return differences


async def _compare_persons(
    connection: Connection, fold: GatedFold, differences: _Differences
) -> None:
    """Compare the months of persons and their cells, of every scope."""
    kept = {row[0] for row in await connection.fetch(sql(SCOPES, "live"))}
    asked = [scope for scope, part in scopes().items() if part.measure.code not in fold.outdated]
    for scope in asked:  # one that is missing is counted no more
        differences.compare({"scope": scope}, "kept", "kept" if scope in kept else "not kept")
    async for *key, facts in connection.cursor(PERSONS_LEFT, prefetch=CHUNK):
        fold.expected.leave_for_later(key, facts)
    months, cells = fold.expected.person_months(), fold.expected.person_cells()
    held: tuple[tuple[str, dict[Any, int], Sequence[str]], ...] = (
        (PERSON_MONTHS, months, ("scope", "subject", "month", "region")),
        (PERSON_CELLS, cells, ("digits", "scope", "parent", "region", "month", "previous")),
    )
    for query, expected, names in held:
        at = names.index("scope")
        left = {key: value for key, value in expected.items() if key[at] in asked}
        fold.persons += len(left)

        def named(key: Sequence[Any], names: Sequence[str] = names) -> dict[str, Any]:
            # Who it is is not said: a line of this may be kept in a log.
            pairs = zip(names, key, strict=True)
            return {name: str(value) for name, value in pairs if name != "subject"}

        async for *key, value in connection.cursor(query, asked, prefetch=CHUNK):
            differences.compare(named(key), left.pop(tuple(key), 0), value)
        for missing, number in left.items():
            differences.compare(named(missing), number, 0)


def _named(cell: Sequence[Any]) -> dict[str, Any]:
    parent, region, measure, grain, day, dims = cell
    return {
        "parent": parent,
        "region": region,
        "measure": measure,
        "grain": grain,
        "day": f"{day}",
        "dims": dims,
    }
