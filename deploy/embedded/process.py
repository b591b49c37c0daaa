"""The one process: database, services, relays, port; started in this order, ended in reverse."""

import asyncio
import contextlib
import os
import secrets
import signal
import socket
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from types import FrameType
from typing import Any

import structlog
import uvloop
from prometheus_client import CollectorRegistry

from deploy.databases import Databases, prepare_databases
from deploy.embedded.apps import build_apps, one_port
from deploy.embedded.demo_data import demo_of
from deploy.embedded.duties import keeping_duties
from deploy.embedded.folder import DataFolder, Instance
from deploy.embedded.log_file import logging_to
from deploy.embedded.postgres import SUPERUSER, Postgres
from deploy.embedded.relays import (
    check_transport,
    record_transport,
    relaying_directly,
    relaying_through_kafka,
)
from deploy.place import (
    log_policies,
    log_regions,
    policies_of_folder,
    put_policies_in_force,
    put_regions_in_force,
    regions_of_folder,
)
from deploy.processes.running import allow_files, listening
from deploy.sentence import CannotGoOn, port_taken
from deploy.topics import make_topics
from services.cases.context import DAY_LIMITS, DayLimits
from services.reporting.entry.pages import entry_link
from shared.database import DatabaseAway
from shared.http.application import Service
from shared.http.health import metrics_app
from shared.http.server import until_asked
from shared.identity.tokens import HOUR
from shared.journal.cluster import JournalMoved
from shared.kafka.security import KafkaSecurity
from shared.migrations import MigrationBroken, SchemaNewer
from shared.policies.in_force import policies_in_force
from shared.positions import BadPositionKey
from shared.vault import BadKeyFile

log = structlog.get_logger(__name__)

KAFKA_WITHIN = 10  # seconds for it to answer at the start
CHECK_EVERY = 1.0  # seconds between looks at the database server


@dataclass(frozen=True)
class InstanceOptions:
    """How an instance is to run: data, address, Kafka for its events and metrics' port, if any.

    `token_lifetime` is for how many seconds a token may be good at most; `limits` are those of
    questions about persons.
    """

    folder: DataFolder
    host: str = "127.0.0.1"
    port: int = 8000
    kafka: str | None = None
    kafka_security: KafkaSecurity = field(default_factory=KafkaSecurity)
    metrics_port: int | None = None
    token_lifetime: float = HOUR
    limits: DayLimits = DAY_LIMITS


@dataclass(frozen=True)
class Running:
    """An instance that answers: its address, its links for browsers by their path, its services."""

    folder: DataFolder
    url: str
    link: Callable[[str], str]
    services: Mapping[str, Service]


Then = Callable[[Running], Awaitable[None]]


def run(options: InstanceOptions, then: Then) -> None:
    """Run an instance until a signal ends it; once it answers, `then` is called and awaited.

    Port 0 takes a free one. Raises CannotGoOn when it cannot start, and what `then` raises.
    """
    with _signals_interrupt(), contextlib.suppress(KeyboardInterrupt), options.folder.held():
        folder = options.folder.path
        put_regions_in_force(regions_of_folder(folder), str(folder))
        put_policies_in_force(policies_of_folder(folder), str(folder))
        options = _with_port(options)
        allow_files()
        check_transport(options.folder, options.kafka)
        with (
            logging_to(options.folder.path / "waystation.log"),
            _database(options.folder) as server,
            asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner,
        ):
            try:
                runner.run(until_asked(_serve(options, server, then), _ending_signals()))
            except SchemaNewer as newer:
                raise CannotGoOn(zh=newer.text.zh, en=newer.text.en) from None
            except BadPositionKey as bad:
                raise CannotGoOn(zh=bad.text.zh, en=bad.text.en) from None
            except (BadKeyFile, MigrationBroken, DatabaseAway, JournalMoved) as error:
                raise _unusable(options.folder, error) from error


async def _serve(options: InstanceOptions, server: Postgres, then: Then) -> None:
    log_regions()
    log_policies()
    folder, url = options.folder, f"http://{_reachable(options.host)}:{options.port}"
    async with AsyncExitStack() as stack:
        await stack.enter_async_context(_kept_up(server))
        await prepare_databases(server.address(SUPERUSER), Databases.plain())
        if options.kafka:
            await make_topics(
                options.kafka,
                patience=KAFKA_WITHIN,
                setting="--kafka",
                security=options.kafka_security.for_client(),
            )
        record_transport(folder, options.kafka)
        key = secrets.token_urlsafe(16)
        apps = build_apps(
            folder,
            server,
            url,
            options.kafka,
            options.kafka_security,
            options.token_lifetime,
            options.limits,
            browser_key=key,
            browser_actions=_read_by_browsers(folder),
        )
        for app in apps.values():
            await stack.enter_async_context(app.router.lifespan_context(app))
        if options.kafka:
            relaying = relaying_through_kafka(server, options.kafka, options.kafka_security)
        else:
            relaying = relaying_directly(server, apps["reporting"].state.consumer)
        relays = await stack.enter_async_context(relaying)
        keeping = keeping_duties(server, policies_in_force())
        watched, duties = await stack.enter_async_context(keeping)
        registry = CollectorRegistry()
        parts = {name: app.registry for name, app in apps.items()}
        metrics = metrics_app(registry, duties=watched.registry, **parts)
        serving = await stack.enter_async_context(
            listening(
                one_port(apps, registry), options.host, options.port, metrics, options.metrics_port
            )
        )
        started = datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
        folder.announce(Instance(url, os.getpid(), started))
        await then(Running(folder, url, lambda path: url + entry_link(key, path), apps))
        await asyncio.wait({serving, duties, *relays}, return_when=asyncio.FIRST_COMPLETED)


def _read_by_browsers(folder: DataFolder) -> str:
    """What the link lets a browser read: of real people, no figure below the county."""
    return "statistics:read statistics:detail" if demo_of(folder) else "statistics:read"


def _with_port(options: InstanceOptions) -> InstanceOptions:
    """Refuse a busy port at once, before a database is made for nothing; choose one for 0."""
    family = socket.AF_INET6 if ":" in options.host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((options.host, options.port))
        except OSError:
            raise port_taken(options.host, options.port) from None
        return replace(options, port=probe.getsockname()[1])


def _unusable(folder: DataFolder, error: Exception) -> CannotGoOn:
    """The data is not as the services left it; the error says what is wrong and what to do."""
    return CannotGoOn(
        zh=f"{folder.path} 中的数据无法使用：密钥文件或数据库已损坏，或由其他版本写成；"
        "请从备份恢复，或改用原来的版本。",
        en=f"The data in {folder.path} cannot be used: {error}",
    )


def _reachable(host: str) -> str:
    """The host as a caller on this machine writes it."""
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104 -- compared only
    return f"[{host}]" if ":" in host else host


@contextmanager
def _database(folder: DataFolder) -> Iterator[Postgres]:
    server = Postgres(folder.path)
    try:
        server.start()
        yield server
    finally:
        # Further signals cannot make this faster.
        for number in _ending_signals():
            signal.signal(number, signal.SIG_IGN)
        server.stop()


@asynccontextmanager
async def _kept_up(server: Postgres) -> AsyncIterator[None]:
    """Start the database server again if it ends."""
    over = False

    def warn(event: str, **fields: Any) -> None:
        with contextlib.suppress(Exception):  # a full disk takes no log line either
            log.warning(event, **fields)

    async def look() -> None:
        while not over:
            if not server.running:
                warn("database_ended")
                try:
                    await asyncio.to_thread(server.start)
                except CannotGoOn as error:  # the next look tries again
                    warn("database_not_started", reason=str(error))
                except Exception as error:
                    warn("database_not_started", reason=type(error).__name__, exc_info=error)
            await asyncio.sleep(CHECK_EVERY)

    looking = asyncio.create_task(look())
    try:
        yield
    finally:
        over = True
        await looking


@contextmanager
def _signals_interrupt() -> Iterator[None]:
    """Let every signal end the process as Ctrl-C does: so that each `finally` runs."""

    def interrupt(number: int, frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    before = {n: signal.signal(n, interrupt) for n in _ending_signals()}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _ending_signals() -> list[signal.Signals]:
    """SIGINT, SIGTERM, and SIGHUP unless the process ignores it (as with nohup)."""
    ignored = signal.getsignal(signal.SIGHUP) is signal.SIG_IGN
    return [signal.SIGINT, signal.SIGTERM, *([] if ignored else [signal.SIGHUP])]
