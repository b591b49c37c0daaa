"""Random histories over two replicas that remember streams, against one that remembers nothing."""

import asyncio
import contextlib
import random
from collections.abc import Sequence
from uuid import UUID

import asyncpg
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic_core import from_json

from services.cases.case.corrections import VoidEntry
from services.cases.case.decider import Command
from services.cases.case.programme import SignAgreement
from services.cases.case.state import Case
from services.cases.streams import case_stream
from shared.command_handler import Loaded
from shared.database import DatabaseAway, connect_pool
from shared.decider import Refused
from shared.events.corrections import StoredEntry, VoidReason
from shared.ids import new_id
from shared.journal.journal import Conflict
from tests.databases import Databases
from tests.services.service import migrated
from tests.shared.commands.replicas import (
    TODAY,
    Replica,
    a_case,
    a_contact,
    replica_on,
    reporting_in,
    set_back,
    versions,
)

pytestmark = pytest.mark.postgres

# What a lost connection, a kill or a time-out may raise: then nobody knows what was written.
UNKNOWN = (DatabaseAway, OSError, TimeoutError, asyncpg.PostgresError, asyncpg.InterfaceError)
STEPS = ("contact", "report in", "sign", "void", "cancel", "kill", "set back", "rewrite", "both")
Histories = st.lists(st.tuples(st.sampled_from(STEPS), st.integers(0, 999)), max_size=14)


class History:
    """One case, two replicas, and what may happen to them."""

    def __init__(self, dsn: str, replicas: Sequence[Replica], plain: Replica) -> None:
        self._dsn, self._replicas, self._plain = dsn, replicas, plain
        self._case_id = UUID(int=0)

    async def run(self, steps: Sequence[tuple[str, int]]) -> None:
        """Take each step, and look after each that memory and journal agree."""
        self._case_id = await a_case(self._replicas[0])
        for step, number in steps:
            await self._take(step, self._replicas[number % 2], random.Random(number))
            await self._agree()

    async def _take(self, step: str, replica: Replica, chance: random.Random) -> None:
        match step:
            case "cancel":
                task = asyncio.create_task(self._do(replica, a_contact()))
                await asyncio.sleep(chance.random() * 0.004)
                task.cancel()
                with contextlib.suppress(asyncio.CancelledError):
                    await task
            case "kill":
                task = asyncio.create_task(self._do(replica, a_contact()))
                await asyncio.sleep(chance.random() * 0.002)
                await self._kill_sessions()
                await task
            case "set back" | "rewrite":
                last = (await self._plain.state(self._case_id)).version
                await set_back(self._dsn, self._case_id, chance.randint(max(last - 3, 1), last))
                if step == "rewrite":
                    for _ in range(chance.randint(1, 3)):
                        await self._do(replica, a_contact())
            case "both":
                await asyncio.gather(*(self._do(each, a_contact()) for each in self._replicas))
            case _:
                await self._do(replica, await self._command(step, chance))

    async def _command(self, step: str, chance: random.Random) -> Command:
        match step:
            case "report in":
                return reporting_in()
            case "sign":
                return SignAgreement(new_id(), TODAY)
            case "void":
                history = await self._plain.journal.read(case_stream(self._case_id))
                entries = [event for event in history if "Voided" not in event.type][1:]
                if entries:
                    entry = chance.choice(entries)
                    stored = StoredEntry(entry.event_id, entry.type, from_json(entry.data))
                    return VoidEntry(stored, VoidReason.MISTAKEN)
        return a_contact()

    async def _do(self, replica: Replica, command: Command) -> None:
        with contextlib.suppress(Refused, Conflict, *UNKNOWN):
            await replica.handle(self._case_id, command)

    async def _kill_sessions(self) -> None:
        connection = await asyncpg.connect(self._dsn)
        try:
            await connection.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE application_name = 'remembering' AND datname = current_database()"
            )
        finally:
            await connection.close()

    async def _agree(self) -> None:
        """No version is skipped, and each replica sees what is there.

        A command that was cut off may still commit: a difference counts if it stays.
        """
        for _ in range(500):
            plain = await self._plain.state(self._case_id)
            written = await versions(self._dsn, self._case_id)
            seen = [await _seen(replica, self._case_id) for replica in self._replicas]
            if len(written) == plain.version and seen == [plain, plain]:
                break
            await asyncio.sleep(0.02)
        assert list(written) == list(range(1, plain.version + 1))
        assert seen == [plain, plain]


async def _seen(replica: Replica, case_id: UUID) -> Loaded[Case]:
    """The case as a replica sees it; connections that were killed are noticed when used next."""
    for _ in range(10):
        with contextlib.suppress(*UNKNOWN):
            return await replica.state(case_id)
    return await replica.state(case_id)


@settings(max_examples=40)
@given(histories=st.lists(Histories, min_size=1, max_size=2))
def test_memory_never_tells_another_story_than_the_journal(
    databases: Databases, histories: list[list[tuple[str, int]]]
) -> None:
    """Whatever is written, refused, voided, cancelled, killed, set back or written anew."""
    asyncio.run(_run(databases, histories))


async def _run(databases: Databases, histories: Sequence[Sequence[tuple[str, int]]]) -> None:
    dsn = await databases.make(migrated)
    pools = [
        await connect_pool(dsn, application_name=name, size=2)
        for name in ("remembering", "remembering", "plain")
    ]
    try:
        replicas = [replica_on(pool) for pool in pools[:2]]
        plain = replica_on(pools[2], remembers=False)
        for history in histories:
            await History(dsn, replicas, plain).run(history)
    finally:
        for pool in pools:
            await pool.close()
        await databases.drop(dsn)
