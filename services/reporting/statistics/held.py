"""Which regions have figures at all: those below one of which something was ever counted."""

from services.reporting.statistics.places import child_length, codes_within
from shared.database import Connection

# From region to region, along the first columns of the key: as many steps as there are regions. And
# those of what large batches have left, nearly always none, along their index likewise.
CHILDREN = """
WITH RECURSIVE found (region) AS (
    SELECT min(region) FROM live.rollups WHERE parent = $1
    UNION ALL
    SELECT (SELECT min(held.region) FROM live.rollups AS held
            WHERE held.parent = $1 AND held.region > found.region)
    FROM found WHERE found.region IS NOT NULL
), left_for (region) AS (
    SELECT min(region) FROM live.cell_changes WHERE region >= $3 AND region < $4 AND region > $1
    UNION ALL
    SELECT (SELECT min(changed.region) FROM live.cell_changes AS changed
            WHERE changed.region > rpad(left(left_for.region, $2), 12, 'A')
                AND changed.region < $4)
    FROM left_for WHERE left_for.region IS NOT NULL
)
SELECT region FROM found WHERE region IS NOT NULL
UNION
SELECT rpad(left(region, $2), 12, '0') FROM left_for WHERE region IS NOT NULL
ORDER BY 1
"""
COUNTRY = (2, "0", "A")  # digits of a province, and from which code to which all are


async def held_below(connection: Connection, parent: str) -> list[str]:
    """The regions (12 digits) just below one, or below the country, "", that have figures."""
    within = (child_length(parent), *codes_within(parent)) if parent else COUNTRY
    return [row[0] for row in await connection.fetch(CHILDREN, parent, *within)]
