"""Which codes are regions, on which day, and which lie below which."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.regions import (
    LENGTHS,
    Region,
    Regions,
    RegionYear,
    UnknownRegion,
    ancestors,
    built_in,
    level,
    load_regions,
    prefix,
    query_prefix,
)


def reason(code: str, on: date | None = None, regions: Regions | None = None) -> str:
    """Why a code is refused."""
    with pytest.raises(UnknownRegion) as caught:
        (regions or built_in()).check(code, on)
    assert caught.value.detail.en
    assert caught.value.detail.zh
    return caught.value.reason


@pytest.mark.parametrize(
    ("code", "why"),
    [
        ("4101", "not_twelve_digits"),
        ("4101020010030", "not_twelve_digits"),
        ("41010200100x", "not_twelve_digits"),
        ("４１０１０２００１００３", "not_twelve_digits"),
        ("990000000000", "unknown_province"),
        ("000000000000", "unknown_province"),
        ("410002000000", "gap"),
        ("410100001000", "gap"),
        ("410102000003", "gap"),
        ("419900000000", "not_listed"),
        ("410199000000", "not_listed"),
        ("410199001003", "not_listed"),
    ],
)
def test_refused(code: str, why: str) -> None:
    """A code that names no region is refused with its reason."""
    assert reason(code) == why


@pytest.mark.parametrize(
    "code",
    [
        "410000000000",
        "410100000000",
        "410102001003",
        "410173000000",
        "330102008000",
        "110105011002",  # nothing is listed below Beijing, so its codes pass
        "441900003001",  # Dongguan has no counties
        "440100000000",  # only some of Guangdong's cities are listed
    ],
)
def test_accepted(code: str) -> None:
    """A region of the register passes, and so does one below it where nothing is listed."""
    assert built_in().check(code, date(2024, 1, 1)) == code


def test_provinces() -> None:
    """All 34 province-level codes of GB/T 2260 are there, each with two names."""
    codes = [str(number) + "0" * 10 for number in range(11, 83)]
    rows = [row for code in codes if (row := built_in().get(code))]
    assert len(rows) == 34
    assert all(row.name and row.name_en for row in rows)


def test_dates() -> None:
    """A code holds from its first day until the day before its last."""
    assert reason("330113001000", date(2021, 4, 8)) == "not_yet"
    assert built_in().check("330113001000", date(2021, 4, 9))
    assert built_in().check("330103001000", date(2021, 4, 8))
    assert reason("330103001000", date(2021, 4, 9)) == "retired"
    assert built_in().check("330103001000")


def test_operator_list(tmp_path: Path) -> None:
    """An operator's list adds rows, replaces them, and closes the level that it lists."""
    own = tmp_path / "own.csv"
    own.write_text(
        "\ufeffcode,name,name_en,valid_from,valid_to,below\n"
        "410102001000,林山寨街道,Linshanzhai,2001-01-01,,\n"
        "410102000000,中原区(改),Zhongyuan,,,\n",
        encoding="utf-8",
    )
    regions = load_regions(own)
    assert regions.name("410102001") == "林山寨街道"
    assert regions.name("410102", "en") == "Zhongyuan"
    assert regions.name("410102") == "中原区(改)"
    assert regions.name("410102009") is None
    assert regions.check("410102001003")
    assert reason("410102009000", regions=regions) == "not_listed"
    assert built_in().check("410102009000")


@pytest.mark.parametrize(
    "text", ["", "4", "410", "41010", "4101020", "41x1", "00", "4101020010034"]
)
def test_bad_argument(text: str) -> None:
    """A region argument of another length, or with other characters, is refused."""
    with pytest.raises(UnknownRegion):
        query_prefix(text)


@st.composite
def codes(draw: st.DrawFn) -> str:
    """Codes without gaps, of any level."""
    lengths = draw(st.integers(1, 5))
    parts = [2, 2, 2, 3, 3][:lengths]
    text = "".join(str(draw(st.integers(1, 10**size - 1))).rjust(size, "0") for size in parts)
    return text.ljust(12, "0")


@given(codes())
def test_levels(code: str) -> None:
    """A region's ancestors are its prefixes, one for each level down to its own."""
    chain = ancestors(code)
    assert chain[-1] == code
    assert [level(each) for each in chain] == list(LENGTHS.values())[: len(chain)]
    assert all(code.startswith(prefix(each)) for each in chain)
    assert query_prefix(code) == prefix(code) == prefix(prefix(code))


def test_frozen_row() -> None:
    """A row cannot be changed once it is in the register."""
    row = Region("410000000000", "河南省", "Henan")
    with pytest.raises(AttributeError):
        row.name = "x"  # type: ignore[misc]


XIANGYANG = [
    Region("420000000000", "湖北省", "Hubei"),
    Region("420600000000", "襄樊市", "Xiangfan", None, date(2010, 12, 9)),
    Region("420600000000", "襄阳市", "Xiangyang", date(2010, 12, 9)),
    Region("420602000000", "襄城区", "Xiangcheng"),
    Region("420602001001", "某社区", "Some community"),
    Region("420602001001-W01", "第一网格", ""),
]


def test_a_code_may_have_one_name_after_the_other() -> None:
    """A report of a year shows the name of that time; without a day the present one is shown."""
    regions = Regions(XIANGYANG)
    assert regions.name("4206") == "襄阳市"
    for day, name in ((date(2009, 1, 1), "襄樊市"), (date(2010, 12, 9), "襄阳市")):
        row = regions.get("4206", day)
        assert row is not None
        assert row.name == name
        assert regions.check("420602001001", day)


def test_a_retired_region_keeps_its_name() -> None:
    """Of a day after its end its last row is shown, although the code is refused."""
    row = built_in().get("330103", date(2024, 1, 1))
    assert row is not None
    assert row.name == "下城区"


def test_successors_and_predecessors() -> None:
    """A merger has one successor, a split several; what is divided is two rows of one code."""
    regions = built_in()
    [xiacheng] = regions.rows("330103")
    assert xiacheng.successors == ("330105000000",)
    before, after = regions.rows("330110")
    assert before.successors == ("330110000000", "330113000000")
    assert not after.successors
    made_of = {row.name for row in regions.predecessors("330114000000")}
    assert made_of == {"江干区", "萧山区"}


def test_units_are_listed_named_and_not_recorded() -> None:
    """A unit below a community is there, in force with it, and no region of a fact."""
    regions = Regions(XIANGYANG)
    unit = "420602001001-W01"
    assert [row.code for row in regions.units("420602001001")] == [unit]
    assert regions.name(unit) == "第一网格"
    assert unit not in {row.code for row in regions}
    assert regions.exists(unit, date(2024, 1, 1))
    assert not regions.exists("420602001001-W02", date(2024, 1, 1))
    assert reason(unit, regions=regions) == "unit"
    assert level(unit) == "unit"
    assert ancestors(unit)[-2:] == ("420602001001", unit)


def test_population_is_that_of_the_year_or_none() -> None:
    """No other year is taken: which one may stand in is for whoever computes a rate."""
    years = [RegionYear("420602000000", 2019, 500_000, Decimal("656.1"))]
    regions = Regions(XIANGYANG, years)
    assert regions.population("420602", 2019) == 500_000
    assert regions.population("420602000000", 2020) is None
    assert regions.area("420602", 2019) == Decimal("656.1")
    assert regions.area("4206", 2019) is None


def test_the_digest_is_of_what_is_listed() -> None:
    """Not of how: the order of the lines does not change it, a name, a date or a figure does."""
    regions = Regions(XIANGYANG)
    assert regions.digest == Regions(reversed(XIANGYANG)).digest
    assert regions.digest != Regions(XIANGYANG[:-1]).digest
    assert regions.digest != Regions(XIANGYANG, [RegionYear("42", 2019, 1)]).digest
