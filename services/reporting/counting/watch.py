"""The operator's metrics: events counted, streams parked, the lag of the figures."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from math import nan
from typing import Any, NoReturn

import structlog
from prometheus_client import CollectorRegistry, Counter, Gauge

from services.reporting.counting.contradictions import contradicted
from services.reporting.counting.freshness import Contact, Freshness, JournalsAway
from services.reporting.counting.position import MADE_BY
from services.reporting.declared.measures import outdated
from shared.catalogue import TOPICS
from shared.database import Connection, Pool
from shared.http.exceptions import problem_from
from shared.kafka.probe import keep_asking

log = structlog.get_logger(__name__)

PAUSE = 5.0  # seconds between looks
SHORT_PAUSE = 1.0  # seconds, while something is not counted

PARKED = "SELECT count(DISTINCT stream_id) FROM live.parked"


Look = Callable[[Connection], Awaitable[None]]


class Watch:
    """The measurements of this service."""

    def __init__(self, registry: CollectorRegistry) -> None:
        self._registry = registry
        self.counted = Counter(
            "reporting_events_counted", "Events taken into the read model.", registry=registry
        )
        self._uncounted = Gauge(
            "reporting_uncounted_events",
            "Events recorded that were not counted at the last look.",
            registry=registry,
        )
        self._parked = Gauge(
            "reporting_parked_streams",
            "Streams with an event that cannot be counted; each is an alarm.",
            registry=registry,
        )
        self._lag = Gauge(
            "reporting_lag_seconds",
            "Age of the oldest event not counted, 0 when all are; at least the time since Kafka and"
            " the journals were last heard of.",
            registry=registry,
        )
        self._contradicted = Gauge(
            "reporting_contradicted_streams",
            "Streams of which two events came under one version: rebuild; each is an alarm.",
            registry=registry,
        )
        self._beyond = Gauge(
            "reporting_events_beyond_journals",
            "Events counted that are in no journal: rebuild; each is an alarm.",
            registry=registry,
        )
        self._outdated = Gauge(
            "reporting_model_outdated",
            "1 if the read model was made by other declarations: rebuild it.",
            registry=registry,
        )

    async def run(self, pool: Pool, freshness: Freshness | None, also: Look) -> NoReturn:
        """Look again and again, until cancelled; `also` does so with the same connection."""
        while True:
            try:
                await self._look_at_journals(freshness)
                async with pool.acquire() as connection:
                    await self.look(connection)
                    await also(connection)
            except Exception as error:
                if problem_from(error) is None:
                    log.error("fault", exc_info=error)
            behind = freshness is not None and not freshness.complete
            await asyncio.sleep(SHORT_PAUSE if behind else PAUSE)

    def watch_lag(self, lag: Callable[[], float | None]) -> None:
        """Show a lag in seconds, as it is whenever it is looked at; None is not a number."""
        self._lag.set_function(lambda: nan if (seconds := lag()) is None else seconds)

    async def watch_kafka(
        self, bootstrap: str, contact: Contact, security: Mapping[str, Any] | None = None
    ) -> NoReturn:
        """Ask Kafka for a topic again and again, until cancelled: events may be rare."""
        since = Gauge(
            "reporting_seconds_since_kafka",
            "Since Kafka last answered that the topic is there.",
            registry=self._registry,
        )
        since.set_function(contact.seconds)
        topic = next(iter(TOPICS))
        await keep_asking(bootstrap, topic, contact.heard, contact.failed, security=security)

    async def _look_at_journals(self, freshness: Freshness | None) -> None:
        if freshness is not None:
            try:
                self._uncounted.set(await freshness.look(wait=1.0))
            except JournalsAway as error:
                log.warning("journal_away", reason=str(error))  # the error's class
            self._beyond.set(freshness.beyond)
            if freshness.beyond:
                log.error("counted_beyond_journals", count=freshness.beyond)

    async def look(self, connection: Connection) -> None:
        """Measure once."""
        self._parked.set(await connection.fetchval(PARKED))
        self._contradicted.set(await contradicted(connection))
        codes = outdated(await connection.fetchval(MADE_BY))
        self._outdated.set(bool(codes))
        if codes:
            reason = f"its measures have changed: rebuild it ({', '.join(sorted(codes))})"
            log.warning("read_model_outdated", reason=reason)
