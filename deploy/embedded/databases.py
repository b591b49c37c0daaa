"""The services' databases: each its own, each with a role that may do no more than it must."""

from importlib.resources import files

import asyncpg

from deploy.embedded.postgres import SUPERUSER, Postgres
from services.reporting.migrations import migrate_reporting
from shared.database import migrate

WRITING = ("cases", "outreach")
REPORTING = "reporting"

JOURNAL_RIGHTS = """
REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {role};
GRANT SELECT, INSERT ON ALL TABLES IN SCHEMA public TO {role};
GRANT UPDATE ON relay TO {role};
GRANT DELETE ON vault_persons TO {role};
REVOKE ALL ON migrations FROM {role};
"""


async def prepare_databases(server: Postgres) -> None:
    """Make and bring up to date the database of each service, and settle its role's rights.

    A writing service adds to its journal and reads it; tables are its owner's. Reporting owns
    its database, because a rebuild makes and renames schemas. Raises what `migrate` raises.
    """
    for name in WRITING:
        owner = f"{name}_owner"
        await _ensure(server, name, owner)
        await migrate(server.address(name, owner), files("shared") / "sql", "public")
        await _execute(server, name, JOURNAL_RIGHTS.format(role=name))
    await _ensure(server, REPORTING, REPORTING)
    await migrate_reporting(server.address(REPORTING, REPORTING))


async def _ensure(server: Postgres, name: str, owner: str) -> None:
    """The database, its owner, and the role named as the service, which alone may come in."""
    connection = await asyncpg.connect(server.address(SUPERUSER))
    try:
        roles = {row[0] for row in await connection.fetch("SELECT rolname FROM pg_roles")}
        for role in {owner, name} - roles:
            await connection.execute(f"CREATE ROLE {role} LOGIN")
        if not await connection.fetchval("SELECT 1 FROM pg_database WHERE datname = $1", name):
            await connection.execute(f"CREATE DATABASE {name} OWNER {owner} TEMPLATE template0")
        await connection.execute(f"REVOKE ALL ON DATABASE {name} FROM PUBLIC")
        await connection.execute(f"GRANT CONNECT ON DATABASE {name} TO {name}")
    finally:
        await connection.close()


async def _execute(server: Postgres, database: str, statements: str) -> None:
    connection = await asyncpg.connect(server.address(database))
    try:
        await connection.execute(statements)
    finally:
        await connection.close()
