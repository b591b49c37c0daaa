"""The roles of the embedded databases may do what their service does, and no more."""

import asyncio
from collections.abc import AsyncIterator, Iterator

import asyncpg
import pytest

from deploy.embedded.databases import WRITING, prepare_databases
from deploy.embedded.postgres import Postgres
from shared.database import Connection

pytestmark = pytest.mark.postgres

APPEND = """
INSERT INTO events (stream_id, version, event_id, type, data, metadata)
VALUES ($1, 1, gen_random_uuid(), 'cases.CaseOpened.v1', '{}', '{}')
"""


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Postgres]:
    """A server with every service's database."""
    server = Postgres(tmp_path_factory.mktemp("data"))
    server.start()
    try:
        asyncio.run(prepare_databases(server))
        yield server
    finally:
        server.stop()


@pytest.fixture(params=WRITING)
async def journal(server: Postgres, request: pytest.FixtureRequest) -> AsyncIterator[Connection]:
    """A connection with the role of a writing service."""
    connection = await asyncpg.connect(server.address(request.param, request.param))
    yield connection
    await connection.close()


async def test_a_journal_is_only_added_to(journal: Connection) -> None:
    """The service's role appends and reads; what is written it can neither change nor remove."""
    await journal.execute(APPEND, "case-1")
    assert await journal.fetchval("SELECT count(*) FROM events WHERE stream_id = 'case-1'") == 1
    for forbidden in (
        "UPDATE events SET data = '{}'",
        "DELETE FROM events",
        "TRUNCATE events",
        "DROP TABLE events",
        "UPDATE answers SET status = 200",
        "DELETE FROM vault_reads",
        "CREATE TABLE own (number integer)",
    ):
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await journal.execute(forbidden)


async def test_a_service_does_what_it_must(journal: Connection) -> None:
    """The relay keeps its standing, and a person's key can be destroyed."""
    await journal.execute("UPDATE relay SET epoch = epoch + 1")
    await journal.execute("DELETE FROM vault_persons")


@pytest.mark.parametrize("role", ["cases", "outreach", "reporting"])
async def test_no_service_comes_into_anothers_database(server: Postgres, role: str) -> None:
    """A service's role is let into its own database only."""
    for database in {"cases", "outreach", "reporting"} - {role}:
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await asyncpg.connect(server.address(database, role))


async def test_preparing_again_changes_nothing(server: Postgres) -> None:
    """A restart prepares the databases again and finds them as they are."""
    connection = await asyncpg.connect(server.address("cases", "cases"))
    await connection.execute(APPEND, "case-2")
    await prepare_databases(server)
    assert await connection.fetchval("SELECT 1 FROM events WHERE stream_id = 'case-2'") == 1
    await connection.close()
