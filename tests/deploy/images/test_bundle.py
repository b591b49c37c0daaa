"""Tests of the script that packs the bundle, with a Docker that only tells and writes."""

import os
import re
import subprocess
import tarfile
from pathlib import Path

import pytest

pytestmark = pytest.mark.processes

SCRIPT = Path(__file__).parents[3] / "deploy/images/bundle.sh"
# Knows every image, as no stand-in; saves all of them, but one whose name has $SPOILT in it.
DOCKER = """#!/bin/sh
case "$1 ${2:-}" in
  "image inspect")
    case "$*" in
      *Architecture*) echo amd64 ;;
      *image.version*) echo 7.0 ;;
      *) echo false ;;
    esac ;;
  save*)
    echo "<$2>"
    case "$2" in *"${SPOILT:-nothing}"*) exit 1 ;; esac ;;
esac
"""


def pack(folder: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run the script into the folder ``dist``."""
    docker = folder / "docker"
    docker.write_text(DOCKER)
    docker.chmod(0o755)
    return subprocess.run(
        [SCRIPT, folder / "dist"],
        env=os.environ | {"DOCKER": str(docker)} | environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


def test_a_bundle_is_one_file_and_its_sum(tmp_path: Path) -> None:
    """Packing ends well, leaves nothing else behind, and everybody may read what is in it."""
    done = pack(tmp_path)
    assert done.returncode == 0, done.stderr
    name = "waystation-7.0-amd64"
    left = {path.name for path in (tmp_path / "dist").iterdir()}
    assert left == {f"{name}.tar", f"{name}.tar.sha256"}
    with tarfile.open(tmp_path / "dist" / f"{name}.tar") as bundle:
        members = bundle.getmembers()
    assert f"{name}/load" in [member.name for member in members]
    assert sum(member.name.endswith(".tar.gz") for member in members) == 3
    assert all(member.mode & 0o444 == 0o444 for member in members)


def test_a_bundle_has_the_pages_that_its_own_page_leads_to(tmp_path: Path) -> None:
    """Every file that its README links to lies in the bundle, where the link says."""
    assert pack(tmp_path).returncode == 0
    name = "waystation-7.0-amd64"
    with tarfile.open(tmp_path / "dist" / f"{name}.tar") as bundle:
        files = {member.name.removeprefix(f"{name}/") for member in bundle.getmembers()}
        readme = bundle.extractfile(f"{name}/README.md")
        assert readme is not None
        text = readme.read().decode()
    linked = set(re.findall(r"\]\(([^)#:]+)[^)]*\)", text))
    assert "docs/browsers.md" in linked
    assert linked <= files


@pytest.mark.parametrize("which", ["waystation", "postgres", "kafka"])
def test_a_bundle_is_whole_or_is_not(tmp_path: Path, which: str) -> None:
    """When one image cannot be packed the script says so, fails, and leaves nothing behind."""
    done = pack(tmp_path, SPOILT=which)
    assert done.returncode == 1
    assert "could not be packed" in done.stderr
    assert list((tmp_path / "dist").iterdir()) == []
