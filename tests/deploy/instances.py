"""Embedded instances in processes of their own, as a person would start them."""

import contextlib
import json
import os
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from urllib.parse import quote

import aiohttp

from deploy.embedded.account import Account
from deploy.embedded.folder import DataFolder, Instance
from deploy.embedded.tokens import mint
from shared.agencies import SERVICES_AGENCY
from shared.catalogue import WRITING_SERVICES
from shared.ids import new_id

ROOT = Path(__file__).parents[2]
WAYSTATION = (sys.executable, "-m", "deploy.cli")
START_WITHIN = 60  # seconds to start, on a busy machine
FILLED_WITHIN = 400  # seconds until a new demo is filled and counted, on a busy machine


def waystation(*arguments: str | Path, **options: Any) -> subprocess.CompletedProcess[str]:
    """Run one command to its end; it speaks English unless `env` or an argument says otherwise."""
    environment = {n: v for n, v in os.environ.items() if not n.startswith("WAYSTATION_")}
    environment["LC_ALL"] = "C.UTF-8"
    options = {"cwd": ROOT, "env": environment | options.pop("env", {})} | options
    return subprocess.run(
        [*WAYSTATION, *map(str, arguments)],
        capture_output=True, text=True, check=False, timeout=300, **options,
    )  # fmt: skip


def copy_instance(stopped: Path, folder: Path) -> None:
    """Make `folder` a copy of a data folder on which nothing runs, each file its owner's."""
    subprocess.run(["cp", "-a", stopped, folder], check=True)


class Up:
    """`waystation up` on a folder and a free port; `account` runs it, if one is given."""

    def __init__(
        self, folder: Path, *arguments: str, port: int = 0, account: Account | None = None
    ) -> None:
        self.folder = folder
        self.arguments = arguments
        command: Sequence[str] = [
            *WAYSTATION, "up", "--data-dir", str(folder), "--port", str(port), *arguments,
        ]  # fmt: skip
        ownership: Any = {}
        if account is not None:
            command, ownership = account.command(command, folder, ROOT, Path(sys.executable))
        self._output = folder.with_name(f"{folder.name}-{new_id()}.txt")
        with self._output.open("wb") as output:
            self.process = subprocess.Popen(
                command, cwd=ROOT, stdout=output, stderr=output, start_new_session=True, **ownership
            )

    def output(self) -> str:
        """What it has said until now."""
        return self._output.read_text()

    def line_with(self, word: str, within: float = START_WITHIN) -> str:
        """The first line that it says with this word in it, within so many seconds."""
        deadline = time.monotonic() + within
        while time.monotonic() < deadline:
            for line in self.output().splitlines():
                if word in line:
                    return line
            if self.process.poll() is not None:
                break
            time.sleep(0.02)
        raise AssertionError(f"It did not say {word!r}: {self.output()}")

    def answering(self) -> Instance:
        """Where it answers, once it does."""
        deadline = time.monotonic() + START_WITHIN
        while time.monotonic() < deadline and self.process.poll() is None:
            instance = DataFolder(self.folder).running()
            if instance is not None and instance.pid == self.process.pid:
                return instance
            time.sleep(0.02)
        raise AssertionError(f"It did not start: {self.output()}")

    def recorded(self) -> dict[str, int]:
        """How many events each journal holds, which it tells Waystation's own services alone."""
        url, events = self.answering().url, {}
        token = mint(DataFolder(self.folder), SERVICES_AGENCY)
        for service in WRITING_SERVICES:
            request = urllib.request.Request(
                f"{url}/{service.name}/v1/journal/standing",
                headers={"Authorization": f"Bearer {token}"},
            )
            with urllib.request.urlopen(request, timeout=30) as answer:
                events[service.name] = json.loads(answer.read())["events"]
        return events

    def ended(self) -> tuple[int, str]:
        """Its exit code and what it said, once it has ended by itself."""
        return self.process.wait(START_WITHIN), self.output()

    def stop(self, number: signal.Signals = signal.SIGTERM) -> tuple[int, float, str]:
        """Its exit code, the seconds that it took to stop, and what it said."""
        began = time.monotonic()
        self.process.send_signal(number)
        code, output = self.ended()
        return code, time.monotonic() - began, output

    def close(self) -> None:
        """End it and its database, however it stands."""
        if self.process.poll() is None:
            self.process.terminate()
            with contextlib.suppress(subprocess.TimeoutExpired):
                self.process.wait(20)
            self.process.kill()
            self.process.wait()
        for pid in databases_on(self.folder):
            os.kill(pid, signal.SIGQUIT)


def databases_on(folder: Path) -> list[int]:
    """The process ids of the database servers on a folder, without those of their sessions."""
    found = {}
    for process in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(FileNotFoundError, ProcessLookupError):  # it ended just now
            if f"\0-D\0{folder}/postgres\0".encode() in (process / "cmdline").read_bytes():
                parent = (process / "stat").read_text().rpartition(")")[2].split()[1]
                found[int(process.name)] = int(parent)
    # A session that was begun just now still goes by its server's command line.
    return [pid for pid, parent in found.items() if parent not in found]


class Caller:
    """A caller of an instance, for the length of an ``async with``."""

    def __init__(self, folder: Path, instance: Instance) -> None:
        self._url = instance.url
        self._token = mint(DataFolder(folder))

    async def __aenter__(self) -> "Caller":
        """Open the session."""
        self._session = aiohttp.ClientSession(headers={"Authorization": f"Bearer {self._token}"})
        return self

    async def __aexit__(self, *error: object) -> None:
        """Close it."""
        await self._session.close()

    async def get(self, path: str) -> tuple[int, Any]:
        """The status and JSON of a GET."""
        async with self._session.get(self._url + path) as answer:
            return answer.status, json.loads(await answer.text() or "null")

    async def register_workstation(
        self, name: str, region: str = "410105001000"
    ) -> tuple[int, bool]:
        """The status of a write, and whether it had been done before."""
        body = {"region": region, "name": name}
        async with self._session.post(
            f"{self._url}/v1/workstations", json=body, headers={"Idempotency-Key": quote(name)}
        ) as answer:
            return answer.status, "Idempotency-Replayed" in answer.headers
