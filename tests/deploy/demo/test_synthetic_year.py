"""Synthetic years: the same from the same seed, of nobody, and with a plan that adds up."""

import csv
from pathlib import Path

import pytest

from deploy.demo import people
from deploy.demo.year import Size, synthetic_year
from tests.deploy.demo.expected import expected
from tests.deploy.demo.faults import FAULTS, with_faults
from tests.deploy.demo.writing import Style, write_year


def test_the_same_seed_makes_the_same_files(tmp_path: Path) -> None:
    """Two runs write the same bytes; another seed writes others."""
    for name, seed in (("one", 1), ("two", 1), ("three", 2)):
        write_year(with_faults(synthetic_year("3301", 2020, seed)), tmp_path / name)
    one, two, three = (
        {path.name: path.read_bytes() for path in (tmp_path / name).iterdir()}
        for name in ("one", "two", "three")
    )
    assert one == two
    assert one != three


def test_the_size_is_what_was_asked_for() -> None:
    """As much was done as the size says."""
    output = expected(synthetic_year("4101", 2019, size=Size(in_programme=3, sessions=7)))
    assert output["also"]["clients by group (人)"] == {"programme": 3, "at large": 40}
    assert list(output["annual"].values()) == [120, 45, 60, 7, 110]
    assert output["also"]["remote contacts with clients in a programme (人次)"] == 12
    assert output["import"]["accepted contacts of other years"] == 3


def test_nobody_is_in_it() -> None:
    """Every phone begins with a prefix given to nobody; every person is there once."""
    clients = synthetic_year("4101", 2019).ledgers["服务对象"]
    assert all(str(row.cells["手机"]).startswith("199000") for row in clients)
    assert len({row.cells["身份证号"] for row in clients}) == len(clients) == 70


def test_check_digits() -> None:
    """The check digit of the standard's own example, and its X."""
    assert people.check_digit("11010519491231002") == "X"
    assert people.check_digit("44052418800101001") == "4"


def test_rejected_rows_are_told_by_their_place(tmp_path: Path) -> None:
    """The row told for a fault is the row in which a spreadsheet shows it."""
    year = with_faults(synthetic_year("4101", 2019), each=2)
    style = Style(encoding="utf-8", blank_lines=True, shuffled=True)
    output = write_year(year, tmp_path, style)
    assert len(output) == 2 * (len(FAULTS) + 1)
    modes = [row for row in output if row["reason"] == "unknown_mode"]
    with (tmp_path / "帮教记录.csv").open(encoding="utf-8", newline="") as file:
        lines = list(csv.reader(file))
    column = lines[0].index("方式")
    assert {lines[row["row"] - 1][column] for row in modes} == {"飞鸽传书", "托梦"}


@pytest.mark.parametrize("kinds", [{"bad_date"}, {"id_checksum", "unknown_mode"}])
def test_faults_of_some_kinds(tmp_path: Path, kinds: set[str]) -> None:
    """Only the faults that were asked for are planted."""
    year = with_faults(synthetic_year("4101", 2019), kinds=kinds)
    assert {row["reason"] for row in write_year(year, tmp_path)} == kinds
