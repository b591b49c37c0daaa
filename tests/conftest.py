"""Fixtures that every test may ask for: real servers, fresh databases, fresh topics."""

import contextlib
import gc
import os
import signal
from collections.abc import AsyncIterator, Iterator, Mapping
from typing import Any

import pytest
import structlog
from hypothesis import settings

from deploy.kafka import plain
from tests import needs
from tests.databases import Databases, MakeDatabase, Migrate
from tests.servers import Broker, Server, Servers, ServersMissing
from tests.topics import MakeTopic, Topics

_PLAN = pytest.StashKey[str]()
_USED = pytest.StashKey[dict[str, set[str]]]()
SERVERS = Servers(os.environ)
WATCH = needs.Watch()
# Drawn examples are the same each time, and may take as long as a busy machine needs.
settings.load_profile("ci")


def pytest_configure(config: pytest.Config) -> None:
    """End here if it is known that the servers that were asked for cannot be had."""
    config.stash[_USED] = {}
    gc.disable()  # until all is collected: what is read until then stays
    WATCH.install()
    _keep_loggers_fresh()
    _let_children_hear()
    _have_ports_of_ones_own()
    try:
        config.stash[_PLAN] = SERVERS.plan()
    except ServersMissing as error:
        raise pytest.UsageError(str(error)) from None


def _keep_loggers_fresh() -> None:
    """A process keeps the loggers that it has used; tests look at the log of another each time."""
    configure = structlog.configure

    def without_cache(**given: Any) -> None:
        configure(**{**given, "cache_logger_on_first_use": False})

    structlog.configure = without_cache  # type: ignore[assignment]


@pytest.fixture(autouse=True)
def _log_as_before() -> Iterator[None]:
    """A test that runs a command in this process leaves the log to the next one as it was."""
    before = structlog.get_config()
    yield
    structlog.configure(**before)


def _let_children_hear() -> None:
    """In the background, or under nohup, signals are ignored, and children inherit that.

    Tests send these to children; what is caught here is at its default there.
    """
    for number in (signal.SIGINT, signal.SIGHUP):
        if signal.getsignal(number) is signal.SIG_IGN:
            signal.signal(number, lambda *_: None)


def _have_ports_of_ones_own() -> None:
    """In one of several processes: look for free ports where the others do not."""
    worker = os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")
    plain.PORTS = plain.PORTS[int(worker) :: int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", "1"))]


def pytest_report_header(config: pytest.Config) -> str:
    """Say where servers will come from."""
    return f"servers: {config.stash[_PLAN]}"


@pytest.hookimpl(tryfirst=True)  # before markers choose among the tests
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the tests that ask for one of the run's servers, in whichever way they come.

    And those that would show on servers in containers what they show on the plain machine.
    """
    for item in items:
        if any(item.nodeid.startswith(place) for place in needs.ONCE):
            item.add_marker("once")
        if needs.MARK_OF_FIXTURE.keys() & set(getattr(item, "fixturenames", ())):
            item.add_marker("servers")


def pytest_collection_finish() -> None:
    """Look for garbage from now on, but not among all modules and tests again and again."""
    gc.freeze()
    gc.enable()


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """See that a test has the marks of what it needs, and that what it needs is there.

    A test of images that was asked for is never left out silently.
    """
    needs.check_fixtures(item)
    WATCH.begin(item)
    if item.get_closest_marker("docker") and (reason := SERVERS.without_engine()):
        pytest.fail(f"This test needs containers, but {reason}.", pytrace=False)


@pytest.hookimpl(trylast=True)
def pytest_runtest_teardown() -> None:
    """See that a test started no process that its marks do not tell of."""
    WATCH.end()


def pytest_sessionfinish(session: pytest.Session) -> None:
    """In one of several processes: hand over which servers it used."""
    if hasattr(session.config, "workeroutput"):
        session.config.workeroutput["servers"] = SERVERS.used


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    """Take over which servers one of several processes used."""
    _remember(node.config, getattr(node, "workeroutput", {}).get("servers", {}))


def _remember(config: pytest.Config, used: Mapping[str, str]) -> None:
    for name, which in used.items():
        config.stash[_USED].setdefault(name, set()).add(which)


def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> None:
    """Say which servers were used."""
    _remember(config, SERVERS.used)
    if used := config.stash[_USED]:
        output = "; ".join(f"{name}: {', '.join(sorted(used[name]))}" for name in sorted(used))
        terminalreporter.write_line(f"servers used: {output}")


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
