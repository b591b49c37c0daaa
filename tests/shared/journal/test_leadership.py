"""One relay leads: a killed or frozen one is replaced, and only a silent one."""

import asyncio

import asyncpg
import pytest

from shared.database import Pool
from shared.journal.cluster import JournalMoved
from shared.journal.journal import Journal
from shared.journal.relay import (
    CHECKPOINT,
    END_SILENT_LEADER,
    LOCK,
    TAKE_OVER,
    Fenced,
    Relay,
    _checked,
)
from tests.databases import MakeDatabase
from tests.shared.journal.appends import an_append
from tests.shared.journal.relays import Collected, pretend_standby, running, until

pytestmark = pytest.mark.postgres
WAITS_FOR = "SELECT wait_event FROM pg_stat_activity WHERE pid = $1"


async def test_a_killed_relay_is_replaced_within_five_seconds(journal_url: str, pool: Pool) -> None:
    """When the leader's session ends, a standby goes on from the checkpoint."""
    journal, first, second = Journal(pool), Collected(), Collected()
    leader = Relay("tests", lambda: asyncpg.connect(journal_url), first.publish)
    standby = Relay("tests", lambda: asyncpg.connect(journal_url), second.publish)
    async with running(leader) as leading:
        await until(lambda: leader.leading)
        async with running(standby):
            await journal.append(an_append("stream", 0))
            await until(lambda: first.events == 1)
            leading.cancel()
            await journal.append(an_append("stream", 1))
            await until(lambda: second.versions["stream"][-1:] == [2], 5)


async def test_a_frozen_leader_is_replaced_and_its_checkpoint_refused(
    journal_url: str, pool: Pool
) -> None:
    """A leader that shows no life loses its session; its old epoch can write nothing."""
    journal, taken = Journal(pool), Collected()
    frozen = await asyncpg.connect(journal_url)
    assert await frozen.fetchval("SELECT pg_try_advisory_lock($1)", LOCK)
    epoch = await frozen.fetchval(TAKE_OVER)
    await journal.append(an_append("stream", 0))
    async with running(Relay("tests", lambda: asyncpg.connect(journal_url), taken.publish)):
        await until(lambda: taken.events == 1, 5)
        with pytest.raises((asyncpg.PostgresError, asyncpg.InterfaceError, OSError)):
            await frozen.execute("SELECT 1")
        zombie = await asyncpg.connect(journal_url)
        with pytest.raises(Fenced):
            await _checked(zombie.execute(CHECKPOINT, epoch, 99, 1))
        await zombie.close()
    await frozen.close()


@pytest.mark.parametrize("tracked", ["on", "off"])
async def test_a_relay_that_froze_before_it_led_is_replaced(
    journal_url: str, pool: Pool, tracked: str
) -> None:
    """Who took the lock and then nothing more is ended, though the row names another or nobody."""
    taken = Collected()
    former = await asyncpg.connect(journal_url)
    await former.execute(TAKE_OVER)
    await former.close()
    frozen = await asyncpg.connect(journal_url, server_settings={"track_activities": tracked})
    assert await frozen.fetchval("SELECT pg_try_advisory_lock($1)", LOCK)
    await Journal(pool).append(an_append("stream", 0))
    standby = Relay("tests", lambda: asyncpg.connect(journal_url), taken.publish)
    async with running(standby):
        await until(lambda: taken.events == 1)
        assert standby.leading
    with pytest.raises((asyncpg.PostgresError, asyncpg.InterfaceError, OSError)):
        await frozen.execute("SELECT 1")


async def test_only_a_silent_holder_of_the_lock_is_ended(
    journal_url: str, pool: Pool, make_database: MakeDatabase
) -> None:
    """One that has just spoken, one that is busy, and holders of other locks are left alone."""
    elsewhere = await asyncpg.connect(await make_database())
    other, holder = await asyncpg.connect(journal_url), await asyncpg.connect(journal_url)
    await elsewhere.execute(f"SELECT pg_advisory_lock({LOCK})")
    for key in (f"{LOCK + 1}", f"{LOCK + (1 << 32)}", f"0, {LOCK}"):
        await other.execute(f"SELECT pg_advisory_lock({key})")
    async with pool.acquire() as standby:
        assert await standby.fetch(END_SILENT_LEADER, LOCK, 0) == []
        await holder.execute(f"SELECT pg_advisory_lock({LOCK})")
        assert await standby.fetch(END_SILENT_LEADER, LOCK, 600) == []
        pid = holder.get_server_pid()
        busy = asyncio.create_task(holder.execute("SELECT pg_sleep(600)"))
        async with asyncio.timeout(30):
            while await standby.fetchval(WAITS_FOR, pid) != "PgSleep":
                await asyncio.sleep(0.01)
        assert await standby.fetch(END_SILENT_LEADER, LOCK, 0) == []
        await standby.execute("SELECT pg_cancel_backend($1)", pid)
        with pytest.raises(asyncpg.QueryCanceledError):
            await busy
        assert await standby.fetchval(END_SILENT_LEADER, LOCK, 0) is True
    assert await other.fetchval("SELECT 1") == await elsewhere.fetchval("SELECT 1") == 1
    await other.close()
    await elsewhere.close()


BEYOND = "900000000000"


@pytest.mark.parametrize(
    "moved",
    [
        f"UPDATE relay SET lo = '{BEYOND}:{BEYOND}:'",
        f"UPDATE events SET xid = '{BEYOND}' WHERE version = 4",
    ],
)
async def test_a_journal_from_another_cluster_is_not_carried(
    journal_url: str, pool: Pool, moved: str
) -> None:
    """After a logical restore the windows would miss events: the relay ends and says so."""
    journal, collected = Journal(pool), Collected()
    await journal.append(an_append("stream", 0, 4))
    async with pool.acquire() as connection:
        await connection.execute(moved)
    relay = Relay("tests", lambda: asyncpg.connect(journal_url), collected.publish)
    with pytest.raises(JournalMoved):
        await asyncio.wait_for(relay.run(), 10)
    assert not collected.events


async def test_a_relay_waits_on_a_standby(journal_url: str, pool: Pool) -> None:
    """It carries nothing until the database is the primary."""
    journal, collected = Journal(pool), Collected()
    await journal.append(an_append("stream", 0))
    await pretend_standby(journal_url)
    relay = Relay("tests", lambda: asyncpg.connect(journal_url), collected.publish)
    async with running(relay), pool.acquire() as connection:
        await asyncio.sleep(0.5)
        assert not relay.leading
        assert not collected.events
        await connection.execute("DROP FUNCTION public.pg_is_in_recovery")
        await until(lambda: collected.events > 0)
