"""A command may release the names that it claimed, with its events or not at all."""

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from services.cases.case.decider import case
from services.cases.streams import case_stream
from shared.answers import ACCEPTABLE
from shared.command_handler import Extras
from shared.database import connect_pool
from shared.journal.journal import Claim, ClaimTaken, Conflict
from tests.databases import MakeDatabase
from tests.services.service import migrated
from tests.shared.commands.replicas import Replica, a_case, a_contact, call, replica_on

pytestmark = pytest.mark.postgres


@pytest.fixture
async def replica(make_database: MakeDatabase) -> AsyncIterator[Replica]:
    """A handler on an empty journal."""
    pool = await connect_pool(await make_database(migrated), application_name="tests", size=4)
    yield replica_on(pool)
    await pool.close()


async def test_a_command_passes_a_name_on(replica: Replica) -> None:
    """It is released with the events; a dry run says the same and leaves it where it is."""
    case_id = await a_case(replica)
    stream, journal = case_stream(case_id), replica.journal

    async def record(extras: Extras, *, dry_run: bool = False) -> object:
        asked = replace(call(), dry_run=dry_run)
        return await replica.handler.handle(asked, case, stream, a_contact(), extras=extras)

    held, wanted = Claim("name", stream), Claim("name", "somebody")
    await record(Extras(claims=[held]))
    with pytest.raises(ClaimTaken):
        await record(Extras(claims=[wanted]), dry_run=True)
    passing = Extras(claims=[wanted], released=[held])
    assert await record(passing, dry_run=True) is ACCEPTABLE
    assert await journal.holder("name") == stream
    await record(passing)
    assert await journal.holder("name") == "somebody"
    events = len(await journal.read(stream))
    with pytest.raises(Conflict):
        await record(Extras(released=[held]))
    assert len(await journal.read(stream)) == events
