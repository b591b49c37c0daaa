"""The databases of an operator's server: their names, roles and passwords from the DSNs."""

import asyncio
from urllib.parse import unquote, urlsplit

import asyncpg
import structlog

from deploy.databases import Databases, Journal, ReadModel, prepare_databases
from deploy.roles import Role
from deploy.sentence import CannotGoOn
from shared.addresses import DatabaseAddress
from shared.catalogue import WRITING_SERVICES
from shared.database import DatabaseAway
from shared.migrations import MigrationBroken
from shared.settings import PREFIX, Settings

log = structlog.get_logger(__name__)

PAUSE = 1.0  # seconds between tries
OWN = (MigrationBroken, DatabaseAway)  # errors whose words are ours
_CHINESE: dict[type[Exception], str] = {
    MigrationBroken: "数据库执行过的迁移步骤与本版本的文件不同（MigrationBroken）；"
    "请撤销对文件的改动，或改用原来的版本。",
    DatabaseAway: "PostgreSQL 没有应答（DatabaseAway）；请确认它正在运行且可以连接。",
}


class MigrateSettings(Settings):
    """What an operator sets for `waystation migrate`: a superuser's DSN, and every process's."""

    admin_database: DatabaseAddress
    cases_database: DatabaseAddress
    cases_relay_database: DatabaseAddress
    outreach_database: DatabaseAddress
    outreach_relay_database: DatabaseAddress
    reporting_database: DatabaseAddress

    def databases(self) -> Databases:
        """The databases that the DSNs speak of. Raises CannotGoOn."""
        journals = []
        for each in WRITING_SERVICES:
            database, service = self._place(f"{each.name}_database")
            relay_database, relay = self._place(f"{each.relay}_database")
            if relay_database != database:
                variable = PREFIX + f"{each.relay}_database".upper()
                raise CannotGoOn(
                    f"{variable} names another database than the service's; a relay reads the"
                    " journal of its service.",
                    f"{variable} 写的数据库与服务的不同；转发进程读取的就是该服务的日志。",
                )
            journals.append(Journal(database, service, relay, each.personal_data))
        return Databases(journals, ReadModel(*self._place("reporting_database")))

    def _place(self, field: str) -> tuple[str, Role]:
        parts = urlsplit(getattr(self, field))
        role, password = unquote(parts.username or ""), unquote(parts.password or "")
        # What SCRAM would make of other characters differs from one program to the next.
        if not role or not password or not (password.isascii() and password.isprintable()):
            variable = PREFIX + field.upper()
            raise CannotGoOn(
                f"{variable} needs a role and a password of printable ASCII characters, as in"
                " postgresql://role:password@host:port/database.",
                f"{variable} 须写明角色和由可打印 ASCII 字符组成的密码，"
                "如 postgresql://角色:密码@主机:端口/数据库。",
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
    except (*OWN, asyncpg.PostgresError, asyncpg.InterfaceError, OSError) as error:
        # PostgreSQL's own words could repeat what a statement said.
        kind = type(error).__name__
        said = str(error) if isinstance(error, OWN) else f"PostgreSQL refused ({kind})."
        said_chinese = _CHINESE.get(type(error), f"PostgreSQL 拒绝了请求（{kind}）。")
        raise CannotGoOn(
            f"The databases cannot be brought up to date: {said} Each step is done whole or not"
            " at all; mend that, and run this again.",
            f"无法更新数据库：{said_chinese}各步骤要么完成、要么未做，排除后请重新运行。",
        ) from error


async def _wait(admin: str, patience: float) -> None:
    loop = asyncio.get_running_loop()
    deadline = loop.time() + patience
    while True:
        try:
            connection = await asyncpg.connect(admin, timeout=5)
        except (asyncpg.InvalidAuthorizationSpecificationError, asyncpg.InvalidCatalogNameError):
            raise CannotGoOn(
                "PostgreSQL does not let the superuser in; see that the role, the password and"
                " the database of WAYSTATION_ADMIN_DATABASE are right.",
                "PostgreSQL 拒绝超级用户登录；"
                "请检查 WAYSTATION_ADMIN_DATABASE 的角色、密码和数据库名。",
            ) from None
        except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError) as error:
            if loop.time() + PAUSE > deadline:
                raise CannotGoOn(
                    f"PostgreSQL does not answer ({type(error).__name__}); see that it runs and"
                    " that WAYSTATION_ADMIN_DATABASE is its address.",
                    f"PostgreSQL 没有应答（{type(error).__name__}）；"
                    "请确认它正在运行，且 WAYSTATION_ADMIN_DATABASE 写的是它的地址。",
                ) from error
            log.info("database_away", reason=type(error).__name__)
            await asyncio.sleep(PAUSE)
        else:
            await connection.close()
            return
