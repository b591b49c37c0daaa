"""The backup of deploy/README.md: tried beside the live house, and restored after a loss of all."""

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from typing import IO
from unittest.mock import ANY

import pytest

from deploy.kafka.plain import free_port
from tests.chaos.years import figures, journalled, proved, public_year
from tests.compose.house import COMPOSE, ROOT, Containers, containers, docker

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
    house.wait_until_recorded()
    house.compose("stop", "reporting")
    register(house, 10, "尚未统计")  # Kafka has them, reporting will not see them there
    events, due = journalled(house).total(), house.ask("/v1/worklist/summary")
    backup = house.place / "backup.tar.gz"
    with backup.open("wb") as file:
        piped(house, *BACKUP, stdout=file)
    register(house, 10, "备份之后")
    tried = restored_beside(house)
    assert f"{events} events" in tried
    assert tried.count("Equal") == 2, "figures, and outcomes of duties"
    house.compose("down")
    house.docker("volume", "rm", f"{house.project}_postgres-data", f"{house.project}_kafka-data")
    with backup.open("rb") as file:
        piped(house, *RESTORE, stdin=file)
    house.up()
    house.wait_until_recorded()
    assert house.ask("/v1/worklist/summary") == due | {"up_to": ANY}
    register(house, 10, "恢复之后")
    rebuilt = house.operate("/v1/rebuild")
    assert rebuilt["parked"] == 0
    register(house, 10, "重建之后")
    house.wait_until_counted()
    proved(house, events + 20)
    answer = public_year().expected
    assert figures(house, answer["region"], answer["year"])["also"] == answer["also"]


def restored_beside(house: Containers) -> str:
    """What the operators' page has one run to try a restore beside this house, which goes on."""
    page = (ROOT / "deploy" / "README.md").read_text(encoding="utf-8")
    section = page.partition("### Try a restore beside the live house\n")[2].partition("\n## ")[0]
    name = f"{house.project}-trial"
    trying, removing = (
        "set -e\n" + block.replace("waystation-trial", name).replace("8001", str(free_port()))
        for block in re.findall(r"```sh\n(.*?)```", section, re.DOTALL)
    )
    programs = house.place / "bin"
    programs.mkdir()
    (programs / "docker").symlink_to(shutil.which(docker()) or docker())
    shutil.copy(COMPOSE, house.place)
    ours = {key: text for key, text in house.environment.items() if not _is_of_the_house(key)}

    def run(block: str, where: str) -> str:
        done = subprocess.run(
            ["bash", "-c", block],
            env=ours | {"PATH": f"{programs}:{os.environ['PATH']}"},
            cwd=house.place / where, capture_output=True, text=True, check=False, timeout=400,
        )  # fmt: skip
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    try:
        output = run(trying, ".")
        assert house.inspect(house.containers("cases")[0])["State"]["Health"]["Status"] == "healthy"
        run(removing, "trial")
        assert name not in house.docker("volume", "ls", "--quiet")
        return output
    finally:
        house.docker("compose", "--file", str(COMPOSE), "-p", name, "down", "--volumes")


def _is_of_the_house(variable: str) -> bool:
    return variable in (
        "COMPOSE_PROJECT_NAME",
        "WAYSTATION_PORT",
        "WAYSTATION_REGISTER",
        "WAYSTATION_SECRETS",
        "WAYSTATION_WORK",
    )


def piped(house: Containers, *arguments: str, **ends: IO[bytes]) -> None:
    """Run a command of Compose with a file at one of its ends."""
    command = [docker(), "compose", "--file", str(COMPOSE), *arguments]
    subprocess.run(command, env=house.environment, check=True, timeout=300, **ends)  # type: ignore[call-overload]
