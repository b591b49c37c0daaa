"""`waystation policy`: what an operator is told of a place's policies."""

import json
from pathlib import Path

import pytest

from deploy.sentence import CannotGoOn
from shared.policies.in_force import load_policies
from shared.policies.reading import built_in
from tests.deploy.cli.test_language import CHINESE, run
from tests.shared.policies.own import duty, number

ZHEJIANG = duty(
    "zj.weekly",
    more='regions = ["33"]\nkinds = ["community_detoxification"]\nlevels = ["a"]\nsource = "本省"',
)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A place's policies."""
    path = tmp_path / "policies.toml"
    path.write_text(f'version = "zj-1"\n{ZHEJIANG}{number("term", "term_months", 24)}', "utf-8")
    return path


def test_a_file_in_order_is_told_so(file: Path) -> None:
    """With its version, what it replaces, until when holidays are known, and its hash."""
    done = run("policy", "check", str(file))
    assert done.exit_code == 0, done.output
    assert "No fault: version zj-1, 2 entries of the place" in done.output
    assert "In the place of built-in entries: number term." in done.output
    assert load_policies(file).digest in done.output
    assert f"until the day before {built_in().working_days.known_until}" in done.output
    assert CHINESE.search(run("policy", "check", str(file), "--lang", "zh").output)


def test_all_that_is_wrong_with_a_file_is_told(file: Path) -> None:
    """A line each, and the exit code says so."""
    file.write_text(file.read_text("utf-8").replace('"week"', '"wek"') + "[[emergency]]", "utf-8")
    done = run("policy", "check", str(file))
    assert "duty zj.weekly, each: there is no wek; did you mean week?\n" in done.output
    assert isinstance(done.exception, CannotGoOn)
    assert done.exception.text.en.startswith("4 faults;")
    gone = run("policy", "check", str(file.parent / "none.toml"))
    assert "cannot be read" in str(gone.exception)


def test_the_regions_of_a_file_are_those_beside_it(file: Path) -> None:
    """A data folder's policies may name its own regions, as the instance reads them."""
    file.write_text(f'version = "1"\n{duty("x", more="""regions = ["410190"]""")}', "utf-8")
    assert isinstance(run("policy", "check", str(file)).exception, CannotGoOn)
    head = "code,name,name_en,valid_from,valid_to,below\n"
    listed = f"{head}410190000000,大学城,University Town,,,some\n"
    (file.parent / "regions.csv").write_text(listed, "utf-8")
    assert run("policy", "check", str(file)).exit_code == 0


def test_which_policy_holds_and_why(file: Path) -> None:
    """For a region on a day: the entry, where it is from, its source, what it goes before."""
    shown = ("policy", "show", "--policies", str(file), "--region", "3301")
    done = run(*shown, "--on", "2026-01-01")
    assert done.exit_code == 0, done.output
    assert "Hangzhou, Zhejiang (3301), 2026-01-01; version zj-1" in done.output
    for words in ("zj.weekly (the place's)", "goes before contact", "本省", "contact (built-in)"):
        assert words in done.output
    assert "term (the place's, for" in done.output
    everywhere = run("policy", "show", WAYSTATION_POLICIES=str(file))
    assert "zj.weekly" not in everywhere.output
    assert "zj.weekly" not in run(*shown, "--kind", "at_large").output
    assert "zj.weekly" not in run(*shown, "--level", "b").output
    assert "did you mean" not in run(*shown, "--lang", "zh").output
    assert isinstance(run(*shown, "--level", "x").exception, SystemExit)


def test_what_holds_as_json(file: Path) -> None:
    """One object, for other programs."""
    shown = ("policy", "show", "--policies", str(file), "--region", "33", "--level", "a", "--json")
    answer = json.loads(run(*shown, "--kind", "community_detoxification").output)
    assert answer["sha256"] == load_policies(file).digest
    [contact] = [each for each in answer["duties"] if each["duty"] == "contact"]
    assert (contact["code"], contact["each"], contact["built_in"]) == ("zj.weekly", "week", False)
    assert (contact["for_levels"], contact["goes_before"]) == (["a"], ["contact"])
    [term] = [each for each in answer["numbers"] if each["value"] == "term_months"]
    assert term["number"] == 24
    assert answer["schemes"] == ["three_levels", "four_levels", "abc"]
    assert answer["in_emergency"] is False


def test_what_a_changed_file_changes(file: Path) -> None:
    """From the built-in policies, or from another file; in one region alone if wanted."""
    done = run("policy", "diff", "built-in", str(file))
    assert done.exit_code == 0, done.output
    for words in ("once a week", "Zhejiang (33)", "levels a", "term_months", "36", "24"):
        assert words in done.output
    others = file.with_name("others.toml")
    everybody = duty("zj.all", more='regions = ["33"]\nkinds = ["community_detoxification"]')
    others.write_text(file.read_text("utf-8") + everybody, "utf-8")
    assert "levels all others" in run("policy", "diff", str(file), str(others)).output
    elsewhere = run("policy", "diff", "built-in", str(file), "--region", "4101", "--json")
    [term] = json.loads(elsewhere.output)["changes"]
    assert (term["what"], term["before"], term["after"]) == ("term_months", "36", "24")
    assert run("policy", "diff", str(file), str(file)).output == "Nothing changes.\n"
    assert isinstance(run("policy", "diff", "nothing", str(file)).exception, CannotGoOn)


@pytest.mark.parametrize("option", [["--cases"], ["--data-dir", "here"]])
def test_cases_are_told_of_an_installation_alone(file: Path, option: list[str]) -> None:
    """What goes with --whose says so; and where nothing runs, there is nobody to ask."""
    refused = run("policy", "diff", "built-in", str(file), *option)
    assert refused.exit_code == 2
    assert "go with --whose" in refused.output
    nowhere = run(
        "policy", "diff", "built-in", str(file), "--whose", "--data-dir", str(file.parent)
    )
    assert isinstance(nowhere.exception, CannotGoOn)
    assert "No instance runs on" in nowhere.exception.text.en
    unnamed = run("policy", "diff", "built-in", str(file), "--whose")
    assert isinstance(unnamed.exception, CannotGoOn)
    assert "WAYSTATION_DUTIES_DATABASE is not set" in unnamed.exception.text.en
    assert "name its folder instead: --data-dir DIR" in unnamed.exception.text.en


OF_INDICATORS = """
[[aim]]
code = "zj.sessions"
indicator = "sessions"
a_year = 600
regions = ["33"]

[[ranking]]
code = "zj"
version = "2"
name = { zh = "浙江排名", en = "Zhejiang" }
parts = [{ indicator = "sessions", weight = 60, scoring = "share_of_best" }]
"""


def test_aims_and_ranking_schemes_are_shown_and_checked(file: Path) -> None:
    """`show` and `diff` name them, as text and as JSON; an indicator that is none is a fault."""
    file.write_text(f'version = "1"\n{OF_INDICATORS}', "utf-8")
    options = ("--policies", str(file), "--region", "33", "--on", "2026-07-01")
    shown = run("policy", "show", *options).output
    assert "600 a year" in shown
    assert "Ranking: Zhejiang (zj, version 2)" in shown
    answer = json.loads(run("policy", "show", *options, "--json").output)
    assert [(each["code"], each["a_year"]) for each in answer["aims"]] == [("zj.sessions", 600)]
    assert answer["rankings"] == [{"code": "zj", "version": "2"}]
    changed = run("policy", "diff", "built-in", str(file)).output
    assert "aim: Prevention sessions" in changed
    assert "Ranking zj@2 is new." in changed
    in_json = json.loads(run("policy", "diff", "built-in", str(file), "--json").output)
    assert [each["what"] for each in in_json["changes"]] == ["aim of sessions"]
    assert [each["code"] for each in in_json["rankings"]] == ["zj@2"]
    file.write_text(file.read_text("utf-8").replace('"sessions"', '"sesions"'), "utf-8")
    wrong = run("policy", "check", str(file)).output
    assert "aim zj.sessions, indicator: there is no sesions; did you mean sessions?" in wrong
    assert "ranking zj, parts[1].indicator: there is no sesions" in wrong
