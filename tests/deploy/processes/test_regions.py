"""Every process knows regions by the place's list: its setting, its data folder, and in its log."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from deploy.gateway.app import GatewaySettings
from deploy.place import log_regions
from deploy.processes.serving import build
from deploy.sentence import CannotGoOn
from shared.regions import built_in, load_regions, regions_in_force, use_regions
from shared.settings import read
from shared.vault import VaultKeys
from tests.agencies import as_file
from tests.deploy.cli.test_language import run
from tests.deploy.instances import Caller, Up, waystation
from tests.positions import POSITION_KEY
from tests.services.whole import SERVICES

HEAD = "code,name,name_en,valid_from,valid_to,below\n"
OWN = HEAD + "410190000000,大学城,University Town,,,some\n"


@pytest.fixture(autouse=True)
def as_before() -> Iterator[None]:
    """After a test the built-in list is in force again."""
    yield
    use_regions(None)


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A folder with a list of regions."""
    (tmp_path / "regions.csv").write_text(OWN, encoding="utf-8")
    return tmp_path


def settings(service: str, folder: Path) -> Mapping[str, str]:
    """What a service needs to be built; nothing is connected to."""
    keys, register = folder / "vault.json", folder / "agencies.toml"
    register.write_text(as_file(), encoding="utf-8")
    if not keys.exists():
        VaultKeys.create(keys)
    own = {
        "cases": {"WAYSTATION_VAULT_KEYS": str(keys)},
        "outreach": {},
    }[service]
    return own | {
        f"WAYSTATION_{service.upper()}_DATABASE": "postgresql://nobody@127.0.0.1:9/none",
        "WAYSTATION_TOKEN_KEYS": "keys.json",
        "WAYSTATION_POSITION_KEY": str(POSITION_KEY),
        "WAYSTATION_AGENCIES": str(register),
        "WAYSTATION_REGIONS": str(folder),
    }


@pytest.mark.parametrize("service", ["cases", "outreach"])
def test_a_service_goes_by_the_list_that_it_is_set_to(place: Path, service: str) -> None:
    """From its start on, and says in its log which it is."""
    build(service, settings(service, place))
    assert regions_in_force().name("410190") == "大学城"
    with capture_logs() as lines:
        log_regions()
    [line] = lines
    assert line["event"] == "regions_in_force"
    assert line["sha256"] == load_regions(place).digest != built_in().digest


@pytest.mark.parametrize("service", ["cases", "outreach"])
def test_a_service_refuses_a_list_that_is_wrong(place: Path, service: str) -> None:
    """Before anything else, with file, line and column in both languages."""
    (place / "regions.csv").write_text(f"{OWN}4101,x,x,,,\n", encoding="utf-8")
    with pytest.raises(CannotGoOn, match=r"WAYSTATION_REGIONS: .*\n.*line 3, column code") as wrong:
        build(service, settings(service, place))
    assert "regions.csv 第3行 code 列" in wrong.value.text.zh
    assert regions_in_force() is built_in()
    with pytest.raises(CannotGoOn, match="cannot be read"):
        build(service, {**settings(service, place), "WAYSTATION_REGIONS": "/nonexistent"})


def test_the_gateway_takes_the_same_setting(place: Path) -> None:
    """A list that cannot be read ends it too, before anything is served."""
    urls = {f"WAYSTATION_{name.upper()}_URL": "http://127.0.0.1:9" for name in SERVICES}
    assert read(GatewaySettings, {**urls, "WAYSTATION_REGIONS": str(place)}).regions == place
    (place / "regions.csv").write_text(f"{HEAD}4101,x,x,,,\n", encoding="utf-8")
    done = run("gateway", **urls, WAYSTATION_REGIONS=str(place))
    assert "line 2, column code" in str(done.exception)


@pytest.mark.postgres
async def test_an_instance_goes_by_the_list_in_its_data_folder(tmp_path: Path) -> None:
    """What the list has is taken and shown by name; without the list it would be refused."""
    folder = tmp_path / "data"
    folder.mkdir()
    (folder / "regions.csv").write_text(OWN, encoding="utf-8")
    up = Up(folder)
    try:
        instance = up.answering()
        digest = load_regions(folder).digest
        async with Caller(folder, instance) as caller:
            assert (await caller.get("/readyz"))[1]["regions"] == {"sha256": digest}
            assert await caller.register_workstation("大学城站", "410190001000") == (201, False)
            assert (await caller.register_workstation("不在表中", "410191001000"))[0] == 422
        report = ("report", "annual", "--year", "2019", "--json", "--data-dir", folder)
        table = json.loads(waystation(*report, "--region", "大学城").stdout)
        assert table["region"] == "410190"
        assert table["region_name"]["zh"] == "河南省郑州市大学城"
        assert f'"sha256":"{digest}"' in (folder / "waystation.log").read_text()
    finally:
        up.close()


@pytest.mark.postgres
def test_an_instance_refuses_a_list_that_is_wrong(tmp_path: Path) -> None:
    """It says where, and makes no database for nothing."""
    (tmp_path / "regions.csv").write_text(f"{OWN}4101,x,x,,,\n", encoding="utf-8")
    done = waystation("up", "--data-dir", tmp_path)
    assert done.returncode == 1
    assert "regions.csv, line 3, column code" in done.stderr
    assert not (tmp_path / "postgres").exists()
