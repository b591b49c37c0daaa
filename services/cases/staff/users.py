"""Which worker is calling: an agency's human users by the keyed hash of their pseudonym."""

from uuid import UUID

from services.cases.context import Context
from services.cases.staff.keys import key_of
from shared.http.operation import Call

MINE = "SELECT worker_id FROM workers WHERE agency = $1 AND user_key = $2 AND left_on IS NULL"


async def my_worker(context: Context, call: Call) -> UUID | None:
    """The worker who is calling, as the agency has registered the user; None if that is unknown."""
    key = key_of(context.vault.index, call.caller)
    if key is None:
        return None
    async with context.pool.acquire() as connection:
        found: UUID | None = await connection.fetchval(MINE, call.caller.agency, key)
    return found
