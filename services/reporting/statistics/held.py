"""Which regions have figures at all: those below one of which something was ever counted."""

from shared.database import Connection

# From region to region, along the first columns of the key: as many steps as there are regions.
CHILDREN = """
WITH RECURSIVE found (region) AS (
    SELECT min(region) FROM live.rollups WHERE parent = $1
    UNION ALL
    SELECT (SELECT min(held.region) FROM live.rollups AS held
            WHERE held.parent = $1 AND held.region > found.region)
    FROM found WHERE found.region IS NOT NULL
)
SELECT region FROM found WHERE region IS NOT NULL
"""


async def held_below(connection: Connection, parent: str) -> list[str]:
    """The regions (12 digits) just below one, or below the country, "", that have figures."""
    return [row[0] for row in await connection.fetch(CHILDREN, parent)]
