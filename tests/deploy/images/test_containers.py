"""Tests of the images themselves, in containers."""

import contextlib
import json
import os
import subprocess
import time
from pathlib import Path
from uuid import uuid4

import pytest

from deploy.secret_files import make_secrets

pytestmark = pytest.mark.docker

NAMES = dict(
    line.split("=", 1)
    for line in (Path(__file__).parents[3] / "deploy/images/names.env").read_text().splitlines()
    if not line.startswith("#")
)
COMPOSE = Path(__file__).parents[3] / "deploy/compose.yaml"
HARDENED = (
    *("--read-only", "--cap-drop=ALL", "--security-opt=no-new-privileges", "--network=none"),
    "--tmpfs=/tmp",
)


def docker(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Run one command of Docker, for a minute at most."""
    return subprocess.run(
        [os.environ.get("DOCKER", "docker"), *arguments],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Run a container to its end; it is removed then, and also when it comes to none."""
    name = f"waystation-test-{uuid4().hex[:8]}"
    with contextlib.ExitStack() as stack:
        stack.callback(docker, "rm", "--force", "--volumes", name)
        return docker("run", f"--name={name}", *arguments)


def image(which: str) -> str:
    """The name of one of the images, as the environment or the list has it."""
    return os.environ.get(which, NAMES[which])


def inside(name: str, entrypoint: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run one program in a hardened container of its own."""
    return run(*HARDENED, f"--entrypoint={entrypoint}", name, *arguments)


def test_the_image_runs_with_no_rights_at_all() -> None:
    """Nobody's user, a read-only root, no capability, no network: commands still answer."""
    ours = image("WAYSTATION_IMAGE")
    done = inside(ours, "waystation", "--version")
    assert done.returncode == 0, done.stderr
    assert inside(ours, "id", "-u").stdout.strip() == "10001"


def test_the_image_holds_nothing_to_write_to_and_nothing_to_install_with() -> None:
    """Its user owns no file and can change none outside of the scratch folders; pip is gone."""
    ours = image("WAYSTATION_IMAGE")
    found = run(
        *("--network=none", "--entrypoint=find", ours, "/", "-xdev", "-writable"),
        *("!", "-type", "l", "!", "-path", "/proc/*"),
    )
    assert {"/tmp"} <= set(found.stdout.split()) <= {"/tmp", "/var/tmp", "/run/lock"}
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
        docker("rm", "--force", "--volumes", name)


def test_postgres_refuses_to_begin_without_a_password() -> None:
    """As its public image does; a database that everybody may enter is no default."""
    done = run("--network=none", image("WAYSTATION_POSTGRES_IMAGE"))
    assert done.returncode != 0
    assert "POSTGRES_PASSWORD" in done.stderr


def test_variables_become_properties_of_kafka() -> None:
    """One underscore is a dot, two are an underscore, three a dash, as its public image has it."""
    script = "/etc/kafka/docker/run > /tmp/log 2>&1; cat /opt/kafka/config/server.properties"
    done = run(
        *("--network=none", "--cap-drop=ALL", "--entrypoint=bash"),
        *("--env=KAFKA_SOME_PLAIN_NAME=1", "--env=KAFKA_SOME__NAME=2", "--env=KAFKA_SOME___NAME=3"),
        *(image("WAYSTATION_KAFKA_IMAGE"), "-c", script),
    )
    assert {"some.plain.name=1", "some_name=2", "some-name=3"} <= set(done.stdout.split())


def test_kafka_writes_to_its_data_and_the_console_only(tmp_path: Path) -> None:
    """As Compose runs it, its logs are no files, and no volume without a name is left behind."""
    meant = docker("compose", f"--file={COMPOSE}", "config", "--format=json")
    assert meant.returncode == 0, meant.stderr
    service = json.loads(meant.stdout)["services"]["kafka"]
    settings = [f"--env={name}={value}" for name, value in service["environment"].items()]
    heap = "--env=KAFKA_HEAP_OPTS=-Xmx256m"
    name = f"waystation-test-{uuid4().hex[:8]}"
    volume = f"--volume={name}:/var/lib/kafka/data"
    make_secrets(tmp_path / "secrets", "postgres")
    users = f"--volume={tmp_path}/secrets/kafka_users:/run/secrets/kafka_users:ro"
    try:
        started = docker(
            *("run", "--detach", f"--name={name}", "--network=none", volume, users),
            *("--hostname=kafka", "--add-host=kafka:127.0.0.1"),
            *("--cap-drop=ALL", "--security-opt=no-new-privileges"),
            *(f"--tmpfs={place}" for place in service["tmpfs"]),
            *(*settings, heap, image("WAYSTATION_KAFKA_IMAGE")),
        )
        assert started.returncode == 0, started.stderr
        deadline = time.monotonic() + 60
        while docker("exec", name, *service["healthcheck"]["test"][1:]).returncode:
            assert time.monotonic() < deadline, docker("logs", name)
            time.sleep(0.5)
        line = docker("exec", name, "cat", "/proc/1/cmdline").stdout
        for option in ("KAFKA_LOG4J_OPTS", "KAFKA_GC_LOG_OPTS"):
            assert service["environment"][option] in line
        files = docker("exec", name, "find", "/opt/kafka/logs", "-type", "f")
        assert (files.returncode, files.stdout) == (0, ""), files
        mounts = docker("inspect", "--format={{range .Mounts}}{{.Type}}:{{.Name}} {{end}}", name)
        assert sorted(mounts.stdout.split()) == ["bind:", f"volume:{name}"]
    finally:
        docker("rm", "--force", "--volumes", name)
        docker("volume", "rm", "--force", name)
