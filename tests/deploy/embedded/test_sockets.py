"""The folder of a server's sockets: kept, swept away, replaced."""

import shutil
import stat
from pathlib import Path

import pytest

from deploy.embedded.postgres import Postgres
from deploy.sentence import CannotGoOn
from tests.deploy.embedded.servers import ask, kill

pytestmark = pytest.mark.postgres


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
        with pytest.raises(CannotGoOn, match="belongs to another user now"):
            far.start()
    finally:
        sockets.unlink()
    far.start()
    assert await ask(far, "SELECT 1") == 1
