"""One PostgreSQL on the plain machine for tests: the wheel's programs, or the machine's."""

import os
import shutil
import signal
import subprocess
import time
from pathlib import Path

from deploy.embedded.account import Ownership, find_account
from deploy.embedded.binaries import find_binaries
from deploy.kafka import child

SETTINGS = {
    "listen_addresses": "",
    "max_connections": "200",
    "unix_socket_permissions": "0777",
    "shared_buffers": "128MB",
    "timezone": "UTC",
}
# What a power cut may damage and a test never looks at.
HASTE = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


class PlainPostgres:
    """A server in `folder`, reached by a socket in it; a killed owner takes it along.

    With `durable` commits reach the disk, as benchmarks want; else they are quick.
    """

    def __init__(self, folder: Path, *, durable: bool = False) -> None:
        folder = folder.resolve()
        folder.mkdir(parents=True, exist_ok=True)
        self._data = folder / "pg"
        self._log = folder / "postgres.log"
        self._settings = SETTINGS if durable else SETTINGS | HASTE
        self._account = find_account(self._data)
        self._binaries = find_binaries()
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def address(self) -> str:
        """A superuser's DSN."""
        return f"postgresql://postgres@/postgres?host={self._data}"

    def __str__(self) -> str:
        return f"{self._binaries.major} from {self._binaries.folder}"

    def start(self, *, patience: float = 30.0) -> None:
        """Start, or start again on the same data and address."""
        if self._process is not None:
            return
        if not self._data.exists():
            self._make()
        options = [
            part for name, value in self._settings.items() for part in ("-c", f"{name}={value}")
        ]
        command, owner = self._under_account("postgres", "-k", str(self._data), *options)
        deadline = time.monotonic() + patience
        while True:
            process = child.spawn(
                command,
                self._log,
                death_signal=signal.SIGQUIT,
                user=owner.get("user"),
                group=owner.get("group"),
            )
            while process.poll() is None and time.monotonic() < deadline:
                if self._ready(process.pid):
                    self._process = process
                    return
                time.sleep(0.02)
            # After a kill the old server's backends may hold its memory a moment longer.
            if time.monotonic() > deadline:
                child.stop(process, first=signal.SIGQUIT)
                raise RuntimeError(f"PostgreSQL did not start:\n{self._log.read_text()[-2000:]}")
            time.sleep(0.2)

    def stop(self) -> None:
        """Stop cleanly, closing every connection; the data and the address are kept."""
        self._end(signal.SIGINT)

    def kill(self) -> None:
        """Kill the server as a power cut would."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None

    def close(self) -> None:
        """Stop and remove the data, which are not written out before."""
        self._end(signal.SIGQUIT)
        shutil.rmtree(self._data, ignore_errors=True)

    def _end(self, first: signal.Signals) -> None:
        if self._process is not None:
            child.stop(self._process, first=first)
            self._process = None

    def back_up(self, archive: Path) -> None:
        """Make a backup as deploy/README.md has one made, while the server goes on."""
        program = self._binaries.program("pg_basebackup")
        options = ("-D", "-", "-Ft", "-z", "-X", "fetch", "-c", "fast")
        with archive.open("wb") as file:
            subprocess.run([program, "-d", self.address, *options], stdout=file, check=True)

    def restore(self, archive: Path) -> None:
        """Lose all data, and start on those of a backup."""
        self.close()
        self._data.mkdir(mode=0o700)
        self._account.own(self._data)
        tar = ["tar", "-xz", "-C", str(self._data)]
        command, owner = self._account.command(tar, self._data)
        with archive.open("rb") as file:
            subprocess.run(command, stdin=file, check=True, cwd="/", **owner)
        self.start()

    def _make(self) -> None:
        self._data.mkdir(mode=0o700)
        self._account.own(self._data)
        arguments = ("-A", "trust", "-U", "postgres", "-E", "UTF8", "--locale=C", "--no-sync")
        command, owner = self._under_account("initdb", *arguments)
        made = subprocess.run(
            command, capture_output=True, text=True, check=False, cwd="/", **owner
        )
        if made.returncode != 0:
            raise RuntimeError(f"PostgreSQL could not be set up for the tests:\n{made.stderr}")

    def _under_account(self, program: str, *arguments: str) -> tuple[list[str], Ownership]:
        words = [self._binaries.program(program), "-D", str(self._data), *arguments]
        return self._account.command(words, self._binaries.folder, self._data)

    def _ready(self, pid: int) -> bool:
        try:
            lines = (self._data / "postmaster.pid").read_text().splitlines()
        except OSError:
            return False
        # PostgreSQL empties the file before it writes it again
        return lines[:1] == [str(pid)] and lines[-1].strip() == "ready"


def end_left_behind(folder: Path) -> None:
    """End the server in `folder` of an owner that is gone, where the system did not end it."""
    try:
        pid = int((folder / "pg" / "postmaster.pid").read_text().split()[0])
        if str(folder) in Path(f"/proc/{pid}/cmdline").read_text():
            os.kill(pid, signal.SIGQUIT)
    except (OSError, IndexError, ValueError):
        return
