"""One Kafka broker on a plain machine: for tests and small installations."""

import base64
import random
import shutil
import signal
import socket
import struct
import subprocess
import tempfile
import time
from pathlib import Path
from types import TracebackType
from typing import Self
from uuid import uuid4

from deploy.kafka import child
from deploy.kafka.jars import KafkaUnavailable, fetch, version

_JVM = (
    # Compiled once and quickly: it starts in half the time, and is fast enough for one machine.
    *("-XX:TieredStopAtLevel=1", "-Xmx512m", "-Xms256m", "-XX:+UseSerialGC", "-Xshare:auto"),
    "-Xlog:disable",
    *("-Xlog:all=warning:stderr", "-Djava.awt.headless=true"),
    "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
    "-Dorg.slf4j.simpleLogger.showDateTime=true",
    "-Dorg.slf4j.simpleLogger.dateTimeFormat=yyyy-MM-dd'T'HH:mm:ss.SSS",
)
_PROPERTIES = """\
process.roles=broker,controller
node.id=1
controller.quorum.voters=1@127.0.0.1:{controller}
listeners=PLAINTEXT://127.0.0.1:{port},CONTROLLER://127.0.0.1:{controller}
advertised.listeners=PLAINTEXT://127.0.0.1:{port}
listener.security.protocol.map=PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT
controller.listener.names=CONTROLLER
inter.broker.listener.name=PLAINTEXT
log.dirs={logs}
auto.create.topics.enable=false
num.partitions=1
offsets.topic.num.partitions=4
offsets.topic.replication.factor=1
transaction.state.log.replication.factor=1
transaction.state.log.min.isr=1
share.coordinator.state.topic.replication.factor=1
share.coordinator.state.topic.min.isr=1
group.initial.rebalance.delay.ms=0
group.min.session.timeout.ms=1000
# A killed broker may come back soon: its former self is forgotten after two seconds.
broker.session.timeout.ms=2000
broker.heartbeat.interval.ms=500
log.retention.ms=-1
num.network.threads=2
num.io.threads=4
"""
# Free ports are looked for below those that systems give to outgoing connections: else a client
# that reconnects again and again may be given the port of the server that it waits for.
PORTS = range(20_000, 32_000)
_given: set[int] = set()


class PlainKafka:
    """A broker on this machine: `with PlainKafka() as kafka: … kafka.address …`.

    `data_dir` keeps its data (default: a temporary folder, removed by `close`); `port` is the
    client port (default: a free one, kept over restarts); `cache` is where the jars are.
    The broker never outlives this process. Errors are `KafkaUnavailable`.
    """

    def __init__(
        self, data_dir: Path | None = None, *, port: int | None = None, cache: Path | None = None
    ) -> None:
        self._temporary = data_dir is None
        self.data_dir = (data_dir or Path(tempfile.mkdtemp(prefix="waystation-kafka-"))).resolve()
        self.port = port or free_port()
        self._controller_port = free_port()
        self._cache = cache
        self._process: subprocess.Popen[bytes] | None = None

    def __str__(self) -> str:
        return f"{version()} from its jars"

    @property
    def address(self) -> str:
        """``host:port`` for clients."""
        return f"127.0.0.1:{self.port}"

    @property
    def pid(self) -> int | None:
        """The broker's process id while it runs."""
        alive = self._process is not None and self._process.poll() is None
        return self._process.pid if self._process is not None and alive else None

    @property
    def log(self) -> Path:
        """The file with the broker's warnings and errors."""
        return self.data_dir / "kafka.log"

    def start(self, *, patience: float = 60.0) -> Self:
        """Start, or start again on the same data and port; return when metadata is answered."""
        if self.pid is not None:
            return self
        java, jars = _java(), fetch(self._cache)
        run = [java, *_JVM, "-cp", f"{jars}/*"]
        logs = self.data_dir / "logs"
        settings = self.data_dir / "server.properties"
        self.data_dir.mkdir(parents=True, exist_ok=True)
        settings.write_text(
            _PROPERTIES.format(port=self.port, controller=self._controller_port, logs=logs)
        )
        if not (logs / "meta.properties").exists():
            self._format([*run, "kafka.tools.StorageTool", "format", "--ignore-formatted"])
        if not _is_free(self.port):
            raise KafkaUnavailable(
                zh=f"127.0.0.1 的端口 {self.port} 已被占用，请另选一个。",
                en=f"Port {self.port} is taken on 127.0.0.1; choose another.",
            )
        self._process = child.spawn([*run, "kafka.Kafka", str(settings)], self.log)
        deadline = time.monotonic() + patience
        while not answers_metadata("127.0.0.1", self.port):
            if self.pid is None or time.monotonic() > deadline:
                self.stop()
                raise self._failure("did not start")
            time.sleep(0.05)
        return self

    def stop(self, *, patience: float = 15.0) -> None:
        """Stop cleanly (SIGTERM, after `patience` seconds SIGKILL); data and port are kept."""
        if self._process is not None:
            child.stop(self._process, patience=patience)
            self._process = None

    def kill(self) -> None:
        """Kill the broker as a power cut would; `start` brings it back."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None

    def pause(self) -> None:
        """Freeze the broker: it keeps its connections and answers nothing."""
        child.freeze(self._running())

    def resume(self) -> None:
        """Let a frozen broker go on."""
        self._running().send_signal(signal.SIGCONT)

    def close(self) -> None:
        """Stop; remove the data if they were temporary."""
        self.stop()
        if self._temporary:
            shutil.rmtree(self.data_dir, ignore_errors=True)

    def __enter__(self) -> Self:
        """Start."""
        try:
            return self.start()
        except BaseException:
            self.close()
            raise

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close."""
        self.close()

    def _format(self, command: list[str]) -> None:
        settings = str(self.data_dir / "server.properties")
        done = subprocess.run(  # noqa: S603  no part of the command comes from outside
            [*command, "-t", _cluster_id(), "-c", settings],
            capture_output=True,
            text=True,
            errors="replace",
            check=False,
        )
        if done.returncode != 0:
            self.log.write_text(done.stdout + done.stderr)
            raise self._failure("could not format its storage")

    def _running(self) -> subprocess.Popen[bytes]:
        if self._process is None or self._process.poll() is not None:
            raise KafkaUnavailable(zh="该 Kafka 未在运行。", en="This broker is not running.")
        return self._process

    def _failure(self, what: str) -> KafkaUnavailable:
        text = self.log.read_text(errors="replace") if self.log.exists() else ""
        if "UnsupportedClassVersionError" in text:
            return _java_missing()
        tail = "\n".join(text.strip().splitlines()[-8:])
        return KafkaUnavailable(
            zh=f"Kafka 未能在 {self.address} 启动，日志见 {self.log}。\n{tail}",
            en=f"Kafka {what} on {self.address}; its log is {self.log}.",
        )


def _java_missing() -> KafkaUnavailable:
    return KafkaUnavailable(
        zh="Kafka 需要 Java 17 或更新版本；"
        "在 Debian 上请运行：apt-get install openjdk-17-jre-headless。",
        en="Kafka needs Java 17 or newer; on Debian: apt-get install openjdk-17-jre-headless.",
    )


def free_port() -> int:
    """A TCP port of 127.0.0.1 that nobody listens on now, another one with each call."""
    for port in random.sample(PORTS, len(PORTS)):
        if port not in _given and _is_free(port):
            _given.add(port)
            return port
    raise KafkaUnavailable(
        zh=f"{PORTS[0]} 至 {PORTS[-1]} 之间没有空闲端口；请先停止占用端口的程序。",
        en=f"No port of {PORTS[0]} to {PORTS[-1]} is free; end what listens there.",
    )


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        # As the broker does it: closing connections of a former broker do not count.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def answers_metadata(host: str, port: int, *, patience: float = 5.0) -> bool:
    """Whether a broker answers a metadata request there and lists itself as alive."""
    # Metadata, version 1, correlation 1, no client name, no topics.
    request = struct.pack(">hhihi", 3, 1, 1, -1, 0)
    try:
        with socket.create_connection((host, port), timeout=patience) as connection:
            connection.sendall(struct.pack(">i", len(request)) + request)
            head = b""
            while len(head) < 12:  # length, correlation, number of living brokers
                more = connection.recv(12 - len(head))
                if not more:
                    return False
                head += more
    except OSError:
        return False
    correlation, brokers = struct.unpack(">ii", head[4:])
    return bool(correlation == 1 and brokers > 0)


def _java() -> str:
    java = shutil.which("java")
    if java is None:
        raise _java_missing()
    return java


def _cluster_id() -> str:
    # Kafka's own form of an id: 22 characters of URL-safe base64; must not begin with a dash.
    text = base64.urlsafe_b64encode(uuid4().bytes).decode().rstrip("=")
    return _cluster_id() if text.startswith("-") else text
