"""An append: what commits together, and the one statement that writes it."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, NamedTuple
from uuid import UUID

import asyncpg


class NewEvent(NamedTuple):
    """One event on its way into the journal."""

    event_id: UUID
    type: str
    data: str


class KeptAnswer(NamedTuple):
    """The answer to a keyed call: a repetition gets it again, to the letter."""

    agency: str
    key: str
    request: bytes
    status: int
    body: str
    version: int


class Claim(NamedTuple):
    """A name that one holder at a time may have."""

    name: str
    holder: str


class VaultPerson(NamedTuple):
    """A new person's key, wrapped."""

    person_id: UUID
    wrapped_key: bytes


class VaultItem(NamedTuple):
    """Personal data, encrypted."""

    item_id: UUID
    person_id: UUID
    ciphertext: bytes


@dataclass(frozen=True)
class Part:
    """A statement that writes rows of a service's own tables, in the append itself.

    In `sql`, ``{rows}`` stands for a query that gives the rows, with columns of these `types`.
    """

    sql: str
    types: tuple[str, ...]


class Row(NamedTuple):
    """A row that a part writes: one value for each of its types."""

    part: Part
    values: tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Append:
    """What one command adds: `events` follow version `expected` of the stream (0: a new one).

    What is in `released` is given up before `claims` are taken. `rows` stand in tables of the
    service's own; no two of one append have the same key.
    """

    stream_id: str
    expected: int
    events: Sequence[NewEvent]
    metadata: str = "{}"
    answer: KeptAnswer | None = None
    claims: Sequence[Claim] = ()
    released: Sequence[Claim] = ()
    persons: Sequence[VaultPerson] = ()
    items: Sequence[VaultItem] = ()
    rows: Sequence[Row] = ()


class Conflict(Exception):
    """The stream has moved on since it was read."""


class ClaimNotHeld(Conflict):
    """A name that this append releases is not held by that holder any more."""


class AlreadyAnswered(Exception):
    """This idempotency key was used before."""


class ClaimTaken(Exception):
    """Another stream holds a name that this append claims."""


# Of two that append the same events, under ids that follow from what they say, the second finds
# them there: the ids are asked before the stream.
_REFUSALS: dict[str, type[Exception]] = {
    "events_stream": Conflict,
    "events_event": Conflict,
    "answers_key": AlreadyAnswered,
    "claims_name": ClaimTaken,
}

# PostgreSQL runs the last part that is present first, then the others from the last to the
# first. So every append takes its locks in the same order of tables, and sorted within each:
# two that only insert can never wait for each other.
_PARTS = (
    (
        "answers (agency, key, request, status, body, version)",
        ("text", "text", "bytea", "int2", "text", "int4"),
    ),
    ("claims (name, holder)", ("text", "text")),
    ("vault_persons (person_id, wrapped_key)", ("uuid", "bytea")),
    ("vault_items (item_id, person_id, ciphertext)", ("uuid", "uuid", "bytea")),
    (
        "events (stream_id, version, event_id, type, data, metadata, recorded_at)",
        ("text", "int4", "uuid", "text", "json", "json", "int4"),
    ),
)
_CLAIMS, _EVENTS = 1, 4  # their places among them

# A clock may be set back: no event is recorded before the last one of its stream, at `expected`.
# The transaction takes its number before the time, so that whoever asks which transactions are
# writing (shared/journal/standing.py) misses none that will record an earlier moment.
_RECORDED_AT = """
SELECT stream_id, version, event_id, type, data, metadata, greatest(
    (SELECT clock_timestamp() FROM pg_current_xact_id()),
    CASE WHEN expected > 0 THEN (
        SELECT recorded_at FROM events AS last
        WHERE last.stream_id = new.stream_id AND last.version = new.expected
    ) END
) FROM unnest({arrays}) AS new (stream_id, version, event_id, type, data, metadata, expected)
"""
_AS_GIVEN = "SELECT * FROM unnest({arrays})"

# What is released is gone before anything is claimed, so that a name can pass on in one
# statement. A name that was not held divides by zero, also where nothing is claimed. Two that
# pass names to each other crosswise may wait for each other; PostgreSQL then ends one of them.
_RELEASED = """released AS (
    DELETE FROM claims USING unnest($1::text[], $2::text[]) AS given_up (name, holder)
    WHERE claims.name = given_up.name AND claims.holder = given_up.holder RETURNING 1
)"""
_ALL_RELEASED = " WHERE 1 / ((SELECT count(*) FROM released) = cardinality($1))::int = 1"


def _arrays(types: Sequence[str], number: int) -> str:
    """The parameters after the first `number`, as arrays; hidden from the planner as in LOOK."""
    return ", ".join(f"(SELECT ${number + i}::{t}[])" for i, t in enumerate(types, 1))


@cache
def _statement(present: tuple[bool, ...], releases: bool, own: tuple[Part, ...] = ()) -> str:
    """One INSERT for all parts that are present; the others cost nothing."""
    withs: list[str] = [_RELEASED] if releases else []
    inserts: list[str] = []
    number = 2 * len(withs)
    for part in own:
        rows = _AS_GIVEN.format(arrays=_arrays(part.types, number))
        inserts.append(part.sql.format(rows=rows))
        number += len(part.types)
    for place, ((target, types), wanted) in enumerate(zip(_PARTS, present, strict=True)):
        if wanted:
            source = _RECORDED_AT if place == _EVENTS else _AS_GIVEN
            rows = source.format(arrays=_arrays(types, number))
            check = _ALL_RELEASED if releases and place == _CLAIMS else ""
            inserts.append(f"INSERT INTO {target} {rows}{check}")
            number += len(types)
    *before, last = inserts
    withs += [f"part{i} AS ({insert})" for i, insert in enumerate(before)]
    return f"WITH {', '.join(withs)} {last}" if withs else last


async def write(connection: asyncpg.Connection, appends: Sequence[Append]) -> None:
    """Write appends in one round trip, all or none; part of the connection's transaction.

    Raises `Conflict`, `ClaimNotHeld`, `AlreadyAnswered` or `ClaimTaken`.
    """
    released = sorted(claim for append in appends for claim in append.released)
    appends = sorted(appends, key=lambda append: append.stream_id)
    rows: tuple[list[Any], ...] = (
        sorted(append.answer for append in appends if append.answer is not None),
        sorted(claim for append in appends for claim in append.claims),
        sorted(person for append in appends for person in append.persons),
        sorted(item for append in appends for item in append.items),
    )
    own = _rows(appends)
    columns = [
        list(column)
        for part in (*own.values(), *rows)
        if part
        for column in zip(*part, strict=True)
    ]
    events = _columns(appends)
    columns += events
    present = [*map(bool, rows), bool(events)]
    if released:
        if not present[_CLAIMS]:
            present[_CLAIMS] = True
            place = sum(len(part.types) for part in own) + (len(_PARTS[0][1]) if present[0] else 0)
            columns[place:place] = [[], []]
        columns[:0] = (list(column) for column in zip(*released, strict=True))
    try:
        statement = _statement(tuple(present), bool(released), tuple(own))
        await connection.execute(statement, *columns)
    except asyncpg.UniqueViolationError as error:
        refusal = _REFUSALS.get(error.constraint_name or "")
        if refusal is None:
            raise
        raise refusal from None
    except asyncpg.DivisionByZeroError:
        raise ClaimNotHeld from None
    except asyncpg.DeadlockDetectedError:  # two that pass names to each other, crosswise
        raise Conflict from None


def _rows(appends: Sequence[Append]) -> dict[Part, list[tuple[Any, ...]]]:
    """The rows of the service's own tables by their parts; both always in the same order."""
    rows: dict[Part, list[tuple[Any, ...]]] = {}
    for append in appends:
        for row in append.rows:
            rows.setdefault(row.part, []).append(row.values)
    return {part: _in_order(rows[part]) for part in sorted(rows, key=lambda part: part.sql)}


def _in_order(rows: list[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    """Rows by their values as texts; most differ in the first, and one text a row is enough."""
    by_first = {str(values[0]): values for values in rows}
    if len(by_first) == len(rows):
        return [by_first[first] for first in sorted(by_first)]
    return sorted(rows, key=lambda values: tuple(map(str, values)))


def _columns(appends: Sequence[Append]) -> list[list[Any]]:
    """The columns of all events; without a tuple for each, which large batches would feel."""
    streams: list[str] = []
    versions: list[int] = []
    given: tuple[list[Any], list[Any], list[Any]] = ([], [], [])  # event id, type, data
    metadata: list[str] = []
    expected: list[int] = []
    for append in appends:
        number = len(append.events)
        streams += [append.stream_id] * number
        versions += range(append.expected + 1, append.expected + 1 + number)
        metadata += [append.metadata] * number
        expected += [append.expected] * number
        for column, values in zip(given, zip(*append.events, strict=True), strict=False):
            column.extend(values)
    return [streams, versions, *given, metadata, expected] if streams else []
