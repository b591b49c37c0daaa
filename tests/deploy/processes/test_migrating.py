"""`waystation migrate` makes databases whose roles may do what they must, and no more."""

import base64
from typing import Any

import asyncpg
import pytest

from deploy.processes.migrating import MigrateSettings, migrate
from deploy.roles import verifier
from deploy.secret_files import DATABASES
from deploy.sentence import CannotGoOn
from shared.settings import read
from tests.deploy.instances import waystation
from tests.deploy.processes.conftest import MakePlace
from tests.deploy.processes.places import PASSWORD, ROLES, SERVICES, Place

pytestmark = pytest.mark.postgres


@pytest.fixture(scope="module")
def place(make_place: MakePlace) -> Place:
    """A place that `waystation migrate` has made, as an operator runs it."""
    place = make_place()
    done = waystation("migrate", env=place.migrate())
    assert done.returncode == 0, done.stderr
    for service in SERVICES:
        assert f"{place.name(service)}: took 001_" in done.stdout
    assert PASSWORD not in done.stdout + done.stderr
    return place


async def stored(place: Place, role: str) -> str:
    """What PostgreSQL keeps of a role's password."""
    asked = "SELECT rolpassword FROM pg_authid WHERE rolname = $1"
    return str(await place.ask(asked, place.name(role)))


def is_for(kept: str, password: str) -> bool:
    """Whether that is the verifier of a password."""
    salt = base64.b64decode(kept.partition(":")[2].partition("$")[0])
    return kept == verifier(password, salt)


async def test_migrating_again_changes_nothing_but_passwords(place: Place) -> None:
    """It may run at every start; a password edited in a DSN is the role's from then on."""
    for role in ROLES:
        assert is_for(await stored(place, role), PASSWORD)
    settings = place.migrate() | {"WAYSTATION_CASES_DATABASE": place.dsn("cases", "another")}
    taken = await migrate(read(MigrateSettings, settings), patience=0)
    assert taken == {place.name(service): [] for service in SERVICES}
    assert is_for(await stored(place, "cases"), "another")
    assert is_for(await stored(place, "cases_relay"), PASSWORD)
    await migrate(read(MigrateSettings, place.migrate()), patience=0)


async def test_no_statement_holds_a_password(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the server is told, and could log, has verifiers in it and no passwords."""
    answer: list[str] = []
    plain = asyncpg.Connection.execute

    async def execute(self: Any, query: str, *values: Any, **options: Any) -> Any:
        answer.append(query)
        return await plain(self, query, *values, **options)

    monkeypatch.setattr(asyncpg.Connection, "execute", execute)
    await migrate(read(MigrateSettings, place.migrate()), patience=0)
    assert sum("PASSWORD 'SCRAM-SHA-256$" in statement for statement in answer) == len(ROLES)
    assert not [statement for statement in answer if PASSWORD[:5] in statement]


@pytest.mark.parametrize("role", ROLES)
async def test_each_role_comes_into_its_own_database_only(place: Place, role: str) -> None:
    """With its password, under any name; and it cannot make anything elsewhere."""
    connection = await asyncpg.connect(place.dsn(role))
    assert await connection.fetchval("SELECT current_user") == place.name(role)
    privileges = await connection.fetchrow(
        "SELECT rolsuper, rolcreaterole, rolcreatedb, rolreplication, rolbypassrls"
        " FROM pg_roles WHERE rolname = current_user"
    )
    await connection.close()
    assert privileges is not None
    assert not any(privileges)
    for service in SERVICES:
        if service != DATABASES[role]:
            with pytest.raises(asyncpg.InsufficientPrivilegeError):
                await asyncpg.connect(place.dsn(role), database=place.name(service))


async def test_rights_are_the_least(place: Place) -> None:
    """A service adds to its journal and no more; its relay has no way to personal data."""
    for role, statements in {
        "cases": ["UPDATE events SET data = '{}'", "DELETE FROM events", "DELETE FROM relay",
                  "UPDATE relay SET epoch = 9"],
        "cases_relay": ["SELECT * FROM vault_items", "SELECT * FROM answers",
                        "SELECT * FROM claims", "UPDATE events SET data = '{}'"],
        "cases_duties": ["SELECT * FROM vault_items", "SELECT * FROM answers",
                         "SELECT * FROM claims", "UPDATE events SET data = '{}'"],
    }.items():  # fmt: skip
        connection = await asyncpg.connect(place.dsn(role))
        for statement in statements:
            with pytest.raises(asyncpg.InsufficientPrivilegeError):
                await connection.execute(statement)
        await connection.close()


async def sentence(place: Place, **changed: str) -> str:
    """What is said of settings with these changes."""
    changes = {f"WAYSTATION_{name.upper()}": value for name, value in changed.items()}
    with pytest.raises(CannotGoOn) as answer:
        await migrate(read(MigrateSettings, place.migrate() | changes), patience=0)
    assert PASSWORD not in str(answer.value)
    return answer.value.text.en


async def test_settings_that_do_not_fit_together_are_told(place: Place, postgres: str) -> None:
    """By the variable's name, before anything is made."""
    service, dsn = place.dsn("cases"), place.dsn("outreach_relay")
    output = await sentence(place, cases_relay_database=dsn)
    assert output.startswith("WAYSTATION_CASES_RELAY_DATABASE names another database")
    bare = service.replace(service.partition("//")[2].partition("@")[0], place.name("cases"))
    output = await sentence(place, cases_database=bare)
    assert output.startswith("WAYSTATION_CASES_DATABASE needs a role and a password")
    output = await sentence(place, cases_relay_database=service)
    assert output == (
        f"The role {place.name('cases')} is used twice; give each service and each relay"
        " a role of its own."
    )


async def test_a_superuser_is_no_role_for_a_service(place: Place) -> None:
    """Nor is its password changed."""
    service = place.dsn("reporting")
    superuser = str(await place.ask("SELECT current_user"))
    dsn = service.replace(place.name("reporting"), superuser, 1)
    before = await place.ask("SELECT rolpassword FROM pg_authid WHERE rolname = $1", superuser)
    assert "is a superuser" in await sentence(place, reporting_database=dsn)
    after = await place.ask("SELECT rolpassword FROM pg_authid WHERE rolname = $1", superuser)
    assert after == before


async def test_only_a_superuser_makes_them(place: Place) -> None:
    """Another role is told so, before anything is changed."""
    output = await sentence(place, admin_database=place.dsn("reporting"))
    assert output.startswith("The role that is to make the databases is no superuser")


async def test_a_server_that_is_away_is_a_sentence(place: Place) -> None:
    """It is waited for as long as patience lasts."""
    output = await sentence(place, admin_database="postgresql://postgres:none@127.0.0.1:9/postgres")
    assert output.startswith("PostgreSQL does not answer (ConnectionRefusedError)")
