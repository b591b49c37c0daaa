"""Chooses the real servers of a test run: given, in containers, or on the plain machine."""

import atexit
import contextlib
import os
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path
from types import ModuleType
from typing import Protocol, TypeVar

from deploy.kafka.plain import PlainKafka
from tests.plain_postgres import PlainPostgres, end_left_behind

WISH = "WAYSTATION_TEST_SERVERS"
POSTGRES = "WAYSTATION_TEST_POSTGRES"
KAFKA = "WAYSTATION_TEST_KAFKA"
POSTGRES_IMAGE = "WAYSTATION_TEST_POSTGRES_IMAGE"
KAFKA_IMAGE = "WAYSTATION_TEST_KAFKA_IMAGE"
_NAMES = Path(__file__).parents[1] / "deploy" / "images" / "names.env"
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


class ServersMissing(Exception):
    """The servers that were asked for cannot be had; the message says what to do."""


class Servers:
    """The servers of one test run, each started when the first test asks for it.

    `environment` is read once. `used` tells what was started or given, for people.
    """

    def __init__(self, environment: Mapping[str, str]) -> None:
        self._environment = dict(environment)
        self._wish = self._environment.get(WISH, "")
        self._folder: Path | None = None
        self._shared: dict[str, Server] = {}
        self._own = 0
        self._engine: str | None = None
        self._engine_asked = False
        self._lacking: dict[str, str | None] = {}
        self.used: dict[str, str] = {}

    def plan(self) -> str:
        """Where the servers will come from, as far as is known before any is started.

        Raises `ServersMissing` if containers were asked for and cannot be had.
        """
        if self._wish not in ("", "plain", "containers"):
            raise ServersMissing(f"{WISH} is plain, containers or nothing, not {self._wish!r}.")
        rest, why = "plain machine", None
        if self._wish == "containers":
            rest = "containers"
            for address, image in ((POSTGRES, POSTGRES_IMAGE), (KAFKA, KAFKA_IMAGE)):
                if not self._environment.get(address):
                    self._image(image)
        elif not self._wish and not (why := self.without_engine()):
            rest = "containers, else the plain machine"
        parts = [
            f"{name}: {'given' if self._environment.get(address) else rest}"
            for name, address in (("PostgreSQL", POSTGRES), ("Kafka", KAFKA))
        ]
        return "; ".join(parts) + (f" ({why})" if why else "")

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
        image = self._image(POSTGRES_IMAGE)
        server: Server = (
            _containers().PostgresContainer(image, durable=durable)
            if image
            else PlainPostgres(self._place(), durable=durable)
        )
        return self._started("PostgreSQL", server)

    def own_kafka(self) -> Broker:
        """A started Kafka for one test to take away; the caller closes it."""
        image = self._image(KAFKA_IMAGE)
        broker: Broker = _containers().KafkaContainer(image) if image else PlainKafka(self._place())
        return self._started("Kafka", broker)

    def without_engine(self) -> str | None:
        """Why there is no Docker engine, or None if one answers."""
        if not self._engine_asked:
            self._engine_asked = True
            try:
                self._engine = _containers().engine()
                if self._engine is None:
                    _containers().sweep()
            except ImportError as error:
                self._engine = f"no {error.name} here"
        return self._engine

    def close(self) -> None:
        """Stop everything and remove its data."""
        for server in self._shared.values():
            server.close()
        self._shared.clear()
        if self._folder is not None:
            shutil.rmtree(self._folder, ignore_errors=True)
            self._folder = None

    def _image(self, variable: str) -> str | None:
        """The image for a container, which is here now; None: the plain machine it is."""
        if self._wish == "plain":
            return None
        deployed = _deployed(variable)
        given = self._environment.get(variable) or self._environment.get(deployed)
        image = given or _default_image(deployed)
        way_out = "Start one: deploy/README.md says how"
        if not (reason := self.without_engine()):
            if image not in self._lacking:
                self._lacking[image] = _containers().lacking(image)
            if not (reason := self._lacking[image]):
                return image
            way_out = f"Make a stand-in of it with `make stand-ins`, or name another by {variable}"
        if self._wish == "containers":
            raise ServersMissing(f"{WISH}=containers, but {reason}. {way_out}.")
        return None

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


def _deployed(variable: str) -> str:
    """The variable that says which image is deployed, where this one says which is tested with."""
    return variable.replace("_TEST_", "_")


def _default_image(name: str) -> str:
    """The image that is deployed, too."""
    lines = _NAMES.read_text("utf-8").splitlines()
    return next(line.partition("=")[2] for line in lines if line.startswith(f"{name}="))


def _containers() -> ModuleType:
    from tests import server_containers  # noqa: PLC0415  Docker's client only where it is used

    return server_containers


def _sweep() -> None:
    """Remove what killed test runs left; on Linux their servers died with them, mostly."""
    for folder in Path(tempfile.gettempdir()).glob(f"{_PREFIX}*"):
        pid = folder.name.removeprefix(_PREFIX).partition("-")[0]
        try:
            os.kill(int(pid), 0)
        except ProcessLookupError:
            with contextlib.suppress(FileNotFoundError):  # another process sweeps as well
                for server in folder.iterdir():
                    end_left_behind(server)
            shutil.rmtree(folder, ignore_errors=True)
        except (ValueError, PermissionError):
            continue
