"""Empty databases for tests, cloned from templates that are migrated once a run, and used again."""

import os
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from itertools import count
from typing import Protocol
from urllib.parse import urlsplit, urlunsplit

import asyncpg

from tests.cleaning import Original, cleaned, original, shape

Migrate = Callable[[str], Awaitable[object]]

PREFIX = "waystation_test_"
_STALE_SECONDS = 6 * 3600


class MakeDatabase(Protocol):
    """Makes one more database, dropped at the test's end; see `Databases.make`."""

    async def __call__(self, migrate: Migrate | None = None) -> str:
        """Its DSN."""


@dataclass
class _Template:
    """A migrated database that nobody works with; its clones that are idle, with their shapes."""

    name: str
    holds: Original
    idle: list[tuple[str, str]] = field(default_factory=list)


class Databases:
    """Makes and drops databases on one server; `admin` is a superuser's DSN."""

    def __init__(self, admin: str) -> None:
        self._admin = admin
        self._templates: dict[Migrate, _Template] = {}
        self._lent: dict[str, tuple[_Template, str]] = {}
        self._numbers = count(1)
        self._swept = False

    async def make(self, migrate: Migrate | None = None) -> str:
        """A new database's DSN: empty, or as `migrate(dsn)` leaves it.

        `migrate` runs once for each function and run; later databases are clones, or such as were
        made clean after a test that has only written rows.
        """
        if migrate is None:
            return await self._create("template0")
        if migrate not in self._templates:
            base = await self._create("template0")
            await migrate(base)
            self._templates[migrate] = _Template(urlsplit(base).path[1:], await original(base))
        template = self._templates[migrate]
        while template.idle:
            dsn, as_it_was = template.idle.pop()
            if await shape(dsn) == as_it_was:
                break
            await self._drop(dsn)  # autovacuum has been there
        else:
            dsn = await self._create(template.name)
            as_it_was = await shape(dsn)
        self._lent[dsn] = template, as_it_was
        return dsn

    async def drop(self, dsn: str) -> None:
        """Take back a database that `make` made, whoever is still connected; keep it if clean."""
        name = urlsplit(dsn).path[1:]
        if not name.startswith(PREFIX):
            raise ValueError(f"{name} is not a database of these tests")
        if dsn in self._lent:
            template, before = self._lent.pop(dsn)
            if (as_it_is := await cleaned(dsn, before, template.holds)) is not None:
                template.idle.append((dsn, as_it_is))
                return
        await self._drop(dsn)

    async def _drop(self, dsn: str) -> None:
        name = urlsplit(dsn).path[1:]
        await self._execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')

    async def _create(self, template: str) -> str:
        if not self._swept:
            self._swept = True
            await self._sweep()
        name = f"{PREFIX}{int(time.time())}_{os.getpid()}_{next(self._numbers)}"
        # Copied as files: half of what it takes to write all of it into the log as well.
        await self._execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}" STRATEGY file_copy')
        return urlunsplit(urlsplit(self._admin)._replace(path=f"/{name}"))

    async def _sweep(self) -> None:
        """Drop what killed runs of the last days left on a server that outlives them."""
        connection = await asyncpg.connect(self._admin)
        try:
            names = await connection.fetch(
                "SELECT datname FROM pg_database WHERE starts_with(datname, $1)", PREFIX
            )
            for (name,) in names:
                born = int(name.removeprefix(PREFIX).partition("_")[0])
                if born < time.time() - _STALE_SECONDS:
                    await connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        finally:
            await connection.close()

    async def _execute(self, statement: str) -> None:
        connection = await asyncpg.connect(self._admin)
        try:
            await connection.execute(statement)
        finally:
            await connection.close()
