"""Commands that run until they are asked to end, each on a port of its own."""

import contextlib
import json
import os
import re
import signal
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from deploy.kafka.plain import free_port
from shared.ids import new_id
from tests.deploy.instances import ROOT, WAYSTATION

STEP_WITHIN = 60.0  # seconds for one step, on a busy machine


class Process:
    """`waystation …` with these settings, and nothing else of Waystation's in its environment."""

    def __init__(self, folder: Path, settings: Mapping[str, str], *command: str) -> None:
        self.port, self._metrics_port = free_port(), free_port()
        self._output = folder / f"{new_id()}.txt"
        rest = {n: v for n, v in os.environ.items() if not n.startswith("WAYSTATION_")}
        with self._output.open("wb") as output:
            self.process = subprocess.Popen(
                [*WAYSTATION, *command, "--host", "127.0.0.1", "--port", str(self.port),
                 "--metrics-port", str(self._metrics_port)],
                cwd=ROOT, env=rest | dict(settings), stdout=output, stderr=output,
            )  # fmt: skip

    @property
    def output(self) -> str:
        """What it has written until now."""
        return self._output.read_text(errors="replace")

    def get(self, path: str, token: str = "", body: Any = None) -> tuple[int, Any]:
        """The status and JSON of a GET, or of a POST if there is a body."""
        headers = {"Authorization": f"Bearer {token}", "Idempotency-Key": str(new_id())}
        request = urllib.request.Request(f"http://127.0.0.1:{self.port}{path}", headers=headers)
        if body is not None:
            request.data = json.dumps(body).encode()
            request.add_header("Content-Type", "application/json")
        try:
            with urllib.request.urlopen(request, timeout=STEP_WITHIN) as answer:
                return answer.status, json.loads(answer.read())
        except urllib.error.HTTPError as error:
            return error.code, json.loads(error.read())

    def ready(self) -> "Process":
        """Itself, once it says that it is ready."""
        deadline = time.monotonic() + STEP_WITHIN
        while time.monotonic() < deadline and self.process.poll() is None:
            with contextlib.suppress(OSError):
                if self.get("/readyz")[0] == 200:
                    return self
            time.sleep(0.05)
        raise AssertionError(f"It is not ready: {self.output}")

    def answers(self) -> tuple[int, Any]:
        """What it says of its readiness, once it answers at all."""
        deadline = time.monotonic() + STEP_WITHIN
        while time.monotonic() < deadline and self.process.poll() is None:
            with contextlib.suppress(OSError):
                return self.get("/readyz")
            time.sleep(0.05)
        raise AssertionError(f"It does not answer: {self.output}")

    def metric(self, name: str) -> float:
        """A number that it tells of itself."""
        with urllib.request.urlopen(f"http://127.0.0.1:{self._metrics_port}/metrics") as answer:
            found = re.search(rf"^{re.escape(name)} (\S+)$", answer.read().decode(), re.M)
        assert found, name
        return float(found[1])

    def ended(self) -> int:
        """Its exit code, once it has ended."""
        return self.process.wait(STEP_WITHIN)

    def stop(self) -> tuple[int, float]:
        """Its exit code after SIGTERM, and the seconds that it took."""
        began = time.monotonic()
        self.process.send_signal(signal.SIGTERM)
        return self.ended(), time.monotonic() - began

    def kill(self) -> None:
        """Kill -9; nothing if it has ended."""
        self.process.kill()
        self.process.wait()


class Processes:
    """Starts processes, and kills at the end those that still run."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._all: list[Process] = []

    def start(self, settings: Mapping[str, str], *command: str) -> Process:
        """One more."""
        self._all.append(Process(self._folder, settings, *command))
        return self._all[-1]

    def close(self) -> None:
        """Kill the rest."""
        for process in self._all:
            process.kill()


@contextmanager
def processes(folder: Path) -> Iterator[Processes]:
    """What starts processes, for the length of a ``with``."""
    some = Processes(folder)
    try:
        yield some
    finally:
        some.close()


def until(condition: Any, seconds: float = STEP_WITHIN) -> None:
    """Wait for a condition."""
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it never came to be"
        time.sleep(0.05)
