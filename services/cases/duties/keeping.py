"""Keeps what is due, and what became of it: the projector and the closer, beside one another.

Any number of processes may do it at once, and each may be killed: what one has left, another finds.
"""

import asyncio
from collections.abc import Callable
from datetime import date, timedelta
from typing import NoReturn

import structlog

from services.cases.duties.applied import PoliciesApplied, apply
from services.cases.duties.closer import AWAY, RETRY, Closer, Recorded, nothing
from services.cases.duties.versions import Versions
from services.cases.duties.waiting import QUIET
from services.cases.worklist.projector import project
from shared.clock import present_day
from shared.database import Pool
from shared.policies.policies import Policies

log = structlog.get_logger(__name__)


class Keeper:
    """Keeps the duties of all cases by the policies that it finds in force when it starts."""

    def __init__(
        self,
        pool: Pool,
        policies: Policies,
        today: Callable[[], date] = present_day,
        recorded: Recorded = nothing,
        quiet: timedelta = QUIET,
    ) -> None:
        self._pool = pool
        self._policies = policies
        self._today = today
        self._applied = PoliciesApplied()
        self.closer = Closer(pool, self.read_policies, today, recorded, quiet)

    @property
    def has_begun(self) -> bool:
        """Whether the policies are entered; not where the database lacks what this needs."""
        return self._applied.versions is not None

    async def run(self) -> NoReturn:
        """Keep them until cancelled; heals by itself when the database goes away.

        Raises `JournalMoved`, and `PoliciesBroken` where a version of before cannot be read.
        """
        await self._enter_policies()
        works = [
            asyncio.create_task(project(self._pool, self.read_policies, self._today)),
            asyncio.create_task(self.closer.run()),
        ]
        try:
            ended, _ = await asyncio.wait(works, return_when=asyncio.FIRST_COMPLETED)
            for work in ended:
                work.result()
        finally:
            for work in works:
                work.cancel()
            await asyncio.wait(works)
        raise AssertionError("neither comes to an end by itself")

    async def read_policies(self) -> Versions:
        """The policies that were applied; also those that another process has entered meanwhile."""
        async with self._pool.acquire() as connection:
            versions = await self._applied.read(connection)
        assert versions is not None, "entered before the work begins"
        return versions

    async def enter_policies(self) -> None:
        """Enter the policies in force, where they are not the last that were."""
        async with self._pool.acquire() as connection:
            since = await apply(connection, self._policies, self._today())
            await self._applied.read(connection)
        if since is not None:
            log.info(
                "policies_applied",
                sha256=self._policies.digest,
                version=self._policies.version,
            )

    async def _enter_policies(self) -> None:
        while True:
            try:
                return await self.enter_policies()
            except AWAY as error:
                log.warning("duties_wait", reason=type(error).__name__)
                await asyncio.sleep(RETRY)
