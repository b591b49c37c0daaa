"""`waystation duties` as a process: what is due in all cases, what became of it, and its state."""

import asyncio
import contextlib
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from math import nan
from typing import Any

import structlog
from prometheus_client import CollectorRegistry, Counter, Gauge
from pydantic import Field
from starlette.applications import Starlette

from deploy.place import PlaceSettings, log_policies, log_regions, place_in_force
from deploy.processes.dependency import Dependency
from deploy.processes.running import listening
from deploy.processes.schema import check_schema
from deploy.sentence import CannotGoOn
from services.cases.duties.closer import AWAY
from services.cases.duties.closing import Closed
from services.cases.duties.keeping import Keeper
from services.cases.worklist.freshness import Behind, behind
from shared.addresses import DatabaseAddress
from shared.database import DatabaseAway, Pool, connect_pool
from shared.events.cases.duties import DutyClosed
from shared.http.health import health_routes, metrics_app
from shared.journal.cluster import JournalMoved
from shared.journal.journal import Journal
from shared.policies.faults import PoliciesBroken
from shared.policies.policies import Policies

log = structlog.get_logger(__name__)

SERVICE = "cases"
CONNECTIONS = 4
RETRY_EVERY = 1.0  # seconds
LOOK_EVERY = 2.0  # seconds between looks whether PostgreSQL answers


class DutiesSettings(PlaceSettings):
    """What an operator sets for `waystation duties`: the journal of cases, by a role of its own."""

    duties_database: DatabaseAddress = Field(
        description="The journal of cases (DSN), by the role of the process that keeps its duties."
    )


async def keep_duties(
    settings: DutiesSettings,
    policies: Policies,
    host: str,
    port: int,
    metrics_port: int | None = None,
) -> None:
    """Keep what is due, and record what became of it, until cancelled.

    Several are as ready as one. Raises CannotGoOn when it cannot go on.
    """
    log_regions()
    log_policies()
    watched = WatchedDuties(settings.duties_database, policies)

    def facts() -> Mapping[str, Any]:
        return {**place_in_force(), "worklist": watched.worklist()}

    app = Starlette(routes=health_routes(watched.readiness, facts))
    metrics = metrics_app(watched.registry)
    async with listening(app, host, port, metrics, metrics_port) as serving:
        work = asyncio.create_task(watched.run())
        try:
            await asyncio.wait({serving, work}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            work.cancel()
            await asyncio.wait({work})
        if not work.cancelled():
            with faults_explained():
                work.result()


@contextmanager
def faults_explained() -> Iterator[None]:
    """Turn what duties cannot be kept by into CannotGoOn, for the length of a ``with``."""
    try:
        yield
    except JournalMoved as moved:
        raise CannotGoOn(
            zh="个案服务的日志被恢复到了另一个 PostgreSQL 集群中，其事务编号与原来不同；"
            "请改用物理备份恢复整个集群。",
            en=str(moved),
        ) from None
    except PoliciesBroken as broken:
        raise CannotGoOn(
            zh=f"数据库中保存的某个政策版本，本版本的程序无法读取：\n{broken.text.zh}",
            en="This software cannot read a version of the policies that the database keeps:\n"
            f"{broken.text.en}",
        ) from None


async def connect(database: str) -> Pool:
    """The connections of this process. Raises DatabaseAway, and CannotGoOn as `check_schema`."""
    await check_schema(SERVICE, database)
    return await connect_pool(
        database, application_name="waystation-duties", size=CONNECTIONS, TimeZone="UTC"
    )


class WatchedDuties:
    """Duties as they are kept, and the state of the database."""

    def __init__(self, database: str, policies: Policies) -> None:
        self.registry = CollectorRegistry()
        self._database = database
        self._policies = policies
        self._postgresql = Dependency()
        self._cases = Counter(
            "duties_cases_looked_at",
            "Cases that were looked at because a window had closed, or something was entered.",
            registry=self.registry,
        )
        self._recorded = Counter(
            "duties_outcomes_recorded",
            "Outcomes of duties that were recorded.",
            ("outcome",),
            registry=self.registry,
        )
        self._taken_back = Counter(
            "duties_outcomes_taken_back",
            "Outcomes that were taken back, since they became others.",
            registry=self.registry,
        )
        contact = Gauge(
            "duties_seconds_since_contact",
            "Since PostgreSQL answered last.",
            registry=self.registry,
        )
        contact.set_function(self._postgresql.seconds_since_answer)
        self._behind: Behind | None = None
        for name, what, value in (
            ("seconds", "Age of the last moment up to which the worklist has all", "seconds"),
            ("events", "Events of cases that the worklist lacks", "events"),
        ):
            Gauge(
                f"duties_worklist_behind_{name}",
                f"{what}, 0 when it has caught up; not a number while it was never made.",
                registry=self.registry,
            ).set_function(partial(self._measured, value))

    async def run(self) -> None:
        """Keep duties, once the database is there and no newer version has been at it.

        Raises CannotGoOn when one has, `JournalMoved` and `PoliciesBroken`.
        """
        pool = await self._connected()
        keeper = Keeper(pool, self._policies, recorded=self._count)
        works = [asyncio.create_task(work) for work in (keeper.run(), self._ask(pool, keeper))]
        try:
            ended, _ = await asyncio.wait(works, return_when=asyncio.FIRST_COMPLETED)
            for work in ended:
                work.result()
        finally:
            for work in works:
                work.cancel()
            await asyncio.wait(works)
            await pool.close()

    async def readiness(self) -> Mapping[str, str]:
        """The state of PostgreSQL; one that was not migrated yet is away."""
        return {"postgresql": self._postgresql.state()}

    def worklist(self) -> Mapping[str, Any]:
        """How far the worklist was behind the journal at the last look, for `/readyz`."""
        found = self._behind
        if found is None:
            return {"state": "not made yet"}
        state = "behind" if found.events else "caught up"
        return {"state": state, "seconds": round(found.seconds, 1), "events": found.events}

    def _measured(self, value: str) -> float:
        return nan if self._behind is None else float(getattr(self._behind, value))

    async def _connected(self) -> Pool:
        while True:
            try:
                return await connect(self._database)
            except DatabaseAway as error:
                reason = error.__cause__ or error
                self._postgresql.failed(reason)
                log.warning("database_away", reason=type(reason).__name__)
            await asyncio.sleep(RETRY_EVERY)

    async def _ask(self, pool: Pool, keeper: Keeper) -> None:
        """Ask PostgreSQL whether it is there, again and again: nothing may be due for long."""
        journal = Journal(pool)
        while True:
            if keeper.has_begun and (await journal.readiness())["postgresql"] == "ok":
                self._postgresql.answered()
                with contextlib.suppress(*AWAY):
                    self._behind = await behind(pool)
            await asyncio.sleep(LOOK_EVERY if keeper.has_begun else RETRY_EVERY)

    def _count(self, closed: Collection[Closed]) -> None:
        self._cases.inc(len(closed))
        for each in closed:
            for event in each.events:
                if isinstance(event, DutyClosed):
                    self._recorded.labels(event.outcome.value).inc()
                else:
                    self._taken_back.inc()
