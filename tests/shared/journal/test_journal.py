"""The journal: one round trip, all or nothing, and nobody fails for another's fault."""

import asyncio
from collections.abc import AsyncIterator
from uuid import UUID

import asyncpg
import pytest

from shared.database import DatabaseAway, connect_pool
from shared.ids import new_id
from shared.journal.journal import (
    AlreadyAnswered,
    Append,
    Claim,
    ClaimNotHeld,
    ClaimTaken,
    Conflict,
    Journal,
    KeptAnswer,
    NewEvent,
    VaultItem,
    VaultPerson,
)
from tests.databases import MakeDatabase
from tests.services.service import migrated

pytestmark = pytest.mark.postgres


@pytest.fixture
async def dsn(make_database: MakeDatabase) -> str:
    """A database with an empty journal."""
    return await make_database(migrated)


@pytest.fixture
async def journal(dsn: str) -> AsyncIterator[Journal]:
    """The journal."""
    pool = await connect_pool(dsn, application_name="tests", size=8)
    yield Journal(pool)
    await pool.close()


def an_append(stream: str, expected: int = 0, count: int = 1, **more: object) -> Append:
    """Events that follow `expected`."""
    events = [NewEvent(new_id(), "tests.Happened.v1", '{"a": 1}') for _ in range(count)]
    return Append(stream, expected, events, **more)  # type: ignore[arg-type]


def an_answer(key: str, agency: str = "agency") -> KeptAnswer:
    """An answer to keep."""
    return KeptAnswer(agency, key, b"hash", 201, '{"version": 1}', 1)


async def test_a_stream_is_read_as_it_was_appended(journal: Journal) -> None:
    """By version, with the data as it was written, to the letter."""
    await journal.append(an_append("s", 0, 2))
    await journal.append(an_append("s", 2))
    events = await journal.read("s")
    assert [event.version for event in events] == [1, 2, 3]
    assert {event.data for event in events} == {'{"a": 1}'}
    assert await journal.read("other") == []


async def test_all_parts_of_an_append_commit_together(journal: Journal) -> None:
    """Events, answer, claim and vault are there, or none of them is."""
    person = UUID(int=1)
    everything = an_append(
        "s",
        answer=an_answer("k"),
        claims=[Claim("name", "s")],
        persons=[VaultPerson(person, b"key")],
        items=[VaultItem(UUID(int=2), person, b"sealed")],
    )
    await journal.append(everything)
    assert await journal.answer("agency", "k") == an_answer("k")
    assert await journal.holder("name") == "s"
    with pytest.raises(ClaimTaken):
        await journal.append(an_append("t", answer=an_answer("k2"), claims=[Claim("name", "t")]))
    assert await journal.answer("agency", "k2") is None
    assert await journal.read("t") == []


async def test_a_released_claim_is_free_with_the_commit(journal: Journal) -> None:
    """Another may take the name, and whoever held it cannot release it twice."""
    await journal.append(an_append("s", claims=[Claim("name", "s"), Claim("other", "s")]))
    await journal.append(an_append("s", 1, released=[Claim("name", "s")]))
    assert await journal.holder("name") is None
    assert await journal.holder("other") == "s"
    await journal.append(an_append("t", claims=[Claim("name", "t")]))
    with pytest.raises(ClaimNotHeld):
        await journal.append(an_append("s", 2, released=[Claim("name", "s")]))
    assert await journal.holder("name") == "t"
    assert len(await journal.read("s")) == 2


@pytest.mark.parametrize(
    "doomed",
    [
        an_append("doomed", released=[Claim("unheld", "s")]),
        an_append("doomed", released=[Claim("name", "somebody else")]),
        an_append("doomed", released=[Claim("name", "s"), Claim("unheld", "s")]),
        an_append("doomed", released=[Claim("name", "s")] * 2),
        Append("", 0, (), released=[Claim("unheld", "s")], answer=an_answer("k")),
        an_append("doomed", released=[Claim("name", "s")], claims=[Claim("taken", "doomed")]),
        an_append("s", released=[Claim("name", "s")]),
    ],
)
async def test_what_cannot_be_released_leaves_all_as_it_was(
    journal: Journal, doomed: Append
) -> None:
    """Also beside a name that can, and where a claim or a version refuses the append."""
    await journal.append(an_append("s", claims=[Claim("name", "s"), Claim("taken", "t")]))
    outcomes = await asyncio.gather(
        *map(journal.append, (an_append("a"), doomed, an_append("b"))), return_exceptions=True
    )
    assert [type(outcome) for outcome in outcomes if outcome] in (
        [ClaimNotHeld],
        [ClaimTaken],
        [Conflict],
    )
    assert await journal.holder("name") == "s"
    assert await journal.read("doomed") == []
    assert await journal.answer("agency", "k") is None
    assert len(await journal.read("a")) == len(await journal.read("b")) == 1


async def test_a_name_passes_on_within_one_append(journal: Journal) -> None:
    """What an append releases it may claim again, for the same holder or another."""
    await journal.append(an_append("s", claims=[Claim("name", "s"), Claim("b", "s")]))
    same = [Claim("name", "s")]
    await journal.append(an_append("s", 1, claims=same, released=same, answer=an_answer("k")))
    assert await journal.holder("name") == "s"
    await journal.append(an_append("s", 2, claims=[Claim("name", "t")], released=same))
    assert await journal.holder("name") == "t"
    await journal.append(Append("", 0, (), released=[Claim("name", "t")]))
    assert await journal.holder("name") is None


async def test_a_name_passes_on_within_one_group(journal: Journal) -> None:
    """Appends of one statement release a name and take it, in both orders."""
    await journal.append(an_append("s", claims=[Claim("name", "s")]))
    await asyncio.gather(
        *(journal.append(an_append(f"before-{n}")) for n in range(20)),
        journal.append(an_append("s", 1, released=[Claim("name", "s")])),
        journal.append(an_append("t", claims=[Claim("name", "t")])),
    )
    assert await journal.holder("name") == "t"
    await asyncio.gather(
        *(journal.append(an_append(f"after-{n}")) for n in range(20)),
        journal.append(an_append("u", claims=[Claim("free", "u")])),
        journal.append(an_append("u", 1, released=[Claim("free", "u")])),
    )
    assert await journal.holder("free") is None
    assert len(await journal.read("u")) == 2


async def test_names_pass_crosswise(dsn: str) -> None:
    """Two processes that pass names to each other end, each with all of its append or nothing."""
    pools = [await connect_pool(dsn, application_name="tests", size=2) for _ in range(2)]
    journals = [Journal(pool) for pool in pools]
    for n in range(10):
        held = [Claim(f"a{n}", "a"), Claim(f"b{n}", "b")]
        await journals[0].append(Append("", 0, (), claims=held))
        outcomes = await asyncio.gather(
            *(
                journal.append(
                    an_append(
                        f"{mine.holder}{n}",
                        claims=[Claim(other.name, mine.holder)],
                        released=[mine],
                    )
                )
                for journal, mine, other in zip(journals, held, held[::-1], strict=True)
            ),
            return_exceptions=True,
        )
        assert {type(outcome) for outcome in outcomes} <= {ClaimTaken, Conflict, type(None)}
        for claim, outcome in zip(held, outcomes, strict=True):
            assert len(await journals[0].read(f"{claim.holder}{n}")) == (outcome is None)
    for pool in pools:
        await pool.close()


async def test_a_version_is_written_once(journal: Journal) -> None:
    """Of many racing for one version, one gets it, alone."""
    results = await asyncio.gather(
        *(journal.append(an_append("s")) for _ in range(50)), return_exceptions=True
    )
    assert sorted(type(result).__name__ for result in results) == ["Conflict"] * 49 + ["NoneType"]
    assert len(await journal.read("s")) == 1


async def test_a_refused_append_does_not_harm_its_group(journal: Journal) -> None:
    """Those that share its statement are written all the same."""
    await journal.append(an_append("taken", answer=an_answer("used"), claims=[Claim("c", "taken")]))
    doomed = [
        an_append("taken"),
        an_append("a", answer=an_answer("used")),
        an_append("b", claims=[Claim("c", "b")]),
    ]
    fine = [an_append(f"fine-{n}") for n in range(40)]
    results = await asyncio.gather(
        *(journal.append(append) for append in [*fine[:20], *doomed, *fine[20:]]),
        return_exceptions=True,
    )
    refusals = [type(result) for result in results if result is not None]
    assert refusals == [Conflict, AlreadyAnswered, ClaimTaken]
    for n in range(40):
        assert len(await journal.read(f"fine-{n}")) == 1


async def test_an_event_id_is_written_once(journal: Journal) -> None:
    """Of appends that carry the same event, one is written and one refused; the others are in."""
    first, *others = (an_append(f"s{number}") for number in range(6))
    twin = Append("twin", 0, first.events)
    outcomes = await asyncio.gather(
        *map(journal.append, (first, twin, *others)), return_exceptions=True
    )
    wrong = [outcome for outcome in outcomes if outcome is not None]
    assert [type(error) for error in wrong] == [asyncpg.UniqueViolationError]
    assert all([await journal.read(append.stream_id) for append in others])


async def test_two_agencies_may_use_the_same_key(journal: Journal) -> None:
    """Keys belong to the agency that made them."""
    await journal.append(an_append("s", answer=an_answer("k", "one")))
    await journal.append(an_append("t", answer=an_answer("k", "two")))
    with pytest.raises(AlreadyAnswered):
        await journal.append(an_append("u", answer=an_answer("k", "two")))


async def test_opposite_orders_do_not_wait_for_each_other(dsn: str) -> None:
    """Processes that append the same names in other orders never deadlock."""
    pools = [await connect_pool(dsn, application_name="tests", size=2) for _ in range(2)]
    journals = [Journal(pool) for pool in pools]
    names = [f"claim-{n}" for n in range(30)]
    for round_number in range(10):
        orders = (names, names[::-1])
        await asyncio.gather(
            *(
                journal.append(
                    an_append(
                        f"{name}-{round_number}-{n}", claims=[Claim(f"{name}{round_number}", "")]
                    )
                )
                for n, (journal, order) in enumerate(zip(journals, orders, strict=True))
                for name in order
            ),
            return_exceptions=True,
        )
    async with pools[0].acquire() as connection:
        assert await connection.fetchval("SELECT count(*) FROM claims") == 300
        deadlocks = await connection.fetchval(
            "SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()"
        )
    assert deadlocks == 0
    for pool in pools:
        await pool.close()


async def test_a_caller_who_goes_away_stops_nobody(journal: Journal) -> None:
    """A cancelled append leaves the others of its group alone."""
    tasks = [asyncio.create_task(journal.append(an_append(f"s-{n}"))) for n in range(20)]
    await asyncio.sleep(0)
    tasks[3].cancel()
    results = await asyncio.gather(*tasks, return_exceptions=True)
    assert [n for n, result in enumerate(results) if result is not None] == [3]


async def test_a_database_that_goes_away_is_an_error_and_then_heals(
    dsn: str, journal: Journal
) -> None:
    """Appends fail while the server ends every session, and work again afterwards."""
    await journal.append(an_append("before"))
    admin = await asyncpg.connect(dsn)
    await admin.execute(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
        " WHERE application_name = 'tests' AND pid <> pg_backend_pid()"
    )
    await admin.close()
    for n in range(20):
        try:
            await journal.append(an_append(f"after-{n}"))
        except (DatabaseAway, OSError, asyncpg.PostgresError, asyncpg.InterfaceError):
            continue
        break
    else:
        pytest.fail("the journal did not heal")
    assert await journal.read(f"after-{n}")
