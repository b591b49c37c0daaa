"""Outreach, cases and reporting: what is entered over the public API, and what figures say."""

from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from services.outreach.app import OutreachSettings
from services.outreach.app import build as build_outreach
from services.reporting.app import ReportingSettings
from services.reporting.app import build as build_reporting
from services.reporting.counting.consume import Consumer
from services.reporting.counting.migrations import migrate_reporting
from shared.database import Pool, connect_pool
from shared.http.application import Service
from shared.identity.tokens import Verifier
from shared.journal.received_event import ReceivedEvent
from tests.agencies import REGISTER
from tests.databases import MakeDatabase
from tests.positions import POSITION_KEY
from tests.services.reporting.calling import ACTIONS, ISSUER, get, headers
from tests.services.reporting.dashboard.seen import SeenPage
from tests.services.service import Client, migrated, serving, verifier
from tests.shared.http.calling import call

EVENTS = """
SELECT position, event_id, type, stream_id, version, recorded_at, data FROM events
WHERE position > $1 ORDER BY position
"""
YEAR = ("2019-01-01", "2020-01-01")
Figures = dict[str, int]
_KEYS = count(1)


@dataclass
class Prevention:
    """The services, and how far reporting has counted the journal of each."""

    api: Client
    journals: dict[str, Pool]
    reporting: Service
    counted: dict[str, tuple[int, int]] = field(default_factory=dict)

    async def count(self) -> None:
        """Let reporting take in what was recorded since."""
        for name, pool in self.journals.items():
            position, offset = self.counted.get(name, (0, 0))
            async with pool.acquire() as connection:
                rows = await connection.fetch(EVENTS, position)
            if not rows:
                continue
            events = [ReceivedEvent(at, *tuple(row)[1:]) for at, row in enumerate(rows, offset)]
            consumer: Consumer = self.reporting.state.consumer
            await consumer.apply(name, 0, offset, events)
            self.counted[name] = (rows[-1][0], offset + len(events))

    async def page(self, address: str, actions: tuple[str, ...] = ACTIONS) -> SeenPage:
        """A page of the dashboard, as the city's office has it."""
        await self.count()
        own = headers(actions=actions, accept="text/html")
        answered = await call(self.reporting, "GET", address, headers=own)
        assert answered.status == 200, answered.body
        return SeenPage(answered.body.decode())

    async def rows(self, question: str) -> list[dict[str, Any]]:
        """The rows of an answer about the year 2019."""
        await self.count()
        asked = f"/v1/statistics?from={YEAR[0]}&to={YEAR[1]}&{question}"
        answered = await get(self.reporting, asked)
        assert answered.status == 200, answered.body
        return list(answered.json()["rows"])

    async def figures(
        self,
        indicator: str,
        *,
        by: str = "",
        where: str = "",
        region: str = "4101",
        days: tuple[str, str] = YEAR,
    ) -> Figures:
        """The values of an indicator that are not zero, by a dimension or under an empty name."""
        await self.count()
        query = f"region={region}&from={days[0]}&to={days[1]}&indicators={indicator}"
        query += (f"&by={by}" if by else "") + (f"&where={where}" if where else "")
        answered = await get(self.reporting, f"/v1/statistics?{query}")
        assert answered.status == 200, answered.body
        rows = answered.json()["rows"]
        return {row["group"].get(by, ""): row["value"] for row in rows if row["value"]}

    async def total(self, indicator: str, **asked: Any) -> int:
        """The value of an indicator; nothing counted is 0."""
        return (await self.figures(indicator, **asked)).get("", 0)


async def posted(by: Client, path: str, body: dict[str, Any], **headers: str) -> dict[str, Any]:
    """The answer to what is taken."""
    reply = await by.post(path, body, key=f"year-{next(_KEYS)}", **headers)
    assert reply.status == 201, (path, reply)
    return dict(reply.body)


async def in_one_call(by: Client, commands: Iterable[tuple[str, Any]]) -> list[dict[str, Any]]:
    """The answers to commands of one batch, all of which are taken."""
    sent = [{"path": path, "key": f"y-{next(_KEYS)}", "body": body} for path, body in commands]
    reply = await by.post("/v1/outreach/batch", {"commands": sent}, key=f"year-{next(_KEYS)}")
    assert reply.status == 207, reply
    refused = [each for each in reply.body["outcomes"] if each["status"] != 201]
    assert not refused, refused[:3]
    return [each["body"] for each in reply.body["outcomes"]]


@asynccontextmanager
async def prevention(make: MakeDatabase) -> AsyncIterator[Prevention]:
    """Outreach and reporting on databases of their own."""
    dsn, reporting_dsn = await make(migrated), await make(migrate_reporting)
    outreach = build_outreach(
        OutreachSettings(outreach_database=dsn, position_key=POSITION_KEY), verifier()
    )
    reporting = build_reporting(
        ReportingSettings(reporting_database=reporting_dsn, position_key=POSITION_KEY),
        Verifier(ISSUER, issuer="tests", register=REGISTER),
    )
    pool = await connect_pool(dsn, application_name="tests", TimeZone="UTC")
    try:
        async with serving(outreach) as api, reporting.router.lifespan_context(reporting):
            yield Prevention(api, {"outreach": pool}, reporting)
    finally:
        await pool.close()
