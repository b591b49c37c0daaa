"""Appending to the journal, beside bare INSERTs and two known event stores.

32 writers append one event each and wait for its commit; 8 writers append 100 at once. Writers
are tasks of one process, each on its own stream; the floor gives each its own connection. The
journal lets writers who wait at the same moment share a commit, which is where it overtakes
the floor.

Keys that are sent again: 64 writers with a key each time, of which one in a hundred was used
before, beside the same without repeats. Whoever is refused must not cost the others their shared
commit.

The two event stores run with their own defaults, untuned: eventsourcing's recorder locks its table
for each append, emmett's pool has the ten connections of node-postgres.
"""

from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack, suppress
from functools import partial
from itertools import count

import asyncpg

from shared.database import connect_pool
from shared.ids import new_id
from shared.journal.journal import AlreadyAnswered, Append, Journal, KeptAnswer, NewEvent
from tests.bench.peers import emmett, eventsourcing
from tests.bench.place import Place
from tests.bench.rounds import Row, compared, in_turn, per_second
from tests.services.service import migrated

EVENT = (
    '{"case_id":"0197c0de-0000-7000-8000-000000000001","client_id":"0197c0de-0000-7000-8000-'
    '000000000002","kind":"at_large","region":"410102001003","entry_id":"0197c0de-0000-7000-8000-'
    '000000000003","occurred_on":"2019-03-14","mode":"home_visit"}'
)
TYPE = "cases.ContactRecorded.v1"
ONE = """
INSERT INTO events (stream_id, version, event_id, type, data, metadata)
VALUES ($1, $2, $3, $4, $5, $6)
"""
MANY = """
INSERT INTO events (stream_id, version, event_id, type, data, metadata)
SELECT * FROM unnest($1::text[], $2::int4[], $3::uuid[], $4::text[], $5::json[], $6::json[])
"""
REPEATERS = 64
Work = Callable[[int], Awaitable[int]]
_RUNS = count(1)


async def single(place: Place) -> list[Row]:
    """One event a commit, 32 writers."""
    async with AsyncExitStack() as stack:
        bare = await _connections(place, stack, 32)
        journal = await _journal(place, stack)
        seconds = place.scale.seconds
        contenders = {
            "floor": lambda: per_second(_bare_single(bare), 32, seconds),
            "ours": lambda: per_second(_journal_single(journal), 32, seconds),
            "eventsourcing": await eventsourcing(place, 32),
            "emmett": await emmett(place, 32),
        }
        rates = await in_turn(contenders, place.scale.rounds)
    path = "append, one event a commit, 32 writers"
    unit = "events/s"
    return [
        compared(f"{path}; floor: INSERT", rates["floor"], rates["ours"], unit=unit, at_least=0.75),
        compared(
            f"{path}; beside PyPI eventsourcing",
            rates["eventsourcing"],
            rates["ours"],
            unit=unit,
            at_least=4,
        ),
        compared(
            f"{path}; beside npm emmett-postgresql",
            rates["emmett"],
            rates["ours"],
            unit=unit,
            at_least=4,
        ),
    ]


async def batches(place: Place) -> list[Row]:
    """Batches of 100, 8 writers."""
    async with AsyncExitStack() as stack:
        bare = await _connections(place, stack, 8)
        journal = await _journal(place, stack)
        seconds = place.scale.seconds
        contenders = {
            "floor": lambda: per_second(_bare_batch(bare), 8, seconds),
            "ours": lambda: per_second(_journal_batch(journal), 8, seconds),
        }
        rates = await in_turn(contenders, place.scale.rounds)
    return [
        compared(
            "append in batches of 100, 8 writers; floor: one unnest INSERT",
            rates["floor"],
            rates["ours"],
            unit="events/s",
            at_least=0.6,
            why="ours sends at most four statements at once, so that single events share commits;"
            " the floor's eight connections keep PostgreSQL busier.",
        )
    ]


async def repeats(place: Place) -> list[Row]:
    """One append in a hundred repeats a key, 64 writers; beside none that does."""
    async with AsyncExitStack() as stack:
        journals = {share: await _journal(place, stack) for share in (0.0, 0.01)}
        contenders = {
            f"{share}": partial(per_second, _keyed(journal, share), REPEATERS, place.scale.seconds)
            for share, journal in journals.items()
        }
        rates = await in_turn(contenders, place.scale.rounds)
    return [
        compared(
            f"append, 1 % of keys repeated, {REPEATERS} writers; beside none repeated",
            rates["0.0"],
            rates["0.01"],
            unit="calls/s",
            at_least=0.5,
        )
    ]


async def _connections(
    place: Place, stack: AsyncExitStack, number: int
) -> list[asyncpg.Connection]:
    dsn = await place.new_database(migrated)
    connections = [await asyncpg.connect(dsn) for _ in range(number)]
    for connection in connections:
        stack.push_async_callback(connection.close)
    return connections


async def _journal(place: Place, stack: AsyncExitStack) -> Journal:
    dsn = await place.new_database(migrated)
    pool = await connect_pool(dsn, application_name="bench")
    stack.push_async_callback(pool.close)
    return Journal(pool)


def _bare_single(connections: list[asyncpg.Connection]) -> Work:
    run = next(_RUNS)
    versions = [0] * len(connections)

    async def work(worker: int) -> int:
        versions[worker] += 1
        stream = f"bench-{run}-{worker}"
        await connections[worker].execute(
            ONE, stream, versions[worker], new_id(), TYPE, EVENT, "{}"
        )
        return 1

    return work


def _journal_single(journal: Journal) -> Work:
    run = next(_RUNS)
    versions = [0] * 32

    async def work(worker: int) -> int:
        event = NewEvent(new_id(), TYPE, EVENT)
        await journal.append(Append(f"bench-{run}-{worker}", versions[worker], [event]))
        versions[worker] += 1
        return 1

    return work


def _keyed(journal: Journal, share: float) -> Work:
    """Appends with an answer each; a share of the keys, evenly spread, was used before."""
    numbers = count(1)
    versions = [0] * REPEATERS
    every = round(1 / share) if share else 0

    async def work(worker: int) -> int:
        number = next(numbers)
        repeats = every > 0 and number > 4 * REPEATERS and number % every == 0
        key = f"key-{number - 4 * REPEATERS if repeats else number}"
        event = NewEvent(new_id(), TYPE, EVENT)
        answer = KeptAnswer("bench", key, b"", 201, "{}", 1)
        with suppress(AlreadyAnswered):
            await journal.append(
                Append(f"bench-{worker}", versions[worker], [event], answer=answer)
            )
            versions[worker] += 1
        return 1

    return work


def _bare_batch(connections: list[asyncpg.Connection]) -> Work:
    async def work(worker: int) -> int:
        stream = f"bench-{next(_RUNS)}"
        await connections[worker].execute(
            MANY,
            [stream] * 100,
            list(range(1, 101)),
            [new_id() for _ in range(100)],
            [TYPE] * 100,
            [EVENT] * 100,
            ["{}"] * 100,
        )
        return 100

    return work


def _journal_batch(journal: Journal) -> Work:
    async def work(worker: int) -> int:
        events = [NewEvent(new_id(), TYPE, EVENT) for _ in range(100)]
        await journal.append(Append(f"bench-{next(_RUNS)}", 0, events))
        return 100

    return work
