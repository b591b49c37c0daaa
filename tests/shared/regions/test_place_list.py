"""A place's own list of regions: read, checked, and put in force."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from shared.decider import RegionNotInForce, check_region
from shared.regions import (
    RegionsBroken,
    built_in,
    load_regions,
    read_regions,
    regions_in_force,
    use_regions,
)
from shared.warned import RegionRetired, retired_region

HEAD = "code,name,name_en,valid_from,valid_to,below,successors"
YEARS = "code,year,population,area_km2"
STREET = "110105001000,甲街道,Jia,,,,"
ABOVE = ["110100000000,市辖区,Districts,,,,", "110105000000,朝阳区,Chaoyang,,,some,"]


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Path]:
    """A place's folder; after the test the built-in list is in force again."""
    yield tmp_path
    use_regions(None)


def write(folder: Path, *lines: str, head: str = HEAD, name: str = "regions.csv") -> Path:
    """A list of these lines."""
    (folder / name).write_text("\n".join([head, *lines]) + "\n", encoding="utf-8")
    return folder


def faults(path: Path) -> list[tuple[int, str, str]]:
    """The line, the column and the reason of each fault."""
    return [(fault.line, fault.column, fault.why.en) for fault in read_regions(path)[1]]


def test_the_built_in_list_has_no_fault() -> None:
    """It goes by the rules that it sets for others."""
    assert faults(Path("/nonexistent"))  # a list that was named and is not there is one
    assert read_regions(None)[1] == []


@pytest.mark.parametrize(
    ("line", "column", "words"),
    [
        ("4101,x,x,,,,", "code", "12 digits"),
        ("000000000001,x,x,,,,", "code", "12 digits"),
        ("４１０１０２００１０００,x,x,,,,", "code", "12 digits"),
        ("410102001000-W01,x,x,,,,", "code", "12 digits"),
        ("410102001001-w01,x,x,,,,", "code", "12 digits"),
        ("410102001001-,x,x,,,,", "code", "12 digits"),
        ("410102001000,,x,,,,", "name", "missing"),
        ("410102001000,\u200b,x,,,,", "name", "missing"),
        ("410102001000,x,,,,,", "name_en", "missing"),
        (f"410102001000,{'x' * 101},x,,,,", "name", "100"),
        ("410102001000,x,x,soon,,,", "valid_from", "YYYY-MM-DD"),
        ("410102001000,x,x,,2021-02-30,,", "valid_to", "YYYY-MM-DD"),
        ("410102001000,x,x,2021-04-09,2021-04-09,,", "valid_to", "after its first day"),
        ("410102001000,x,x,,,all,", "below", "some or streets"),
        ("410102001000,x,x,,,,410102002000", "successors", "valid_to"),
        ("410102001000,x,x,,2021-04-09,,4101", "successors", "12 digits"),
        ("410102001000,x,x,,2021-04-09,,410102999000", "successors", "410102999000 is not listed"),
        ("330100999000,x,x,,,,", "code", "leaves out a level"),
        ("330106001000,x,x,,2021-04-09,,330103000000", "successors", "not in force on 2021-04-09"),
        ("110105001000,x,x,,,,", "code", "110105000000 is not listed"),
        ("410102009001,x,x,,,,", "code", "410102009000 is not listed"),
        ("410102001009-W01,x,x,,,,", "code", "410102001009 is not listed"),
        ("330113001000,x,x,2021-04-08,,,", "valid_from", "not in force on 2021-04-08"),
        ("330103001000,x,x,,2021-04-10,,", "valid_to", "not in force on 2021-04-09"),
        ("410102001000,x,x,,,,,,more", "", "more cells"),
        ('410102001000,"x"y,x,,,,', "", "no line of CSV"),
    ],
)
def test_a_fault_is_named_by_its_line_and_column(
    place: Path, line: str, column: str, words: str
) -> None:
    """In both languages; and a list with a fault is not used."""
    write(place, "", line)
    [(number, at, why)] = faults(place)
    assert (number, at) == (3, column)
    assert words in why
    with pytest.raises(RegionsBroken) as broken:
        load_regions(place)
    assert f"regions.csv, line 3{f', column {column}' if column else ''}: " in broken.value.text.en
    assert "regions.csv 第3行" in broken.value.text.zh


@pytest.mark.parametrize(
    ("first", "second", "words"),
    [
        (",,", ",,", "same time as line 2"),
        (",2020-01-02,", "2020-01-01,,", "overlap with those of line 2"),
        ("2020-01-01,,", ",2021-01-01,", "overlap with those of line 2"),
        (",2020-01-01,", "2020-01-01,,", None),
    ],
)
def test_rows_of_one_code_follow_one_another(
    place: Path, first: str, second: str, words: str | None
) -> None:
    """Two rows that hold on the same day contradict each other."""
    write(place, f"410102001000,甲,Jia,{first},", f"410102001000,乙,Yi,{second},")
    found = faults(place)
    if words is None:
        assert found == []
    else:
        [(line, column, why)] = found
        assert (line, column) == (3, "valid_from")
        assert words in why


def test_all_faults_are_told_at_once(place: Path) -> None:
    """By file and line; an error for people shows the first twenty and counts the rest."""
    write(place, *[f"4101020{number:02d}000,,x,,,," for number in range(30)])
    write(place, "410102001000,2019,,", head=YEARS, name="population.csv")
    found = faults(place)
    assert len(found) == 31
    assert [line for line, _, _ in found[:30]] == list(range(2, 32))
    with pytest.raises(RegionsBroken, match="There are 11 more"):
        load_regions(place)


@pytest.mark.parametrize(
    ("line", "column", "words"),
    [
        ("4101,2019,1,", "code", "12 digits"),
        ("410105001000,19,1,", "year", "1949 to 2100"),
        ("410105001000,2019,1e3,", "population", "whole number"),
        ("410105001000,2019,-1,", "population", "whole number"),
        ("410105001000,2019,,0", "area_km2", "square kilometres"),
        ('410105001000,2019,,"1,5"', "area_km2", "square kilometres"),
        ("410105001000,2019,,", "population", "population or the area"),
        ("410105009000,2019,1,", "code", "does not have this code"),
        ("330113000000,2020,1,", "year", "not in force in this year"),
        ("330103000000,2022,1,", "year", "not in force in this year"),
    ],
)
def test_a_fault_of_population_is_named(place: Path, line: str, column: str, words: str) -> None:
    """As one of the regions themselves."""
    write(place, line, head=YEARS, name="population.csv")
    [(number, at, why)] = faults(place)
    assert (number, at) == (2, column)
    assert words in why


def test_a_year_is_given_once(place: Path) -> None:
    """In the year of its end a region still counts, and so does its successor."""
    lines = ["330103000000,2021,1,", "330113000000,2021,1,", "330103000000,2021,2,"]
    write(place, *lines, head=YEARS, name="population.csv")
    assert faults(place) == [(4, "year", "line 2 has this code and year already.")]


@pytest.mark.parametrize(
    ("head", "found"),
    [
        ("code,name", [(1, "name_en", "this column is missing.")]),
        ("code,name,name_en,valid form", [(1, "valid form", "there is no such column.")]),
        ("code,name,name_en,code", [(1, "code", "this column is there twice.")]),
        ("", [(1, name, "this column is missing.") for name in ("code", "name", "name_en")]),
    ],
)
def test_columns_are_known_by_their_names(
    place: Path, head: str, found: list[tuple[int, str, str]]
) -> None:
    """In any order; dates, successors and `below` may be left out."""
    assert faults(write(place, head=head)) == found
    assert faults(write(place, "Jia,甲街道,410102001000", head="name_en,name,code")) == []


def test_a_list_from_a_spreadsheet_is_read(place: Path) -> None:
    """In GB18030 as in UTF-8, with or without its mark, with Windows' ends of lines."""
    text = f"{HEAD}\r\n410102001000,甲街道,Jia,,,,\r\n"
    for content in (text.encode("gb18030"), text.encode("utf-8-sig"), text.encode()):
        (place / "regions.csv").write_bytes(content)
        assert load_regions(place).name("410102001") == "甲街道"
    (place / "regions.csv").write_bytes(b"code,name,name_en\n\xff\xff,\x81")
    assert faults(place) == [(0, "", "the file is in neither UTF-8 nor GB18030.")]


def test_a_file_or_a_folder(place: Path) -> None:
    """A folder may hold either file, or neither yet; a file is a list of regions."""
    assert load_regions(place).digest == built_in().digest
    write(place, "410105001000,2019,54366,1.9", head=YEARS, name="population.csv")
    assert load_regions(place).population("410105001", 2019) == 54_366
    write(place, *ABOVE, STREET, name="own.csv")
    assert load_regions(place / "own.csv").name("110105001") == "甲街道"
    write(place, *ABOVE, STREET)
    assert load_regions(place).name("110105001") == "甲街道"


def test_rows_of_a_code_take_the_place_of_the_built_in_ones(place: Path) -> None:
    """All of them: a place that knows better says the whole history of a code."""
    write(place, "330103000000,下城区,Xiacheng,,2021-03-11,,330105000000")
    [row] = load_regions(place).rows("330103")
    assert row.valid_to == date(2021, 3, 11)
    assert load_regions(place).name("330104") == "江干区"


def test_rules_go_by_what_is_in_force(place: Path) -> None:
    """A region of a place is taken where the built-in list would refuse it, with its dates."""
    day, today = date(2020, 1, 1), date(2024, 1, 1)
    with pytest.raises(RegionNotInForce):
        check_region("410190001000", day, today)
    write(place, "410190000000,新区,New,2015-01-01,2022-01-01,,410105000000")
    use_regions(load_regions(place))
    check_region("410190001000", day, today)
    assert regions_in_force().name("410190") == "新区"
    assert retired_region("410190000000", None, today) == [RegionRetired("region")]
    with pytest.raises(RegionNotInForce, match="no longer in force"):
        check_region("410190001000", date(2022, 1, 1), today)
