"""The operator's metrics: events counted, streams parked, the lag of the figures."""

import asyncio
import time
from collections.abc import Mapping
from typing import Any, NoReturn

import structlog
from prometheus_client import CollectorRegistry, Counter, Gauge

from services.reporting.counting.freshness import Freshness, JournalsAway
from services.reporting.counting.position import MADE_BY, read_position
from services.reporting.declared.measures import outdated
from shared.catalogue import TOPICS
from shared.database import Connection, Pool
from shared.http.exceptions import problem_from
from shared.kafka.probe import keep_asking

log = structlog.get_logger(__name__)

PAUSE = 5.0  # seconds between looks

PARKED = "SELECT count(DISTINCT stream_id) FROM live.parked"


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
            "From being recorded to being counted, for the events counted last.",
            registry=registry,
        )
        self._outdated = Gauge(
            "reporting_model_outdated",
            "1 if the read model was made by other declarations: rebuild it.",
            registry=registry,
        )

    async def run(self, pool: Pool, freshness: Freshness | None) -> NoReturn:
        """Look again and again, until cancelled."""
        while True:
            try:
                await self._look_at_journals(freshness)
                async with pool.acquire() as connection:
                    await self.look(connection)
            except Exception as error:
                if problem_from(error) is None:
                    log.error("fault", exc_info=error)
            await asyncio.sleep(PAUSE)

    async def watch_kafka(
        self, bootstrap: str, security: Mapping[str, Any] | None = None
    ) -> NoReturn:
        """Ask Kafka for a topic again and again, until cancelled: events may be rare."""
        answered_at = time.monotonic()

        def answered() -> None:
            nonlocal answered_at
            answered_at = time.monotonic()

        contact = Gauge(
            "reporting_seconds_since_kafka",
            "Since Kafka last answered that the topic is there.",
            registry=self._registry,
        )
        contact.set_function(lambda: time.monotonic() - answered_at)
        await keep_asking(bootstrap, next(iter(TOPICS)), answered, security=security)

    async def _look_at_journals(self, freshness: Freshness | None) -> None:
        if freshness is not None:
            try:
                self._uncounted.set(await freshness.look(wait=1.0))
            except JournalsAway as error:
                log.warning("journal_away", reason=str(error))  # the error's class

    async def look(self, connection: Connection) -> None:
        """Measure once."""
        position = await read_position(connection)
        self._lag.set(position.lag or 0)
        self._parked.set(await connection.fetchval(PARKED))
        codes = outdated(await connection.fetchval(MADE_BY))
        self._outdated.set(bool(codes))
        if codes:
            reason = f"its measures have changed: rebuild it ({', '.join(sorted(codes))})"
            log.warning("read_model_outdated", reason=reason)
