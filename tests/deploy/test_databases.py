"""The roles of the databases may do what their process does, and no more."""

import asyncio
from collections.abc import AsyncIterator, Iterator

import asyncpg
import pytest

from deploy.databases import Databases, prepare_databases
from deploy.embedded.postgres import SUPERUSER, Postgres
from shared.database import Connection
from shared.journal.relay import LOCK, Batch, Relay
from shared.journal.standing import COMPLETE_UNTIL
from tests.shared.journal.relays import running, until

pytestmark = pytest.mark.postgres

WRITING = ("cases", "outreach")
VAULT = ("vault_persons", "vault_items", "vault_reads", "vault_read_regions", "vault_check")
APPEND = """
INSERT INTO events (stream_id, version, event_id, type, data, metadata)
VALUES ($1, 1, gen_random_uuid(), 'cases.CaseOpened.v1', '{}', '{}')
"""

# What an instance of the first versions made: an owner that logs in, a service that relays.
FORMERLY = """
ALTER ROLE {name}_owner LOGIN;
GRANT UPDATE ON relay TO {name};
REVOKE ALL ON events, relay, migrations FROM {name}_relay;
REVOKE CONNECT ON DATABASE {name} FROM {name}_relay;
DROP ROLE {name}_relay;
"""


# What an operator, or a role's former use, may have left.
GIVEN = """
CREATE ROLE formerly LOGIN;
GRANT CONNECT, TEMPORARY ON DATABASE cases, reporting TO formerly WITH GRANT OPTION;
SET ROLE formerly;
GRANT CONNECT ON DATABASE cases TO outreach;
RESET ROLE;
GRANT CREATE ON DATABASE cases TO cases;
GRANT pg_read_all_data, outreach_owner TO cases, cases_relay WITH ADMIN OPTION;
GRANT cases_owner TO cases_relay;
GRANT pg_write_all_data TO outreach_owner;
SET ROLE cases;
GRANT pg_read_all_data TO reporting;
RESET ROLE;
ALTER ROLE cases_owner CREATEROLE CREATEDB REPLICATION BYPASSRLS;
ALTER ROLE reporting CREATEROLE CREATEDB REPLICATION BYPASSRLS;
"""

POWERS = """
SELECT rolsuper, rolcreaterole, rolcreatedb, rolreplication, rolbypassrls
FROM pg_roles WHERE rolname = ANY ($1)
"""


def prepare(server: Postgres) -> None:
    """Prepare the databases of an embedded instance."""
    asyncio.run(prepare_databases(server.address(SUPERUSER), Databases.plain()))


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Postgres]:
    """A server with every service's database."""
    server = Postgres(tmp_path_factory.mktemp("data"))
    server.start()
    try:
        prepare(server)
        yield server
    finally:
        server.stop()


@pytest.fixture(params=WRITING)
def writing(request: pytest.FixtureRequest) -> str:
    """The name of a writing service."""
    name: str = request.param
    return name


@pytest.fixture
async def journal(server: Postgres, writing: str) -> AsyncIterator[Connection]:
    """A connection with the role of a writing service."""
    connection = await asyncpg.connect(server.address(writing, writing))
    yield connection
    await connection.close()


async def forbids(connection: Connection, *statements: str) -> None:
    """Every one of these statements is refused."""
    for statement in statements:
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await connection.execute(statement)


async def test_a_journal_is_only_added_to(journal: Connection) -> None:
    """The service's role appends and reads; what is written it can neither change nor remove."""
    await journal.execute(APPEND, "case-1")
    assert await journal.fetchval("SELECT count(*) FROM events WHERE stream_id = 'case-1'") == 1
    await forbids(
        journal,
        "UPDATE events SET data = '{}'",
        "DELETE FROM events",
        "TRUNCATE events",
        "DROP TABLE events",
        "UPDATE answers SET status = 200",
        "UPDATE claims SET holder = 'somebody else'",
        "DELETE FROM vault_reads",
        "UPDATE relay SET epoch = epoch + 1",
        "INSERT INTO relay DEFAULT VALUES",
        "INSERT INTO migrations VALUES ('900_forged', '')",
        "CREATE TABLE own (number integer)",
        "CREATE TEMPORARY TABLE own (number integer)",
    )


async def test_a_service_does_what_it_must(journal: Connection, writing: str) -> None:
    """It sees how far the relay came and releases names; it destroys a key where there are any."""
    assert await journal.fetchval("SELECT sent FROM relay") is not None
    await journal.execute("DELETE FROM claims WHERE name = 'none'")
    if writing == "cases":
        await journal.execute("DELETE FROM vault_persons")
    else:
        await forbids(journal, *(f"SELECT * FROM {table}" for table in VAULT))


async def test_a_relay_reads_events_and_nothing_else(server: Postgres, writing: str) -> None:
    """Its role has no way to personal data, to answers, or to another journal."""
    relay = await asyncpg.connect(server.address(writing, f"{writing}_relay"))
    await relay.fetch("SELECT * FROM events")
    tables = ("answers", "claims", *VAULT)
    await forbids(
        relay,
        *(f"SELECT * FROM {table}" for table in tables),
        "UPDATE events SET data = '{}'",
        "DELETE FROM relay",
        "INSERT INTO migrations VALUES ('900_forged', '')",
        "INSERT INTO relay DEFAULT VALUES",
    )
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await relay.execute(APPEND, "case-3")
    await relay.close()


async def test_a_relay_does_its_work_with_these_rights(server: Postgres, writing: str) -> None:
    """It leads, carries and notes how far, after it has ended a leader that fell silent."""
    carried: list[str] = []

    async def publish(batch: Batch) -> None:
        carried.extend(event.stream_id for event in batch.events)

    async def connect() -> Connection:
        own: Connection = await asyncpg.connect(server.address(writing, f"{writing}_relay"))
        return own

    silent = await connect()
    assert await silent.fetchval("SELECT pg_try_advisory_lock($1)", LOCK)
    service = await asyncpg.connect(server.address(writing, writing))
    await service.execute(APPEND, "case-carried")
    async with running(Relay(writing, connect, publish)):
        await until(lambda: "case-carried" in carried)
        async with asyncio.timeout(30):
            while not await service.fetchval("SELECT sent FROM relay"):
                await asyncio.sleep(0.02)
    assert silent.is_closed()
    await service.close()


async def test_who_keeps_duties_sees_no_personal_data(server: Postgres) -> None:
    """It appends to the journal and keeps the worklist; what is written stays as it is."""
    duties = await asyncpg.connect(server.address("cases", "cases_duties"))
    await duties.execute(APPEND, "duties-1")
    await duties.execute("DELETE FROM worklist")
    await forbids(
        duties,
        *(f"SELECT * FROM {table}" for table in ("answers", "claims", "case_register", *VAULT)),
        "UPDATE events SET data = '{}'",
        "DELETE FROM events",
        "UPDATE policies_applied SET content = ''",
        "DELETE FROM policies_applied",
        "UPDATE relay SET epoch = epoch + 1",
        "INSERT INTO migrations VALUES ('900_forged', '')",
    )
    await duties.close()


async def test_a_service_changes_nothing_of_what_its_duties_are_kept_by(server: Postgres) -> None:
    """Neither the worklist, nor the policies that were applied, nor as who keeps them."""
    service = await asyncpg.connect(server.address("cases", "cases"))
    await forbids(
        service,
        "DELETE FROM worklist",
        "UPDATE duty_cases SET check_on = NULL",
        "INSERT INTO duty_generations (policies, software) VALUES ('', '')",
        "INSERT INTO policies_applied (applies_from, version, digest, content)"
        " VALUES ('2019-01-01', '', '', '')",
        "SET ROLE cases_duties",
    )
    await service.close()


async def test_a_service_knows_until_when_its_journal_is_complete(server: Postgres) -> None:
    """Also while the process that keeps duties appends: it is told since when that one does."""
    service = await asyncpg.connect(server.address("cases", "cases"))
    duties = await asyncpg.connect(server.address("cases", "cases_duties"))
    before = await service.fetchval("SELECT clock_timestamp()")
    transaction = duties.transaction()
    await transaction.start()
    await duties.execute(APPEND, "duties-2")
    began = await duties.fetchval("SELECT now()")
    assert before < began == await service.fetchval(COMPLETE_UNTIL)
    await transaction.rollback()
    assert await service.fetchval(COMPLETE_UNTIL) > began
    await service.close()
    await duties.close()


@pytest.mark.parametrize(
    "role", ["cases", "cases_relay", "cases_duties", "outreach", "outreach_relay", "reporting"]
)
async def test_nobody_comes_into_anothers_database(server: Postgres, role: str) -> None:
    """A role is let into its own service's database only."""
    for database in {"cases", "outreach", "reporting"} - {role.partition("_")[0]}:
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await asyncpg.connect(server.address(database, role))


async def test_nobody_comes_in_as_the_owner(server: Postgres, writing: str) -> None:
    """Only migrations act as the owner of the tables."""
    with pytest.raises(asyncpg.InvalidAuthorizationSpecificationError):
        await asyncpg.connect(server.address(writing, f"{writing}_owner"))


async def test_preparing_again_changes_nothing(server: Postgres) -> None:
    """A restart prepares the databases again and finds them as they are."""
    connection = await asyncpg.connect(server.address("cases", "cases"))
    await connection.execute(APPEND, "case-2")
    await asyncio.to_thread(prepare, server)
    assert await connection.fetchval("SELECT 1 FROM events WHERE stream_id = 'case-2'") == 1
    await connection.close()


async def test_what_an_earlier_version_made_is_taken_over(server: Postgres, writing: str) -> None:
    """A folder from before relays had roles gets them, and its services lose what is theirs."""
    admin = await asyncpg.connect(server.address(writing))
    await admin.execute(FORMERLY.format(name=writing))
    await asyncio.to_thread(prepare, server)
    assert not await admin.fetchval("SELECT has_table_privilege($1, 'relay', 'UPDATE')", writing)
    assert await admin.fetchval(
        "SELECT has_table_privilege($1, 'relay', 'UPDATE')", f"{writing}_relay"
    )
    assert not await admin.fetchval(
        "SELECT rolcanlogin FROM pg_roles WHERE rolname = $1", f"{writing}_owner"
    )
    await admin.close()


async def test_what_a_role_was_given_beyond_its_use_is_taken_back(server: Postgres) -> None:
    """Powers and memberships of a role that was there, and others' ways into the databases."""
    admin = await asyncpg.connect(server.address("cases"))
    await admin.execute(GIVEN)
    assert await admin.fetchval("SELECT has_database_privilege('formerly', 'cases', 'CONNECT')")
    await asyncio.to_thread(prepare, server)
    names = Databases.plain().roles()
    memberships = """
    SELECT member::regrole::text, roleid::regrole::text FROM pg_auth_members
    WHERE member::regrole::text = ANY ($1)
    """
    # The owner, as whom nobody comes in, sees what those do that append; nothing else is left.
    assert {tuple(row) for row in await admin.fetch(memberships, names)} == {
        ("cases_owner", "cases"),
        ("cases_owner", "cases_duties"),
        ("outreach_owner", "outreach"),
    }
    powers = await admin.fetch(POWERS, names)
    assert len(powers) == len(names)
    assert not any(any(row) for row in powers)
    for database in ("cases", "reporting"):
        for right in ("CONNECT", "TEMPORARY"):
            has = "SELECT has_database_privilege('formerly', $1, $2)"
            assert not await admin.fetchval(has, database, right)
    assert not await admin.fetchval("SELECT has_database_privilege('cases', 'cases', 'CREATE')")
    await admin.execute("DROP ROLE formerly")
    await admin.close()
