"""The fixtures give what they promise."""

import asyncio
import subprocess
import sys
import tempfile
from pathlib import Path

import asyncpg
import pytest
from aiokafka import AIOKafkaConsumer

from tests.databases import MakeDatabase
from tests.servers import Server
from tests.topics import MakeTopic


async def _with_table(dsn: str) -> None:
    connection = await asyncpg.connect(dsn)
    await connection.execute("CREATE TABLE sign (number int); INSERT INTO sign VALUES (7)")
    await connection.close()


@pytest.mark.postgres
async def test_database_is_empty(database_url: str) -> None:
    """A fresh database has no tables."""
    connection = await asyncpg.connect(database_url)
    tables = "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'"
    assert await connection.fetchval(tables) == 0
    await connection.close()


@pytest.mark.postgres
async def test_databases_are_apart(make_database: MakeDatabase) -> None:
    """Clones of a migrated template have its tables, and a change in one is not seen in another."""
    one, two = await make_database(_with_table), await make_database(_with_table)
    first, second = await asyncpg.connect(one), await asyncpg.connect(two)
    await first.execute("DELETE FROM sign")
    assert await first.fetchval("SELECT count(*) FROM sign") == 0
    assert await second.fetchval("SELECT number FROM sign") == 7
    await first.close()
    await second.close()


@pytest.mark.postgres
async def test_postgres_comes_back(own_postgres: Server) -> None:
    """What was committed before a kill is there when the server is back at its address."""
    await _with_table(own_postgres.address)
    own_postgres.kill()
    with pytest.raises((OSError, asyncpg.PostgresError)):
        await asyncpg.connect(own_postgres.address)
    own_postgres.start()
    connection = await asyncpg.connect(own_postgres.address)
    assert await connection.fetchval("SELECT number FROM sign") == 7
    await connection.close()


@pytest.mark.kafka
async def test_topic_has_its_partitions(kafka: str, make_topic: MakeTopic) -> None:
    """A fresh topic has as many partitions as were asked for."""
    topic = await make_topic(5)
    consumer = AIOKafkaConsumer(topic, bootstrap_servers=kafka)
    await consumer.start()
    assert consumer.partitions_for_topic(topic) == set(range(5))
    await consumer.stop()


OWNER = """
import sys, time
from pathlib import Path
from tests.plain_postgres import PlainPostgres
server = PlainPostgres(Path(sys.argv[1]))
server.start()
print(server.address, flush=True)
time.sleep(600)
"""


@pytest.mark.postgres
async def test_postgres_dies_with_a_killed_owner() -> None:
    """When a test run is killed, its PostgreSQL goes too."""
    with tempfile.TemporaryDirectory(prefix="waystation-owner-") as folder:
        Path(folder).chmod(0o755)
        root = Path(__file__).parent.parent
        command = [sys.executable, "-c", OWNER, str(Path(folder) / "server")]
        owner = subprocess.Popen(command, stdout=subprocess.PIPE, cwd=root)
        assert owner.stdout is not None
        address = owner.stdout.readline().decode().strip()
        await (await asyncpg.connect(address)).close()
        owner.kill()
        owner.wait()
        owner.stdout.close()
        notes = Path(folder) / "server" / "pg" / "postmaster.pid"
        async with asyncio.timeout(10):
            while notes.exists():
                await asyncio.sleep(0.05)
        with pytest.raises(OSError, match=r"."):
            await asyncpg.connect(address)
