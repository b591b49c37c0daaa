"""Migrations run once and only once, in order, each whole."""

import asyncio
from pathlib import Path

import asyncpg
import pytest

from shared.migrations import (
    MigrationBroken,
    SchemaNewer,
    migrate,
    refuse_newer,
    steps,
)

pytestmark = pytest.mark.postgres


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two migrations."""
    (tmp_path / "001_first.sql").write_text("create table t (x int); insert into t values (1);")
    (tmp_path / "002_second.sql").write_text("alter table t add y int;")
    (tmp_path / "notes.txt").write_text("no migration")
    return tmp_path


async def test_migrate(database_url: str, folder: Path) -> None:
    """Steps run in order and once, also when many processes start together."""
    runs = await asyncio.gather(*(migrate(database_url, folder, "cases") for _ in range(4)))
    assert sorted(runs, key=len) == [[], [], [], ["001_first", "002_second"]]
    (folder / "003_third.sql").write_text("insert into t values (2, 3);")
    assert await migrate(database_url, folder, "cases") == ["003_third"]
    connection = await asyncpg.connect(database_url)
    rows = await connection.fetch("select x, y from cases.t order by x")
    assert [tuple(row) for row in rows] == [(1, None), (2, 3)]
    await connection.close()


async def test_migrate_two_schemas(database_url: str, folder: Path) -> None:
    """Each schema has its own tables and its own record of steps."""
    for schema in ("cases", "outreach"):
        assert await migrate(database_url, folder, schema) == ["001_first", "002_second"]


async def test_edited_step(database_url: str, folder: Path) -> None:
    """A step edited after it was taken is refused, with the way out."""
    await migrate(database_url, folder, "cases")
    (folder / "001_first.sql").write_text("create table u (x int);")
    with pytest.raises(MigrationBroken, match=r"001_first was edited.*new step"):
        await migrate(database_url, folder, "cases")


async def test_a_newer_schema_is_refused_before_anything_is_done(
    database_url: str, folder: Path
) -> None:
    """A version that lacks a step which was taken takes none of its own either."""
    (folder / "004_newer.sql").write_text("create table newer (x int);")
    await migrate(database_url, folder, "cases")
    (folder / "004_newer.sql").unlink()
    (folder / "003_own.sql").write_text("create table own (x int);")
    with pytest.raises(SchemaNewer, match=r"004_newer.*backup") as refused:
        await migrate(database_url, folder, "cases")
    assert "004_newer" in refused.value.text.zh
    connection = await asyncpg.connect(database_url)
    assert await connection.fetchval("select to_regclass('cases.own')") is None
    with pytest.raises(SchemaNewer):
        await refuse_newer(connection, folder, "cases")
    await connection.close()


async def test_an_older_schema_is_no_newer_one(database_url: str, folder: Path) -> None:
    """Steps that are still to be taken, or a database that never took one, are not refused."""
    connection = await asyncpg.connect(database_url)
    await refuse_newer(connection, folder, "cases")
    await migrate(database_url, folder, "cases")
    (folder / "003_third.sql").write_text("create table u (x int);")
    await refuse_newer(connection, folder, "cases")
    await connection.close()


async def test_failed_step(database_url: str, folder: Path) -> None:
    """A step that fails leaves nothing, and runs again once it is fixed."""
    broken = folder / "003_third.sql"
    broken.write_text("create table u (x int); select nonsense;")
    with pytest.raises(asyncpg.UndefinedColumnError):
        await migrate(database_url, folder, "cases")
    broken.write_text("create table u (x int);")
    assert await migrate(database_url, folder, "cases") == ["003_third"]


def test_step_names(folder: Path) -> None:
    """A file that is not named as a step is refused rather than left out."""
    assert [step.name for step in steps(folder)] == ["001_first", "002_second"]
    (folder / "4_fourth.sql").write_text("")
    with pytest.raises(MigrationBroken, match=r"4_fourth\.sql is not named"):
        steps(folder)


async def test_schema_name(database_url: str, folder: Path) -> None:
    """A schema's name is checked, since it becomes part of SQL."""
    with pytest.raises(ValueError, match="no schema name"):
        await migrate(database_url, folder, "a; drop")
