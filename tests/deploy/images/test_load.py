"""Tests of the script that loads a bundle, with a Docker that only takes notes."""

import gzip
import hashlib
import os
import shutil
import subprocess
from pathlib import Path

import pytest

pytestmark = pytest.mark.processes

SCRIPT = Path(__file__).parents[3] / "deploy/images/load.sh"
# Keeps what it is given to load; knows the images whose names are in `here`, by their label.
DOCKER = """#!/bin/sh
home=$(dirname "$0")
case "$1 ${2:-}" in
  load*) cat >> "$home/loaded" ;;
  "volume inspect") test -e "$home/house" ;;
  "image inspect")
    for last; do :; done
    case $4 in
      *stand-in*) sed -n "s|^$last ||p" "$home/here" | grep . ;;
      *) echo sha256:0123 ;;
    esac ;;
esac
"""
IMAGES = {
    "ours:1": ("built", "built here"),
    "postgres:17": ("stand-in", "A STAND-IN for the public image"),
}


class Bundle:
    """A bundle of two images in a folder, and a Docker of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "bundle"
        self._docker = folder / "docker"
        self._docker.write_text(DOCKER)
        self._docker.chmod(0o755)
        (self.folder / "images").mkdir(parents=True)
        shutil.copy(SCRIPT, self.folder / "load")
        lines = []
        for image, (kind, note) in IMAGES.items():
            file = f"images/{image.replace(':', '-')}.tar.gz"
            (self.folder / file).write_bytes(gzip.compress(f"<{image}>".encode()))
            lines.append(f"{file}\t{image}\t{kind}\t{note}\n")
        (self.folder / "IMAGES").write_text("".join(lines))
        (self.folder / "names.env").write_text("WAYSTATION_IMAGE=ours:1\n")
        for name in ("compose.yaml", "README.md"):
            (self.folder / name).write_text(name)
        self.already_here({})
        self.sum_up()

    def already_here(self, labels: dict[str, str]) -> None:
        """What Docker has before, with the value of the label of stand-ins."""
        text = "".join(f"{image} {label}\n" for image, label in labels.items())
        (self._docker.parent / "here").write_text(text)

    def house_is_here(self) -> None:
        """Docker has the volume of an installation that ran before."""
        (self._docker.parent / "house").touch()

    def sum_up(self, *, without: str = "") -> None:
        """Write the sums of all files, but not of one."""
        files = sorted(path for path in self.folder.rglob("*") if path.is_file())
        names = [path.relative_to(self.folder).as_posix() for path in files]
        sums = [
            f"{hashlib.sha256((self.folder / name).read_bytes()).hexdigest()}  {name}\n"
            for name in names
            if name not in ("SHA256SUMS", without)
        ]
        (self.folder / "SHA256SUMS").write_text("".join(sums))

    def load(self) -> subprocess.CompletedProcess[str]:
        """Run the script."""
        return subprocess.run(
            [self.folder / "load"],
            env=os.environ | {"DOCKER": str(self._docker)},
            capture_output=True,
            text=True,
            check=False,
        )

    @property
    def loaded(self) -> str:
        """What Docker was given."""
        notes = self._docker.parent / "loaded"
        return notes.read_text() if notes.exists() else ""


@pytest.fixture
def bundle(tmp_path: Path) -> Bundle:
    """A bundle that nobody has touched."""
    return Bundle(tmp_path)


def test_a_whole_bundle_is_loaded(bundle: Bundle) -> None:
    """Every image is loaded, stand-ins are called so, and the names are laid ready for Compose."""
    done = bundle.load()
    assert done.returncode == 0, done.stderr
    assert bundle.loaded == "<ours:1><postgres:17>"
    assert "postgres:17: A STAND-IN" in done.stderr
    assert (bundle.folder / ".env").read_text() == "WAYSTATION_IMAGE=ours:1\n"


@pytest.mark.parametrize("name", ["images/postgres-17.tar.gz", "compose.yaml", "IMAGES", "load"])
def test_a_changed_file_stops_everything(bundle: Bundle, name: str) -> None:
    """One file that differs from its sum, and nothing is loaded; the file is named."""
    with (bundle.folder / name).open("ab") as file:
        file.write(b"\n")
    done = bundle.load()
    assert done.returncode == 1
    assert "DAMAGED OR CHANGED" in done.stderr
    assert name in done.stderr
    assert bundle.loaded == ""


@pytest.mark.parametrize("name", ["images/postgres-17.tar.gz", "compose.yaml", "IMAGES", "load"])
def test_a_file_without_a_sum_stops_everything(bundle: Bundle, name: str) -> None:
    """A file that no sum vouches for counts as changed."""
    bundle.sum_up(without=name)
    done = bundle.load()
    assert done.returncode == 1
    assert f"{name}: no sum" in done.stderr
    assert bundle.loaded == ""


def test_a_missing_file_stops_everything(bundle: Bundle) -> None:
    """A file that was lost on the way is noticed before anything is loaded."""
    (bundle.folder / "images/postgres-17.tar.gz").unlink()
    assert bundle.load().returncode == 1
    assert bundle.loaded == ""


@pytest.mark.parametrize(("label", "loaded"), [("", "<ours:1>"), ("true", "<ours:1><postgres:17>")])
def test_a_stand_in_never_takes_the_place_of_the_public_image(
    bundle: Bundle, label: str, loaded: str
) -> None:
    """The public image that is there already is kept; an earlier stand-in is replaced."""
    bundle.already_here({"postgres:17": label or "<no value>"})
    done = bundle.load()
    assert done.returncode == 0, done.stderr
    assert bundle.loaded == loaded


def test_settings_of_the_place_are_kept(bundle: Bundle) -> None:
    """An .env that is there already stays as it is, and its owner is told."""
    (bundle.folder / ".env").write_text("WAYSTATION_PORT=80\n")
    done = bundle.load()
    assert (bundle.folder / ".env").read_text() == "WAYSTATION_PORT=80\n"
    assert "names.env" in done.stderr


def test_where_a_house_is_no_new_secrets_are_asked_for(tmp_path: Path) -> None:
    """What is said after loading leads an upgrade back to the folder with the secrets."""
    bundle = Bundle(tmp_path)
    assert "secrets /secrets" in bundle.load().stdout
    bundle.house_is_here()
    again = bundle.load()
    assert again.returncode == 0
    assert "secrets /secrets" not in again.stdout
    assert "Upgrade" in again.stderr
