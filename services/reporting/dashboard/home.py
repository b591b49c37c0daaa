"""Where a caller begins: the smallest region of the caller's own that holds all there is."""

from services.reporting.statistics.detail import may_see
from shared.database import Connection
from shared.identity.claims import Caller
from shared.regions import level

# From parent to parent, along the first columns of the key: as many steps as there are regions.
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


async def home_of(connection: Connection, caller: Caller) -> list[str]:
    """The region (12 digits) that a caller begins with, or several to choose from."""
    own = [code.ljust(12, "0") for code in caller.regions]
    if len(own) == 1:
        return own
    return await _narrowed(connection, caller, "") or own


async def _narrowed(connection: Connection, caller: Caller, parent: str) -> list[str]:
    """The regions below one that have figures the caller may see; below a single one, its own."""
    rows = await connection.fetch(CHILDREN, parent)
    places = [row[0] for row in rows if caller.covers(row[0]) and may_see(caller, row[0])]
    if len(places) != 1 or level(places[0]) == "community":
        return places
    below = await _narrowed(connection, caller, places[0])
    return below if len(below) == 1 else places
