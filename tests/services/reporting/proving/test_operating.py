"""Rebuild and verify over HTTP: they read journals of other services, where there are any."""

import json
from importlib.resources import files
from typing import Any

import aiohttp
import pytest

from services.outreach import app as outreach
from services.reporting.app import ReportingSettings, build
from services.reporting.counting.freshness import Journals
from shared.agencies import SERVICES_AGENCY
from shared.http.application import Service
from shared.http.server import start
from shared.identity.tokens import Verifier
from shared.migrations import migrate
from tests.agencies import REGISTER
from tests.databases import MakeDatabase
from tests.positions import POSITION_KEY
from tests.services.reporting.calling import ISSUER, headers
from tests.shared.http.calling import call

pytestmark = pytest.mark.postgres

YEAR = "/v1/reports/annual?region=4101&year=2019"


async def test_operation_over_real_journals(
    reporting_url: str, make_database: MakeDatabase
) -> None:
    """Rebuild and verify read another service's feed over HTTP, and answer line by line."""
    verifier = Verifier(ISSUER, issuer="tests", register=REGISTER)
    journal = await make_database(migrate_journal)
    actions = ["outreach:write", "statistics:read", "reporting:operate"]
    every = ISSUER.mint("tests", ["41"], actions)
    reads = ISSUER.mint(SERVICES_AGENCY, [], ["journal:read"])
    app = build(
        ReportingSettings(reporting_database=reporting_url, position_key=POSITION_KEY), verifier
    )
    settings = outreach.OutreachSettings(outreach_database=journal, position_key=POSITION_KEY)
    other, own = await start(outreach.build(settings, verifier)), await start(app)
    source, address = (f"http://127.0.0.1:{server.port}" for server in (other, own))
    async with aiohttp.ClientSession(headers={"authorization": f"Bearer {every}"}) as session:
        for number in range(3):
            article = {
                "region": "410102001000",
                "occurred_on": "2019-05-01",
                "channel": "website",
                "title": f"禁毒稿件{number}",
            }
            key = {"idempotency-key": f"article-{number}"}
            posting = session.post(f"{source}/v1/publications", json=article, headers=key)
            async with posting as written:
                assert written.status == 201

        async def operate(path: str, status: int = 200) -> list[dict[str, Any]]:
            posting = session.post(address + path, headers={"idempotency-key": "k"})
            async with posting as answer:
                assert answer.status == status
                return [json.loads(line) for line in (await answer.read()).splitlines()]

        app.state.journals = Journals({"outreach": source}, lambda: reads)
        rebuilt = await operate("/v1/rebuild")
        assert (rebuilt[-1]["phase"], rebuilt[-1]["events"]) == ("done", 3)
        async with session.get(address + YEAR) as answer:
            assert (await answer.json())["rows"][4]["value"] == 3
        verified = await operate("/v1/verify")
        assert (verified[-1]["equal"], verified[-1]["pending"]) == (True, 0)
        app.state.journals = Journals({"outreach": source}, lambda: "no token")
        [problem] = await operate("/v1/verify", status=503)
        assert "outreach" in problem["detail"]
    await own.stop()
    await other.stop()


async def migrate_journal(dsn: str) -> None:
    """Make the tables of a writing service."""
    await migrate(dsn, files("shared") / "sql", "public")


async def test_operation_without_journals(app: Service) -> None:
    """Where no journal's address is set, the answer names what to set."""
    answer = await call(app, "POST", "/v1/rebuild", headers=headers(**{"idempotency-key": "k"}))
    assert answer.status == 503
    assert "cases_url" in answer.json()["detail"]
    assert (await call(app, "POST", "/v1/rebuild", headers=headers())).status == 400
