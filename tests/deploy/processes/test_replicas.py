"""Two replicas with different files: an operator sees it at /readyz of each, and in their logs."""

from pathlib import Path

import pytest

from deploy.place import own_regions
from shared.agency_file import load_agencies
from tests.agencies import as_file
from tests.deploy.instances import waystation
from tests.deploy.processes.conftest import MakePlace
from tests.deploy.processes.running import processes

pytestmark = pytest.mark.postgres

REGIONS = "code,name,name_en,valid_from,valid_to,below\n410190000000,{},University Town,,,some\n"


def test_replicas_with_different_files_show_it(make_place: MakePlace, tmp_path: Path) -> None:
    """Each tells the hashes of its register and of the regions in force: equal for equal files."""
    place, told, hashes = make_place(), [], []
    done = waystation("migrate", env=place.migrate())
    assert done.returncode == 0, done.stderr
    with processes(tmp_path) as some:
        for number, (name, more) in enumerate(
            [("大学城", ""), ("大学城", ""), ("高校园区", "#\n")]
        ):
            folder = tmp_path / str(number)
            folder.mkdir()
            (folder / "regions.csv").write_text(REGIONS.format(name), encoding="utf-8")
            register = folder / "agencies.toml"
            register.write_text(as_file() + more, encoding="utf-8")
            files = {"REGIONS": str(folder), "AGENCIES": str(register)}
            settings = place.serve("cases") | {f"WAYSTATION_{k}": v for k, v in files.items()}
            replica = some.start(settings, "serve", "cases").ready()
            status, answer = replica.get("/readyz")
            assert status == 200
            told.append((answer["agencies"]["sha256"], answer["regions"]["sha256"]))
            hashes.append((load_agencies(register).digest, own_regions(folder).digest))
            for event, digest in zip(("agencies_read", "regions_in_force"), told[-1], strict=True):
                lines = [line for line in replica.output.splitlines() if event in line]
                assert len(lines) == 1, replica.output
                assert digest in lines[0]
    assert told == hashes
    assert told[0] == told[1]
    assert all(one != other for one, other in zip(told[0], told[2], strict=True))
