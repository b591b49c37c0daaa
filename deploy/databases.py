"""The services' databases: one each, with roles that have only the rights they need.

The same for an embedded instance, whose roles have no passwords, and for a server of an
operator. Everything is set each time: rights, passwords, missing migrations.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from importlib.resources import files
from urllib.parse import parse_qsl, quote, urlencode, urlsplit, urlunsplit

import asyncpg

from deploy.roles import Role, ensure_owner, ensure_role, identifier
from deploy.sentence import CannotGoOn
from services.reporting.counting.migrations import migrate_reporting
from shared.catalogue import WRITING_SERVICES
from shared.database import Connection
from shared.migrations import migrate
from shared.text import Text

# Two processes that prepare the same server take turns.
TAKE_TURNS = "SELECT pg_advisory_lock(hashtext('waystation: databases'))"

SERVICE_RIGHTS = """
REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {role};
GRANT SELECT, INSERT ON ALL TABLES IN SCHEMA public TO {role};
GRANT DELETE ON claims TO {role};
GRANT UPDATE ON relations, case_register, workers, worker_qualifications, worker_absences,
    worker_covers, posts, shop_items, observed, journals_followed, team_members,
    outreach_records, places, place_years, place_records, coverage_cells, informants, campaigns,
    questionnaires, surveys TO {role};
REVOKE INSERT ON relay, migrations, policies_applied, duty_generations, duty_cases, worklist,
    live_worklist FROM {role};
"""

PERSONS_RIGHTS = "GRANT DELETE ON vault_persons TO {role};"
NO_PERSONS_RIGHTS = """
REVOKE ALL ON vault_persons, vault_items, vault_reads, vault_read_regions, vault_check FROM {role};
"""

RELAY_RIGHTS = """
REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {role};
GRANT SELECT ON events, relay, migrations TO {role};
GRANT UPDATE ON relay TO {role};
"""

# What it appends follows from events alone; it has no way to personal data, answers or claims.
DUTIES_RIGHTS = """
REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {role};
GRANT SELECT ON events, migrations, policies_applied, shop_items TO {role};
GRANT INSERT ON events, policies_applied TO {role};
GRANT SELECT, INSERT, UPDATE, DELETE ON duty_generations, duty_cases, worklist TO {role};
"""

# Until when a journal is complete, is asked by its owner (shared/sql/019_complete_until.sql): it
# must see since when each role that appends is at it.
SEEN_BY_OWNER = "GRANT {role} TO {owner};"

# The roles, other than its owner, that have been granted something on a database.
ROLES_WITH_GRANTS = """
SELECT DISTINCT grantee::regrole::text FROM pg_database, aclexplode(datacl)
WHERE datname = $1 AND grantee NOT IN (0, datdba)
"""


@dataclass(frozen=True)
class JournalDatabase:
    """The database of a writing service, and the roles of the service, and of its relay.

    `personal_data`: whether the service keeps personal data there. `duties` is the role of the
    process that keeps what is due, where there is one.
    """

    database: str
    service: Role
    relay: Role
    personal_data: bool
    duties: Role | None = None

    @property
    def roles(self) -> tuple[Role, ...]:
        """Every role that logs in."""
        return (self.service, self.relay, *((self.duties,) if self.duties else ()))

    @property
    def owner(self) -> str:
        """The role that owns the tables; nobody logs in with it."""
        return f"{self.database}_owner"


@dataclass(frozen=True)
class ReadModelDatabase:
    """The database of reporting and its one role, which owns it: a rebuild makes schemas."""

    database: str
    service: Role


@dataclass(frozen=True)
class Databases:
    """All databases of an installation."""

    journals: Sequence[JournalDatabase]
    read_model: ReadModelDatabase

    @classmethod
    def plain(cls) -> "Databases":
        """Those of an embedded instance: named as the services are, without passwords.

        >>> [journal.relay.name for journal in Databases.plain().journals]
        ['cases_relay', 'outreach_relay']
        """
        return cls(
            [
                JournalDatabase(
                    each.name,
                    Role(each.name),
                    Role(each.relay),
                    each.personal_data,
                    Role(each.duties) if each.has_duties else None,
                )
                for each in WRITING_SERVICES
            ],
            ReadModelDatabase("reporting", Role("reporting")),
        )

    def roles(self) -> list[str]:
        """Every role's name, owners included."""
        journals = [(j.owner, *(role.name for role in j.roles)) for j in self.journals]
        return [self.read_model.service.name, *(name for names in journals for name in names)]

    def names(self) -> list[str]:
        """Every database's name."""
        return [self.read_model.database, *(journal.database for journal in self.journals)]


async def prepare_databases(admin: str, databases: Databases) -> dict[str, list[str]]:
    """Make and bring up to date every database; the migrations that each has taken now.

    `admin` is a superuser's DSN. A writing service adds to its journal and reads it, and so does
    the process that keeps what is due; its relay reads it and stores its position; tables belong to
    their owner. Raises CannotGoOn, and what `migrate` raises.
    """
    _check_names(databases)
    connection: Connection = await asyncpg.connect(admin)
    try:
        if not await connection.fetchval(
            "SELECT rolsuper FROM pg_roles WHERE rolname = session_user"
        ):
            raise CannotGoOn(
                zh="用来建立数据库的角色不是超级用户；请改用超级用户的连接地址。",
                en="The role that is to make the databases is no superuser; give the DSN of one.",
            )
        await connection.execute(TAKE_TURNS)
        taken = {}
        for journal in databases.journals:
            taken[journal.database] = await _prepare_journal(admin, connection, journal)
        model = databases.read_model
        taken[model.database] = await _prepare_read_model(admin, connection, model)
        return taken
    finally:
        await connection.close()


async def _prepare_journal(
    admin: str, connection: Connection, journal: JournalDatabase
) -> list[str]:
    await ensure_owner(connection, journal.owner)
    for role in journal.roles:
        await ensure_role(connection, role)
    roles_allowed = [role.name for role in journal.roles]
    await _ensure_database(connection, journal.database, journal.owner, roles_allowed)
    steps = files("shared") / "sql"
    taken = await migrate(within(admin, journal.database, journal.owner), steps, "public")
    service = SERVICE_RIGHTS + (PERSONS_RIGHTS if journal.personal_data else NO_PERSONS_RIGHTS)
    name = identifier(journal.service.name)
    rights = [
        service.format(role=name),
        RELAY_RIGHTS.format(role=identifier(journal.relay.name)),
    ]
    appending = [name]
    if journal.duties is not None:
        duties = identifier(journal.duties.name)
        appending.append(duties)
        rights.append(DUTIES_RIGHTS.format(role=duties))
    owner = identifier(journal.owner)
    rights += [SEEN_BY_OWNER.format(role=role, owner=owner) for role in appending]
    own: Connection = await asyncpg.connect(within(admin, journal.database))
    try:
        # In one call, so that a running service is never without a right.
        await own.execute("".join(rights))
    finally:
        await own.close()
    return taken


async def _prepare_read_model(
    admin: str, connection: Connection, model: ReadModelDatabase
) -> list[str]:
    role = model.service.name
    await ensure_role(connection, model.service)
    await _ensure_database(connection, model.database, role, [role])
    return await migrate_reporting(within(admin, model.database, role))


async def _ensure_database(
    connection: Connection, name: str, owner: str, roles_allowed: Sequence[str]
) -> None:
    """The database and its owner; only `roles_allowed` may connect."""
    database = identifier(name)
    if not await connection.fetchval("SELECT 1 FROM pg_database WHERE datname = $1", name):
        await connection.execute(
            f"CREATE DATABASE {database} OWNER {identifier(owner)} TEMPLATE template0"
        )
    await connection.execute(f"ALTER DATABASE {database} OWNER TO {identifier(owner)}")
    former = [role for (role,) in await connection.fetch(ROLES_WITH_GRANTS, name)]
    grants = [
        f"REVOKE ALL ON DATABASE {database} FROM {', '.join(['PUBLIC', *former])} CASCADE",
        *(f"GRANT CONNECT ON DATABASE {database} TO {identifier(role)}" for role in roles_allowed),
    ]
    # In one call, so that an allowed role is never refused.
    await connection.execute(";".join(grants))


def within(admin: str, database: str, role: str | None = None) -> str:
    """The administrator's DSN for another database, acting as a role from the beginning.

    >>> within("postgresql://postgres@/postgres?host=/run&port=1", "cases", "cases_owner")
    'postgresql://postgres@/cases?host=%2Frun&port=1&role=cases_owner'
    """
    parts = urlsplit(admin)
    names = ("database", "dbname", "role")
    query = [(name, value) for name, value in parse_qsl(parts.query) if name not in names]
    query += [("role", role)] if role else []
    path = f"/{quote(database, safe='')}"
    return urlunsplit(parts._replace(path=path, query=urlencode(query, quote_via=quote, safe="")))


def _check_names(databases: Databases) -> None:
    for names, what in (
        (databases.names(), Text(zh="数据库", en="database")),
        (databases.roles(), Text(zh="角色", en="role")),
    ):
        twice = sorted({name for name in names if names.count(name) > 1})
        if twice:
            raise CannotGoOn(
                zh=f"{what.zh} {twice[0]} 被用于两处；请为每个服务和每个转发进程各用一个。",
                en=f"The {what.en} {twice[0]} is used twice; give each service and each relay"
                f" a {what.en} of its own.",
            )
