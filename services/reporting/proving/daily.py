"""The last verification: its result and age for the operator, and one a day where that is set."""

import asyncio
from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing
from datetime import datetime, timedelta
from math import nan
from typing import Any, NoReturn

import structlog
from prometheus_client import CollectorRegistry, Gauge

from services.reporting.counting.freshness import Journals
from services.reporting.proving.operating import lines_of
from services.reporting.proving.rebuild import AlreadyOperating
from services.reporting.proving.verify import verify
from shared.clock import CHINA, utc_now
from shared.database import Connection
from shared.http.exceptions import problem_from
from shared.journal.feed_reader import Feed, FeedBroken

KEEP = "INSERT INTO reporting.verifications (different) VALUES ($1)"
LAST = "SELECT ended_at, different FROM reporting.verifications ORDER BY ended_at DESC LIMIT 1"

log = structlog.get_logger(__name__)


class Verification:
    """What the last verification has found, and when that was, whichever process made it."""

    def __init__(self, registry: CollectorRegistry) -> None:
        self._ended_at: datetime | None = None
        self._different = Gauge(
            "reporting_verified_differences",
            "What differed at the last verification; not a number before the first.",
            registry=registry,
        )
        self._different.set(nan)
        Gauge(
            "reporting_seconds_since_verification",
            "Since the last verification ended; not a number before the first.",
            registry=registry,
        ).set_function(self._age)

    async def look(self, connection: Connection) -> None:
        """Look what the last one has found, for the metrics."""
        last = await last_verified(connection)
        if last is not None:
            self._ended_at, different = last
            self._different.set(different)

    def _age(self) -> float:
        if self._ended_at is None:
            return nan
        return max((utc_now() - self._ended_at).total_seconds(), 0.0)

    async def verify(
        self, connection: Connection, feeds: Sequence[Feed]
    ) -> AsyncGenerator[dict[str, Any], None]:
        """Verify, and keep the result."""
        async with aclosing(verify(connection, feeds)) as lines:
            async for line in lines:
                if line["phase"] == "done":
                    await connection.execute(KEEP, line["different"])
                    await self.look(connection)
                    if line["different"]:
                        log.error("model_differs", count=line["different"])
                yield line

    async def daily(self, hour: int, database: str, journals: Journals) -> NoReturn:
        """Verify each day at an hour of China, until cancelled."""
        while True:
            await asyncio.sleep((next_at(hour, utc_now()) - utc_now()).total_seconds())
            try:
                async with aclosing(lines_of(database, journals, self.verify)) as lines:
                    async for _ in lines:
                        pass
            except AlreadyOperating:
                pass  # another replica, or an operator
            except FeedBroken as error:
                log.warning("verification_stopped", reason=type(error).__name__)
            except Exception as error:
                if problem_from(error) is None:
                    log.error("fault", exc_info=error)
                else:
                    log.warning("verification_stopped", reason=type(error).__name__)


async def last_verified(connection: Connection) -> tuple[datetime, int] | None:
    """When the last verification ended, and how much differed; None before the first."""
    row = await connection.fetchrow(LAST)
    return None if row is None else (row[0], row[1])


def next_at(hour: int, now: datetime) -> datetime:
    """The next moment at which an hour of the day begins in China.

    >>> from datetime import UTC
    >>> next_at(3, datetime(2026, 5, 1, 19, 0, tzinfo=UTC)).isoformat()
    '2026-05-03T03:00:00+08:00'
    """
    at = now.astimezone(CHINA).replace(hour=hour, minute=0, second=0, microsecond=0)
    return at if at > now else at + timedelta(days=1)
