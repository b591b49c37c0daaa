"""A read model of an older version is brought up to date and goes on."""

from importlib.resources import files
from pathlib import Path

import pytest

from services.reporting.counting.consume import Consumer
from services.reporting.counting.fold import FactRow, fold
from services.reporting.counting.migrations import SCHEMA, migrate_reporting
from services.reporting.counting.model import open_pool
from shared.migrations import migrate
from tests.databases import MakeDatabase
from tests.services.reporting.deliveries import DAY, DETOX, Ledger, some_work
from tests.services.reporting.feeding import MemoryFeed
from tests.services.reporting.proving.rebuilding import run
from tests.services.reporting.reading import naive, one, rollups

pytestmark = pytest.mark.postgres


async def test_a_model_of_before_goes_on(make_database: MakeDatabase, tmp_path: Path) -> None:
    """What it has counted stays, the ids that it did not keep come with what follows."""
    first = files("services.reporting.counting") / "sql" / "001_model.sql"
    (tmp_path / "001_model.sql").write_bytes(first.read_bytes())

    async def of_before(dsn: str) -> object:
        await migrate(dsn, tmp_path, SCHEMA)
        return None

    dsn = await make_database(of_before)
    ledger = Ledger()
    file = ledger.case(DETOX)
    old = await open_pool(dsn, 1)
    await one(old, "INSERT INTO live.streams (stream_id, version) VALUES ($1, 1)", file.stream_id)
    await one(
        old, "INSERT INTO live.offsets (source, partition, next_offset) VALUES ('cases', 0, 1)"
    )
    await one(old, "SELECT reporting.create_model('next')")  # a rebuild that was stopped
    await old.close()

    assert "002_proving" in await migrate_reporting(dsn)
    pool = await open_pool(dsn, 2)
    consumer = Consumer(pool)
    await consumer.begin()
    await consumer.apply("cases", 0, 0, ledger.events)
    file.contact(DAY)
    await consumer.apply("cases", 0, 1, ledger.events[1:])
    assert await rollups(pool) == naive(ledger.events[1:])
    ids = [event.event_id for event in ledger.events]
    assert await one(pool, "SELECT event_id FROM live.streams") == ids[1]
    assert await one(pool, "SELECT event_id FROM live.offsets") == ids[1]
    assert (await run(dsn, [MemoryFeed("cases", ledger.events)]))[-1]["phase"] == "done"
    assert await rollups(pool) == naive(ledger.events)
    await pool.close()


async def test_a_model_without_cells_gets_them_from_its_facts(
    make_database: MakeDatabase, tmp_path: Path
) -> None:
    """All at once, before anything is asked: no figure is smaller than it was."""
    steps = files("services.reporting.counting") / "sql"
    for name in ("001_model.sql", "002_proving.sql"):
        (tmp_path / name).write_bytes((steps / name).read_bytes())

    async def of_before(dsn: str) -> object:
        await migrate(dsn, tmp_path, SCHEMA)
        return None

    dsn = await make_database(of_before)
    ledger = some_work(3)
    for region in ("441900003001", "419001000000", "410000000000"):
        ledger.article(DAY, region=region)
    ledger.void(ledger.case(DETOX, opened=None).contact(DAY))
    old = await open_pool(dsn, 1)
    async with old.acquire() as connection:
        await connection.copy_records_to_table(
            "facts",
            schema_name="live",
            columns=FactRow._fields,
            records=fold(ledger.events).facts,
        )
    await old.close()

    assert "003_cells" in await migrate_reporting(dsn)
    pool = await open_pool(dsn, 1)
    assert await rollups(pool) == naive(ledger.events)
    await pool.close()
