"""Tests of the images themselves, in containers."""

import os
import subprocess
import time
from pathlib import Path
from uuid import uuid4

import pytest

pytestmark = pytest.mark.docker

NAMES = dict(
    line.split("=", 1)
    for line in (Path(__file__).parents[3] / "deploy/images/names.env").read_text().splitlines()
    if not line.startswith("#")
)
HARDENED = (
    *("--read-only", "--cap-drop=ALL", "--security-opt=no-new-privileges", "--network=none"),
    "--tmpfs=/tmp",
)


def docker(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Run one command of Docker."""
    return subprocess.run(
        [os.environ.get("DOCKER", "docker"), *arguments],
        capture_output=True,
        text=True,
        check=False,
    )


def image(which: str) -> str:
    """The name of one of the images, as the environment or the list has it."""
    return os.environ.get(which, NAMES[which])


def inside(name: str, entrypoint: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run one program in a hardened container of its own."""
    return docker("run", "--rm", *HARDENED, f"--entrypoint={entrypoint}", name, *arguments)


def test_the_image_runs_with_no_rights_at_all() -> None:
    """Nobody's user, a read-only root, no capability, no network: commands still answer."""
    ours = image("WAYSTATION_IMAGE")
    done = inside(ours, "waystation", "--version")
    assert done.returncode == 0, done.stderr
    assert inside(ours, "id", "-u").stdout.strip() == "10001"


def test_the_image_holds_nothing_to_write_to_and_nothing_to_install_with() -> None:
    """Its user owns no file and can change none outside of the scratch folders; pip is gone."""
    ours = image("WAYSTATION_IMAGE")
    found = docker(
        *("run", "--rm", "--entrypoint=find", ours, "/", "-xdev", "-writable"),
        *("!", "-type", "l", "!", "-path", "/proc/*"),
    )
    assert set(found.stdout.split()) <= {"/tmp", "/var/tmp", "/run/lock"}
    tools = (
        "import importlib.util as u; print([n for n in ('pip', 'setuptools') if u.find_spec(n)])"
    )
    for python in ("/opt/waystation/bin/python", "/usr/local/bin/python3"):
        assert inside(ours, python, "-c", tools).stdout.strip() == "[]"


def test_the_image_stops_when_it_is_told_to() -> None:
    """A process in it, the first of its container, ends cleanly and soon on SIGTERM."""
    name = f"waystation-test-{uuid4().hex[:8]}"
    nowhere = [f"--env=WAYSTATION_{of}_URL=http://localhost:1" for of in ("CASES", "OUTREACH")]
    started = docker(
        *("run", "--detach", f"--name={name}", *HARDENED, *nowhere),
        *(
            "--env=WAYSTATION_REPORTING_URL=http://localhost:1",
            image("WAYSTATION_IMAGE"),
            "gateway",
        ),
    )
    try:
        assert started.returncode == 0, started.stderr
        deadline = time.monotonic() + 30
        while docker("exec", name, "healthy").stdout.strip() in ("", "no answer"):
            assert time.monotonic() < deadline, docker("logs", name).stderr
            time.sleep(0.2)
        before = time.monotonic()
        assert docker("stop", "--time=20", name).returncode == 0
        assert time.monotonic() - before < 10
        assert docker("inspect", "--format={{.State.ExitCode}}", name).stdout.strip() == "0"
    finally:
        docker("rm", "--force", name)


def test_postgres_refuses_to_begin_without_a_password() -> None:
    """As its public image does; a database that everybody may enter is no default."""
    done = docker("run", "--rm", "--network=none", image("WAYSTATION_POSTGRES_IMAGE"))
    assert done.returncode != 0
    assert "POSTGRES_PASSWORD" in done.stderr


def test_variables_become_properties_of_kafka() -> None:
    """One underscore is a dot, two are an underscore, three a dash, as its public image has it."""
    script = "/etc/kafka/docker/run > /tmp/log 2>&1; cat /opt/kafka/config/server.properties"
    done = docker(
        *("run", "--rm", "--network=none", "--cap-drop=ALL", "--entrypoint=bash"),
        *("--env=KAFKA_SOME_PLAIN_NAME=1", "--env=KAFKA_SOME__NAME=2", "--env=KAFKA_SOME___NAME=3"),
        *(image("WAYSTATION_KAFKA_IMAGE"), "-c", script),
    )
    assert {"some.plain.name=1", "some_name=2", "some-name=3"} <= set(done.stdout.split())
