"""One data folder and one port, and the processes that live on them one after the other."""

import contextlib
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from deploy.embedded.folder import DataFolder
from deploy.embedded.postgres import SUPERUSER, Postgres
from deploy.embedded.tokens import mint
from deploy.kafka.plain import free_port
from shared.agencies import SERVICES_AGENCY
from tests.deploy.instances import databases_on
from tests.onlooker import PATIENCE, Onlooker

ROOT = Path(__file__).parents[2]


def seeded(round_number: int = 0) -> random.Random:
    """The chance of a round; its seed is printed, and WAYSTATION_TEST_SEED sets the first's."""
    first = int(os.environ.get("WAYSTATION_TEST_SEED") or random.randrange(2**32))
    seed = first + round_number
    print(f"to repeat: WAYSTATION_TEST_SEED={seed}")
    return random.Random(seed)


class Process:
    """A command of Waystation in a process of its own, perhaps with a knife in it."""

    def __init__(
        self,
        place: Path,
        *arguments: str | Path,
        step: str = "-",
        passing: int = 1,
        unlearned: str = "",
        token: str = "",
        program: str = "tests.chaos.victim",
    ) -> None:
        self.step = step
        self._note = place / "bitten"
        self._note.unlink(missing_ok=True)
        self._said = place / "said.txt"
        victim = [program, step, str(passing), str(self._note), unlearned, "--"]
        environment = {n: v for n, v in os.environ.items() if not n.startswith("WAYSTATION_")}
        if token:
            environment["WAYSTATION_TOKEN"] = token
        with self._said.open("wb") as output:
            self.process = subprocess.Popen(
                [sys.executable, "-m", *victim, *map(str, arguments)],
                cwd=ROOT, env=environment, stdout=output, stderr=subprocess.STDOUT,
                start_new_session=True,
            )  # fmt: skip

    @property
    def output(self) -> str:
        """What it wrote to the terminal."""
        return self._said.read_text(errors="replace")

    def says(self, sentence: str) -> None:
        """Return when it has said this."""
        deadline = time.monotonic() + PATIENCE
        while sentence not in self.output:
            alive = self.process.poll() is None and time.monotonic() < deadline
            assert alive, f"It does not say: {sentence}\n{self.output}"
            time.sleep(0.02)

    def ended(self, patience: float = PATIENCE) -> int:
        """Its exit code, once it has ended by itself."""
        try:
            return self.process.wait(patience)
        except subprocess.TimeoutExpired:
            raise AssertionError(
                f"It did not end; its step was {self.step}.\n{self.output}"
            ) from None

    def bitten(self) -> None:
        """Wait until the knife has killed it; AssertionError if it ended otherwise."""
        code = self.ended()
        assert code == -signal.SIGKILL, f"{self.step}: it ended with {code}.\n{self.output}"
        assert self._note.read_text().startswith(f"{self.step} #")

    def kill(self) -> None:
        """Kill -9; nothing if it has ended."""
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()


class House(Onlooker):
    """A data folder that instances run on, one after the other, at one address."""

    def __init__(self, place: Path, *arguments: str) -> None:
        self.place = place
        self.data = place / "data"
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self._arguments = arguments
        self._life: Process | None = None

    def live(self, step: str = "-", passing: int = 1, unlearned: str = "") -> Process:
        """Start an instance; it takes over what a killed one has left."""
        self._life = Process(
            self.place, "up", "--data-dir", self.data, "--port", str(self.port), *self._arguments,
            step=step, passing=passing, unlearned=unlearned,
        )  # fmt: skip
        return self._life

    def answering(self) -> Process:
        """The living instance, once it answers."""
        assert self._life is not None
        deadline = time.monotonic() + PATIENCE
        while self._life.process.poll() is None and time.monotonic() < deadline:
            instance = DataFolder(self.data).running()
            if instance is not None and instance.pid == self._life.process.pid:
                return self._life
            time.sleep(0.02)
        raise AssertionError(f"It did not start.\n{self._life.output}")

    def command(self, *arguments: str | Path, name: str = "") -> Process:
        """Start another command on the folder's instance."""
        place = self.place / (name or str(arguments[0]))
        place.mkdir(exist_ok=True)
        return Process(place, *arguments, "--data-dir", self.data)

    def token(self) -> str:
        """A token of the folder's own issuer."""
        return mint(DataFolder(self.data))

    def services_token(self) -> str:
        """The same, for one of Waystation's own services."""
        return mint(DataFolder(self.data), SERVICES_AGENCY)

    def verify_duties(self) -> str:
        """What the command says of the folder's instance."""
        command = self.command("duties", "--verify")
        assert command.ended() == 0, command.output
        return command.output

    def address(self, database: str, user: str = SUPERUSER) -> str:
        """The connection string of a database, for a look from outside."""
        return Postgres(self.data).address(database, user)

    def close(self) -> None:
        """End whatever is left."""
        if self._life is not None:
            self._life.kill()
        for pid in databases_on(self.data):
            kill(pid)


def kill(pid: int) -> None:
    """Kill -9 a database server, and wait until its last session is gone too."""
    sessions = children(pid)
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)
    deadline = time.monotonic() + PATIENCE
    while any(map(runs, [pid, *sessions])):
        assert time.monotonic() < deadline, f"{pid} or one of {sessions} does not end"
        time.sleep(0.01)


@contextmanager
def house(*arguments: str) -> Iterator[House]:
    """A house on a new folder; in the end nothing of it is left."""
    # Short, for the socket's path, and open, for PostgreSQL may run as another user.
    place = Path(tempfile.mkdtemp(prefix="waystation-chaos-"))
    place.chmod(0o755)
    made = House(place, *arguments)
    try:
        yield made
    finally:
        made.close()
        shutil.rmtree(place, ignore_errors=True)


def children(pid: int) -> list[int]:
    """The processes that a process has started."""
    with contextlib.suppress(OSError):
        return [int(n) for n in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    return []


def runs(pid: int) -> bool:
    """Whether a process runs, and is not one that has ended and that nobody has looked at."""
    return state(pid) not in "ZX"


def state(pid: int) -> str:
    """A process's state, in the letters of the system; X for one that is gone."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return "X"
