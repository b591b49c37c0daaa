"""风险评估 of a place with schemes of its own: its words are those that its service answers."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from deploy.ledgers import help_kinds
from deploy.ledgers.exporting.rows import LeftOut, row_of
from deploy.ledgers.kinds import assessments
from deploy.ledgers.schemes import BUILT_IN, Scheme, level_in, meant_by
from shared.policies.in_force import use_policies
from shared.policies.reading import built_in, read_own_policies
from shared.regions import regions_in_force
from shared.text import Text
from tests.deploy.ledgers.test_assessments import ROW, taken

# A place that assesses by A, B, C1 and C2 of its own, in place of those that are built in.
OWN_CLASSES = """
version = "place"
[[scheme]]
code = "abc"
name = { zh = "A、B、C1、C2类", en = "classes A, B, C1 and C2" }
levels = [
    { code = "a", name = { zh = "A类", en = "A" } },
    { code = "b", name = { zh = "B类", en = "B" } },
    { code = "c1", name = { zh = "C1类", en = "C1" } },
    { code = "c2", name = { zh = "C2类", en = "C2" } },
]
until = 2018-01-01
[[scheme]]
code = "zj-2018"
name = { zh = "浙江分类", en = "classes of Zhejiang" }
levels = [
    { code = "a", name = { zh = "A类", en = "A" } },
    { code = "b", name = { zh = "B类", en = "B" } },
    { code = "c1", name = { zh = "C1类", en = "C1" } },
    { code = "c2", name = { zh = "C2类", en = "C2" } },
]
since = 2018-01-01
"""
# One that has added a scheme whose words are its own, and one whose word others have too.
OWN = """
version = "place"
[[scheme]]
code = "local-2019"
name = { zh = "本地分类", en = "local classes" }
levels = [
    { code = "local_first", name = { zh = "重点关注", en = "closely watched" } },
    { code = "local_second", name = { zh = "低风险", en = "little risk" } },
]
"""


@pytest.fixture(autouse=True)
def restored() -> Iterator[None]:
    """The built-in policies are in force again."""
    yield
    use_policies(None)


def in_force(text: str) -> None:
    """Put a place's own policies in force."""
    use_policies(read_own_policies(text.encode(), regions_in_force()))


@pytest.mark.parametrize(
    ("word", "code"),
    [("A类", "a"), ("B", "b"), ("Ｃ１", "c1"), ("c2类", "c2"), ("C2类", "c2")],
)
def test_a_place_whose_classes_are_its_own(word: str, code: str, tmp_path: Path) -> None:
    """Its rows need not name the scheme: no other that is used on their day has such a level."""
    in_force(OWN_CLASSES)
    done = taken(tmp_path, "风险评估", ROW | {"等级": word})
    assert done.rejected() == []
    [body] = done.bodies("risk-assessments")
    assert body == {"occurred_on": "2019-01-01", "level": code, "scheme": "zj-2018"}
    named = taken(tmp_path, "风险评估", ROW | {"等级": word, "评估标准": "浙江分类"})
    assert named.bodies("risk-assessments") == [body]


def test_a_word_of_another_scheme_is_refused_there(tmp_path: Path) -> None:
    """With the words that the place has."""
    in_force(OWN_CLASSES)
    done = taken(tmp_path, "风险评估", ROW | {"等级": "高", "评估标准": "浙江分类"})
    assert done.rejected() == [(2, "等级", "unknown_level")]
    [row] = done.outcome.rejected
    assert "浙江分类有A类、B类、C1类、C2类" in row.fault.text.zh


def test_a_scheme_that_is_used_no_more_is_refused_by_its_own_column(tmp_path: Path) -> None:
    """The service says which are used on the day."""
    in_force(OWN_CLASSES)
    done = taken(tmp_path, "风险评估", ROW | {"等级": "A类", "评估标准": "ABC"})
    assert done.rejected() == [(2, "评估标准", "scheme_not_used")]


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ({"等级": "重点关注", "评估标准": "本地分类"}, ("local_first", "local-2019")),
        ({"等级": "closely watched", "评估标准": "local-2019"}, ("local_first", "local-2019")),
        ({"等级": "local_first", "评估标准": "本地分类"}, ("local_first", "local-2019")),
        ({"等级": "低风险", "评估标准": "本地分类"}, ("local_second", "local-2019")),
        ({"等级": "低风险", "评估标准": "四级"}, ("low", "four_levels")),
        ({"等级": "低风险"}, ("low", None)),
        ({"等级": "重点关注"}, ("local_first", "local-2019")),
        ({"等级": "高", "评估标准": "三级"}, ("high", None)),
    ],
)
def test_a_place_with_words_of_its_own(
    cells: dict[str, str], said: tuple[str, str | None], tmp_path: Path
) -> None:
    """By names in both languages, or codes; a word of several schemes is that of the row's."""
    in_force(OWN)
    done = taken(tmp_path, "风险评估", ROW | cells)
    assert done.rejected() == []
    [body] = done.bodies("risk-assessments")
    assert (body["level"], body.get("scheme")) == said


@pytest.mark.parametrize(
    ("cells", "fault"),
    [
        ({"等级": "极高"}, ("等级", "unknown_level")),
        ({"等级": "一般关注", "评估标准": "本地分类"}, ("等级", "unknown_level")),
        ({"等级": "重点关注", "评估标准": "外地分类"}, ("评估标准", "unknown_scheme")),
    ],
)
def test_what_the_place_does_not_have_is_refused(
    cells: dict[str, str], fault: tuple[str, str], tmp_path: Path
) -> None:
    """Once, at its column."""
    in_force(OWN)
    done = taken(tmp_path, "风险评估", ROW | cells)
    assert done.rejected() == [(2, *fault)]


def test_what_is_built_in_is_what_the_service_has() -> None:
    """The import's own list is for services of before, and is theirs."""
    assert {each.code: (each.name, dict(each.levels)) for each in BUILT_IN} == {
        each.code: (each.name, dict(each.levels)) for each in built_in().schemes
    }


def test_which_scheme_a_row_means_that_names_none() -> None:
    """The service's own, unless one alone has the level and has none of those of the other."""
    usual, _, classes = BUILT_IN
    day = "2019-06-03"
    assert meant_by(BUILT_IN, "high", day) == usual
    assert meant_by(BUILT_IN, "c1", day) == classes
    assert meant_by(BUILT_IN, "extreme", day) == usual, "who says it may say high by four levels"
    assert meant_by([*BUILT_IN, replace(classes, code="other")], "c1", day) == usual
    ended = replace(classes, code="other", until=day)
    assert meant_by([*BUILT_IN, ended], "c1", day) == classes
    assert level_in(usual, "nothing") == "nothing"


def test_an_entry_of_the_place_is_written_out_in_its_words() -> None:
    """And is read back as it was."""
    schemes = (*BUILT_IN, Scheme("own", Text(zh="本地", en="own"), {"x": Text(zh="重点", en="X")}))
    left_out = LeftOut()
    said: dict[str, Any] = {"occurred_on": "2019-01-01", "level": "x", "scheme": "own"}
    ledger = assessments.ledger_of(schemes)
    row = dict(zip([c.name for c in ledger.columns], row_of(ledger, said, left_out), strict=True))
    assert (row["等级"], row["评估标准"]) == ("重点", "本地")
    assert not left_out.cells


def test_the_kinds_of_help_that_are_built_in_are_those_of_the_service() -> None:
    """The import's own lists are for services that do not say which they have."""
    assert help_kinds.BUILT_IN.needs == {each.code: each.name for each in built_in().needs}
    assert help_kinds.BUILT_IN.helps == {each.code: each.name for each in built_in().helps}
