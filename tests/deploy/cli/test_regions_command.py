"""`waystation regions`: what is wrong with a list, and what is known of a region."""

import re
from pathlib import Path

import pytest

from deploy.demo.year import synthetic_year
from shared.regions import built_in, load_regions
from tests.deploy.cli.test_language import run

DEMO = Path(__file__).parents[3] / "deploy" / "demo"
GUIDE = Path(__file__).parents[3] / "docs" / "regions.md"
LEDGERS = Path(__file__).parents[2] / "data" / "zhengzhou-2019"
HEAD = "code,name,name_en,valid_from,valid_to,below,successors\n"


def test_a_list_without_a_fault() -> None:
    """The demo's own: it says how much is listed, and its hash."""
    for language, words in (("en", "No fault."), ("zh", "没有错误。")):
        done = run("regions", "check", str(DEMO), "--lang", language)
        assert (done.exit_code, done.output[: len(words)]) == (0, words)
        assert load_regions(DEMO).digest in done.output


def test_all_faults_are_told_with_their_lines(tmp_path: Path) -> None:
    """In the language of the command, and it fails; nothing is said twice."""
    file = tmp_path / "ours.csv"
    file.write_text(f"{HEAD}410102001000,,x,,,,\n410102002000,x,x,2021/4/9,,,\n", encoding="utf-8")
    english = run("regions", "check", str(file), "--lang", "en")
    assert english.exit_code == 1
    assert english.output.splitlines() == [
        f"{file}, line 2, column name: the name is missing.",
        f"{file}, line 3, column valid_from: write a day as YYYY-MM-DD.",
    ]
    assert "2 faults" in str(english.exception)
    chinese = run("regions", "check", str(file), "--lang", "zh")
    assert f"{file} 第2行 name 列：名称不能为空。" in chinese.output
    file.write_text(f"{HEAD}410102001000,,x,,,,\n", encoding="utf-8")
    one = run("regions", "check", str(file), "--lang", "en")
    assert str(one.exception).startswith("1 fault; no service takes this list before it is")


def test_a_file_that_is_not_there() -> None:
    """A sentence, no fault of the program."""
    done = run("regions", "check", "/nonexistent/regions.csv")
    assert done.exit_code == 1
    assert "cannot be read" in done.output


@pytest.mark.parametrize(
    ("arguments", "lines"),
    [
        (("410105001001",), ["河南省模拟市丁区丁一街道第一社区（模拟）（410105001001）",
          "级别：社区（村）", "上级：河南省模拟市丁区丁一街道（410105001）",
          "2019年：人口2,000人，面积0.30平方公里", "单元：第1网格（模拟）（410105001001-W01）"]),
        (("江干区", "--on", "2020-01-01"), ["2020-01-01 当日：在用",
          "2021-04-09 起改为：浙江省杭州市上城区（330102）",
          "2021-04-09 起改为：浙江省杭州市钱塘区（330114）"]),
        (("330114", "--on", "2021-04-09"), ["2021-04-09 当日：在用",
          "2021-04-09 划入：江干区（330104）", "2021-04-09 划入：萧山区（330109）"]),
        (("330103", "--on", "2021-04-09"), ["2021-04-09 当日：该代码在当日已停用；请使用新代码。"]),
        (("410105001001-w01",), ["级别：社区以下单元"]),
        (("纺织厂家属院（模拟）",), ["级别：社区以下单元"]),
        (("410105009",), ["河南省模拟市丁区（下辖）（410105009）"]),
    ],
)  # fmt: skip
def test_a_region_is_shown(arguments: tuple[str, ...], lines: list[str]) -> None:
    """By its code or its name, on a day: dates, parents, successors, population, units."""
    done = run("regions", "show", *arguments, "--lang", "zh", WAYSTATION_REGIONS=str(DEMO))
    assert done.exit_code == 0, done.output
    shown = done.output.splitlines()
    assert [line for line in lines if line not in shown] == []
    english = run("regions", "show", *arguments, "--regions", str(DEMO), "--lang", "en")
    assert english.exit_code == 0
    assert len(english.output.splitlines()) == len(shown)


@pytest.mark.parametrize("written", ["火星", "第一社区（模拟）", "410", "", "410105001001-"])
def test_what_is_not_clear_is_asked_back(written: str) -> None:
    """Wrong usage, with the regions of that name if there are several."""
    done = run("regions", "show", written, WAYSTATION_REGIONS=str(DEMO))
    assert done.exit_code == 2
    assert ("District D" in done.output) == (written == "第一社区（模拟）")


def test_what_is_wrong_with_the_list_is_told_before_a_region_is_shown(tmp_path: Path) -> None:
    """Each command that knows regions by name refuses a list that is wrong."""
    (tmp_path / "regions.csv").write_text(f"{HEAD}4101,x,x,,,,\n", encoding="utf-8")
    report = ("report", "annual", "--year", "2019", "--region", "郑州")
    for command in (
        ("regions", "show", "4101", "--regions", str(tmp_path)),
        (*report, "--data-dir", str(tmp_path)),
    ):
        done = run(*command)
        assert done.exit_code == 1
        assert "regions.csv, line 2, column code" in str(done.exception)
    done = run(*report, "--url", "http://127.0.0.1:1", WAYSTATION_REGIONS=str(tmp_path))
    assert "regions.csv, line 2, column code" in str(done.exception)


def test_the_demos_list_has_all_that_its_year_and_the_ledgers_use() -> None:
    """Every street and community has a name, none of which is an official one."""
    regions = load_regions(DEMO)
    used = {
        str(row.cells["区划代码"])
        for region in ("410105", "4101")
        for rows in synthetic_year(region, 2019).ledgers.values()
        for row in rows
        if "区划代码" in row.cells
    }
    text = "".join(file.read_text("utf-8-sig") for file in LEDGERS.glob("*.csv"))
    used |= {cell for line in text.splitlines() for cell in line.split(",") if is_code(cell)}
    assert len(used) > 50
    assert [code for code in sorted(used) if not regions.rows(code)] == []
    official = {row.name for code in used for row in built_in().rows(code)}
    assert official
    assert not official & {row.name for code in used for row in regions.rows(code)}


def test_the_documented_lists_have_no_fault(tmp_path: Path) -> None:
    """What docs/regions.md shows can be copied."""
    blocks = re.findall(r"```csv\n(.*?)```", GUIDE.read_text(encoding="utf-8"), re.S)
    for name, block in zip(("regions.csv", "population.csv"), blocks, strict=True):
        (tmp_path / name).write_text(block, encoding="utf-8")
    done = run("regions", "check", str(tmp_path))
    assert done.exit_code == 0, done.output


def is_code(cell: str) -> bool:
    """Whether a cell of the ledgers is the code of a region of Zhengzhou."""
    return len(cell) == 12 and cell.startswith("4101") and cell.isdigit()
