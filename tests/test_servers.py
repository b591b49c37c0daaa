"""The fixtures give what they promise, and servers come from where they were asked for."""

import asyncio
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Self

import asyncpg
import pytest
from aiokafka import AIOKafkaConsumer

from deploy.kafka.plain import answers_metadata
from tests import server_containers
from tests.databases import MakeDatabase
from tests.servers import (
    KAFKA,
    POSTGRES,
    POSTGRES_IMAGE,
    WISH,
    Broker,
    Server,
    Servers,
    ServersMissing,
)
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


@pytest.mark.kafka
async def test_frozen_broker_holds_its_connections(own_kafka: Broker) -> None:
    """A frozen broker takes a connection and answers nothing; then it goes on as it was."""
    host, _, port = own_kafka.address.rpartition(":")
    own_kafka.pause()
    _, writer = await asyncio.open_connection(host, int(port))
    assert not answers_metadata(host, int(port), patience=1)
    own_kafka.resume()
    assert answers_metadata(host, int(port), patience=10)
    writer.close()


@pytest.mark.kafka
def test_broker_comes_back(own_kafka: Broker) -> None:
    """Killed, or stopped while frozen, a broker is gone, and comes back at its address."""
    host, _, port = own_kafka.address.rpartition(":")
    own_kafka.kill()
    assert not answers_metadata(host, int(port))
    own_kafka.start()
    own_kafka.pause()
    own_kafka.stop()
    assert not answers_metadata(host, int(port))
    own_kafka.start()
    assert answers_metadata(host, int(port))


def test_unknown_wish_is_refused() -> None:
    """Servers come from the plain machine or from containers, and from nowhere else."""
    with pytest.raises(ServersMissing, match="plain, containers or nothing"):
        Servers({WISH: "clouds"}).plan()


def test_containers_without_an_engine_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """Containers that were asked for are not replaced by anything; the way out is told."""
    monkeypatch.setenv("DOCKER_HOST", "tcp://127.0.0.1:9")
    servers = Servers({WISH: "containers"})
    for ask in (servers.plan, servers.postgres, servers.own_kafka):
        with pytest.raises(ServersMissing, match=r"no Docker engine answers.*Start one"):
            ask()
    assert "plain machine" in Servers({}).plan()


def test_given_servers_need_no_engine(monkeypatch: pytest.MonkeyPatch) -> None:
    """Addresses that are given go before everything else."""
    monkeypatch.setenv("DOCKER_HOST", "tcp://127.0.0.1:9")
    servers = Servers({WISH: "containers", POSTGRES: "postgresql://there/", KAFKA: "there:9092"})
    assert servers.plan() == "PostgreSQL: given; Kafka: given"
    assert (servers.postgres(), servers.kafka()) == ("postgresql://there/", "there:9092")
    assert servers.used["Kafka"] == f"given by {KAFKA}"


@pytest.mark.docker
def test_containers_without_their_image_are_refused() -> None:
    """An image that cannot be had is named, and so is what to do about it."""
    servers = Servers({WISH: "containers", POSTGRES_IMAGE: "waystation.invalid/none:1"})
    with pytest.raises(ServersMissing, match=rf"waystation.invalid/none:1.*{POSTGRES_IMAGE}"):
        servers.own_postgres()


@pytest.mark.docker
def test_the_image_that_is_deployed_is_tested_with() -> None:
    """A name for the image that stands in the environment counts for the tests, too."""
    deployed = POSTGRES_IMAGE.replace("_TEST_", "_")
    servers = Servers({WISH: "containers", deployed: "waystation.invalid/none:2"})
    with pytest.raises(ServersMissing, match=r"waystation.invalid/none:2"):
        servers.own_postgres()


@pytest.mark.docker
async def test_containers_of_a_killed_run_are_swept() -> None:
    """The containers of a test run that was killed end with the next run, those of others stay."""
    with Owner(CONTAINER) as owner:
        mine = Servers({WISH: "containers"})
        try:
            await (await asyncpg.connect(mine.postgres())).close()
            owner.kill()
            await (await asyncpg.connect(owner.address)).close()
            server_containers.sweep()
            with pytest.raises(OSError, match=r"."):
                await asyncpg.connect(owner.address)
            await (await asyncpg.connect(mine.postgres())).close()
        finally:
            mine.close()


PLAIN = """
import sys, time
from pathlib import Path
from tests.plain_postgres import PlainPostgres
server = PlainPostgres(Path(sys.argv[1]))
server.start()
print(server.address, flush=True)
time.sleep(600)
"""
CONTAINER = """
import time
from tests.servers import WISH, Servers
print(Servers({WISH: "containers"}).postgres(), flush=True)
time.sleep(600)
"""


class Owner:
    """A process that owns a server, with its `address`, to be killed."""

    def __init__(self, program: str, *arguments: str) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-c", program, *arguments],
            stdout=subprocess.PIPE, cwd=Path(__file__).parent.parent,
        )  # fmt: skip

    def __enter__(self) -> Self:
        """Wait for its server."""
        assert self._process.stdout is not None
        self.address = self._process.stdout.readline().decode().strip()
        return self

    def kill(self) -> None:
        """Kill -9."""
        self._process.kill()
        self._process.wait()

    def __exit__(self, *error: object) -> None:
        """Kill it if that was not done."""
        self.kill()
        assert self._process.stdout is not None
        self._process.stdout.close()


@pytest.mark.postgres
async def test_postgres_dies_with_a_killed_owner() -> None:
    """When a test run is killed, its PostgreSQL goes too."""
    with tempfile.TemporaryDirectory(prefix="waystation-owner-") as folder:
        Path(folder).chmod(0o755)
        with Owner(PLAIN, str(Path(folder) / "server")) as owner:
            await (await asyncpg.connect(owner.address)).close()
            owner.kill()
        notes = Path(folder) / "server" / "pg" / "postmaster.pid"
        async with asyncio.timeout(10):
            while notes.exists():
                await asyncio.sleep(0.05)
        with pytest.raises(OSError, match=r"."):
            await asyncpg.connect(owner.address)
