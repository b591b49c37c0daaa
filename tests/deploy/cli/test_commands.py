"""The command line: what it finds, what it says, and how it ends."""

import json
import signal
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import jwt
import pytest
from click.testing import CliRunner

from deploy.cli.main import COMMANDS, commands
from deploy.embedded.folder import DataFolder, Instance
from shared.clock import present_day
from shared.regions import built_in
from shared.regions.provinces import PROVINCES
from tests.deploy.instances import ROOT, WAYSTATION, Up, waystation

REPORT = ("report", "annual", "--region", "4101", "--year", "2019")


@pytest.fixture(scope="module")
def up(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Up]:
    """A running instance."""
    up = Up(tmp_path_factory.mktemp("cli") / "data")
    try:
        up.answering()
        yield up
    finally:
        up.close()


def is_sentence(done: subprocess.CompletedProcess[str]) -> bool:
    """Whether a command failed with code 1 and told why, in English alone."""
    failed = done.returncode == 1 and "Traceback" not in done.stdout + done.stderr
    return failed and bool(done.stderr.strip()) and not is_chinese(done.stderr)


def is_chinese(output: str) -> bool:
    """Whether something in it is Chinese."""
    return any("\u4e00" <= character <= "\u9fff" for character in output)


@pytest.mark.processes
@pytest.mark.parametrize(
    "command", [REPORT, ("verify",), ("rebuild",), ("import", "."), ("token",)], ids=" ".join
)
def test_without_an_instance_it_says_how_to_start_one(
    tmp_path: Path, command: tuple[str, ...]
) -> None:
    """Nothing runs on the folder: the sentence names the command that starts an instance."""
    done = waystation(*command, "--data-dir", tmp_path / "none")
    assert is_sentence(done)
    assert f"waystation up --data-dir {tmp_path / 'none'}" in done.stderr
    in_chinese = waystation(*command, "--data-dir", tmp_path / "none", "--lang", "zh")
    assert is_chinese(in_chinese.stderr)
    assert f"waystation up --data-dir {tmp_path / 'none'}" in in_chinese.stderr
    assert not (tmp_path / "none").exists()


@pytest.mark.processes
def test_what_a_killed_instance_left_is_no_instance(tmp_path: Path) -> None:
    """An address left behind by a killed instance is not asked."""
    with DataFolder(tmp_path).held():
        DataFolder(tmp_path).announce(Instance("http://127.0.0.1:9", 1, ""))
        left_behind = (tmp_path / "instance.json").read_text()
    (tmp_path / "instance.json").write_text(left_behind)
    done = waystation(*REPORT, "--data-dir", tmp_path)
    assert is_sentence(done)
    assert "waystation up" in done.stderr


@pytest.mark.processes
def test_an_address_needs_a_token(tmp_path: Path) -> None:
    """With --url alone the sentence names the variable; with a token it is asked."""
    done = waystation(*REPORT, "--url", "http://127.0.0.1:9")
    assert is_sentence(done)
    assert "WAYSTATION_TOKEN" in done.stderr
    done = waystation(*REPORT, "--url", "http://127.0.0.1:9", env={"WAYSTATION_TOKEN": "x"})
    assert is_sentence(done)
    assert "http://127.0.0.1:9 does not answer" in done.stderr


@pytest.mark.processes
@pytest.mark.parametrize(
    "command",
    [
        ("report", "annual"),
        (*REPORT, "--nonsense"),
        ("nonsense",),
        ("token", "--lifetime", "soon"),
        ("token", "--actions", "everything:do"),
        ("token", "--regions", "4101,banana"),
        ("report", "annual", "--region", "火星", "--year", "2019"),
        ("report", "annual", "--region", "4101", "--year", "19"),
        ("up", "--port", "70000"),
        ("import",),
    ],
    ids=" ".join,
)
def test_wrong_usage_ends_with_2(command: tuple[str, ...]) -> None:
    """Wrong usage is told with the way to the help, and ends with code 2."""
    done = waystation(*command, env={"LC_ALL": "zh_CN.UTF-8"})
    assert done.returncode == 2
    assert "Usage: waystation" in done.stderr
    assert "--help 可查看用法" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.processes
def test_every_command_has_help() -> None:
    """The help lists each command with what it does."""
    done = waystation("--help")
    assert done.returncode == 0
    for command in COMMANDS:
        assert f"\n  {command} " in done.stdout
        assert CliRunner().invoke(commands, [command, "--help"]).exit_code == 0
    assert waystation("--version").stdout.startswith("waystation 0.")


def test_all_provinces_are_in_a_token() -> None:
    """A token for everywhere names each province of the register."""
    listed = {f"{n:02d}" for n in range(100) if built_in().get(f"{n:02d}")}
    assert set(PROVINCES) == listed


@pytest.mark.postgres
def test_a_report_in_each_language(up: Up) -> None:
    """The table is told in Chinese or in English, and as JSON with its five rows in order."""
    english = waystation(*REPORT, "--data-dir", up.folder)
    assert english.returncode == 0, english.stderr
    chinese = waystation(*REPORT, "--data-dir", up.folder, "--lang", "zh")
    for name, there, elsewhere in (
        ("Prevention sessions", english, chinese),
        ("禁毒宣传活动", chinese, english),
        ("person-times", english, chinese),
        ("人次", chinese, english),
    ):
        assert name in there.stdout
        assert name not in elsewhere.stdout
    table = json.loads(waystation(*REPORT, "--json", "--data-dir", up.folder).stdout)
    assert list(table) == ["region", "region_name", "year", "rows"]
    columns = ["indicator", "name", "unit", "value", "aim"]
    assert [list(row) for row in table["rows"]] == [columns] * 5
    assert "Zhengzhou, Henan (4101)" in english.stdout
    assert "everything recorded is counted" in english.stdout


@pytest.mark.postgres
def test_a_year_that_is_not_over_is_marked(up: Up) -> None:
    """A table until today says so, as JSON too; one of a year to come is refused."""
    today = present_day()
    this_year = ("report", "annual", "--region", "郑州", "--data-dir", up.folder, "--year")
    printed = waystation(*this_year, str(today.year)).stdout
    assert f"until today, {today}" in printed
    table = json.loads(waystation(*this_year, str(today.year), "--json").stdout)
    assert list(table) == ["region", "region_name", "year", "until", "rows"]
    assert (table["region"], table["until"]) == ("4101", today.isoformat())
    coming = waystation(*this_year, str(today.year + 1))
    assert is_sentence(coming)
    assert "has not begun" in coming.stderr


@pytest.mark.postgres
def test_a_token_opens_what_it_names_and_nothing_else(up: Up) -> None:
    """A token made by the command reads what its actions allow, by --url, and no more."""
    began = int(time.time())
    made = waystation(
        "token", "--data-dir", up.folder, "--agency", "waystation",
        "--regions", "4101,410200000000", "--actions", "statistics:read", "--lifetime", "5m",
    )  # fmt: skip
    token = made.stdout.strip()
    claims = jwt.decode(token, options={"verify_signature": False})
    assert claims["agency"] == "waystation"
    assert claims["regions"] == ["4101", "410200000000"]
    assert claims["actions"] == ["statistics:read"]
    assert began + 300 <= claims["exp"] <= time.time() + 300

    url = ("--url", up.answering().url)
    environment = {"WAYSTATION_TOKEN": token}
    assert waystation(*REPORT, *url, env=environment).returncode == 0
    by_variable = environment | {"WAYSTATION_URL": url[1]}
    assert waystation(*REPORT, env=by_variable).returncode == 0
    refused = waystation("verify", *url, env=environment)
    assert is_sentence(refused)
    assert "reporting:operate" in refused.stderr
    elsewhere = waystation("report", "annual", "--region", "11", "--year", "2019", *url,
                           env=environment)  # fmt: skip
    assert is_sentence(elsewhere)


@pytest.mark.postgres
def test_refusals_of_the_service_are_sentences(up: Up) -> None:
    """What the service refuses is told with the parameter that it was."""
    done = waystation("report", "annual", "--region", "99", "--year", "2019",
                      "--data-dir", up.folder)  # fmt: skip
    assert is_sentence(done)
    assert "region" in done.stderr
    assert is_sentence(waystation("import", "no such folder", "--data-dir", up.folder))


@pytest.mark.postgres
def test_proxies_do_not_come_between(up: Up) -> None:
    """A proxy set for the web is not asked for what runs on this machine."""
    proxies = dict.fromkeys(("http_proxy", "HTTP_PROXY", "ALL_PROXY"), "http://127.0.0.1:9")
    for command in (REPORT, ("verify",), ("import", ROOT / "tests" / "data" / "zhengzhou-2019",
                                          "--dry-run")):  # fmt: skip
        done = waystation(*command, "--data-dir", up.folder, env=proxies)
        assert done.returncode == 0, done.stderr


@pytest.mark.postgres
def test_interrupted_it_ends_with_130(up: Up) -> None:
    """Ctrl-C during an import ends it with code 130 and a sentence; again, it goes on."""
    before = up.recorded()
    ledgers = ROOT / "tests" / "data" / "zhengzhou-2019"
    importing = subprocess.Popen(
        [*WAYSTATION, "import", str(ledgers), "--data-dir", str(up.folder)],
        cwd=ROOT, stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    deadline = time.monotonic() + 60
    while up.recorded() == before and time.monotonic() < deadline:
        time.sleep(0.01)
    importing.send_signal(signal.SIGINT)
    output, complaints = importing.communicate(timeout=30)
    assert importing.returncode == 130
    assert "Traceback" not in output + complaints
    assert "run the same command again" in complaints
    assert "half done" not in complaints


@pytest.mark.postgres
def test_a_reader_that_leaves_early_is_no_fault(up: Up) -> None:
    """A pipe that is closed before everything was written is passed over in silence."""
    command = " ".join([*WAYSTATION, *REPORT, "--data-dir", f"'{up.folder}'"])
    done = subprocess.run(
        ["/bin/sh", "-c", f"{command} | true"], cwd=ROOT, capture_output=True, text=True,
        check=False,
    )  # fmt: skip
    assert done.stderr == ""
