"""Whose number it is: one number for two persons, and one person under two numbers."""

import csv
from pathlib import Path
from random import Random

import pytest

from deploy.demo import people
from tests.deploy.ledgers.folding import Imported, imported
from tests.deploy.ledgers.pretended import Pretended
from tests.deploy.ledgers.test_rows import RIGHT

ONE, TWO, THREE = (people.id_number(Random(seed), "410102", male=True) for seed in (1, 2, 3))


def write(folder: Path, clients: list[dict[str, str]], **entries: list[str]) -> Path:
    """A folder of clients, and of one entry for each number that a ledger names."""
    ledgers = {"服务对象": [RIGHT["服务对象"] | {"工作站": ""} | row for row in clients]}
    for name, numbers in entries.items():
        ledgers[name] = [RIGHT[name] | {"对象编号": number} for number in numbers]
    folder.mkdir(parents=True)
    for name, rows in ledgers.items():
        if rows:
            with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
                writer = csv.DictWriter(file, rows[0])
                writer.writeheader()
                writer.writerows(rows)
    return folder


def rejected(done: Imported) -> list[tuple[str, int, str]]:
    """The rejected rows: file, number, reason."""
    return [(row["file"], row["row"], row["reason"]) for row in done.outcome.as_json()["rejected"]]


@pytest.mark.parametrize(
    "second",
    [
        {"身份证号": TWO},
        {"身份证号": TWO, "姓名": ""},
        {"身份证号": "不详"},
        {"身份证号": ONE[:17]},
    ],
)
@pytest.mark.parametrize("turned", [False, True])
def test_entries_of_a_number_that_two_rows_of_the_folder_have_are_held_back(
    tmp_path: Path, second: dict[str, str], turned: bool
) -> None:
    """Also when one of the rows is rejected for another reason: it may be either person's."""
    rows = [
        {"编号": "1", "身份证号": ONE},
        {"编号": "1", **second},
        {"编号": "2", "身份证号": THREE},
    ]
    if turned:
        rows = [rows[1], rows[0], rows[2]]
    folder = write(tmp_path / "台账", rows, 帮教记录=["1", "2"], 尿检记录=["1"])
    accounts = []
    service = Pretended()
    for dry_run in (True, False):
        done = imported(folder, service, dry_run=dry_run)
        accounts.append(done.outcome.as_json())
        told = rejected(done)
        assert [file for file, _, _ in told].count("服务对象.csv") == 1
        assert told[1:] == [
            ("帮教记录.csv", 2, "ambiguous_client"),
            ("尿检记录.csv", 2, "ambiguous_client"),
        ]
    assert accounts[0] == accounts[1]


@pytest.mark.parametrize("later", [{"身份证号": TWO}, {"身份证号": "不详"}, {"身份证号": ONE[:17]}])
def test_entries_of_a_number_that_stands_for_another_person_are_held_back(
    tmp_path: Path, later: dict[str, str]
) -> None:
    """An earlier import opened the file that has the number; its own entries stay."""
    service = Pretended()
    first = imported(
        write(tmp_path / "first", [{"编号": "1", "身份证号": ONE}], 帮教记录=["1"]), service
    )
    assert not first.outcome.rejected
    written = len(service.written)
    folder = write(tmp_path / "later", [{"编号": "1", **later}], 尿检记录=["1"])
    for dry_run in (True, False):
        told = rejected(imported(folder, service, dry_run=dry_run))
        assert told[1:] == [("尿检记录.csv", 2, "ambiguous_client")]
    assert len(service.written) == written


def test_a_row_that_says_otherwise_of_the_same_person_holds_nothing_back(tmp_path: Path) -> None:
    """The row is rejected, and the number is still this person's."""
    service = Pretended()
    imported(write(tmp_path / "first", [{"编号": "1", "身份证号": ONE}]), service)
    changed = {"编号": "1", "身份证号": ONE, "决定日期": "2017-12-31"}
    folder = write(tmp_path / "later", [changed], 尿检记录=["1"])
    for dry_run in (True, False):
        done = imported(folder, service, dry_run=dry_run)
        assert rejected(done) == [("服务对象.csv", 2, "reference_taken")]
        [row] = done.outcome.rejected
        assert "决定日期" in row.faults[0].text.zh
        assert "another person" not in row.faults[0].text.en
        assert done.outcome.accepted["尿检记录.csv"] == 1


def test_a_person_under_a_second_number_is_told_in_a_dry_run_too(tmp_path: Path) -> None:
    """One person has one file; under another person's number both reasons are known."""
    service = Pretended()
    rows = [{"编号": "1", "身份证号": ONE}, {"编号": "2", "身份证号": TWO}]
    imported(write(tmp_path / "first", rows), service)
    for number, reasons in (("3", {"client_has_open_case"}), ("2", {"reference_taken"})):
        folder = write(tmp_path / f"later {number}", [{"编号": number, "身份证号": ONE}])
        for dry_run in (True, False):
            told = rejected(imported(folder, service, dry_run=dry_run))
            assert {reason for _, _, reason in told} <= reasons


@pytest.mark.parametrize("number", ["1", "2"])
def test_a_rejected_row_registers_nobody(tmp_path: Path, number: str) -> None:
    """Neither under another person's number, nor with steps that the rules refuse."""
    service = Pretended()
    imported(write(tmp_path / "first", [{"编号": "1", "身份证号": ONE}]), service)
    row = {"编号": number, "身份证号": TWO, "协议日期": "2017-01-01" if number == "2" else ""}
    done = imported(write(tmp_path / "later", [row]), service)
    assert len(rejected(done)) == 1
    assert [path for path, _ in service.written].count("/v1/clients") == 1


def test_a_person_who_is_registered_gets_no_file_whose_steps_are_refused(tmp_path: Path) -> None:
    """An import that was interrupted behind the registration, and goes on with a wrong row."""
    service = Pretended()
    folder = write(tmp_path / "first", [{"编号": "1", "身份证号": ONE, "协议日期": "2017-01-01"}])
    service.claims[f"person:{ONE}"] = "00000000-0000-4000-8000-000000000009"
    service.versions["client-00000000-0000-4000-8000-000000000009"] = 1
    for dry_run in (True, False):
        told = rejected(imported(folder, service, dry_run=dry_run))
        assert told == [("服务对象.csv", 2, "agreement_before_reporting_in")]
    assert not service.cases


@pytest.mark.parametrize("name", ["帮教记录", "尿检记录", "风险评估"])
def test_a_dry_run_knows_the_decision_of_a_file_that_is_not_opened_yet(
    name: str, tmp_path: Path
) -> None:
    """An entry before the decision of a client of the same folder; one on that day is right."""
    client = {"编号": "1", "身份证号": ONE, "决定日期": "2019-01-10"}
    folder = write(tmp_path / "folder", [client | {"报到日期": "", "协议日期": ""}])
    entries = [RIGHT[name] | {"对象编号": "1", "日期": f"2019-01-{day:02}"} for day in (9, 10)]
    with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([entries[0].keys(), *(row.values() for row in entries)])
    service = Pretended()
    for dry_run in (True, False):
        done = imported(folder, service, dry_run=dry_run)
        assert rejected(done) == [(f"{name}.csv", 2, "entry_before_decision")]
        assert done.outcome.accepted.total() == 2
