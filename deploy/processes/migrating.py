"""The databases of an operator's server: their names, roles and passwords from the DSNs."""

import asyncio
from urllib.parse import unquote, urlsplit

import asyncpg
import structlog
from pydantic import Field

from deploy.databases import Databases, JournalDatabase, ReadModelDatabase, prepare_databases
from deploy.roles import Role
from deploy.sentence import CannotGoOn
from shared.addresses import DatabaseAddress
from shared.catalogue import WRITING_SERVICES
from shared.database import DatabaseAway
from shared.migrations import MigrationBroken, SchemaNewer
from shared.settings import PREFIX, Settings

log = structlog.get_logger(__name__)

RETRY_EVERY = 1.0  # seconds
MADE_FOR = "The database and role that are made for {} (DSN)."
OWN_ERRORS = (MigrationBroken, DatabaseAway)  # their messages are written for people
_CHINESE: dict[type[Exception], str] = {
    MigrationBroken: "数据库执行过的迁移步骤与本版本的文件不同（MigrationBroken）；"
    "请撤销对文件的改动，或改用原来的版本。",
    DatabaseAway: "PostgreSQL 没有应答（DatabaseAway）；请确认它正在运行且可以连接。",
}


class MigrateSettings(Settings):
    """What an operator sets for `waystation migrate`: the DSNs of a superuser and every process."""

    admin_database: DatabaseAddress = Field(description="PostgreSQL, by a superuser (DSN).")
    cases_database: DatabaseAddress = Field(description=MADE_FOR.format("cases"))
    cases_relay_database: DatabaseAddress = Field(description=MADE_FOR.format("the relay of cases"))
    cases_duties_database: DatabaseAddress = Field(
        description=MADE_FOR.format("the process that keeps the duties of cases")
    )
    outreach_database: DatabaseAddress = Field(description=MADE_FOR.format("outreach"))
    outreach_relay_database: DatabaseAddress = Field(
        description=MADE_FOR.format("the relay of outreach")
    )
    reporting_database: DatabaseAddress = Field(description=MADE_FOR.format("reporting"))

    def databases(self) -> Databases:
        """The databases that the DSNs name. Raises CannotGoOn."""
        journals = []
        for each in WRITING_SERVICES:
            database, service = self._database_and_role(f"{each.name}_database")
            relay = self._beside(each.relay, database)
            duties = self._beside(each.duties, database) if each.has_duties else None
            journals.append(JournalDatabase(database, service, relay, each.personal_data, duties))
        return Databases(
            journals, ReadModelDatabase(*self._database_and_role("reporting_database"))
        )

    def _beside(self, name: str, database: str) -> Role:
        """The role of a process that works on the database of its service."""
        field = f"{name}_database"
        own_database, role = self._database_and_role(field)
        if own_database != database:
            variable = PREFIX + field.upper()
            raise CannotGoOn(
                zh=f"{variable} 写的数据库与服务的不同；该进程读取的就是其服务的日志。",
                en=f"{variable} names another database than the service's; this process reads the"
                " journal of its service.",
            )
        return role

    def _database_and_role(self, field: str) -> tuple[str, Role]:
        parts = urlsplit(getattr(self, field))
        role, password = unquote(parts.username or ""), unquote(parts.password or "")
        # Programs differ in how they prepare other characters for SCRAM.
        if not role or not password or not (password.isascii() and password.isprintable()):
            variable = PREFIX + field.upper()
            raise CannotGoOn(
                zh=f"{variable} 须写明角色和由可打印 ASCII 字符组成的密码，"
                "如 postgresql://角色:密码@主机:端口/数据库。",
                en=f"{variable} needs a role and a password of printable ASCII characters, as in"
                " postgresql://role:password@host:port/database.",
            )
        return unquote(parts.path.removeprefix("/")), Role(role, password)


async def migrate(settings: MigrateSettings, patience: float) -> dict[str, list[str]]:
    """Make and bring up to date every database; the migrations that each has taken now.

    PostgreSQL is waited for `patience` seconds. Raises CannotGoOn.
    """
    databases = settings.databases()
    await _wait(settings.admin_database, patience)
    try:
        return await prepare_databases(settings.admin_database, databases)
    except SchemaNewer as newer:
        raise CannotGoOn(zh=newer.text.zh, en=newer.text.en) from None
    except (*OWN_ERRORS, asyncpg.PostgresError, asyncpg.InterfaceError, OSError) as error:
        # PostgreSQL's own messages could repeat values of a statement.
        kind = type(error).__name__
        reason_en = str(error) if isinstance(error, OWN_ERRORS) else f"PostgreSQL refused ({kind})."
        reason_zh = _CHINESE.get(type(error), f"PostgreSQL 拒绝了请求（{kind}）。")
        raise CannotGoOn(
            zh=f"无法更新数据库：{reason_zh}各步骤要么完成、要么未做，排除后请重新运行。",
            en=f"The databases cannot be brought up to date: {reason_en} Each step is done whole or"
            " not at all; fix that, and run this again.",
        ) from error


async def _wait(admin: str, patience: float) -> None:
    loop = asyncio.get_running_loop()
    deadline = loop.time() + patience
    while True:
        try:
            connection = await asyncpg.connect(admin, timeout=5)
        except (asyncpg.InvalidAuthorizationSpecificationError, asyncpg.InvalidCatalogNameError):
            raise CannotGoOn(
                zh="PostgreSQL 拒绝超级用户登录；"
                "请检查 WAYSTATION_ADMIN_DATABASE 的角色、密码和数据库名。",
                en="PostgreSQL does not let the superuser in; see that the role, the password and"
                " the database of WAYSTATION_ADMIN_DATABASE are right.",
            ) from None
        except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError) as error:
            if loop.time() + RETRY_EVERY > deadline:
                raise CannotGoOn(
                    zh=f"PostgreSQL 没有应答（{type(error).__name__}）；"
                    "请确认它正在运行，且 WAYSTATION_ADMIN_DATABASE 写的是它的地址。",
                    en=f"PostgreSQL does not answer ({type(error).__name__}); see that it runs and"
                    " that WAYSTATION_ADMIN_DATABASE is its address.",
                ) from error
            log.info("database_away", reason=type(error).__name__)
            await asyncio.sleep(RETRY_EVERY)
        else:
            await connection.close()
            return
