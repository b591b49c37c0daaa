"""Cases in a journal, and what is recorded of their duties there."""

import random
from collections import Counter
from collections.abc import AsyncIterator, Collection
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from uuid import UUID

import asyncpg

from services.cases.duties.closing import history_of, outcomes_of
from services.cases.duties.keeping import Keeper
from services.cases.duties.outcomes import Which, which
from services.cases.duties.schedule import schedule
from services.cases.duties.versions import Versions
from services.cases.streams import case_stream, duties_stream
from services.cases.worklist.projector import project_until_caught_up
from shared.database import Pool, connect_pool
from shared.events.cases.duties import DutyOutcome
from shared.journal.journal import Journal
from shared.policies.policies import Policies
from shared.policies.reading import built_in
from tests.services.cases.worklist.lives import Life, write

AT_ONCE = timedelta(0)  # without waiting until nothing more is entered
OUTCOMES = "SELECT data FROM events WHERE type = 'cases.DutyClosed.v1'"
TAKEN_BACK = "SELECT count(*) FROM events WHERE type = 'cases.DutyOutcomeTakenBack.v1'"


@dataclass
class Duties:
    """A journal with cases, whose duties are kept by processes of its own."""

    dsn: str
    connection: asyncpg.Connection
    lives: list[Life] = field(default_factory=list)

    async def open_some(self, number: int) -> None:
        """More cases, with a year of entries."""
        chance = random.Random(number)
        for life in [Life(chance) for _ in range(number)]:
            self.lives.append(life)
            await write(self.connection, list(life.year(chance.randrange(20))))

    async def keep(
        self, day: date, policies: Policies | None = None, quiet: timedelta = AT_ONCE
    ) -> Counter[str]:
        """Keep duties until nothing is left to do on a day; how many events were recorded."""
        recorded = Counter[str]()
        async with a_keeper(self.dsn, day, policies, recorded, quiet) as (pool, keeper):
            await keeper.enter_policies()
            await project_until_caught_up(pool, keeper.read_policies, lambda: day)
            await keeper.closer.until_done()
        return recorded

    async def standing(self) -> dict[tuple[UUID, Which], DutyOutcome]:
        """The outcomes that stand, of all cases."""
        found = {}
        async with a_pool(self.dsn) as pool:
            journal = Journal(pool)
            for life in self.lives:
                outcomes = outcomes_of(await journal.read(duties_stream(life.case_id)))
                for key, each in outcomes.standing.items():
                    found[life.case_id, key] = each.outcome
        return found

    async def expected(
        self, day: date, policies: Versions | None = None
    ) -> dict[tuple[UUID, Which], DutyOutcome]:
        """What follows from the journal on a day."""
        found = {}
        versions = policies or Versions.only(built_in())
        async with a_pool(self.dsn) as pool:
            journal = Journal(pool)
            for life in self.lives:
                history = history_of(await journal.read(case_stream(life.case_id)))
                assert history is not None
                for each in schedule(history, versions, day):
                    if each.outcome is not None:
                        found[life.case_id, which(each)] = each.outcome
        return found

    async def check(self, day: date) -> None:
        """Each closed window has its one outcome, and no id was given twice."""
        assert await self.standing() == await self.expected(day)
        taken_back = await self.connection.fetchval(TAKEN_BACK)
        closed = len(await self.connection.fetch(OUTCOMES))
        assert closed - taken_back == len(await self.standing())

    async def void_some(self) -> None:
        """Of each case that has entries, the last is void."""
        for life in self.lives:
            if len(life.entries) > 1:
                await write(self.connection, [life.void(life.entries.pop())])

    async def enter_late(self, day: date) -> None:
        """A contact of each case, which is entered late."""
        for life in self.lives:
            await write(self.connection, [life.contact(day)])


@asynccontextmanager
async def a_pool(dsn: str) -> AsyncIterator[Pool]:
    """Connections of a process."""
    pool = await connect_pool(dsn, application_name="tests", size=4, TimeZone="UTC")
    try:
        yield pool
    finally:
        await pool.close()


@asynccontextmanager
async def a_keeper(
    dsn: str,
    day: date,
    policies: Policies | None = None,
    recorded: Counter[str] | None = None,
    quiet: timedelta = AT_ONCE,
) -> AsyncIterator[tuple[Pool, Keeper]]:
    """What a process keeps duties with, whose day is this one."""
    counts = Counter[str]() if recorded is None else recorded

    def count(closed: Collection[object]) -> None:
        for each in closed:
            counts.update(type(event).__name__ for event in getattr(each, "events", ()))

    async with a_pool(dsn) as pool:
        yield pool, Keeper(pool, policies or built_in(), lambda: day, count, quiet)
