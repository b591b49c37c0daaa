"""One digest of all that a read model says, whatever the order in which it was written."""

from shared.database import Pool

# What each table says. Cells of nothing may be left out, so they are; so is the order of rows.
SAYS = {
    "facts": "SELECT * FROM live.facts",
    "rollups": "SELECT * FROM live.rollups WHERE value <> 0",
    "cell_changes": "SELECT * FROM live.cell_changes",
    "person_scopes": "SELECT * FROM live.person_scopes",
    "person_months": "SELECT * FROM live.person_months WHERE facts <> 0",
    "person_cells": "SELECT * FROM live.person_cells WHERE persons <> 0",
    "person_changes": "SELECT * FROM live.person_changes",
    "streams": "SELECT stream_id, version, event_id FROM live.streams",
    "names": "SELECT * FROM live.names",
    "parked": "SELECT stream_id, version, event_id, type, data, reason FROM live.parked",
    "contradictions": "SELECT stream_id, version, event_id FROM live.contradictions",
    "made_by": "SELECT declarations FROM live.made_by",
}
# How far was read, which is another matter for each way of reading.
READ_SO_FAR = frozenset({"offsets", "cursors"})

TABLES = "SELECT tablename::text FROM pg_tables WHERE schemaname = 'live'"
DIGEST = """
SELECT count(*), coalesce(sum(('x' || left(md5(said::text), 15))::bit(60)::bigint), 0)
FROM ({says}) AS said
"""

Digest = dict[str, tuple[int, int]]  # by table: the number of rows, and a sum of their hashes


async def digest(pool: Pool) -> Digest:
    """What the live model says; a table that this does not know is an error."""
    async with pool.acquire() as connection:
        tables = {row[0] for row in await connection.fetch(TABLES)}
        assert tables == SAYS.keys() | READ_SO_FAR
        rows = {
            table: await connection.fetchrow(DIGEST.format(says=says))
            for table, says in SAYS.items()
        }
    return {table: (int(row[0]), int(row[1])) for table, row in rows.items() if row is not None}
