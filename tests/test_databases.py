"""A database that a test gets holds what a new one holds, also if another test has used it."""

import asyncpg
import pytest

from tests.databases import Databases


async def _with_rows(dsn: str) -> None:
    connection = await asyncpg.connect(dsn)
    await connection.execute(
        "CREATE TABLE kept (number int GENERATED ALWAYS AS IDENTITY, word text);"
        " INSERT INTO kept (word) VALUES ('one'), ('two'); CREATE TABLE empty (word text)"
    )
    await connection.close()


WRITTEN = "INSERT INTO empty SELECT repeat('x', 100) FROM generate_series(1, {})"


@pytest.mark.postgres
@pytest.mark.parametrize("change", [
    "SELECT 1", WRITTEN.format(3), WRITTEN.format(5_000), "DELETE FROM kept",
    "UPDATE kept SET word = 'three'", "INSERT INTO kept (word) VALUES ('three')",
    "SELECT nextval('kept_number_seq')",
])  # fmt: skip
async def test_a_database_that_was_only_written_is_used_again(
    databases: Databases, change: str
) -> None:
    """It holds what a new one holds, its sequences stand where they stood, nobody is in it."""
    dsn = await databases.make(_with_rows)
    connection = await asyncpg.connect(dsn)
    await connection.execute(change)  # it does not leave
    await databases.drop(dsn)
    assert await databases.make(_with_rows) == dsn
    again = await asyncpg.connect(dsn)
    assert await again.fetchval("SELECT count(*) FROM empty") == 0
    kept = [tuple(row) for row in await again.fetch("SELECT * FROM kept ORDER BY 1")]
    assert kept == [(1, "one"), (2, "two")]
    added = "INSERT INTO kept (word) VALUES ('three') RETURNING number"
    assert await again.fetchval(added) == 3
    await again.close()
    await databases.drop(dsn)
    with pytest.raises((asyncpg.PostgresError, asyncpg.InterfaceError, OSError)):
        await connection.execute("SELECT 1")
    await connection.close()


@pytest.mark.postgres
@pytest.mark.parametrize("rows", [0, 3, 5_000])
async def test_what_vacuum_has_counted_is_forgotten(databases: Databases, rows: int) -> None:
    """PostgreSQL plans for a table that it knows to be empty otherwise than for a new one."""
    dsn = await databases.make(_with_rows)
    connection = await asyncpg.connect(dsn)
    await connection.execute(WRITTEN.format(rows))
    await connection.execute("DELETE FROM empty WHERE length(word) > 0")
    await connection.execute("VACUUM empty")
    await connection.close()
    await databases.drop(dsn)
    assert await databases.make(_with_rows) == dsn
    again = await asyncpg.connect(dsn)
    counted = "SELECT reltuples FROM pg_class WHERE relname = 'empty'"
    assert await again.fetchval(counted) == -1
    await again.close()
    await databases.drop(dsn)


@pytest.mark.postgres
@pytest.mark.parametrize("change", [
    "ALTER TABLE kept ADD more int", "CREATE TABLE another ()", "DROP TABLE empty",
    "TRUNCATE kept", "CREATE INDEX ON kept (word)", "CREATE SCHEMA beside", "ANALYZE kept",
    "CREATE FUNCTION f() RETURNS int LANGUAGE sql RETURN 1", "GRANT SELECT ON kept TO PUBLIC",
    "CREATE VIEW seen AS SELECT 1", "DO $$ BEGIN EXECUTE format("
    "'ALTER DATABASE %I SET work_mem = 65', current_database()); END $$",
])  # fmt: skip
async def test_a_database_that_was_changed_is_not_used_again(
    databases: Databases, change: str
) -> None:
    """Who changes more than rows leaves nothing of it to the next one."""
    dsn = await databases.make(_with_rows)
    connection = await asyncpg.connect(dsn)
    await connection.execute(change)
    await connection.close()
    await databases.drop(dsn)
    another = await databases.make(_with_rows)
    assert another != dsn
    await databases.drop(another)
    with pytest.raises(asyncpg.InvalidCatalogNameError):
        await asyncpg.connect(dsn)
