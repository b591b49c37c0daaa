"""The worklist: made from the journal, kept up with it, and read at 100,000 cases.

Made: a journal of programmes with the entries of a year or more, case by case: opened, reported in,
agreed, a contact a month, tests, assessments, summaries. The floor decodes the same events, which
lie in memory, and writes two rows a case with COPY. Ours reads the journal, keeps the history of
each case, and makes its schedule by the policies built in. Followed: the same events as they come
later, of many cases in turn, on a worklist that has all cases already.

Read: pages of 50, medians of the seconds each takes, one caller at a time; half of what is listed
lies in one county, the rest in 159 others of the province. The services are processes of their own,
each over a database of its own; the two are asked in turn.
"""

import json
import time
from collections.abc import Iterator, Sequence
from contextlib import AsyncExitStack
from datetime import date, timedelta
from itertools import islice
from typing import Any
from uuid import UUID

import asyncpg

from services.cases.worklist.projector import project_until_caught_up
from shared.database import connect_pool
from shared.events import parse
from shared.ids import new_id
from shared.policies.policies import Policies
from shared.policies.reading import built_in
from tests.bench.ledger import Written
from tests.bench.listing import AT_MOST, CASES, COUNTY, FEWER, RELATIONS
from tests.bench.place import Place
from tests.bench.reading import pages
from tests.bench.rounds import Row, compared, in_turn
from tests.bench.served import ISSUER, serving
from tests.services.service import migrated

TODAY = date(2020, 3, 14)
FIRST = date(2019, 1, 1)
EVENTS_A_CASE = 33
COLUMNS = ("stream_id", "version", "event_id", "type", "data", "metadata")
MINIMAL = """
CREATE TABLE minimal_cases (case_id uuid, version integer, history text);
CREATE TABLE minimal_rows (case_id uuid, until date);
"""

DUE = """
INSERT INTO duty_generations (state, policies, software, up_to) VALUES ('live', '', '', now());
INSERT INTO worklist (generation, case_id, duty, since, until, soon_from, rule, region, agency,
    workstation_id)
SELECT (SELECT generation FROM duty_generations), case_id, duty, day - 30, day, day - 7, 'rule',
    region, agency, workstation_id
FROM case_register CROSS JOIN LATERAL (
    SELECT duty, current_date - 60 + (hashtext(case_id::text || duty) & 127) AS day
    FROM unnest(ARRAY['contact', 'test', 'assessment', 'crisis_follow_up']) AS duty
    WHERE duty <> 'crisis_follow_up' OR hashtext(case_id::text) % 200 = 0
) AS awaited
"""
PAGES = {
    "of an agency": "/v1/worklist?relation=responsible",
    "of a county": f"/v1/worklist?region={COUNTY}",
    "of 160 counties": "/v1/worklist",
    "of 160 counties, what is due soon": "/v1/worklist?state=due_soon",
}


def life(number: int) -> Iterator[Written]:
    """The events of a case."""
    case_id, client_id, version = new_id(), new_id(), 0
    stream = f"case-{case_id}"
    common = {
        "case_id": str(case_id),
        "client_id": str(client_id),
        "kind": "community_detoxification",
        "region": f"4101{2 + number % 6:02}{1 + number % 12:03}001",
    }
    begun = FIRST + timedelta(days=number % 60)

    def written(name: str, day: int, **more: Any) -> Written:
        nonlocal version
        version += 1
        entry_id = new_id()
        body = {"entry_id": str(entry_id), "occurred_on": str(begun + timedelta(days=day)), **more}
        data = json.dumps({**common, **body}, separators=(",", ":"))
        return stream, version, entry_id, f"cases.{name}.v1", data, '{"agency":"bench"}'

    yield written("CaseOpened", 0, agency="bench")
    yield written("ReportedIn", 5)
    yield written("AgreementSigned", 7)
    for month in range(12):
        yield written("ContactRecorded", 20 + month * 30, mode="home_visit")
        if month % 6 == 5:
            yield written("SummaryWritten", 20 + month * 30)
            yield written("RiskAssessed", 25 + month * 30, level="medium")
    for month in range(12):
        yield written("DrugTestRecorded", 22 + month * 30, result="negative")
        if month % 6 == 5:
            yield written("ContactRecorded", 28 + month * 30, mode="phone")


def lives(number: int) -> list[list[Written]]:
    """Cases with so many events together, about."""
    return [list(life(case)) for case in range(max(1, number // EVENTS_A_CASE))]


async def make(place: Place) -> list[Row]:
    """A worklist made from the beginning, and one that is kept up."""
    cases = lives(place.scale.events)
    whole = [event for case in cases for event in case]
    early = [event for case in cases for event in case[: len(case) // 2]]
    late = [case[len(case) // 2 :] for case in cases]
    later = [event for turn in zip(*late, strict=True) for event in turn]
    async with AsyncExitStack() as stack:
        floor = await asyncpg.connect(await place.new_database(migrated))
        stack.push_async_callback(floor.close)
        await floor.execute(MINIMAL)
        dsn = await _journal(place, whole)
        rates = await in_turn(
            {"floor": lambda: _floor(floor, cases), "ours": lambda: _made(dsn, len(whole))},
            place.scale.rounds,
        )
        followed = await in_turn(
            {
                "floor": lambda: _floor(floor, late),
                "ours": lambda: _followed(place, early, later),
            },
            place.scale.rounds,
        )
    return [
        compared(
            "the worklist made from the journal; floor: decode, COPY",
            rates["floor"],
            rates["ours"],
            unit="events/s",
            at_least=0.07,
            rate=20_000,
            why="the floor makes no schedule: ours makes all windows of each case.",
        ),
        compared(
            "the worklist kept up, cases in turn; floor: decode, COPY",
            followed["floor"],
            followed["ours"],
            unit="events/s",
            at_least=0.02,
            why="each batch meets other cases, whose schedules are all made anew.",
        ),
    ]


async def _in_force() -> Policies:
    return built_in()


async def _journal(place: Place, events: Sequence[Written]) -> str:
    dsn = await place.new_database(migrated)
    await append(dsn, events)
    return dsn


async def append(dsn: str, events: Sequence[Written]) -> None:
    """Write events into a journal."""
    connection = await asyncpg.connect(dsn)
    left = iter(events)
    while chunk := list(islice(left, 10_000)):
        await connection.copy_records_to_table("events", columns=COLUMNS, records=chunk)
    await connection.execute("VACUUM ANALYZE events")
    await connection.close()


async def _floor(connection: asyncpg.Connection, cases: Sequence[Sequence[Written]]) -> float:
    await connection.execute("TRUNCATE minimal_cases, minimal_rows")
    started = time.perf_counter()
    ids = []
    for case in cases:
        for event in case:
            parse(event[3], event[4])
        ids.append(UUID(case[0][0].removeprefix("case-")))
    histories = [
        (case_id, len(case), case[-1][4]) for case_id, case in zip(ids, cases, strict=True)
    ]
    await connection.copy_records_to_table("minimal_cases", records=histories)
    await connection.copy_records_to_table(
        "minimal_rows", records=[(case_id, TODAY) for case_id in ids for _ in range(2)]
    )
    return sum(map(len, cases)) / (time.perf_counter() - started)


async def _made(dsn: str, number: int) -> float:
    """Make the worklist of a journal; events a second, until it is read."""
    connection = await asyncpg.connect(dsn)
    await connection.execute("TRUNCATE duty_generations, duty_cases, worklist")
    await connection.close()
    return number / await _caught_up(dsn)


async def _followed(place: Place, early: Sequence[Written], later: Sequence[Written]) -> float:
    dsn = await _journal(place, early)
    await _caught_up(dsn)
    await append(dsn, later)
    return len(later) / await _caught_up(dsn)


async def _caught_up(dsn: str) -> float:
    """The seconds until a worklist has all."""
    pool = await connect_pool(dsn, application_name="bench", TimeZone="UTC")
    try:
        started = time.perf_counter()
        await project_until_caught_up(pool, _in_force, lambda: TODAY)
        return time.perf_counter() - started
    finally:
        await pool.close()


async def read(place: Place) -> list[Row]:
    """The worklist, page by page."""
    token = ISSUER.mint("bench", ["41"], ["cases:read"])
    many = place.scale.events
    few = many // FEWER
    async with AsyncExitStack() as stack:
        ports = {}
        for number in (few, many):
            database = await place.new_database(migrated)
            connection = await asyncpg.connect(database)
            await connection.execute(CASES, number)
            await connection.execute(RELATIONS)
            await connection.execute(DUE)
            await connection.execute("VACUUM ANALYZE")
            await connection.close()
            ports[number] = await stack.enter_async_context(serving(place, "cases", database))
        return await pages(
            place,
            token,
            {f"of the worklist {name}": path for name, path in PAGES.items()},
            ports,
            AT_MOST,
            of="cases",
        )
