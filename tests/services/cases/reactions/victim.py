"""Follows outreach until nothing is left, with a knife in it, for a process that is to be killed.

python -m tests.services.cases.reactions.victim DSN URL TOKEN STEP PASSING
kills itself at the numbered passing of the step; with the step "-" it ends with 0.
"""

import asyncio
import os
import signal
import sys
from collections.abc import Awaitable, Callable
from typing import Any

from services.cases.reactions import following
from services.cases.reactions.following import Reactions
from shared.clock import present_day
from shared.command_handler import CommandHandler
from shared.database import connect_pool
from shared.journal import feed_reader, journal
from shared.journal.feed import JSON_LINES
from shared.journal.feed_reader import http_feeds
from shared.journal.journal import Journal
from shared.positions import Positions, read_key
from tests.agencies import REGISTER
from tests.positions import POSITION_KEY

STEPS = ("read", "about to write", "written", "about to move on", "moved on")


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

    def around(self, owner: Any, name: str, before: str, after: str) -> None:
        """Stand before and after what a function does."""
        plain: Callable[..., Awaitable[Any]] = getattr(owner, name)

        async def asked(*given: Any, **named: Any) -> Any:
            self.passes(before)
            answer = await plain(*given, **named)
            self.passes(after)
            return answer

        setattr(owner, name, asked)


async def follow(dsn: str, url: str, token: str) -> None:
    """Do all that follows."""
    pool = await connect_pool(dsn, application_name="victim", size=4, TimeZone="UTC")
    key = read_key(POSITION_KEY)
    handler = CommandHandler(Journal(pool), present_day, Positions(key), b"pepper")
    async with http_feeds({"outreach": url}, lambda: token, form=JSON_LINES) as (feed,):
        await Reactions(handler, REGISTER, feed).follow()
    await pool.close()


if __name__ == "__main__":
    feed_reader.PAGE = 3  # so that each step is passed several times
    dsn, url, token, step, passing = sys.argv[1:]
    knife = Knife(step, int(passing))
    knife.around(journal, "write", "about to write", "written")
    knife.around(Reactions, "_move", "about to move on", "moved on")
    knife.around(following.Reactions, "_do", "read", "done")
    asyncio.run(follow(dsn, url, token))
