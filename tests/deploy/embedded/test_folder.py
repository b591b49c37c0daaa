"""The data folder: one instance at a time, and how others find it."""

import subprocess
import sys
from pathlib import Path
from threading import Timer

import pytest

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
