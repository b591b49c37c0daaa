"""The data folder: one instance at a time, and how others find it."""

import os
import stat
import subprocess
import sys
from pathlib import Path
from threading import Timer

import pytest

from deploy.embedded.demo_data import begin_demo
from deploy.embedded.folder import DataFolder, Instance
from deploy.sentence import CannotGoOn

INSTANCE = Instance("http://127.0.0.1:8000", 4711, "2024-05-01T08:00:00Z")

HOLD_AND_BE_KILLED = """
import os, sys
from pathlib import Path
from deploy.embedded.folder import DataFolder, Instance
with DataFolder(Path(sys.argv[1])).held() as held:
    DataFolder(Path(sys.argv[1])).announce(Instance("http://127.0.0.1:9", os.getpid(), ""))
    os.kill(os.getpid(), 9)
"""


def test_a_running_instance_is_found_by_its_folder(tmp_path: Path) -> None:
    """While an instance holds the folder, everybody can read where it answers; later no more."""
    folder = DataFolder(tmp_path / "new")
    with folder.held():
        assert folder.running() is None
        folder.announce(INSTANCE)
        assert folder.running() == INSTANCE
    assert folder.running() is None
    assert not (folder.path / "instance.json").exists()


@pytest.mark.parametrize("before", [None, 0o755, 0o777, 0o750, 0o700])
def test_a_data_folder_is_its_owners_alone(tmp_path: Path, before: int | None) -> None:
    """A new one from the start; one of before, open to others, from the next start on."""
    path = tmp_path / "data"
    if before is not None:
        path.mkdir()
        path.chmod(before)
        (path / "vault-keys.json").write_text("{}")
    with DataFolder(path).held():
        assert stat.S_IMODE(path.stat().st_mode) == 0o700
    assert stat.S_IMODE(tmp_path.stat().st_mode) == 0o700  # as pytest makes it


def test_a_demos_folder_is_closed_before_anything_is_in_it(tmp_path: Path) -> None:
    """It is made before the instance holds it."""
    begin_demo(DataFolder(tmp_path / "data"))
    assert stat.S_IMODE((tmp_path / "data").stat().st_mode) == 0o700


def test_a_folder_for_everybodys_files_stays_one(tmp_path: Path) -> None:
    """Whoever names /tmp does not close it to all others."""
    tmp_path.chmod(0o1777)
    with DataFolder(tmp_path).held():
        assert stat.S_IMODE(tmp_path.stat().st_mode) == 0o1777


def test_another_user_is_told_whose_folder_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not that nothing runs on it: that cannot be seen from outside."""
    monkeypatch.setattr(os, "access", lambda path, mode: False)  # root may enter everywhere
    with pytest.raises(CannotGoOn, match="belongs to another user"):
        DataFolder(tmp_path).running()
    assert DataFolder(tmp_path / "none").running() is None


def test_a_second_instance_is_told_of_the_first(tmp_path: Path) -> None:
    """Two instances on one folder would spoil it; the second is told where the first answers."""
    folder = DataFolder(tmp_path)
    with folder.held():
        folder.announce(INSTANCE)
        with (
            pytest.raises(CannotGoOn, match=r"http://127\.0\.0\.1:8000 \(process 4711\)"),
            DataFolder(tmp_path).held(),
        ):
            pass


@pytest.mark.processes
def test_what_a_killed_instance_left_does_not_count(tmp_path: Path) -> None:
    """The address of an instance that was killed is not taken for a running one's."""
    subprocess.run([sys.executable, "-c", HOLD_AND_BE_KILLED, str(tmp_path)], check=False)
    assert (tmp_path / "instance.json").exists()
    assert DataFolder(tmp_path).running() is None
    with DataFolder(tmp_path).held():
        pass


def test_an_instance_that_is_starting_is_waited_for(tmp_path: Path) -> None:
    """Whoever asks while an instance starts is told where it answers once it does."""
    folder = DataFolder(tmp_path)
    with folder.held():
        announcing = Timer(0.2, folder.announce, [INSTANCE])
        announcing.start()
        assert folder.running() is None
        assert folder.running(patience=10) == INSTANCE
        announcing.join()


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    """Where no folder can be, the sentence names the way out."""
    (tmp_path / "file").write_text("")
    with (
        pytest.raises(CannotGoOn, match="--data-dir"),
        DataFolder(tmp_path / "file" / "data").held(),
    ):
        pass
