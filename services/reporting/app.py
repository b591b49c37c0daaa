"""Composition root of reporting, which counts events and answers with figures."""

import asyncio
from collections.abc import AsyncIterator, Coroutine, Mapping
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from pathlib import Path
from typing import Any

import asyncpg
from prometheus_client import CollectorRegistry
from pydantic import Field

from services.reporting.comparing import (
    compare_api,
    outliers_api,
    rank_api,
    ranking_api,
    schemes_api,
)
from services.reporting.counting.consume import Consumer
from services.reporting.counting.contradictions import contradicted
from services.reporting.counting.freshness import Contact, Freshness, Journals
from services.reporting.counting.model import open_pool
from services.reporting.counting.watch import Watch
from services.reporting.dashboard.routes import ASSETS, VIEWS
from services.reporting.entry import admin_api as sessions_api
from services.reporting.entry.entrance import Entrance
from services.reporting.entry.login_page import answer_refusal
from services.reporting.entry.pages import ROUTES
from services.reporting.entry.settings import BrowserSettings
from services.reporting.proving import admin_api
from services.reporting.proving.daily import Verification
from services.reporting.statistics import annual_api, api, indicators_api
from services.reporting.statistics import freshness as freshness_api
from services.reporting.statistics.explain import api as explain_api
from services.reporting.statistics.explain.identities import Identities
from shared.addresses import DatabaseAddress, KafkaAddress
from shared.catalogue import TOPICS
from shared.database import DatabaseAway, Pool
from shared.http.application import Service, new_app
from shared.http.problems import Problem
from shared.identity.issuer import ISSUER, ISSUER_MEANING, Issuer, OwnToken
from shared.identity.tokens import Verifier
from shared.kafka.consumer import run_consumer
from shared.kafka.security import KafkaSecurity
from shared.positions import KEY_MEANING, Positions, read_key

DESCRIPTION = """Statistics that can be proved from the ledger.

可由台账逐条核验的统计。"""

TAGS = {
    "statistics": "Figures, and what each of them means · 统计数据与指标说明",
    "operation": "Rebuilding and verifying the read model · 统计模型的重建与核验",
}

ROUTERS = (
    api.router,
    indicators_api.router,
    explain_api.router,
    annual_api.router,
    compare_api.router,
    ranking_api.router,
    schemes_api.router,
    rank_api.router,
    outliers_api.router,
    freshness_api.router,
    admin_api.router,
    sessions_api.router,
)

GROUP = "waystation-reporting"
LONGEST_REPORT = "20s"  # for one statement
NEVER = "never"
TURN = 10.0  # seconds that a report waits for one of its connections, while others have them all


class ReportingSettings(KafkaSecurity, BrowserSettings):
    """What an operator sets for this service.

    With `kafka` (its bootstrap address) the service consumes by itself; without, the process
    that runs it hands events to `app.state.consumer`. `pool_size` reports are made at once, others
    wait for their turn;
    counting and watching have connections of their own. To read the journals, which a rebuild and
    `verify` need, it must know their addresses, and have a key to sign its own tokens with.
    """

    reporting_database: DatabaseAddress = Field(
        description="Where reporting keeps what it counted (DSN)."
    )
    position_key: Path = Field(description=KEY_MEANING)
    pool_size: int = Field(
        8,
        description="Connections to the database at most, and so reports at once; others wait ten"
        " seconds for their turn, then they get a 503 and can be sent again.",
    )
    counting_pool_size: int = Field(
        6, description="Connections to the database at most for counting and watching."
    )
    verify_hour: str = Field(
        "3",
        pattern=r"^(0?[0-9]|1[0-9]|2[0-3]|never)$",
        description="The hour of the day, in China, at which the figures are verified each day, or"
        " `never`. One replica does it. The result and its age are on /metrics of each.",
    )
    kafka: KafkaAddress | None = None
    cases_url: str | None = None
    outreach_url: str | None = None
    service_key: Path | None = None
    token_issuer: str = Field(ISSUER, description=ISSUER_MEANING)


def build(settings: ReportingSettings, verifier: Verifier) -> Service:
    """The service's application; its lifespan opens and closes what it needs.

    Raises `DatabaseAway` or `BadPositionKey` when it starts.
    """
    registry = CollectorRegistry()
    verification = Verification(registry)

    @asynccontextmanager
    async def lifespan(app: Service) -> AsyncIterator[None]:
        key = read_key(settings.position_key)
        app.state.positions, app.state.identities = Positions(key), Identities(key)
        register, counting = verifier.register, lambda: app.state.counting_pool
        entrance = app.state.entrance = Entrance(settings, key, register, counting)
        app.browsers = entrance.caller_of
        async with AsyncExitStack() as stack:
            reports = await open_pool(
                settings.reporting_database,
                settings.pool_size,
                longest=LONGEST_REPORT,
                turn=TURN,
            )
            stack.push_async_callback(reports.close)
            pool = await open_pool(settings.reporting_database, settings.counting_pool_size)
            stack.push_async_callback(pool.close)
            watch = Watch(registry)
            consumer = Consumer(pool, watch.counted.inc)
            await consumer.begin()
            app.state.pool, app.state.counting_pool = reports, pool
            app.state.consumer = consumer
            await stack.enter_async_context(_running(consumer.keep_counting_left()))
            journals: Journals | None = app.state.journals
            kafka = None if settings.kafka is None else Contact()
            freshness = None if journals is None else Freshness(pool, journals, kafka)
            app.state.freshness = freshness
            if entrance.provider is not None:
                await stack.enter_async_context(_running(entrance.provider.look()))
            if freshness is not None:
                watch.watch_lag(freshness.lag)
            await stack.enter_async_context(_running(watch.run(pool, freshness, verification.look)))
            if settings.verify_hour != NEVER and journals is not None:
                hour = int(settings.verify_hour)
                daily = verification.daily(hour, settings.reporting_database, journals)
                await stack.enter_async_context(_running(daily))
            if settings.kafka is not None and kafka is not None:
                security = settings.for_client()
                consuming = run_consumer(settings.kafka, GROUP, TOPICS, consumer, security=security)
                await stack.enter_async_context(_running(consuming))
                watching = watch.watch_kafka(settings.kafka, kafka, security)
                await stack.enter_async_context(_running(watching))
            yield

    async def readiness() -> Mapping[str, str]:
        pool: Pool = app.state.counting_pool
        try:
            async with pool.acquire() as connection:
                streams = await contradicted(connection)
        except (DatabaseAway, OSError, asyncpg.PostgresError, asyncpg.InterfaceError):
            return {"postgresql": "away"}
        freshness: Freshness | None = app.state.freshness
        beyond = 0 if freshness is None else freshness.beyond
        return {"postgresql": "ok", "events": _state_of_events(streams, beyond)}

    app = new_app(
        "Waystation reporting",
        DESCRIPTION,
        verifier=verifier,
        readiness=readiness,
        registry=registry,
        lifespan=lifespan,
        tags=TAGS,
    )
    _add_all(app, settings, verification)
    return app


def _add_all(app: Service, settings: ReportingSettings, verification: Verification) -> None:
    """What operators need, every operation, the pages, and how browsers come to them."""
    app.state.operating_database = settings.reporting_database
    app.state.journals = _journals(settings)
    app.state.verification = verification
    for router in (*ROUTERS, *VIEWS):
        app.include_router(router)
    app.router.routes.extend(ASSETS)
    app.router.routes.extend(ROUTES)
    app.add_exception_handler(Problem, answer_refusal)


def _state_of_events(contradicted: int, beyond: int) -> str:
    """What readiness says of events that did not come from the journals."""
    found = []
    if contradicted:
        found.append(f"{contradicted} streams have two events under one version")
    if beyond:
        found.append(f"{beyond} counted events are in no journal")
    return f"ok: {', '.join(found)}; run waystation rebuild" if found else "ok"


def _journals(settings: ReportingSettings) -> Journals | None:
    """The addresses of the journals, if they are all set."""
    cases, outreach, key = settings.cases_url, settings.outreach_url, settings.service_key
    if cases is None or outreach is None or key is None:
        return None
    issuer = Issuer.read(key, settings.token_issuer)
    token = OwnToken(issuer, (), ("journal:read",))
    return Journals({"cases": cases, "outreach": outreach}, token)


@asynccontextmanager
async def _running(work: Coroutine[Any, Any, None]) -> AsyncIterator[None]:
    """Run something in the background, until the end of an ``async with``."""
    task = asyncio.create_task(work)
    try:
        yield
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task
