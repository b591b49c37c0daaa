"""PostgreSQL in a data folder: made, killed, taken over, stopped."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from deploy.embedded.postgres import Postgres
from deploy.sentence import CannotGoOn
from tests.deploy.embedded.servers import ask, kill
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


def test_a_server_that_cannot_start_says_why(tmp_path: Path) -> None:
    """The refusal carries the server's own last words."""
    server = Postgres(tmp_path)
    server.start()
    server.stop()
    (tmp_path / "postgres" / "postgresql.conf").write_text("no_such_setting = 1\n")
    with pytest.raises(CannotGoOn, match="no_such_setting"):
        server.start()
