"""The worklist of a database, made of all that its journal has."""

from services.cases.worklist.projector import project_until_caught_up
from shared.database import connect_pool
from shared.policies.in_force import policies_in_force
from shared.policies.policies import Policies


async def in_force() -> Policies:
    """Those that the service goes by."""
    return policies_in_force()


async def make_worklist(dsn: str) -> None:
    """Take in all that is written, as the process of duties does in a moment."""
    pool = await connect_pool(dsn, application_name="tests", TimeZone="UTC")
    try:
        await project_until_caught_up(pool, in_force)
    finally:
        await pool.close()
