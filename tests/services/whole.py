"""Each service as it really runs, with what it needs beside it, for tests that ask all of them."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path

from services.cases.app import CasesSettings
from services.cases.app import build as build_cases
from services.outreach.app import OutreachSettings
from services.outreach.app import build as build_outreach
from services.reporting.app import ReportingSettings
from services.reporting.app import build as build_reporting
from services.reporting.counting.freshness import Journals
from services.reporting.counting.migrations import migrate_reporting
from shared import catalogue
from shared.catalogue import ACTIONS
from shared.http.application import Service
from shared.vault import VaultKeys
from tests.databases import Migrate
from tests.positions import POSITION_KEY
from tests.services.cases.worklist.made import make_worklist
from tests.services.service import Client, migrated, services_token, serving, verifier

SERVICES = tuple(service.name for service in catalogue.SERVICES)
BROWSER_KEY = "k" * 22
MakeDatabase = Callable[[Migrate], Awaitable[str]]


def built(service: str, dsn: str, folder: Path, journals: tuple[str, str] = ("", "")) -> Service:
    """A service's application over a database; reporting reads `journals` (cases, outreach)."""
    match service:
        case "cases":
            keys = folder / "vault.json"
            VaultKeys.create(keys)
            return build_cases(
                CasesSettings(cases_database=dsn, vault_keys=keys, position_key=POSITION_KEY),
                verifier(),
            )
        case "outreach":
            return build_outreach(
                OutreachSettings(outreach_database=dsn, position_key=POSITION_KEY), verifier()
            )
        case "reporting":
            app = build_reporting(
                ReportingSettings(
                    reporting_database=dsn, position_key=POSITION_KEY, browser_key=BROWSER_KEY
                ),
                verifier(),
            )
            cases, outreach = journals
            app.state.journals = Journals({"cases": cases, "outreach": outreach}, services_token)
            return app
        case _:
            raise ValueError(f"tests do not know how to build {service}")


@asynccontextmanager
async def running(service: str, make: MakeDatabase, folder: Path) -> AsyncIterator[Client]:
    """A service on a free port, with its own database; reporting with journals to read."""
    async with AsyncExitStack() as stack:
        if service != "reporting":
            dsn = await make(migrated)
            if service == "cases":
                await make_worklist(dsn)
            app = built(service, dsn, folder)
        else:
            cases = await stack.enter_async_context(running("cases", make, folder))
            outreach = await stack.enter_async_context(running("outreach", make, folder))
            dsn = await make(migrate_reporting)
            app = built(service, dsn, folder, (cases.url, outreach.url))
        client = await stack.enter_async_context(serving(app))
        yield client.as_agency("agency", "41", actions=ACTIONS)
