"""The backup of deploy/README.md, restored after both volumes were lost."""

import subprocess
from collections.abc import Iterator
from typing import IO

import pytest

from tests.chaos.years import figures, proved, public_year
from tests.compose.house import COMPOSE, Containers, containers, docker

pytestmark = [pytest.mark.docker, pytest.mark.timeout(600)]

BACKUP = (
    "exec",
    "-T",
    "postgres",
    "pg_basebackup",
    "-D",
    "-",
    "-Ft",
    "-z",
    "-X",
    "fetch",
    "-c",
    "fast",
)
RESTORE = (
    "run",
    "--rm",
    "--no-deps",
    "-T",
    "postgres",
    "tar",
    "-xz",
    "-C",
    "/var/lib/postgresql/data",
)


@pytest.fixture
def house() -> Iterator[Containers]:
    """A house of its own."""
    with containers() as house:
        yield house


def register(house: Containers, number: int, name: str) -> None:
    """Write something that is not in the ledgers."""
    for each in range(number):
        body = {"region": "410105001000", "name": f"{name} {each}"}
        house.text("/v1/workstations", "POST", body)


def test_a_restored_house_goes_on(house: Containers) -> None:
    """What was backed up is there and proved; what came later is gone; what is new is counted."""
    house.up()
    done = house.command("import", public_year().folder, "--rejected", house.place / "rejected")
    assert done.returncode == 0, done.stderr
    house.compose("stop", "reporting")
    register(house, 10, "尚未统计")  # Kafka has them, reporting will not see them there
    backup = house.place / "backup.tar.gz"
    with backup.open("wb") as file:
        piped(house, *BACKUP, stdout=file)
    register(house, 10, "备份之后")
    house.compose("down")
    house.docker("volume", "rm", f"{house.project}_postgres-data", f"{house.project}_kafka-data")
    with backup.open("rb") as file:
        piped(house, *RESTORE, stdin=file)
    house.up()
    register(house, 10, "恢复之后")
    rebuilt = house.operate("/v1/rebuild")
    assert rebuilt["parked"] == 0
    register(house, 10, "重建之后")
    house.wait_until_counted()
    proved(house, public_year().events.total() + 30)
    answer = public_year().expected
    assert figures(house, answer["region"], answer["year"])["also"] == answer["also"]


def piped(house: Containers, *arguments: str, **ends: IO[bytes]) -> None:
    """Run a command of Compose with a file at one of its ends."""
    command = [docker(), "compose", "--file", str(COMPOSE), *arguments]
    subprocess.run(command, env=house.environment, check=True, timeout=300, **ends)  # type: ignore[call-overload]
