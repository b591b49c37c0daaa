"""A region is found by the names that people use, and never guessed."""

import pytest

from shared.region_names import find_regions, full_name, with_code
from shared.regions import Region, Regions, built_in

ZHENGZHOU, JINSHUI = "410100000000", "410105000000"


@pytest.mark.parametrize(
    "text",
    ["郑州", "郑州市", " 郑 州 市 ", "河南郑州", "河南省郑州市", "河南，郑州", "Zhengzhou",
     "ZHENGZHOU", "zhengzhou city", "Zhengzhou, Henan", "Henan Zhengzhou"],
)  # fmt: skip
def test_a_city_by_its_names(text: str) -> None:
    """In both languages, with the last word of the name or without, with the province or not."""
    assert find_regions(text, built_in()).exact == (ZHENGZHOU,)


@pytest.mark.parametrize(
    "text",
    ["金水", "金水区", "郑州金水", "郑州市金水区", "河南金水区", "河南省郑州市金水区", "Jinshui",
     "Jinshui District", "Jinshui, Zhengzhou", "Jinshui District, Zhengzhou City, Henan Province"],
)  # fmt: skip
def test_a_district_by_its_names(text: str) -> None:
    """Behind any of the regions above it."""
    assert find_regions(text, built_in()).exact == (JINSHUI,)


@pytest.mark.parametrize(
    ("text", "code"),
    [("内蒙古", "15"), ("广西", "45"), ("新疆", "65"), ("香港", "81"), ("管城", "410104"),
     ("管城回族区", "410104"), ("lin'an", "330112"), ("Linan", "330112"), ("上海", "31")],
)  # fmt: skip
def test_long_names_are_known_by_their_short_ones(text: str, code: str) -> None:
    """Without the words for its people and its level, and without the marks within it."""
    assert find_regions(text, built_in()).exact == (code.ljust(12, "0"),)


def test_what_is_like_a_name_is_there_to_choose_from() -> None:
    """A part of a name is no name: nothing is exact, and those with it are listed."""
    found = find_regions("开发区", built_in())
    assert found.exact == ()
    assert found.similar == ("410171000000", "410172000000")
    assert find_regions("郑", built_in()).similar[0] == ZHENGZHOU


@pytest.mark.parametrize(
    "text", ["", " ", "，", "火星", "郑州县", "杭州市金水区", "Zhengzhou District"]
)
def test_a_wrong_name_names_nothing(text: str) -> None:
    """Nor does a name of another level, or one behind another city."""
    assert find_regions(text, built_in()) == ((), ())


def test_regions_of_one_name_are_all_found() -> None:
    """Which of them is meant, a person says: by the name with the city before it."""
    rows = [
        Region(code.ljust(12, "0"), name, english)
        for code, name, english in [
            ("41", "河南省", "Henan"),
            ("4101", "郑州市", "Zhengzhou"),
            ("4102", "开封市", "Kaifeng"),
            ("410190", "新城区", "Xincheng"),
            ("410290", "新城区", "Xincheng"),
        ]
    ]
    regions = Regions(rows)
    assert find_regions("新城", regions).exact == ("410190000000", "410290000000")
    assert find_regions("Xincheng", regions).exact == ("410190000000", "410290000000")
    assert find_regions("开封新城", regions).exact == ("410290000000",)


def test_a_place_that_is_not_listed_is_named_by_what_it_lies_in() -> None:
    """Streets and communities have no names here; a code stands behind every name."""
    assert full_name("410106001000", built_in()).zh == "河南省郑州市上街区（下辖）"
    assert (
        with_code("410106001003", built_in(), "zh") == "河南省郑州市上街区（下辖）（410106001003）"
    )
    assert with_code(ZHENGZHOU, built_in(), "en") == "Zhengzhou, Henan (4101)"
