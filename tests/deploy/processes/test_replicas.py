"""Two replicas with different files: an operator sees it at /readyz of each, and in their logs."""

from pathlib import Path

import pytest

from deploy.place import own_regions
from shared.agency_file import load_agencies
from shared.policies.in_force import load_policies
from tests.agencies import as_file
from tests.deploy.instances import waystation
from tests.deploy.processes.conftest import MakePlace
from tests.deploy.processes.running import processes

pytestmark = pytest.mark.postgres

FILES = {
    "agencies": "agencies_read",
    "regions": "regions_in_force",
    "policies": "policies_in_force",
}
EMERGENCY = """[[emergency]]
code = "x"
name = { zh = "x", en = "x" }
since = 2026-01-01
"""
REGIONS = "code,name,name_en,valid_from,valid_to,below\n410190000000,{},University Town,,,some\n"


def test_replicas_with_different_files_show_it(make_place: MakePlace, tmp_path: Path) -> None:
    """Each tells the hashes of its register, regions and policies: equal for equal files."""
    place, told, hashes = make_place(), [], []
    done = waystation("migrate", env=place.migrate())
    assert done.returncode == 0, done.stderr
    with processes(tmp_path) as some:
        for number, (name, more) in enumerate(
            [("大学城", ""), ("大学城", ""), ("高校园区", f"\n{EMERGENCY}")]
        ):
            folder = tmp_path / str(number)
            folder.mkdir()
            (folder / "regions.csv").write_text(REGIONS.format(name), encoding="utf-8")
            register = folder / "agencies.toml"
            register.write_text(as_file() + ("# another" if more else ""), encoding="utf-8")
            policies = f'version = "1"{more}'
            (folder / "policies.toml").write_text(policies, encoding="utf-8")
            names = {"REGIONS": folder, "POLICIES": folder, "AGENCIES": register}
            files = {name: str(path) for name, path in names.items()}
            settings = place.serve("cases") | {f"WAYSTATION_{k}": v for k, v in files.items()}
            replica = some.start(settings, "serve", "cases").ready()
            status, answer = replica.get("/readyz")
            assert status == 200
            told.append(tuple(answer[name]["sha256"] for name in FILES))
            digests = own_regions(folder).digest, load_policies(folder).digest
            hashes.append((load_agencies(register).digest, *digests))
            for event, digest in zip(FILES.values(), told[-1], strict=True):
                lines = [line for line in replica.output.splitlines() if event in line]
                assert len(lines) == 1, replica.output
                assert digest in lines[0]
    assert told == hashes
    assert told[0] == told[1]
    assert all(one != other for one, other in zip(told[0], told[2], strict=True))
