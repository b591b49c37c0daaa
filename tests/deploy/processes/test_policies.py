"""Every process goes by the place's policies: its setting, its data folder, and in its log."""

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from deploy import place
from deploy.gateway.app import GatewaySettings
from deploy.place import log_policies, place_in_force
from deploy.processes.serving import build
from deploy.sentence import CannotGoOn
from shared.policies.in_force import load_policies, policies_in_force, use_policies
from shared.policies.reading import built_in
from shared.policies.values import Value
from shared.regions import use_regions
from shared.settings import read
from tests.deploy.cli.test_language import run
from tests.deploy.instances import Caller, Up, waystation
from tests.deploy.processes.test_regions import settings
from tests.services.whole import SERVICES
from tests.shared.policies.own import ZHENGZHOU, number

OWN = f'version = "own"\n{number("leave_report", "leave_report_days", 5)}'
WRONG = OWN.replace("5", "0")


@pytest.fixture(autouse=True)
def as_before() -> Iterator[None]:
    """After a test the built-in lists are in force again."""
    yield
    use_policies(None)
    use_regions(None)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a place's policies."""
    (tmp_path / "policies.toml").write_text(OWN, encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize("service", ["cases", "outreach"])
def test_a_service_goes_by_the_policies_that_it_is_set_to(folder: Path, service: str) -> None:
    """From its start on; it says in its log and at /readyz which they are."""
    build(service, {**settings(service, folder), "WAYSTATION_POLICIES": str(folder)})
    policies = policies_in_force()
    assert policies.number(Value.LEAVE_REPORT_DAYS, ZHENGZHOU, date(2026, 1, 1)) == 5
    with capture_logs() as lines:
        log_policies()
    assert lines[0]["event"] == "policies_in_force"
    assert lines[0]["sha256"] == load_policies(folder).digest != built_in().digest
    assert place_in_force()["policies"] == {"version": "own", "sha256": policies.digest}


@pytest.mark.parametrize("service", ["cases", "outreach"])
def test_a_service_refuses_policies_that_are_wrong(folder: Path, service: str) -> None:
    """Before anything else, with entry and field in both languages."""
    (folder / "policies.toml").write_text(WRONG, encoding="utf-8")
    own = {**settings(service, folder), "WAYSTATION_POLICIES": str(folder)}
    with pytest.raises(CannotGoOn, match=r"WAYSTATION_POLICIES: .*\nnumber leave_report") as wrong:
        build(service, own)
    assert "数值 leave_report，number：" in wrong.value.text.zh
    assert policies_in_force() is built_in()
    with pytest.raises(CannotGoOn, match="cannot be read"):
        build(service, {**own, "WAYSTATION_POLICIES": "/nonexistent"})


def test_the_gateway_takes_the_same_setting(folder: Path) -> None:
    """So that its /readyz tells whether all processes go by the same."""
    urls = {f"WAYSTATION_{name.upper()}_URL": "http://127.0.0.1:9" for name in SERVICES}
    assert read(GatewaySettings, {**urls, "WAYSTATION_POLICIES": str(folder)}).policies == folder
    (folder / "policies.toml").write_text(WRONG, encoding="utf-8")
    done = run("gateway", **urls, WAYSTATION_POLICIES=str(folder))
    assert "number leave_report, number:" in str(done.exception)


def test_the_log_says_when_holidays_are_known_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    """Some weeks before; until then it is silent."""
    until = built_in().working_days.known_until
    for day, told in ((date(until.year - 1, 6, 1), 1), (until, 2)):
        monkeypatch.setattr(place, "present_day", lambda day=day: day)
        with capture_logs() as lines:
            log_policies()
        assert len(lines) == told
    assert lines[1]["event"] == "working_days_end"
    assert lines[1]["working_days_until"] == until.isoformat()


@pytest.mark.postgres
async def test_an_instance_goes_by_the_policies_in_its_data_folder(tmp_path: Path) -> None:
    """It tells so at /readyz and in its log, and shows the place's scheme."""
    folder = tmp_path / "data"
    folder.mkdir()
    scheme = """
[[scheme]]
code = "two"
name = { zh = "二级", en = "two levels" }
regions = ["4101"]
levels = [
    { code = "one", name = { zh = "一", en = "one" } },
    { code = "other", name = { zh = "二", en = "other" } },
]
"""
    (folder / "policies.toml").write_text(OWN + scheme, encoding="utf-8")
    up = Up(folder)
    try:
        instance = up.answering()
        digest = load_policies(folder).digest
        async with Caller(folder, instance) as caller:
            told = (await caller.get("/readyz"))[1]["policies"]
            assert told == {"version": "own", "sha256": digest}
        shown = waystation("token", "--data-dir", folder)
        assert shown.returncode == 0
        lines = (folder / "waystation.log").read_text().splitlines()
        [line] = [json.loads(each) for each in lines if "policies_in_force" in each]
        assert line["sha256"] == digest
        assert line["working_days_until"] == built_in().working_days.known_until.isoformat()
    finally:
        up.close()


@pytest.mark.postgres
def test_an_instance_refuses_policies_that_are_wrong(tmp_path: Path) -> None:
    """It says where, and makes no database for nothing."""
    (tmp_path / "policies.toml").write_text(WRONG, encoding="utf-8")
    done = waystation("up", "--data-dir", tmp_path)
    assert done.returncode == 1
    assert "number leave_report, number:" in done.stderr
    assert not (tmp_path / "postgres").exists()
