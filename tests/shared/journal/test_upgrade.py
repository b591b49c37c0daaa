"""A database of before is brought up to date with all that is in it."""

import shutil
from pathlib import Path

import asyncpg
import pytest

from shared.database import connect_pool
from shared.journal.journal import Asked, Conflict, Journal
from shared.migrations import migrate
from tests.databases import MakeDatabase
from tests.shared.journal.appends import an_append
from tests.shared.journal.conftest import SQL

pytestmark = pytest.mark.postgres

NOT_PLAIN = """
SELECT count(*) FROM information_schema.columns
WHERE table_name IN ('events', 'answers', 'claims') AND data_type = 'text'
    AND (table_name, column_name) <> ('answers', 'body') AND collation_name IS DISTINCT FROM 'C'
"""


async def test_a_journal_of_before_is_compared_byte_by_byte(
    make_database: MakeDatabase, tmp_path: Path
) -> None:
    """What was written is found again, and still stands in the way of its like."""
    for file in sorted(SQL.iterdir())[:4]:
        shutil.copy(file, tmp_path)

    async def of_before(dsn: str) -> None:
        await migrate(dsn, tmp_path, "public")

    dsn = await make_database(of_before)
    connection = await asyncpg.connect(dsn)
    for statement in (
        "INSERT INTO events (stream_id, version, event_id, type, data, metadata)"
        " SELECT 's-' || n, 1, gen_random_uuid(), 't', '{}', '{}' FROM generate_series(1, 50) AS n",
        "INSERT INTO answers SELECT 'agency', 'k-' || n, '', 201, '{}', 1"
        " FROM generate_series(1, 50) AS n",
        "INSERT INTO claims SELECT 'c-' || n, 's-' || n FROM generate_series(1, 50) AS n",
    ):
        await connection.execute(statement)
    assert "005_plain_order" in await migrate(dsn, SQL, "public")
    assert await connection.fetchval(NOT_PLAIN) == 0
    await connection.close()
    pool = await connect_pool(dsn, application_name="tests", size=2)
    journal = Journal(pool)
    for n in range(1, 51):
        assert len(await journal.read(f"s-{n}")) == 1
        assert await journal.holder(f"c-{n}") == f"s-{n}"
        assert await journal.answer(Asked("agency", "hashed", f"k-{n}"))
    with pytest.raises(Conflict):
        await journal.append(an_append("s-7", 0))
    await journal.append(an_append("s-7", 1))
    await pool.close()
