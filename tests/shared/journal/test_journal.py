"""The journal: one round trip, all or nothing, and nobody fails for another's fault."""

import asyncio
from uuid import UUID

import asyncpg
import pytest

from shared.database import DatabaseAway, connect_pool
from shared.journal.append import Conflict
from shared.journal.journal import (
    AlreadyAnswered,
    Append,
    Asked,
    Claim,
    ClaimTaken,
    Journal,
    VaultItem,
    VaultPerson,
)
from tests.shared.journal.appends import an_answer, an_append

pytestmark = pytest.mark.postgres


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
    assert await journal.answer(Asked("agency", "k")) == an_answer("k")
    assert await journal.holder("name") == "s"
    with pytest.raises(ClaimTaken):
        await journal.append(an_append("t", answer=an_answer("k2"), claims=[Claim("name", "t")]))
    assert await journal.answer(Asked("agency", "k2")) is None
    assert await journal.read("t") == []


async def test_a_version_is_written_once(journal: Journal) -> None:
    """Of many racing for one version, one gets it, alone."""
    results = await asyncio.gather(
        *(journal.append(an_append("s")) for _ in range(50)), return_exceptions=True
    )
    assert sorted(type(result).__name__ for result in results) == ["Conflict"] * 49 + ["NoneType"]
    assert len(await journal.read("s")) == 1


async def test_a_clock_that_is_set_back_turns_no_stream_round(
    journal: Journal, journal_url: str
) -> None:
    """An event is recorded at or after the one before it, also within an append; others by now."""
    await journal.append(an_append("s"))
    connection = await asyncpg.connect(journal_url)
    await connection.execute("UPDATE events SET recorded_at = now() + interval '1 hour'")
    ahead = await connection.fetchval("SELECT recorded_at FROM events")
    await asyncio.gather(journal.append(an_append("s", 1, 3)), journal.append(an_append("other")))
    assert [event.recorded_at for event in await journal.read("s")] == [ahead] * 4
    [other] = await journal.read("other")
    assert other.recorded_at < ahead
    await connection.close()


async def test_an_event_id_is_written_once(journal: Journal) -> None:
    """Of appends that carry the same event, one is written and one refused; the others are in."""
    first, *others = (an_append(f"s{number}") for number in range(6))
    twin = Append("twin", 0, first.events)
    outcomes = await asyncio.gather(
        *map(journal.append, (first, twin, *others)), return_exceptions=True
    )
    wrong = [outcome for outcome in outcomes if outcome is not None]
    assert [type(error) for error in wrong] == [Conflict]
    assert all([await journal.read(append.stream_id) for append in others])


async def test_two_agencies_may_use_the_same_key(journal: Journal) -> None:
    """Keys belong to the agency that made them."""
    await journal.append(an_append("s", answer=an_answer("k", "one")))
    await journal.append(an_append("t", answer=an_answer("k", "two")))
    with pytest.raises(AlreadyAnswered):
        await journal.append(an_append("u", answer=an_answer("k", "two")))


async def test_opposite_orders_do_not_wait_for_each_other(journal_url: str) -> None:
    """Processes that append the same names in other orders never deadlock."""
    pools = [await connect_pool(journal_url, application_name="tests", size=2) for _ in range(2)]
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
    journal_url: str, journal: Journal
) -> None:
    """Appends fail while the server ends every session, and work again afterwards."""
    await journal.append(an_append("before"))
    admin = await asyncpg.connect(journal_url)
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
