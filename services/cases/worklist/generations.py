"""Generations of the worklist: which is read, which is being made, and how far each has come."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Self

from shared.database import Connection
from shared.journal.cluster import JournalMoved, find_place
from shared.journal.snapshot_windows import Window

SILENCE = timedelta(seconds=10)  # after which who moved a generation is taken to be gone

COLUMNS = """generation, state, policies, software, moves, built_to, lo::text, hi::text,
    last_position, until_position, clock_timestamp() - moved_at"""

PRESENT = f"SELECT {COLUMNS} FROM duty_generations ORDER BY generation"

# All that this statement's snapshot sees is read stream by stream; windows go on from there.
BEGIN = """
INSERT INTO duty_generations (policies, software) VALUES ($1, $2)
ON CONFLICT (state) WHERE state = 'building' DO NOTHING
RETURNING generation
"""

# First in the transaction of what is written: who comes second waits here, and moves nothing.
MOVE = """
UPDATE duty_generations SET moves = moves + 1, moved_at = clock_timestamp(), built_to = $3,
    lo = $4::text::pg_snapshot, hi = $5::text::pg_snapshot, last_position = $6,
    until_position = $7, events = events + $8, up_to = greatest(up_to, $9)
WHERE generation = $1 AND moves = $2 AND state <> 'old'
RETURNING events
"""

# It takes nothing in, so that others who wait beside this one wait on.
REST = """
UPDATE duty_generations SET moved_at = clock_timestamp(), up_to = greatest(up_to, $3)
WHERE generation = $1 AND moves = $2 AND state <> 'old'
"""

# Who moves a generation waits until the switch is done; who reads does not. If this process
# freezes, they wait no longer than that.
HOLD = """
SET LOCAL idle_in_transaction_session_timeout = '90s';
SELECT FROM duty_generations WHERE state <> 'old' ORDER BY generation FOR UPDATE
"""

SWITCH = """
UPDATE duty_generations SET state = CASE generation WHEN $1 THEN 'live' ELSE 'old' END,
    live_at = CASE generation WHEN $1 THEN clock_timestamp() ELSE live_at END, moves = moves + 1
WHERE (state = 'live' OR generation = $1)
    AND EXISTS (SELECT FROM duty_generations WHERE generation = $1 AND state = 'building')
"""

LEAVE = "UPDATE duty_generations SET state = 'old' WHERE generation = $1 AND state = 'building'"

REMOVE_ROWS = """
DELETE FROM worklist WHERE (generation, row_id) IN (
    SELECT generation, row_id FROM worklist WHERE generation = $1 LIMIT $2
)
"""
REMOVE_CASES = """
DELETE FROM duty_cases WHERE (generation, case_id) IN (
    SELECT generation, case_id FROM duty_cases WHERE generation = $1 LIMIT $2
)
"""
REMOVE = "DELETE FROM duty_generations WHERE generation = $1 AND state = 'old'"
PIECE = 5_000  # rows that are removed at once


class MovedOn(Exception):
    """Another process has moved this generation on; what was made here is made already."""


@dataclass(frozen=True, slots=True)
class Generation:
    """A generation as it stands: what it is made by, and how far it has come.

    `policies` is their digest on the day on which it was begun, `software` that of the code.

    `built_to` is the last stream that it has while it is made; None once it follows the journal.
    `quiet` says for how long nobody moved it.
    """

    number: int
    state: str
    policies: str
    software: str
    moves: int
    built_to: str | None
    window: Window
    quiet: timedelta

    @classmethod
    def of(cls, row: Sequence[Any]) -> Self:
        """A row of `COLUMNS`."""
        number, state, policies, software, moves, built_to, *window, quiet = row
        return cls(number, state, policies, software, moves, built_to, Window(*window), quiet)

    @property
    def made_by(self) -> tuple[str, str]:
        """The digest of its policies, and that of the software."""
        return self.policies, self.software

    @property
    def is_followed(self) -> bool:
        """Whether somebody moves it on, as it seems."""
        return self.quiet < SILENCE


async def present(connection: Connection) -> list[Generation]:
    """All generations, the oldest first."""
    return [Generation.of(tuple(row)) for row in await connection.fetch(PRESENT)]


async def begin(connection: Connection, made_by: tuple[str, str]) -> bool:
    """Begin a generation beside the live one; False where one is being made already."""
    return await connection.fetchval(BEGIN, *made_by) is not None


async def move(
    connection: Connection,
    generation: Generation,
    built_to: str | None,
    window: Window,
    events: int,
    up_to: datetime | None,
) -> int:
    """Move a generation on, within the transaction of what it takes in; its events so far.

    Raises `MovedOn` where another process has done so since it was read.
    """
    counted: int | None = await connection.fetchval(
        MOVE,
        generation.number,
        generation.moves,
        built_to,
        window.lo,
        window.hi,
        window.last,
        window.until,
        events,
        up_to,
    )
    if counted is None:
        raise MovedOn
    return counted


async def rest(connection: Connection, generation: Generation, up_to: datetime) -> None:
    """Say that all is taken in that was written up to a moment. Raises `MovedOn` as `move`."""
    if await connection.execute(REST, generation.number, generation.moves, up_to) == "UPDATE 0":
        raise MovedOn


async def hold(connection: Connection) -> None:
    """Have all generations stand still until the end of the caller's transaction."""
    await connection.execute(HOLD)


async def switch(connection: Connection, generation: Generation) -> bool:
    """From now on this one is read; False where another process has switched."""
    return await connection.execute(SWITCH, generation.number) != "UPDATE 0"


async def set_back(connection: Connection, found: Sequence[Generation]) -> set[int]:
    """Those that cannot go on, for the journal was set back: what they hold may be there no more.

    Raises `JournalMoved` where no generation can follow it.
    """
    closed = set()
    for each in found:
        place = await find_place(connection, each.window.hi)
        if not place.events_fit:
            raise JournalMoved(
                "The journal of cases was restored into another PostgreSQL cluster, whose"
                " transactions count from elsewhere, so that the worklist would miss events;"
                " restore the whole cluster from a physical backup instead."
            )
        if not place.snapshot_fits:
            closed.add(each.number)
    return closed


async def leave(connection: Connection, generation: Generation) -> None:
    """Give up a generation that is being made."""
    await connection.execute(LEAVE, generation.number)


async def remove_some(connection: Connection, generation: Generation) -> bool:
    """Remove a piece of an old generation; False once nothing of it is left."""
    for statement in (REMOVE_ROWS, REMOVE_CASES):
        if await connection.execute(statement, generation.number, PIECE) != "DELETE 0":
            return True
    await connection.execute(REMOVE, generation.number)
    return False
