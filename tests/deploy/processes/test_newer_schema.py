"""An older program meets the database of a newer one: it says how to go on, and does nothing."""

import asyncio
from collections.abc import AsyncIterator

import asyncpg
import pytest

from deploy.processes.migrating import MigrateSettings, migrate
from deploy.processes.relaying import RelaySettings, WatchedRelay
from deploy.processes.serving import build, started
from deploy.sentence import CannotGoOn
from shared.journal.relay import Batch
from shared.settings import read
from tests.deploy.processes.conftest import MakePlace
from tests.deploy.processes.places import SERVICES, Place

pytestmark = pytest.mark.postgres

NOWHERE = {
    "KAFKA": "127.0.0.1:9",
    "CASES_URL": "http://none",
    "OUTREACH_URL": "http://none",
}
TELLS = r"900_newer.*restore the backup"


@pytest.fixture(params=SERVICES)
async def newer(request: pytest.FixtureRequest, place: Place) -> AsyncIterator[str]:
    """A service whose database has taken a step that does not exist yet."""
    service: str = request.param
    schema = "reporting" if service == "reporting" else "public"
    connection = await asyncpg.connect(place.superuser(service))
    await connection.execute(f"INSERT INTO {schema}.migrations VALUES ('900_newer', 'sum')")
    yield service
    await connection.execute(f"DELETE FROM {schema}.migrations WHERE name = '900_newer'")
    await connection.close()


@pytest.fixture(scope="module")
def place(make_place: MakePlace) -> Place:
    """A place with all its databases."""
    place = make_place()
    asyncio.run(migrate(read(MigrateSettings, place.migrate()), patience=0))
    return place


async def test_migrate_refuses(place: Place, newer: str) -> None:
    """It does not touch what it does not know."""
    with pytest.raises(CannotGoOn, match=TELLS):
        await migrate(read(MigrateSettings, place.migrate()), patience=0)


async def test_a_service_refuses(place: Place, newer: str) -> None:
    """Its own role can see the steps that were taken."""
    more = NOWHERE | {"SERVICE_KEY": place.service_key} if newer == "reporting" else {}
    app, _ = build(newer, place.serve(newer, **more))
    with pytest.raises(CannotGoOn, match=TELLS) as refused:
        async with started(app, patience=0):
            pytest.fail("it cannot have started")
    assert "恢复升级之前的备份" in refused.value.text.zh


@pytest.mark.parametrize("newer", ["cases", "outreach"], indirect=True)
async def test_a_relay_refuses(place: Place, newer: str) -> None:
    """It publishes nothing of such a journal."""

    async def publish(batch: Batch) -> None:
        pytest.fail("it published")

    settings = read(RelaySettings, place.relay(newer, "127.0.0.1:9"))
    with pytest.raises(CannotGoOn, match=TELLS):
        await WatchedRelay(newer, settings, publish).run()
