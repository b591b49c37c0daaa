"""The process of `waystation duties`, as a task of the one process."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from deploy.embedded.postgres import Postgres
from deploy.processes.duties import WatchedDuties, faults_explained
from shared.catalogue import SERVICES
from shared.policies.policies import Policies

# Of the one service that has them.
((DATABASE, ROLE),) = ((each.name, each.duties) for each in SERVICES if each.has_duties)


@asynccontextmanager
async def keeping_duties(
    server: Postgres, policies: Policies
) -> AsyncIterator[tuple[WatchedDuties, asyncio.Task[None]]]:
    """Keep the duties of all cases for the length of an ``async with``.

    Yields the task too; if it ends before the end, it has an exception.
    """
    watched = WatchedDuties(server.address(DATABASE, ROLE), policies)
    work = asyncio.create_task(watched.run())
    try:
        yield watched, work
    finally:
        work.cancel()
        with contextlib.suppress(asyncio.CancelledError), faults_explained():
            await work
