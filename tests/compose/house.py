"""The house of deploy/compose.yaml under a name of its own, for tests."""

import contextlib
import fcntl
import functools
import json
import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import gettempdir, mkdtemp
from typing import Any

from deploy.kafka.plain import free_port
from shared.agencies import SERVICES_AGENCY
from shared.catalogue import ACTIONS
from shared.identity.issuer import Issuer
from shared.regions.provinces import PROVINCES
from tests.deploy.instances import waystation
from tests.onlooker import PATIENCE, Onlooker

ROOT = Path(__file__).parents[2]
COMPOSE = ROOT / "deploy" / "compose.yaml"
SIGN_IN = COMPOSE.with_name("compose.sign-in.yaml")
_PREFIX = "waystation-compose-"
RELAYS = ("cases-relay", "outreach-relay")
PROCESSES = ("cases", "outreach", "reporting", *RELAYS, "cases-duties", "gateway")
SERVERS = ("postgres", "kafka")
PARTITIONS = 12  # of both topics


class Containers(Onlooker):
    """All containers of the house: `prepare` makes secrets and networks, `up` starts them."""

    def __init__(self, place: Path, **variables: str) -> None:
        self.place = place
        self.project = place.name.lower()
        port = free_port()
        self.url = f"http://127.0.0.1:{port}"
        self.environment = os.environ | {
            "COMPOSE_PROJECT_NAME": self.project,
            "WAYSTATION_PORT": str(port),
            "WAYSTATION_SECRETS": str(place / "secrets"),
            "WAYSTATION_REGISTER": str(place / "register"),
            "WAYSTATION_WORK": str(place / "work"),
            **variables,
        }
        (place / "work").mkdir(exist_ok=True)
        shutil.copytree(COMPOSE.parent / "register", place / "register", dirs_exist_ok=True)

    def token(self) -> str:
        """A token of the operator's own issuer."""
        issuer = Issuer.at(self.place / "secrets" / "issuer_key", "waystation")
        return issuer.mint("waystation", PROVINCES, ACTIONS, user="tester")

    def services_token(self) -> str:
        """A token that reporting could have made."""
        issuer = Issuer.at(self.place / "secrets" / "reporting_key", "waystation")
        return issuer.mint(SERVICES_AGENCY, (), ["journal:read"])

    def verify_duties(self) -> str:
        """What the operators' page has one run, in a container of its own."""
        return self.compose(
            "run", "--rm", "--no-deps", "--no-TTY", "cases-duties", "duties", "--verify"
        )

    def prepare(self) -> None:
        """Make the secrets with the image itself, then everything else but nothing that runs."""
        (self.place / "secrets").mkdir(mode=0o700)
        described = json.loads(self.compose("config", "--format", "json"))
        image = described["services"]["migrate"]["image"]
        self.docker(
            "run", "--rm", "--network=none", "--read-only", "--cap-drop=ALL",
            f"--user={os.getuid()}:{os.getgid()}", f"--volume={self.place / 'secrets'}:/secrets",
            image, "secrets", "/secrets",
        )  # fmt: skip
        self.compose("up", "--no-start")

    def up(self, *arguments: str) -> None:
        """Bring everything up as it is described, and wait until it is healthy."""
        self.compose("up", "--wait", "--wait-timeout", "240", *arguments)

    def compose(self, *arguments: str) -> str:
        """What a command of Compose writes; AssertionError with what it said when it fails."""
        return self.docker("compose", *self._described(), *arguments)

    def _described(self) -> list[str]:
        """Where the house is described: what is added lies in its place, with its `.env`."""
        env = self.place / ".env"
        described = [f"--env-file={env}"] if env.exists() else []
        added = sorted(f for f in self.place.glob("*.yaml") if f.name != COMPOSE.name)
        return [*described, *(f"--file={f}" for f in (COMPOSE, *added))]

    def docker(self, *arguments: str) -> str:
        """What a command of Docker writes; AssertionError with what it said when it fails."""
        done = subprocess.run(
            [docker(), *arguments],
            env=self.environment, cwd=self.place, capture_output=True, text=True, check=False,
            timeout=400,
        )  # fmt: skip
        assert done.returncode == 0, f"docker {' '.join(arguments)}\n{done.stdout}{done.stderr}"
        return done.stdout

    def command(self, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
        """Run `waystation …` on this machine against the gateway, to its end."""
        return waystation(*arguments, "--url", self.url, env={"WAYSTATION_TOKEN": self.token()})

    def containers(self, service: str) -> list[str]:
        """The ids of a service's containers, of those that have ended too."""
        return self.compose("ps", "--all", "--quiet", service).split()

    def inspect(self, container: str) -> dict[str, Any]:
        """All that Docker knows of a container."""
        output: dict[str, Any] = json.loads(self.docker("inspect", container))[0]
        return output

    def shares(self) -> list[int]:
        """How many partitions each member of reporting's group holds."""
        output = self.compose(
            "exec", "--no-TTY", "kafka", "bash", "-c",
            "/opt/kafka/bin/kafka-consumer-groups.sh --bootstrap-server kafka:9092"
            " --command-config <(printf 'security.protocol=SASL_PLAINTEXT\nsasl.mechanism=PLAIN\n')"
            " --describe --group waystation-reporting --members --verbose",
        )  # fmt: skip
        table = [line.split() for line in output.splitlines() if line.strip()]
        if not table or "#PARTITIONS" not in table[0]:
            return []  # it is rebalancing
        return [int(member[table[0].index("#PARTITIONS")]) for member in table[1:]]

    def kill(self, container: str) -> None:
        """Kill -9 a container; it stays down until it is started."""
        self.docker("kill", "--signal=KILL", container)
        assert not self.inspect(container)["State"]["Running"]

    def wait_healthy(self, *containers: str, other_than: int = 0) -> None:
        """Return when all of these are healthy, in processes other than one known before."""
        deadline = time.monotonic() + PATIENCE
        for container in containers:
            while True:
                state = self.inspect(container)["State"]
                if state["Health"]["Status"] == "healthy" and state["Pid"] not in (0, other_than):
                    break
                assert time.monotonic() < deadline, state
                time.sleep(0.2)

    def wait_for_members(self, number: int) -> None:
        """Return when the group has so many members; each has partitions, together all."""
        deadline = time.monotonic() + PATIENCE
        while len(shares := self.shares()) != number or 0 in shares or sum(shares) != PARTITIONS:
            assert time.monotonic() < deadline, shares
            time.sleep(0.5)

    def close(self) -> None:
        """Remove everything, the volumes too."""
        self.compose("--profile", "*", "down", "--volumes", "--remove-orphans", "--timeout", "5")


@contextmanager
def containers(**variables: str) -> Iterator[Containers]:
    """A prepared house, removed in the end; when a test fails, the end of its log is printed."""
    _sweep()
    place = Path(mkdtemp(prefix=f"{_PREFIX}{os.getpid()}-"))
    house = Containers(place, **variables)
    try:
        house.prepare()
        yield house
    except BaseException:
        with contextlib.suppress(AssertionError):
            print(house.compose("logs", "--no-color", "--tail", "40"))
        raise
    finally:
        house.close()
        shutil.rmtree(place, ignore_errors=True)


def _sweep() -> None:
    """Remove the houses of test runs that were killed: their containers start again and again."""
    with _alone():
        for left in Path(gettempdir()).glob(f"{_PREFIX}*"):
            if not Path("/proc", left.name.removeprefix(_PREFIX).partition("-")[0]).exists():
                Containers(left).close()
                shutil.rmtree(left, ignore_errors=True)


@contextmanager
def _alone() -> Iterator[None]:
    """Let no other process of this machine sweep meanwhile."""
    folder = os.open(gettempdir(), os.O_RDONLY)
    try:
        fcntl.flock(folder, fcntl.LOCK_EX)
        yield
    finally:
        os.close(folder)


@functools.cache
def docker() -> str:
    """A Docker client that has Compose."""
    candidates = [os.environ.get("DOCKER"), shutil.which("docker"), "/usr/bin/docker"]
    for candidate in filter(None, candidates):
        tried = subprocess.run([candidate, "compose", "version"], capture_output=True, check=False)
        if tried.returncode == 0:
            return candidate
    raise AssertionError(
        "These tests need Docker with Compose 2; on Debian 12 run .ci/docker-engine, or name the"
        " client in the variable DOCKER."
    )
