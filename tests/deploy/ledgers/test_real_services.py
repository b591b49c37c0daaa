"""The import against the two writing services on a real database."""

from collections import Counter
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from deploy.demo.year import synthetic_year
from deploy.gateway.dispatch import Dispatcher
from deploy.ledgers.command import import_folder
from deploy.ledgers.outcome import Outcome
from deploy.ledgers.sending import Service
from services.cases import app as cases
from services.outreach import app as outreach
from shared.http.server import start
from shared.vault import VaultKeys
from tests.databases import MakeDatabase
from tests.deploy.demo.expected import expected
from tests.deploy.demo.faults import with_faults
from tests.deploy.demo.writing import Style, write_year
from tests.deploy.ledgers.folding import TODAY
from tests.services.service import migrated, token, verifier

pytestmark = pytest.mark.postgres


async def _all_is_counted(request: Request) -> JSONResponse:
    return JSONResponse({})


@pytest.fixture
async def service(make_database: MakeDatabase, tmp_path: Path) -> AsyncIterator[Service]:
    """Both services on one port; in reporting's place, one that has counted everything."""
    keys = tmp_path / "vault.json"
    VaultKeys.create(keys)
    apps = {
        "cases": cases.build(
            cases.CasesSettings(cases_database=await make_database(migrated), vault_keys=keys),
            verifier(),
        ),
        "outreach": outreach.build(
            outreach.OutreachSettings(outreach_database=await make_database(migrated)), verifier()
        ),
    }
    async with AsyncExitStack() as stack:
        for app in apps.values():
            await stack.enter_async_context(app.router.lifespan_context(app))
        reporting = Starlette(routes=[Route("/v1/reports/annual", _all_is_counted)])
        server = await start(Dispatcher(apps, reporting), lifespan=False)
        yield Service(f"http://127.0.0.1:{server.port}", token("agency", "41", "33"))
        await server.stop()


async def _import(folder: Path, service: Service, rejected_to: Path) -> Outcome:
    return await import_folder(folder, service, today=TODAY, rejected_to=rejected_to)


async def test_a_synthetic_year_spelled_twice(service: Service, tmp_path: Path) -> None:
    """A year with every fault is taken as planned; spelled otherwise it says nothing new."""
    planned = with_faults(synthetic_year("3301", 2020), each=2)
    told = write_year(planned, tmp_path / "one")
    write_year(planned, tmp_path / "two", Style("gb18030", "\n", shuffled=True, extra=("备注",)))
    first = await _import(tmp_path / "one", service, tmp_path / "first")
    assert first.as_json()["accepted"] == expected(planned)["import"]["accepted rows"]
    assert first.as_json()["rejected"] == [dict(row) for row in told]
    again = await _import(tmp_path / "two", service, tmp_path / "again")
    assert again.accepted.total() == 0
    assert Counter(row.place for row in again.rejected) == Counter(
        row.place for row in first.rejected
    )
