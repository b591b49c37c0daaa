"""Migrations of a database: SQL files, one step a file, each taken once and in order."""

import hashlib
import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from importlib.resources.abc import Traversable

import asyncpg

from shared.database import Connection, DatabaseAway
from shared.text import Text


class MigrationBroken(Exception):
    """The steps on disk do not fit the steps that this database has already taken."""


class SchemaNewer(Exception):
    """A newer version has brought this database further than this version knows."""

    def __init__(self, unknown: Iterable[str]) -> None:
        names = ", ".join(sorted(unknown))
        self.text = Text(
            zh=f"数据库已执行过本版本不认识的迁移步骤（{names}），即已由更新的版本升级。"
            "请重新使用那个版本或更新的版本；若要退回本版本，须恢复升级之前的备份"
            "（见 deploy/README.md 的 Going back 一节）。",
            en=f"A newer version has been at this database: it has taken {names}, which this"
            " version does not know. Start that version again, or a newer one. To go back to this"
            ' one, restore the backup from before the upgrade: deploy/README.md, "Going back".',
        )
        super().__init__(self.text.en)


@dataclass(frozen=True)
class Step:
    """One migration: the file's name without ``.sql``, and its SQL."""

    name: str
    sql: str

    @property
    def checksum(self) -> str:
        """SHA-256 of the SQL, in hexadecimal digits."""
        return hashlib.sha256(self.sql.encode()).hexdigest()


def steps(folder: Traversable) -> list[Step]:
    """The migrations of a folder: its files ``NNN_title.sql``, in order of their numbers."""
    files = sorted(
        (file for file in folder.iterdir() if file.name.endswith(".sql")), key=lambda f: f.name
    )
    for file in files:
        if not re.fullmatch(r"[0-9]{3}_[a-z0-9_]+\.sql", file.name):
            raise MigrationBroken(f"{file.name} is not named NNN_title.sql.")
    return [
        Step(file.name.removesuffix(".sql"), file.read_text(encoding="utf-8")) for file in files
    ]


_CREATE = """
create table if not exists migrations (
    name        text primary key,
    checksum    text not null,
    applied_at  timestamptz not null default clock_timestamp()
)
"""


async def migrate(dsn: str, folder: Traversable, schema: str) -> list[str]:
    """Bring `schema` up to date with the steps of `folder`; give the names of those taken now.

    The schema is made if it is missing and stands first in the search path, so steps name
    their tables without it. Each step is one transaction, recorded with its checksum in the
    table `migrations`. Processes that start together take turns; running again changes
    nothing. Raises MigrationBroken when a step already taken has been edited, and SchemaNewer when
    one was taken that is not in the folder; then nothing was changed.
    """
    if not re.fullmatch(r"[a-z_][a-z0-9_]{0,62}", schema):
        raise ValueError(f"{schema!r} is no schema name: use lower-case letters, digits and _.")
    try:
        connection: Connection = await asyncpg.connect(
            dsn, server_settings={"search_path": f"{schema}, public"}
        )
    except (OSError, TimeoutError, asyncpg.PostgresError) as error:
        raise DatabaseAway(
            "PostgreSQL cannot be reached for migration; see that it runs and that the address"
            f" and password are right ({type(error).__name__})."
        ) from error
    try:
        await connection.execute(
            "select pg_advisory_lock(hashtext('migrations'), hashtext($1))", schema
        )
        await connection.execute(f"create schema if not exists {schema}")
        await connection.execute(_CREATE)
        return await _take(connection, steps(folder))
    finally:
        await connection.close()


async def _take(connection: Connection, wanted: list[Step]) -> list[str]:
    rows = await connection.fetch("select name, checksum from migrations")
    taken = {row["name"]: row["checksum"] for row in rows}
    _refuse_unknown(taken, wanted)
    now = []
    for step in wanted:
        if step.name not in taken:
            async with connection.transaction():
                await connection.execute(step.sql)
                await connection.execute(
                    "insert into migrations (name, checksum) values ($1, $2)",
                    step.name,
                    step.checksum,
                )
            now.append(step.name)
        elif taken[step.name] != step.checksum:
            raise MigrationBroken(
                f"{step.name} was edited after this database took it; undo the edit and put the"
                " change into a new step."
            )
    return now


async def refuse_newer(connection: Connection, folder: Traversable, schema: str) -> None:
    """Raise SchemaNewer when `schema` has taken a step that is not in the folder.

    A table `migrations` that is missing, or that this role may not read, is an older version's.
    """
    try:
        rows = await connection.fetch(f"select name from {schema}.migrations")
    except (asyncpg.UndefinedTableError, asyncpg.InsufficientPrivilegeError):
        return
    _refuse_unknown([row["name"] for row in rows], steps(folder))


def _refuse_unknown(taken: Collection[str], known: Iterable[Step]) -> None:
    unknown = set(taken) - {step.name for step in known}
    if unknown:
        raise SchemaNewer(unknown)
