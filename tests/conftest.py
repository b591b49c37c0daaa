"""Fixtures that every test may ask for: real servers, fresh databases, fresh topics."""

import contextlib
import os
from collections.abc import AsyncIterator, Iterator

import pytest

from tests.databases import Databases, MakeDatabase, Migrate
from tests.servers import Broker, Server, Servers
from tests.topics import MakeTopic, Topics

SERVERS = Servers(os.environ)


def pytest_report_header() -> str:
    """Say where servers will come from."""
    return f"servers: {SERVERS.plan()}"


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say which servers were used."""
    if SERVERS.used:
        said = "; ".join(f"{name}: {which}" for name, which in sorted(SERVERS.used.items()))
        terminalreporter.write_line(f"servers used: {said}")


def pytest_unconfigure() -> None:
    """Stop the servers."""
    SERVERS.close()


@pytest.fixture(scope="session")
def postgres() -> str:
    """A superuser's DSN of the run's PostgreSQL."""
    return SERVERS.postgres()


@pytest.fixture(scope="session")
def kafka() -> str:
    """The bootstrap address of the run's Kafka."""
    return SERVERS.kafka()


@pytest.fixture(scope="session")
def second_kafka() -> Iterator[Broker]:
    """The broker behind `own_kafka`; not for tests."""
    broker = SERVERS.own_kafka()
    yield broker
    broker.close()


@pytest.fixture
def own_kafka(second_kafka: Broker) -> Iterator[Broker]:
    """A running broker for this test to stop, kill, freeze and bring back; topics may be old."""
    second_kafka.start()
    yield second_kafka
    with contextlib.suppress(Exception):  # it is not frozen, most often
        second_kafka.resume()


@pytest.fixture
def own_postgres() -> Iterator[Server]:
    """A started PostgreSQL with durable commits for this test alone."""
    server = SERVERS.own_postgres(durable=True)
    yield server
    server.close()


@pytest.fixture(scope="session")
def databases(postgres: str) -> Databases:
    """The maker of databases on the run's PostgreSQL."""
    return Databases(postgres)


@pytest.fixture
async def make_database(databases: Databases) -> AsyncIterator[MakeDatabase]:
    """A function that makes fresh databases, all dropped at the test's end."""
    made: list[str] = []

    async def make(migrate: Migrate | None = None) -> str:
        made.append(await databases.make(migrate))
        return made[-1]

    yield make
    for dsn in made:
        await databases.drop(dsn)


@pytest.fixture
async def database_url(make_database: MakeDatabase) -> str:
    """The DSN of a fresh, empty database."""
    return await make_database()


@pytest.fixture
async def make_topic(kafka: str) -> AsyncIterator[MakeTopic]:
    """A function that makes fresh topics, all deleted at the test's end."""
    async with Topics(kafka) as topics:
        yield topics.make
