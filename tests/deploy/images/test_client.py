"""Which Docker client the scripts of images use: not always the first on the path can build."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.deploy.instances import ROOT

pytestmark = pytest.mark.processes


def client(project: Path, **environment: str) -> str:
    """The client that the scripts of a checkout would call."""
    rest = {name: value for name, value in os.environ.items() if name != "DOCKER"}
    script = f'. "{project}/deploy/images/common.sh"; printf %s "$docker"'
    done = subprocess.run(
        ["bash", "-c", script], env=rest | environment, capture_output=True, text=True, check=True
    )
    return done.stdout


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A checkout whose engine names a client."""
    images = tmp_path / "deploy" / "images"
    images.mkdir(parents=True)
    for name in ("common.sh", "names.env"):
        shutil.copy(ROOT / "deploy" / "images" / name, images)
    says(tmp_path, "echo /opt/the/builder")
    return tmp_path


def says(project: Path, command: str) -> None:
    """Have the checkout's engine say something."""
    engine = project / ".ci" / "docker-engine"
    engine.parent.mkdir(exist_ok=True)
    engine.write_text(f'#!/bin/sh\ntest "$1" = client && {command}\n')
    engine.chmod(0o755)


def test_it_is_the_one_that_can_build(project: Path) -> None:
    """The same that tests use, so that what is documented works as it is written."""
    assert client(project) == "/opt/the/builder"


def test_a_client_that_is_named_is_used(project: Path) -> None:
    """`DOCKER` decides."""
    assert client(project, DOCKER="/usr/bin/another") == "/usr/bin/another"


def test_where_none_can_build_the_first_one_says_why(project: Path) -> None:
    """Then the scripts end with their own sentence, by `docker`."""
    says(project, "exit 1")
    assert client(project) == "docker"
