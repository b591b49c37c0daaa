"""Tests of what the script for stand-ins leaves alone, with a Docker that only takes notes."""

import os
import subprocess
from pathlib import Path

import pytest

pytestmark = pytest.mark.processes

SCRIPT = Path(__file__).parents[3] / "deploy/images/stand-ins.sh"
# Has every image, with the labels in $STAND_IN and $SOURCES, unless $HERE is empty.
DOCKER = """#!/bin/sh
echo "$*" >> "$(dirname "$0")/notes"
case "$1 ${2:-}" in
  "image inspect")
    [ -n "$HERE" ] || exit 1
    case "$*" in
      *waystation.stand-in*) echo "$STAND_IN" ;;
      *waystation.sources*) echo "$SOURCES" ;;
    esac ;;
esac
"""


class Machine:
    """A machine with a Docker of its own, whose user is not root: nothing can be made there."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        for name, text in (("docker", DOCKER), ("id", "#!/bin/sh\necho 1000\n")):
            (folder / name).write_text(text)
            (folder / name).chmod(0o755)

    def make(self, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
        """Run the script."""
        given = {"HERE": "yes", "STAND_IN": "true", "SOURCES": "0123"} | environment
        path = f"{self._folder}:{os.environ['PATH']}"
        return subprocess.run(
            [SCRIPT, *arguments],
            env=os.environ | {"PATH": path, "DOCKER": str(self._folder / "docker")} | given,
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
        )

    @property
    def only_asked(self) -> bool:
        """Whether Docker was asked for nothing but what it has."""
        notes = (self._folder / "notes").read_text().splitlines()
        return all(note.startswith(("version", "image inspect")) for note in notes)


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    """A machine that can make nothing."""
    return Machine(tmp_path)


@pytest.mark.parametrize("here", ["", "yes"])
@pytest.mark.parametrize(
    ("which", "image"),
    [
        ("postgres", "postgres:15-bookworm"),
        ("postgres", "postgres:170"),
        ("kafka", "apache/kafka:3.9.0"),
        ("kafka", "apache/kafka:latest"),
        ("python", "python:3.12-slim"),
    ],
)
def test_a_name_of_another_version_is_refused(
    machine: Machine, which: str, image: str, here: str
) -> None:
    """A stand-in never bears the name of a version that it does not hold."""
    named = {f"WAYSTATION_{which.upper()}_IMAGE": image}
    done = machine.make("--again", which, HERE=here, **named)
    assert done.returncode == 1
    assert image in done.stderr
    assert "version" in done.stderr
    assert machine.only_asked


@pytest.mark.parametrize("label", ["", "<no value>", "false"])
def test_a_public_image_is_spared(machine: Machine, label: str) -> None:
    """An image without the label is left as it is, even when stand-ins are to be made again."""
    done = machine.make("--again", STAND_IN=label)
    assert done.returncode == 0, done.stderr
    assert done.stderr.count("no stand-in; left as it is") == 3
    assert machine.only_asked


def test_a_stand_in_of_other_sources_is_made_anew(machine: Machine) -> None:
    """Sources that have changed since are a reason to make it, here for root alone."""
    done = machine.make("kafka")
    assert done.returncode == 1
    assert "other sources" in done.stderr
    assert "made by root" in done.stderr
