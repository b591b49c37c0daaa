"""Both writing services on a real database, for the tests that import into them."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from deploy.gateway.dispatch import Dispatcher
from deploy.ledgers.sending import ImportTarget
from services.cases import app as cases
from services.outreach import app as outreach
from shared.http.server import start
from shared.vault import VaultKeys
from tests.databases import MakeDatabase
from tests.deploy.ledgers.importing import Imports
from tests.positions import POSITION_KEY
from tests.services.service import migrated, token, verifier


async def _all_is_counted(request: Request) -> JSONResponse:
    return JSONResponse({})


@pytest.fixture
async def service(
    make_database: MakeDatabase, tmp_path: Path, request: pytest.FixtureRequest
) -> AsyncIterator[ImportTarget]:
    """Both services; a test may give settings of cases."""
    settings = getattr(request, "param", {})
    async with installation(make_database, tmp_path / "vault.json", **settings) as target:
        yield target


@pytest.fixture
async def elsewhere(make_database: MakeDatabase, tmp_path: Path) -> AsyncIterator[ImportTarget]:
    """Both services of another installation, which is empty."""
    async with installation(make_database, tmp_path / "another vault.json") as target:
        yield target


@asynccontextmanager
async def installation(
    make_database: MakeDatabase, keys: Path, **settings: Any
) -> AsyncIterator[ImportTarget]:
    """Both services on one port; in reporting's place, one that has counted everything."""
    VaultKeys.create(keys)
    apps = {
        "cases": cases.build(
            cases.CasesSettings(
                cases_database=await make_database(migrated),
                vault_keys=keys,
                position_key=POSITION_KEY,
                **settings,
            ),
            verifier(),
        ),
        "outreach": outreach.build(
            outreach.OutreachSettings(
                outreach_database=await make_database(migrated), position_key=POSITION_KEY
            ),
            verifier(),
        ),
    }
    async with AsyncExitStack() as stack:
        for app in apps.values():
            await stack.enter_async_context(app.router.lifespan_context(app))
        reporting = Starlette(routes=[Route("/v1/reports/annual/years", _all_is_counted)])
        server = await start(Dispatcher(apps, reporting), lifespan=False)
        yield ImportTarget(f"http://127.0.0.1:{server.port}", lambda: token("agency", "41", "33"))
        await server.stop()


@pytest.fixture
def imports(service: ImportTarget, tmp_path: Path) -> Imports:
    """Imports into the service."""
    return Imports(service, tmp_path)
