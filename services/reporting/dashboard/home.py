"""Where a caller begins: the smallest region of the caller's own that holds all there is."""

from services.reporting.statistics.detail import may_see
from services.reporting.statistics.held import held_below
from shared.database import Connection
from shared.identity.claims import Caller
from shared.regions import level


async def home_of(connection: Connection, caller: Caller) -> list[str]:
    """The region (12 digits) that a caller begins with, or several to choose from."""
    own = [code.ljust(12, "0") for code in caller.regions]
    if len(own) == 1:
        return own
    return await _narrowed(connection, caller, "") or own


async def _narrowed(connection: Connection, caller: Caller, parent: str) -> list[str]:
    """The regions below one that have figures the caller may see; below a single one, its own."""
    held = await held_below(connection, parent)
    places = [each for each in held if caller.covers(each) and may_see(caller, each)]
    if len(places) != 1 or level(places[0]) == "community":
        return places
    below = await _narrowed(connection, caller, places[0])
    return below if len(below) == 1 else places
