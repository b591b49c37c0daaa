"""The policies by which what is due is shown: those that were applied, as the worklist is made."""

from services.cases.context import Context
from services.cases.duties.versions import Versions
from shared.policies.in_force import policies_in_force


async def versions_in_force(context: Context) -> Versions:
    """The versions that were applied one after another; before the first, what is in force here."""
    async with context.pool.acquire() as connection:
        versions = await context.applied.read(connection)
    return versions or Versions.only(policies_in_force())
