"""PostgreSQL and Kafka in containers for tests, through testcontainers."""

import asyncio
import contextlib
import gc
import os
import platform
import secrets
import time
import warnings
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import asyncpg
import docker  # type: ignore[import-untyped]
from testcontainers.core.config import testcontainers_config
from testcontainers.core.container import DockerContainer

from deploy.kafka.plain import answers_metadata, free_port

OWNER = "waystation.tests.owner"
STAND_IN = "waystation.stand-in"


class Container:
    """One container on a fixed port of the host, so that it can go away and come back there."""

    def __init__(
        self,
        image: str,
        inner_port: int,
        settings: Callable[[str, int], dict[str, str]],
        command: list[str] | None = None,
    ) -> None:
        testcontainers_config.ryuk_disabled = True  # `sweep` cleans up by label instead
        self._image = image
        self.port = free_port()
        self._container = DockerContainer(image, labels={OWNER: _owner()}, shm_size="256m")
        if command:
            self._container.with_command(command)
        host = self._container.get_docker_client().host()
        near = host == "localhost"
        self.host = "127.0.0.1" if near else host
        # Docker's client takes the address too: nobody else on the network is to reach it.
        reached: Any = ("127.0.0.1", self.port) if near else self.port
        self._container.ports[str(inner_port)] = reached
        self._container.with_envs(**settings(self.host, self.port))

    def __str__(self) -> str:
        return f"container {self._image}{', a stand-in' if is_stand_in(self._image) else ''}"

    @property
    def _answers(self) -> bool:
        raise NotImplementedError

    def start(self, *, patience: float = 90.0) -> None:
        """Start, or start again on the same data and port; return when it answers."""
        if self._container.status == "not_started":
            self._container.start()
        container = self._container.get_wrapped_container()
        container.start()
        deadline = time.monotonic() + patience
        while not self._answers:
            container.reload()
            if container.status != "running" or time.monotonic() > deadline:
                logs = container.logs(tail=40).decode(errors="replace")
                raise RuntimeError(f"{self} is {container.status} and does not answer:\n{logs}")
            time.sleep(0.1)

    def stop(self) -> None:
        """Stop cleanly, frozen or not; the data and the address are kept."""
        with contextlib.suppress(docker.errors.APIError):  # it is not frozen, most often
            self.resume()
        self._container.get_wrapped_container().stop(timeout=15)

    def kill(self) -> None:
        """Kill it as a power cut would; nothing if it does not run."""
        container = self._container.get_wrapped_container()
        container.reload()
        if container.status != "exited":
            container.kill()
            container.wait()

    def pause(self) -> None:
        """Freeze it."""
        self._container.get_wrapped_container().pause()

    def resume(self) -> None:
        """Let it go on."""
        self._container.get_wrapped_container().unpause()

    def close(self) -> None:
        """Remove it with its data."""
        self._container.stop()


class PostgresContainer(Container):
    """PostgreSQL with a superuser `postgres`, reached by password as in production."""

    def __init__(self, image: str, *, durable: bool = False) -> None:
        haste = ["-c", "fsync=off", "-c", "synchronous_commit=off", "-c", "full_page_writes=off"]
        self._password = secrets.token_urlsafe()
        super().__init__(
            image,
            5432,
            lambda _host, _port: {"POSTGRES_PASSWORD": self._password},
            ["postgres", "-c", "max_connections=200", *([] if durable else haste)],
        )

    @property
    def address(self) -> str:
        """A superuser's DSN."""
        return f"postgresql://postgres:{self._password}@{self.host}:{self.port}/postgres"

    @property
    def _answers(self) -> bool:
        async def ask() -> None:
            connection: Any = await asyncpg.connect(self.address, timeout=3)
            await connection.close()

        try:
            # In a thread of its own: the caller may stand in a running event loop.
            with ThreadPoolExecutor(1) as aside:
                aside.submit(asyncio.run, ask()).result()
        except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError):
            return False
        return True


class KafkaContainer(Container):
    """One KRaft node of the project's own image, advertised at its port on the host."""

    def __init__(self, image: str) -> None:
        super().__init__(image, 9092, _kafka_settings)

    @property
    def address(self) -> str:
        """``host:port`` for clients."""
        return f"{self.host}:{self.port}"

    @property
    def _answers(self) -> bool:
        return answers_metadata(self.host, self.port)


def engine() -> str | None:
    """Why no Docker engine can be used here, or None if one answers."""
    with warnings.catch_warnings():
        # Its client leaves a socket open when nobody answers; collected here, it says nothing.
        warnings.simplefilter("ignore", ResourceWarning)
        reason = None
        try:
            with contextlib.closing(docker.from_env(timeout=5)) as client:
                client.ping()
        except (docker.errors.DockerException, OSError) as error:
            reason = f"no Docker engine answers ({type(error).__name__})"
        gc.collect()
    return reason


def lacking(image: str) -> str | None:
    """Why this image cannot be had, or None if it is here now; pulls it if need be."""
    with contextlib.closing(docker.from_env()) as client:
        try:
            client.images.get(image)
        except docker.errors.ImageNotFound:
            try:
                client.images.pull(image)
            except (docker.errors.DockerException, OSError) as error:
                return f"image {image} is not here and cannot be pulled ({type(error).__name__})"
    return None


def is_stand_in(image: str) -> bool:
    """Whether an image that is here was made by this project in place of the public one."""
    with contextlib.closing(docker.from_env()) as client:
        return STAND_IN in client.images.get(image).labels


def sweep() -> None:
    """Remove the containers of test runs on this machine that have ended."""
    with contextlib.closing(docker.from_env()) as client:
        for container in client.containers.list(
            all=True, filters={"label": OWNER}, ignore_removed=True
        ):
            machine, pid, born = container.labels[OWNER].rsplit(":", 2)
            if machine == platform.node() and not (_runs(int(pid)) and _born(int(pid)) == born):
                # Another process of this run may be sweeping as well.
                with contextlib.suppress(docker.errors.APIError):
                    container.remove(force=True, v=True)


def _owner() -> str:
    return f"{platform.node()}:{os.getpid()}:{_born(os.getpid())}"


def _runs(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _born(pid: int) -> str:
    """When a process began, where the system tells; a number may be given again."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[19]
    except OSError:
        return ""


def _kafka_settings(host: str, port: int) -> dict[str, str]:
    return {
        "KAFKA_NODE_ID": "1",
        "KAFKA_PROCESS_ROLES": "broker,controller",
        "KAFKA_CONTROLLER_QUORUM_VOTERS": "1@localhost:9093",
        "KAFKA_LISTENERS": "OUTSIDE://:9092,CONTROLLER://:9093,INSIDE://:9094",
        "KAFKA_ADVERTISED_LISTENERS": f"OUTSIDE://{host}:{port},INSIDE://localhost:9094",
        "KAFKA_LISTENER_SECURITY_PROTOCOL_MAP": (
            "OUTSIDE:PLAINTEXT,CONTROLLER:PLAINTEXT,INSIDE:PLAINTEXT"
        ),
        "KAFKA_CONTROLLER_LISTENER_NAMES": "CONTROLLER",
        "KAFKA_INTER_BROKER_LISTENER_NAME": "INSIDE",
        "KAFKA_AUTO_CREATE_TOPICS_ENABLE": "false",
        "KAFKA_LOG_RETENTION_MS": "-1",
        "KAFKA_OFFSETS_TOPIC_NUM_PARTITIONS": "4",
        "KAFKA_OFFSETS_TOPIC_REPLICATION_FACTOR": "1",
        "KAFKA_TRANSACTION_STATE_LOG_REPLICATION_FACTOR": "1",
        "KAFKA_TRANSACTION_STATE_LOG_MIN_ISR": "1",
        "KAFKA_GROUP_INITIAL_REBALANCE_DELAY_MS": "0",
        "KAFKA_GROUP_MIN_SESSION_TIMEOUT_MS": "1000",
        # As on the plain machine: a killed broker's former self is forgotten soon.
        "KAFKA_BROKER_SESSION_TIMEOUT_MS": "2000",
        "KAFKA_BROKER_HEARTBEAT_INTERVAL_MS": "500",
        "KAFKA_HEAP_OPTS": "-Xmx512m -Xms256m",
        "KAFKA_JVM_PERFORMANCE_OPTS": "-XX:+UseSerialGC -XX:TieredStopAtLevel=1",
    }
