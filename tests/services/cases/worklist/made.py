"""The worklist of a database, made of all that its journal has."""

from services.cases.worklist.projector import project_until_caught_up
from shared.database import connect_pool
from shared.policies.in_force import policies_in_force


async def make_worklist(dsn: str) -> None:
    """Take in all that is written, as the process of duties does in a moment."""
    pool = await connect_pool(dsn, application_name="tests", TimeZone="UTC")
    try:
        await project_until_caught_up(pool, policies_in_force)
    finally:
        await pool.close()
