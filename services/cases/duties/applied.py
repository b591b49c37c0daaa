"""The versions of the policies that were put in force, kept beside the journal.

The first that is entered has always been in force. One that differs from the last is entered when
it is found in force, for the windows that are open on that day; or again by an operator, from an
earlier day.
"""

from datetime import date

import asyncpg

from services.cases.duties.versions import EVER, Applied, Versions
from shared.policies.policies import Policies
from shared.policies.reading import read_policies

# Of two processes that find other policies, one enters them; rows become visible in their order.
TAKE_TURNS = "SELECT pg_advisory_xact_lock(hashtext('waystation: policies'))"
LAST = "SELECT digest FROM policies_applied ORDER BY number DESC LIMIT 1"
ENTER = """
INSERT INTO policies_applied (applies_from, version, digest, content) VALUES ($1, $2, $3, $4)
"""
SINCE = """
SELECT number, applies_from, content FROM policies_applied WHERE number > $1 ORDER BY number
"""


class PoliciesApplied:
    """What was applied, as it was read last; what was read once is not read again."""

    def __init__(self) -> None:
        self._number = 0
        self._applied: tuple[Applied, ...] = ()
        self._versions: Versions | None = None

    @property
    def versions(self) -> Versions | None:
        """The versions; None while none was ever applied."""
        return self._versions

    async def read(self, connection: asyncpg.Connection) -> Versions | None:
        """The versions at this moment; raises `PoliciesBroken` where one cannot be read."""
        known = self._number
        rows = await connection.fetch(SINCE, known)
        if rows and self._number == known:  # else another has read them meanwhile
            self._applied += tuple(
                Applied(row["applies_from"], read_policies(row["content"].encode())) for row in rows
            )
            self._number, self._versions = rows[-1]["number"], Versions(self._applied)
        return self._versions


async def apply(connection: asyncpg.Connection, policies: Policies, day: date) -> date | None:
    """Enter policies that are found in force on a day, unless they are the last that were.

    The day from which on they apply; None where there is nothing to enter.
    """
    async with connection.transaction():
        await connection.execute(TAKE_TURNS)
        last = await connection.fetchval(LAST)
        if last == policies.digest:
            return None
        applies_from = EVER if last is None else day
        await _enter(connection, policies, applies_from)
        return applies_from


async def apply_from(connection: asyncpg.Connection, policies: Policies, day: date) -> None:
    """Enter policies again, so that they make every window whose last day is that day or later."""
    async with connection.transaction():
        await connection.execute(TAKE_TURNS)
        await _enter(connection, policies, day)


async def _enter(connection: asyncpg.Connection, policies: Policies, applies_from: date) -> None:
    await connection.execute(
        ENTER, applies_from, policies.version, policies.digest, policies.content
    )
