"""The policies by which what is due is shown: those that were applied, as the worklist is made."""

from services.cases.context import Context
from services.cases.duties.versions import Versions
from shared.http import problems
from shared.policies.faults import PoliciesBroken
from shared.policies.in_force import policies_in_force
from shared.text import Text

RETRY_AFTER = 60  # seconds; an upgrade takes some


async def versions_in_force(context: Context) -> Versions:
    """The versions that were applied one after another; before the first, what is in force here.

    A 503 problem while newer software has applied one that this one cannot read.
    """
    async with context.pool.acquire() as connection:
        try:
            versions = await context.applied.read(connection)
        except PoliciesBroken:
            raise problems.unavailable(_NEWER, retry_after=RETRY_AFTER) from None
    return versions or Versions.only(policies_in_force())


_NEWER = Text(
    zh="正在生效的政策版本由新版程序登记，本程序尚不能读取；升级完成后请重试。",
    en="The policies in force were applied by newer software, which this one cannot read; try again"
    " once the upgrade is done.",
)
