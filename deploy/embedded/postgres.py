"""A PostgreSQL server in a folder: made, started, taken over and stopped by its owner."""

import contextlib
import os
import shutil
import signal
import stat
import subprocess
import tempfile
import time
from pathlib import Path
from urllib.parse import quote

from deploy.embedded.account import find_account
from deploy.embedded.binaries import find_binaries
from deploy.sentence import CannotGoOn
from shared.text import Text

PORT = 5432  # names the socket; nothing listens on the network
SOCKET = f".s.PGSQL.{PORT}"
LONGEST_SOCKET = 100  # a socket's path may take 107 bytes on Linux and 103 on macOS
SUPERUSER = "postgres"

SETTINGS = {
    "listen_addresses": "",
    "port": str(PORT),
    "unix_socket_permissions": "0700",
    "max_connections": "100",
    # A statement or a detail in the server's log could repeat data that a client sent.
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
    "log_min_messages": "warning",
    "log_checkpoints": "off",
    "jit": "off",
}


class Postgres:
    """One server on `folder/postgres`, reached by a socket that only its account can open.

    The folder must be absolute. Two owners at once are not kept apart here: the caller holds
    the folder's lock.
    """

    def __init__(self, folder: Path) -> None:
        self._data = folder / "postgres"
        self._log = folder / "postgres.log"
        self._account = find_account(self._data)
        self._binaries = find_binaries(_cluster_version(self._data))
        self._process: subprocess.Popen[bytes] | None = None
        self._own_sockets = folder / "sockets"
        self._sockets = self._own_sockets

    @property
    def running(self) -> bool:
        """Whether the server that was started still runs."""
        return self._process is not None and self._process.poll() is None

    def address(self, database: str, user: str = SUPERUSER) -> str:
        """The connection string of a database for a role; it holds from a start to the stop."""
        return f"postgresql://{user}@/{database}?host={quote(str(self._sockets))}&port={PORT}"

    def start(self, patience: float = 300) -> None:
        """Make the database cluster if there is none, and return when it takes connections.

        A server left behind by a killed owner is stopped first; what it had committed is kept.
        Raises CannotGoOn when it does not come up, with the last lines of its log.
        """
        if not self._data.exists():
            self._make()
        self._account.must_own(self._data)
        left_behind = self._stop_left_behind()
        self._choose_socket_folder()
        # Another process may have the number in it by now, and PostgreSQL would not start.
        (self._sockets / f"{SOCKET}.lock").unlink(missing_ok=True)
        deadline = time.monotonic() + patience
        self._launch()
        while not self._ready():
            if not self.running and left_behind and time.monotonic() < deadline:
                # The last sessions of a killed server may still hold its memory for a moment.
                time.sleep(0.5)
                self._launch()
            elif not self.running or time.monotonic() > deadline:
                self._end(patience=0)
                raise self._refusal(Text(zh="启动", en="be started"), self._log_tail())
            time.sleep(0.02)

    def stop(self, patience: float = 6) -> None:
        """End every session and stop; after `patience` seconds harder, by SIGQUIT and SIGKILL."""
        self._end(patience)
        if self._sockets != self._own_sockets:
            shutil.rmtree(self._sockets, ignore_errors=True)
            self._sockets = self._own_sockets

    def _end(self, patience: float) -> None:
        if self._process is None:
            return
        for order in (signal.SIGINT, signal.SIGQUIT, signal.SIGKILL):
            if self.running:
                self._process.send_signal(order)
                with contextlib.suppress(subprocess.TimeoutExpired):
                    self._process.wait(max(patience, 1))
        self._process = None

    def _make(self) -> None:
        # Under another name first: one that was killed half way must not look complete.
        unfinished = self._data.with_name("postgres.unfinished")
        shutil.rmtree(unfinished, ignore_errors=True)
        unfinished.mkdir(mode=0o700)
        self._account.own(unfinished)
        # Order and case of text are the same on every machine, and LIKE 'prefix%' uses indexes.
        made = self._run(
            "initdb", "--pgdata", str(unfinished), "--username", SUPERUSER, "--auth", "trust",
            "--encoding", "UTF8", "--locale", "C",
        )  # fmt: skip
        if made.returncode != 0:
            raise self._refusal(Text(zh="初始化", en="be set up"), made.stderr)
        unfinished.rename(self._data)

    def _run(self, program: str, *arguments: str) -> subprocess.CompletedProcess[str]:
        command, ownership = self._account.command(
            [self._binaries.program(program), *arguments], self._binaries.folder, self._data
        )
        return subprocess.run(  # noqa: S603 -- programs found in fixed places
            command, capture_output=True, text=True, check=False, cwd="/", **ownership
        )

    def _launch(self) -> None:
        settings = SETTINGS | {"unix_socket_directories": str(self._sockets)}
        options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        command, ownership = self._account.command(
            [self._binaries.program("postgres"), "-D", str(self._data), *options],
            self._binaries.folder, self._data, self._sockets,
        )  # fmt: skip
        with self._log.open("ab") as log:
            # Its own session: Ctrl-C at the terminal must not reach it before the services ended.
            self._process = subprocess.Popen(  # noqa: S603
                command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, cwd="/",
                start_new_session=True, **ownership,
            )  # fmt: skip

    def _choose_socket_folder(self) -> None:
        own = self._own_sockets
        plain = quote(str(own)) == str(own)  # drivers read a comma as a list of hosts
        if plain and len(os.fsencode(own / SOCKET)) <= LONGEST_SOCKET:
            own.mkdir(mode=0o700, exist_ok=True)
        elif self._sockets == own:
            self._sockets = Path(tempfile.mkdtemp(prefix="waystation-"))
        elif os.path.lexists(self._sockets):
            self._must_own_sockets()
            return
        else:
            self._sockets.mkdir(mode=0o700)  # the same again: pools keep the address
        self._account.own(self._sockets)

    def _must_own_sockets(self) -> None:
        # Any user may take a name that was cleared from the folder for temporary files.
        status = self._sockets.lstat()
        if not stat.S_ISDIR(status.st_mode) or status.st_uid != self._account.user:
            raise CannotGoOn(
                zh=f"PostgreSQL 存放套接字的 {self._sockets} 现已被他人占用；"
                "请将其删除，或重新启动驿站。",
                en=f"{self._sockets}, where PostgreSQL had its sockets, belongs to another user"
                " now; remove it, or start Waystation again.",
            )

    def _ready(self) -> bool:
        lines = _postmaster_lines(self._data)
        mine = self._process is not None and lines[:1] == [str(self._process.pid)]
        return mine and self.running and lines[-1].strip() == "ready"

    def _stop_left_behind(self) -> bool:
        lines = _postmaster_lines(self._data)
        if not lines:
            return False
        pid = int(lines[0])
        if _is_server(pid, self._data):
            for order, patience in ((signal.SIGINT, 60), (signal.SIGQUIT, 30)):
                os.kill(pid, order)
                deadline = time.monotonic() + patience
                while _is_server(pid, self._data) and time.monotonic() < deadline:
                    time.sleep(0.02)
            sockets = Path(lines[4]) if len(lines) > 4 and lines[4] else None
            if sockets and sockets.name.startswith("waystation-"):
                shutil.rmtree(sockets, ignore_errors=True)
        else:
            # Another process may have that number by now, and PostgreSQL would not start.
            (self._data / "postmaster.pid").unlink(missing_ok=True)
        return True

    def _log_tail(self) -> str:
        with contextlib.suppress(OSError):
            return "\n".join(self._log.read_text(errors="replace").splitlines()[-5:])
        return ""

    def _refusal(self, what: Text, output: str) -> CannotGoOn:
        return CannotGoOn(
            zh=f"PostgreSQL 在 {self._data} 中无法{what.zh}，日志见 {self._log}。",
            en=f"PostgreSQL could not {what.en} in {self._data}; its log is {self._log}, whose last"
            f" lines are:\n{output.strip()}\n",
        )


def running_address(folder: Path, database: str, user: str) -> str | None:
    """The connection string of a database of the server that runs in a folder, if one does."""
    lines = _postmaster_lines(folder / "postgres")
    if len(lines) < 5 or not lines[4]:
        return None
    return f"postgresql://{user}@/{database}?host={quote(lines[4])}&port={PORT}"


def _cluster_version(data: Path) -> int | None:
    try:
        return int((data / "PG_VERSION").read_text())
    except FileNotFoundError:
        return None


def _postmaster_lines(data: Path) -> list[str]:
    """The lines of postmaster.pid: pid, folder, start, port, sockets, host, memory, state."""
    try:
        return (data / "postmaster.pid").read_text().splitlines()
    except FileNotFoundError:
        return []


def _is_server(pid: int, data: Path) -> bool:
    try:
        command = Path(f"/proc/{pid}/cmdline").read_bytes().decode(errors="replace")
    except FileNotFoundError:
        if Path("/proc/self").exists():
            return False
        command = subprocess.run(  # noqa: S603
            ["/bin/ps", "-o", "command=", "-p", str(pid)],
            capture_output=True, text=True, check=False,
        ).stdout  # fmt: skip
    return str(data) in command
