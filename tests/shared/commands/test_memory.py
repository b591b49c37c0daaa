"""The command handler with its memory of streams: as right as without, and it reads less."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import replace

import pytest

from services.cases.case.decider import case
from services.cases.case.programme import AlreadyReportedIn
from services.cases.streams import case_stream
from shared.command_handler import KeyReused
from shared.database import Pool, connect_pool
from tests.databases import MakeDatabase
from tests.services.service import migrated
from tests.shared.commands.replicas import (
    Replica,
    a_case,
    a_contact,
    call,
    replica_on,
    reporting_in,
    set_back,
    versions,
)

pytestmark = pytest.mark.postgres

NewReplica = Callable[[], Awaitable[Replica]]


@pytest.fixture
async def dsn(make_database: MakeDatabase) -> str:
    """A database with an empty journal."""
    return await make_database(migrated)


@pytest.fixture
async def new_replica(dsn: str) -> AsyncIterator[NewReplica]:
    """A function that makes replicas on the one journal."""
    pools: list[Pool] = []

    async def make() -> Replica:
        pools.append(await connect_pool(dsn, application_name="tests", size=4))
        return replica_on(pools[-1])

    yield make
    for pool in pools:
        await pool.close()


async def test_a_command_reads_one_event_however_long_its_stream_is(
    new_replica: NewReplica,
) -> None:
    """The one that is remembered, to see that it is still there."""
    replica = await new_replica()
    case_id = await a_case(replica, contacts=60)
    replica.journal.read_events.clear()
    await replica.handle(case_id, a_contact())
    await replica.handle(case_id, a_contact())
    assert replica.journal.read_events == [1, 1]


async def test_what_another_replica_wrote_is_read_from_there_on(new_replica: NewReplica) -> None:
    """The state follows the other's events, and the rules see them."""
    one, other = await new_replica(), await new_replica()
    case_id = await a_case(one, contacts=5)
    await other.handle(case_id, reporting_in())
    one.journal.read_events.clear()
    with pytest.raises(AlreadyReportedIn):
        await one.handle(case_id, reporting_in())
    assert one.journal.read_events == [2]
    answer = await one.handle(case_id, a_contact())
    assert answer.version == 8


async def test_a_database_that_was_set_back_is_noticed(dsn: str, new_replica: NewReplica) -> None:
    """The next command goes on where the database is: no version is skipped, no rule broken."""
    replica = await new_replica()
    case_id = await a_case(replica, contacts=3)
    await replica.handle(case_id, reporting_in())
    await set_back(dsn, case_id, 3)
    answer = await replica.handle(case_id, reporting_in())
    assert answer.version == 4
    assert await versions(dsn, case_id) == [1, 2, 3, 4]


async def test_a_tail_that_was_written_anew_is_noticed(dsn: str, new_replica: NewReplica) -> None:
    """The same versions may hold other events by now: their ids tell."""
    one, other = await new_replica(), await new_replica()
    case_id = await a_case(one, contacts=3)
    await set_back(dsn, case_id, 2)
    await other.handle(case_id, reporting_in())
    await other.handle(case_id, a_contact())
    with pytest.raises(AlreadyReportedIn):
        await one.handle(case_id, reporting_in())
    assert (await one.handle(case_id, a_contact())).version == 5
    assert await one.state(case_id) == await other.state(case_id)


async def test_a_database_set_back_to_before_the_case_has_no_case(
    dsn: str, new_replica: NewReplica
) -> None:
    """What is remembered of a stream that is gone counts for nothing."""
    replica = await new_replica()
    case_id = await a_case(replica, contacts=1)
    await set_back(dsn, case_id, 0)
    assert (await replica.state(case_id)).version == 0


async def test_a_cancelled_command_leaves_nothing_remembered(new_replica: NewReplica) -> None:
    """Whether it was written is unknown, so the stream is read anew."""
    replica = await new_replica()
    case_id = await a_case(replica, contacts=2)
    appended = replica.journal.append

    async def cut(append: object) -> None:
        await appended(append)  # type: ignore[arg-type]
        raise asyncio.CancelledError

    replica.journal.append = cut  # type: ignore[method-assign]
    with pytest.raises(asyncio.CancelledError):
        await replica.handle(case_id, a_contact())
    replica.journal.append = appended  # type: ignore[method-assign]
    assert replica.handler.cache.get(case_stream(case_id)) is None
    assert (await replica.handle(case_id, a_contact())).version == 5


async def test_a_repeated_key_writes_nothing(dsn: str, new_replica: NewReplica) -> None:
    """The answer of before comes again, and the next command goes on behind what is there."""
    replica = await new_replica()
    case_id = await a_case(replica)
    again = call()
    command = a_contact()
    stream = case_stream(case_id)
    first = await replica.handler.handle(again, case, stream, command)
    second = await replica.handler.handle(again, case, stream, a_contact())
    assert (second.body, second.replayed) == (first.body, True)
    with pytest.raises(KeyReused):
        await replica.handler.handle(
            replace(again, request_hash=b"other"), case, stream, a_contact()
        )
    assert (await replica.handle(case_id, a_contact())).version == 3
    assert await versions(dsn, case_id) == [1, 2, 3]


async def test_a_key_repeated_in_a_race_of_replicas_is_answered_once(
    dsn: str, new_replica: NewReplica
) -> None:
    """Whoever comes second gives the answer of the first, for a new stream and for one that is."""
    replicas = [await new_replica(), await new_replica()]
    case_id = await a_case(replicas[0])
    for _ in range(5):
        again = call()
        answers = await asyncio.gather(
            *(
                replica.handler.handle(again, case, case_stream(case_id), a_contact())
                for replica in replicas * 3
            )
        )
        assert len({answer.body for answer in answers}) == 1
        assert sum(not answer.replayed for answer in answers) == 1
    assert await versions(dsn, case_id) == list(range(1, 7))


async def test_without_room_to_remember_everything_still_works(dsn: str) -> None:
    """The memory makes it quicker, and nothing else."""
    pool = await connect_pool(dsn, application_name="tests", size=2)
    replica = replica_on(pool, remembers=False)
    case_id = await a_case(replica, contacts=2)
    await replica.handle(case_id, reporting_in())
    with pytest.raises(AlreadyReportedIn):
        await replica.handle(case_id, reporting_in())
    assert await versions(dsn, case_id) == [1, 2, 3, 4]
    await pool.close()


async def test_entries_that_are_only_counted_take_no_room(new_replica: NewReplica) -> None:
    """A long case is remembered at the size of a short one; its phases are what takes room."""
    replica = await new_replica()
    sizes = []
    for contacts in (0, 9):
        case_id = await a_case(replica, contacts)
        sizes.append((await replica.handler.load(case, case_stream(case_id))).size)
    assert sizes[0] == sizes[1] > 0
    await replica.handle(case_id, reporting_in())
    assert (await replica.handler.load(case, case_stream(case_id))).size > sizes[1]
