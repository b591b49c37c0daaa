"""Chooses the real servers of a test run: given, in containers, or on the plain machine."""

import atexit
import os
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Protocol, TypeVar

from deploy.kafka.plain import PlainKafka
from tests.plain_postgres import PlainPostgres, end_left_behind

POSTGRES = "WAYSTATION_TEST_POSTGRES"
KAFKA = "WAYSTATION_TEST_KAFKA"
POSTGRES_IMAGE = "WAYSTATION_TEST_POSTGRES_IMAGE"
KAFKA_IMAGE = "WAYSTATION_TEST_KAFKA_IMAGE"
_PREFIX = "waystation-tests-"
S = TypeVar("S", bound="Server")


class Server(Protocol):
    """A server that tests start, take away, and bring back at the same address."""

    @property
    def address(self) -> str:
        """A superuser's DSN, or ``host:port`` of a broker."""

    def start(self) -> object:
        """Start, or start again on the same data; return when it answers."""

    def stop(self) -> None:
        """Stop cleanly."""

    def kill(self) -> None:
        """Kill it as a power cut would."""

    def close(self) -> None:
        """Stop it and remove its data."""


class Broker(Server, Protocol):
    """A broker, which can be frozen too."""

    def pause(self) -> None:
        """Freeze it: it keeps its connections and answers nothing."""

    def resume(self) -> None:
        """Let it go on."""


class Servers:
    """The servers of one test run, each started when the first test asks for it.

    `environment` is read once. `used` tells what was started or given, for people.
    """

    def __init__(self, environment: Mapping[str, str]) -> None:
        self._environment = dict(environment)
        self._folder: Path | None = None
        self._shared: dict[str, Server] = {}
        self._own = 0
        self._docker: str | None = None
        self._docker_asked = False
        self.used: dict[str, str] = {}

    def plan(self) -> str:
        """Where the servers will come from, as far as is known before any is started."""
        docker = self._without_docker()
        rest = "plain machine" if docker else "containers, else the plain machine"
        parts = [
            f"{name}: {'given' if self._environment.get(variable) else rest}"
            for name, variable in (("PostgreSQL", POSTGRES), ("Kafka", KAFKA))
        ]
        return "; ".join(parts) + (f" ({docker})" if docker else "")

    def postgres(self) -> str:
        """The run's PostgreSQL: a superuser's DSN."""
        if given := self._environment.get(POSTGRES):
            self.used["PostgreSQL"] = f"given by {POSTGRES}"
            return given
        if "PostgreSQL" not in self._shared:
            self._shared["PostgreSQL"] = self.own_postgres()
        return self._shared["PostgreSQL"].address

    def kafka(self) -> str:
        """The run's Kafka: its bootstrap address."""
        if given := self._environment.get(KAFKA):
            self.used["Kafka"] = f"given by {KAFKA}"
            return given
        if "Kafka" not in self._shared:
            self._shared["Kafka"] = self.own_kafka()
        return self._shared["Kafka"].address

    def own_postgres(self, *, durable: bool = False) -> Server:
        """A started PostgreSQL for one test to take away; the caller closes it."""
        server: Server | None = None
        reason = self._without_docker()
        if not reason:
            from tests import containers  # noqa: PLC0415  Docker's client only where it is used

            image = self._environment.get(POSTGRES_IMAGE, containers.POSTGRES_IMAGE)
            reason = containers.lacking(image)
            if not reason:
                server = containers.PostgresContainer(image, durable=durable)
        return self._started("PostgreSQL", server or PlainPostgres(self._place(), durable=durable))

    def own_kafka(self) -> Broker:
        """A started Kafka for one test to take away; the caller closes it."""
        broker: Broker | None = None
        reason = self._without_docker()
        if not reason:
            from tests import containers  # noqa: PLC0415  Docker's client only where it is used

            image = self._environment.get(KAFKA_IMAGE, containers.KAFKA_IMAGE)
            reason = containers.lacking(image)
            if not reason:
                broker = containers.KafkaContainer(image)
        return self._started("Kafka", broker or PlainKafka(self._place()))

    def close(self) -> None:
        """Stop everything and remove its data."""
        for server in self._shared.values():
            server.close()
        self._shared.clear()
        if self._folder is not None:
            shutil.rmtree(self._folder, ignore_errors=True)
            self._folder = None

    def _started(self, name: str, server: S) -> S:
        try:
            server.start()
        except BaseException:
            server.close()
            raise
        self.used.setdefault(name, str(server))
        return server

    def _place(self) -> Path:
        """A new folder for one server's data."""
        if self._folder is None:
            _sweep()
            self._folder = Path(tempfile.mkdtemp(prefix=f"{_PREFIX}{os.getpid()}-"))
            self._folder.chmod(0o755)  # PostgreSQL may run as another user
            atexit.register(self.close)
        self._own += 1
        return self._folder / str(self._own)

    def _without_docker(self) -> str | None:
        """Why containers are out of the question, or None."""
        if not self._docker_asked:
            self._docker_asked = True
            try:
                from tests import containers  # noqa: PLC0415  Docker's client only on demand

                self._docker = containers.engine()
                if self._docker is None:
                    containers.sweep()
            except ImportError as error:
                self._docker = f"no {error.name} here"
        return self._docker


def _sweep() -> None:
    """Remove what killed test runs left; on Linux their servers died with them, mostly."""
    for folder in Path(tempfile.gettempdir()).glob(f"{_PREFIX}*"):
        pid = folder.name.removeprefix(_PREFIX).partition("-")[0]
        try:
            os.kill(int(pid), 0)
        except ProcessLookupError:
            for server in folder.iterdir():
                end_left_behind(server)
            shutil.rmtree(folder, ignore_errors=True)
        except (ValueError, PermissionError):
            continue
