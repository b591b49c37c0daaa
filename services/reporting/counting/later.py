"""What large batches have left for later: their cells and their persons, counted many at a time.

Figures are right meanwhile: sums count what is left too, persons are read from the facts.
"""

from services.reporting.counting.fold import Folded
from services.reporting.counting.model import add_cells
from services.reporting.counting.persons import COUNT_CHANGES, LOCK
from services.reporting.counting.tables import Schema, sql
from shared.database import Connection

CELLS = 50_000  # changes of cells that are counted in one transaction
PERSONS = 20_000  # changes of persons, likewise

ANY_LEFT = """
SELECT EXISTS (SELECT FROM model.cell_changes) OR EXISTS (SELECT FROM model.person_changes)
"""
TAKE = """
DELETE FROM model.cell_changes
WHERE ctid = ANY (ARRAY(SELECT ctid FROM model.cell_changes LIMIT $1))
RETURNING region, measure, day, dims, delta
"""
# Else every look for what is left, and every report, would pass over the pages of all that ever
# was. VACUUM may have to leave them while reports are asked for all the time: it is tried again.
UNTIDY = """
SELECT pg_relation_size('model.cell_changes') > 0 OR pg_relation_size('model.person_changes') > 0
"""
TIDY = "VACUUM model.cell_changes, model.person_changes"


async def count_left(connection: Connection, schema: Schema) -> bool:
    """Count what is left, some in each transaction; whether there was something."""
    found = False
    while await connection.fetchval(sql(ANY_LEFT, schema)):
        found = True
        async with connection.transaction():
            folded = Folded()
            for *leaf, delta in await connection.fetch(sql(TAKE, schema), CELLS):
                region, measure, day, dims = leaf
                key = (region, measure, day, dims)
                folded.leaves[key] = folded.leaves.get(key, 0) + delta
            if folded.leaves:
                await add_cells(connection, schema, folded)
            await connection.execute(sql(LOCK, schema))
            await connection.execute(sql(COUNT_CHANGES, schema), PERSONS)
    return found
