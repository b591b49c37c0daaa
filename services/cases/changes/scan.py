"""Which events concern a caller: the journal is read in pieces, by the windows of its feed.

What a case is to the caller is asked in the statement that reads the events, so that a part that
has ended shows nothing any more, whatever old cursor it is asked with.
"""

import json
from collections.abc import Sequence
from dataclasses import astuple, dataclass
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

import asyncpg

from services.cases.access_table import OVERSEERS
from services.cases.relations import Found, Held
from services.cases.staff.own_file import is_own_file, own_registrations
from services.cases.streams import case_stream, client_stream, points_stream
from shared.events import type_of
from shared.events.cases.drug_tests import SampleTaken
from shared.identity.claims import Caller
from shared.journal.cluster import JournalMoved, find_place
from shared.journal.feed import SetBack
from shared.journal.snapshot_windows import START, Window, open_window

PIECE = 20_000  # places in the journal that one statement looks at
MOST_PLACES = 400_000  # that one call looks at
FEW_CASES = 20_000  # as many are picked out of a piece by their streams; more are looked up
FIRST_PIECE = 1_000  # looked at before it is asked which cases are the caller's
SPARSE = 10  # places for each that concerns the caller: from there on it is asked
OPEN_WITHIN = 60.0  # seconds: all that was written since an old cursor is counted

BEGINNING = Window(START, START, 0, 0)

OWN_CASES = """
SELECT DISTINCT case_id FROM relations WHERE agency = $1 AND NOT $2
UNION
SELECT case_id FROM case_register WHERE $2 AND region ^@ ANY ($3::text[])
LIMIT $4
"""

_CASE, _CLIENT, _POINTS = case_stream(""), client_stream(""), points_stream("")

# The snapshots are read once, not once a row. OFFSET keeps the planner to a lookup by the key.
# Who was asked for a test is concerned by that alone, and by its sample: a page is not filled by
# what others enter. An account of points is its case's, for who has a part in that now.
_READ = """
SELECT event.position, event.version, event.event_id, event.type, event.data, event.recorded_at,
    event.stream_id ^@ '{points}' AS of_account,
    kept.case_id, kept.region, kept.agency, kept.registration_id, kept.case_version, part.parts
FROM events AS event
LEFT JOIN LATERAL (
    SELECT case_id, region, agency, registration_id, person_id, version AS case_version
    FROM case_register
    WHERE case_id = CASE
        WHEN event.stream_id ^@ '{case}' THEN substr(event.stream_id, {after_case})::uuid
        WHEN event.stream_id ^@ '{points}' THEN substr(event.stream_id, {after_points})::uuid
    END OFFSET 0
) AS kept ON true
LEFT JOIN LATERAL (
    SELECT array_agg((relation, subject, begun, ended, until)) AS parts,
        bool_or(CASE WHEN event.stream_id ^@ '{points}'
            THEN ended IS NULL AND relation <> 'asked_for_test'
            ELSE ended = event.version OR ended IS NULL
            AND (relation <> 'asked_for_test' OR begun = event.version OR subject::text = CASE
                WHEN event.type ^@ '{sample}' THEN event.data ->> 'appointment_id'
                WHEN event.data ->> 'entry_type' ^@ '{sample}'
                    THEN event.data -> 'entry' ->> 'appointment_id'
            END) END) AS shown
    FROM relations WHERE case_id = kept.case_id AND agency = $5 OFFSET 0
) AS part ON true
WHERE position > $3 AND position <= $4
AND pg_visible_in_snapshot(xid, (SELECT $2::text::pg_snapshot))
AND NOT pg_visible_in_snapshot(xid, (SELECT $1::text::pg_snapshot))
AND {picked}
AND CASE
    WHEN kept.case_id IS NOT NULL
        THEN kept.region ^@ ANY ($6::text[]) AND ($7 OR part.shown) AND NOT {own_file}
    ELSE event.stream_id ^@ '{client}' AND event.metadata ->> 'agency' = $5
        AND event.stream_id <> ALL (
            SELECT '{client}' || own.id FROM unnest({own_registrations}) AS own (id)
        )
END
ORDER BY position LIMIT $8
"""
_OF_EVENT = (
    *("position", "version", "event_id", "type", "data", "recorded_at"),
    *("case_id", "of_account"),
)
# Part of an OR, the query is made a hash table of: one probe a row.
_PICKED = "(event.stream_id IN (SELECT unnest($10::text[])) OR event.stream_id ^@ '{client}')"


def _statement(picked: str) -> str:
    names = {
        "case": _CASE,
        "after_case": len(_CASE) + 1,
        "client": _CLIENT,
        "points": _POINTS,
        "after_points": len(_POINTS) + 1,
        "sample": type_of(SampleTaken).rpartition("v")[0],
        "own_file": is_own_file("kept", agency="$5", user="$9"),
        "own_registrations": own_registrations(agency="$5", user="$9"),
    }
    return _READ.format(picked=picked.format(**names), **names)


OF_FEW_CASES = _statement(_PICKED)
OF_ANY_CASES = _statement("true")


class Part(NamedTuple):
    """A part that the caller has, or had, in a case; `begun` and `ended` are versions of it."""

    relation: str
    subject: UUID
    begun: int
    ended: int | None
    until: date | None


@dataclass(frozen=True, slots=True)
class Concerned:
    """An event that concerns the caller: of a case (`case_id`), or of an own registration.

    One that is `of_account` stands in the case's account of points; `version` is the account's.
    `found` is what the case is to the caller now, by the parts that have not ended.
    """

    position: int
    version: int
    event_id: UUID
    type: str
    data: str
    recorded_at: datetime
    case_id: UUID | None
    of_account: bool
    found: Found | None
    parts: Sequence[Part]


@dataclass(frozen=True)
class Page:
    """Events that concern the caller, up to a place in the journal; `more` if it goes on there."""

    events: Sequence[Concerned]
    place: Window
    more: bool


def to_text(place: Window) -> str:
    """A place in the journal as a cursor has it.

    >>> from_text(to_text(BEGINNING)) == BEGINNING
    True
    """
    return json.dumps(astuple(place), separators=(",", ":"))


def from_text(text: str) -> Window:
    """The place that a cursor has."""
    return Window(*json.loads(text))


async def read_page(
    connection: asyncpg.Connection,
    caller: Caller,
    place: Window,
    limit: int,
    user: str | None = None,
) -> Page:
    """What concerns a caller behind a place, at most `limit` events; in order for each stream.

    `user` is the keyed hash of the user who is calling: the own file is left out. Raises `SetBack`,
    and `OnStandby` or `JournalMoved` where no cursor helps.
    """
    where = await find_place(connection, place.hi)
    if not where.events_fit:
        raise JournalMoved
    if not where.snapshot_fits:
        raise SetBack
    looked_at, rows = 0, list[asyncpg.Record]()
    picked: list[str] | None = None
    is_known = False
    while len(rows) < limit and looked_at < MOST_PLACES:
        if place.last >= place.until:
            following = await open_window(connection, place.hi, seconds=OPEN_WITHIN)
            if following is None:
                return Page(_concerned(rows), place, more=False)
            place, picked, is_known = following, None, False
        if not is_known and len(rows) * SPARSE < looked_at:
            # Only in an open window: a case that is the caller's by then is not passed over.
            picked, is_known = await _own_streams(connection, caller), True
        until = min(place.until, place.last + (PIECE if looked_at else FIRST_PIECE))
        found = await _read(connection, caller, place, until, picked, limit - len(rows) + 1, user)
        rows += found
        looked_at += until - place.last
        place = place.after(rows[limit - 1]["position"] if len(rows) > limit else until)
    return Page(_concerned(rows[:limit]), place, more=True)


async def _own_streams(connection: asyncpg.Connection, caller: Caller) -> list[str] | None:
    """The streams of the caller's cases and accounts, past ones too; None for too many."""
    oversees = caller.kind in OVERSEERS
    rows = await connection.fetch(
        OWN_CASES, caller.agency, oversees, list(caller.regions), FEW_CASES + 1
    )
    if len(rows) > FEW_CASES:
        return None
    return [stream(case_id) for (case_id,) in rows for stream in (case_stream, points_stream)]


async def _read(
    connection: asyncpg.Connection,
    caller: Caller,
    place: Window,
    until: int,
    picked: list[str] | None,
    limit: int,
    user: str | None,
) -> list[asyncpg.Record]:
    rows: list[asyncpg.Record] = await connection.fetch(
        OF_ANY_CASES if picked is None else OF_FEW_CASES,
        place.lo,
        place.hi,
        place.last,
        until,
        caller.agency,
        list(caller.regions),
        caller.kind in OVERSEERS,
        limit,
        user,
        *(() if picked is None else (picked,)),
    )
    return rows


def _concerned(rows: Sequence[asyncpg.Record]) -> list[Concerned]:
    events: list[Concerned] = []
    for row in rows:
        own = [Part(*part) for part in row["parts"] or ()]
        found = None
        if row["case_id"] is not None:
            now = tuple(
                Held(part.relation, part.subject, part.until) for part in own if part.ended is None
            )
            register = row["region"], row["agency"], row["registration_id"], row["case_version"]
            found = Found(*register, parts=now)
        event = {name: row[name] for name in _OF_EVENT}
        events.append(Concerned(**event, found=found, parts=own))
    return events
