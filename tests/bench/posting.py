"""From a POST to its commit: a contact recorded over HTTP, beside bare routes.

32 callers over keep-alive connections on 2,000 open cases; one uvicorn worker. Ours checks the
token, the key, the body, the caller's relation to the case and the rules, reads the case's last
event, keeps the answer for a repetition and the case's row in the register, counts and logs the
request. The floors are FastAPI with the same body model and asyncpg's pool: one does one INSERT;
the other asks for relation, kept answer and last version, and writes event, answer and register,
a statement each in one transaction. Each server is a process of its own; the load generator, in
this process, shares the other core with PostgreSQL.

The same on 300 cases that have 2,000 entries each, beside 300 that have 5 in the first round: a
command is to cost the same however long its case is. Both are of one service and one database.
"""

from collections.abc import Callable
from contextlib import AsyncExitStack
from itertools import count
from uuid import UUID

import asyncpg

from services.cases.case.decider import case
from services.cases.case.standing import with_standing
from services.cases.register import rows
from shared.database import connect_pool
from shared.decider import fold
from shared.events.cases.case import CaseOpened
from shared.events.cases.kinds import CaseKind
from shared.ids import new_id
from shared.journal.journal import Append, Journal
from shared.recording import new_event
from tests.bench.load import press
from tests.bench.place import Place
from tests.bench.rounds import Measure, Row, compared, in_turn
from tests.bench.served import ISSUER, serving
from tests.services.service import migrated

CASES = 2_000
CALLERS = 32
SOME_CASES = 300
SHORT, LONG = 5, 2_000  # entries
BODY = b'{"occurred_on":"2019-03-14","mode":"home_visit"}'
_KEYS = count(1)

# Contacts like those that the service writes, behind the event that opened each case.
LENGTHEN = """
WITH later AS (
    SELECT stream_id, data::jsonb - 'workstation_id' AS data, metadata, number + 1 AS version,
        md5(stream_id || number)::uuid AS event_id
    FROM events CROSS JOIN generate_series(1, $2::integer) AS number
    WHERE stream_id = ANY ($1::text[]) AND version = 1
)
INSERT INTO events (stream_id, version, event_id, type, data, metadata)
SELECT stream_id, version, event_id, 'cases.ContactRecorded.v1',
    (data || jsonb_build_object('entry_id', event_id, 'occurred_on', '2019-03-14',
        'mode', 'home_visit'))::json, metadata
FROM later
"""


async def post(place: Place) -> list[Row]:
    """POST to commit, all checks on."""
    token = ISSUER.mint("bench", ["41"], ["cases:write"])
    async with AsyncExitStack() as stack:
        contenders: dict[str, Measure] = {}
        for name, what in (("insert", "insert"), ("record", "record"), ("ours", "cases")):
            database = await place.new_database(migrated)
            cases = await open_cases(database, place.scale.part(CASES))
            port = await stack.enter_async_context(serving(place, what, database))
            contenders[name] = _measure(port, contacts(cases, token), place.scale.seconds)
        rates = await in_turn(contenders, place.scale.rounds)
    path = "POST to commit, 32 callers, one worker; floor: bare FastAPI route,"
    return [
        compared(
            f"{path} the same rows in one transaction",
            rates["record"],
            rates["ours"],
            unit="requests/s",
            at_least=1.0,
            why="ours checks token, key, access and rules besides.",
        ),
        compared(
            f"{path} one INSERT",
            rates["insert"],
            rates["ours"],
            unit="requests/s",
            at_least=1.0,
            why="ours takes three turns at PostgreSQL, to look at the relation, at the case's last"
            " event and to append, the floor takes one.",
        ),
    ]


async def long_cases(place: Place) -> list[Row]:
    """POST to commit on cases with many entries, beside cases with few."""
    token = ISSUER.mint("bench", ["41"], ["cases:write"])
    database = await place.new_database(migrated)
    entries_of = {"short": SHORT, "long": SHORT + place.scale.part(LONG - SHORT)}
    async with AsyncExitStack() as stack:
        cases = {name: await open_cases(database, SOME_CASES) for name in entries_of}
        for name, entries in entries_of.items():
            await lengthen(database, cases[name], entries)
        port = await stack.enter_async_context(serving(place, "cases", database))
        seconds = place.scale.seconds
        requests = {name: contacts(cases[name], token) for name in cases}
        for request in requests.values():  # the first command on a case reads all of it
            answered = 0
            while answered < 2 * SOME_CASES:
                answered += len((await press(port, request, CALLERS, min(1, seconds))).seconds)
        measures = {name: _measure(port, request, seconds) for name, request in requests.items()}
        rates = await in_turn(measures, place.scale.rounds)
    return [
        compared(
            f"POST to commit on cases of {entries_of['long']:,} entries; beside cases of {SHORT}",
            rates["short"],
            rates["long"],
            unit="requests/s",
            at_least=round(1 / 1.1, 2),
            why="both read one event; what differs is the size of the table and its indexes.",
        )
    ]


async def open_cases(database: str, number: int) -> list[UUID]:
    """Open cases of users at large in a journal; their ids."""
    pool = await connect_pool(database, application_name="bench")
    try:
        journal = Journal(pool)
        ids = [new_id() for _ in range(number)]
        for case_id in ids:
            opened = CaseOpened(
                case_id=case_id,
                client_id=new_id(),
                kind=CaseKind.AT_LARGE,
                region="410102001003",
                registration_id=new_id(),
                agency="bench",
                confirmed_by="bench",
            )
            events = with_standing(case.initial, [opened])  # else the service would publish it
            kept = rows(fold(case, events), events, 1)
            append = Append(f"case-{case_id}", 0, [new_event(each) for each in events], rows=kept)
            await journal.append(append)
        return ids
    finally:
        await pool.close()


async def lengthen(database: str, cases: list[UUID], entries: int) -> None:
    """Give cases that were just opened some entries each."""
    connection = await asyncpg.connect(database)
    try:
        await connection.execute(LENGTHEN, [f"case-{case_id}" for case_id in cases], entries)
        await connection.execute(
            "UPDATE case_register SET version = 1 + $2 WHERE case_id = ANY ($1)", cases, entries
        )
        await connection.execute("VACUUM ANALYZE events")
    finally:
        await connection.close()


def contacts(cases: list[UUID], token: str) -> Callable[[], bytes]:
    """Requests that record a contact, each on the next case under a key of its own."""
    heads = [f"POST /v1/cases/{case_id}/contacts HTTP/1.1\r\n".encode() for case_id in cases]
    rest = (
        f"Host: 127.0.0.1\r\nAuthorization: Bearer {token}\r\nContent-Type: application/json\r\n"
        f"Content-Length: {len(BODY)}\r\nIdempotency-Key: "
    ).encode()

    def request() -> bytes:
        number = next(_KEYS)
        return b"%b%bkey-%d\r\n\r\n%b" % (heads[number % len(heads)], rest, number, BODY)

    return request


def _measure(port: int, request: Callable[[], bytes], seconds: float) -> Measure:
    async def measure() -> float:
        answers = await press(port, request, CALLERS, seconds)
        assert set(answers.statuses) == {201}, answers.statuses
        return len(answers.seconds) / seconds

    return measure
