"""Keeps duties until all is done, with a knife in it, for a process that is to be killed.

python -m tests.services.cases.duties.victim DSN DAY STEP PASSING
kills itself at the numbered passing of the step; without STEP ("-") it ends with 0.
"""

import asyncio
import os
import signal
import sys
from collections.abc import Awaitable, Callable
from datetime import date, timedelta
from typing import Any

import asyncpg

from services.cases.duties import applied, closer, closing
from services.cases.duties.keeping import Keeper
from services.cases.worklist.projector import project_until_caught_up
from shared.database import connect_pool
from shared.journal import journal
from shared.policies.reading import built_in

# A statement's text → the step that is passed when it has been answered.
STATEMENTS = {
    applied.ENTER: "policies written, not committed",
    applied.SINCE: "policies committed",
    closer.DUE: "cases found",
    closer.FIND: "cases read",
    closing.STREAMS_BY_ID: "outcomes read",
    closer.LOOKED_AT: "noted when to look again",
}
ABOUT_TO_RECORD, RECORDED = "about to record", "recorded"
ABOUT_TO_NOTE = "about to note when to look again"
STEPS = (*STATEMENTS.values(), ABOUT_TO_RECORD, RECORDED, ABOUT_TO_NOTE)


class Knife:
    """Kills this process at a passing of a step."""

    def __init__(self, step: str, passing: int) -> None:
        self._step, self._left = step, passing

    def passes(self, step: str) -> None:
        """Said at each passing; returns unless it is the one."""
        if step == self._step:
            self._left -= 1
            if not self._left:
                os.kill(os.getpid(), signal.SIGKILL)

    def install(self) -> None:
        """Stand at every step."""
        for name in ("execute", "fetch", "fetchrow", "fetchval"):
            self._around(name)
        write = journal.write

        async def written(*given: Any) -> None:
            self.passes(ABOUT_TO_RECORD)
            await write(*given)
            self.passes(RECORDED)

        setattr(journal, "write", written)  # noqa: B010 -- mypy takes it for another

    def _around(self, name: str) -> None:
        plain: Callable[..., Awaitable[Any]] = getattr(asyncpg.Connection, name)

        async def asked(connection: Any, query: str, *given: Any, **named: Any) -> Any:
            if query == closer.LOOKED_AT:
                self.passes(ABOUT_TO_NOTE)
            answer = await plain(connection, query, *given, **named)
            if query in STATEMENTS:
                self.passes(STATEMENTS[query])
            return answer

        setattr(asyncpg.Connection, name, asked)


async def keep(dsn: str, day: date) -> None:
    """Keep duties until nothing is left to do on a day."""
    pool = await connect_pool(dsn, application_name="victim", size=4, TimeZone="UTC")
    keeper = Keeper(pool, built_in(), lambda: day, quiet=timedelta(0))
    await keeper.enter_policies()
    await project_until_caught_up(pool, keeper.read_policies, lambda: day)
    await keeper.closer.until_done()
    await pool.close()


if __name__ == "__main__":
    closer.PIECE, closer.FOUND = 2, 3  # so that each step is passed several times
    dsn, day, step, passing = sys.argv[1:]
    Knife(step, int(passing)).install()
    asyncio.run(keep(dsn, date.fromisoformat(day)))
