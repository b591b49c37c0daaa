"""风险评估 with its newer columns, 半年小结 and 年度评估: what their rows say to the service."""

import csv
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from deploy.ledgers.kinds import assessments, evaluations
from deploy.ledgers.kinds.present import PRESENT
from deploy.ledgers.ledger import Words
from shared.events.cases.assessments import DEFAULT_SCHEME, Evaluated, RiskReason
from shared.events.cases.contacts import Present
from shared.names.assessments import REASONS
from shared.policies.reading import built_in
from tests.deploy.ledgers.folding import Imported, imported
from tests.deploy.ledgers.importing import PERSON, Imports
from tests.deploy.ledgers.test_rows import RIGHT

ROW = RIGHT["风险评估"]
OWN = ROW | {"对象编号": PERSON["编号"]}


def write(folder: Path, name: str, *rows: Mapping[str, str]) -> None:
    """A ledger with these rows and no other columns than they have."""
    with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, [*rows[0]])
        writer.writeheader()
        writer.writerows(rows)


def taken(folder: Path, name: str, *rows: Mapping[str, str]) -> Imported:
    """An import of a ledger and of the client that it is about."""
    for other in ("工作站", "服务对象"):
        write(folder, other, RIGHT[other])
    write(folder, name, *rows)
    return imported(folder)


@pytest.mark.parametrize(
    ("words", "codes"),
    [
        (assessments.LEVELS, built_in().levels),
        (assessments.SCHEMES, [each.code for each in built_in().schemes]),
        (assessments.REASONS, RiskReason),
        (PRESENT, Present),
        (evaluations.OUTCOMES, Evaluated),
    ],
)
def test_every_code_of_the_service_has_a_word(words: Words, codes: Any) -> None:
    """What can be entered over HTTP can be imported, and nothing that cannot."""
    assert {*words.codes.values()} == {*codes}


def test_the_words_are_those_that_are_shown() -> None:
    """A level and a reason can be written as people read them elsewhere."""
    assert assessments.USUAL == DEFAULT_SCHEME
    for code, name in built_in().levels.items():
        assert assessments.LEVELS.codes[name.zh] == code
    for reason, name in REASONS.items():
        assert assessments.REASONS.codes[name.zh] == reason


@pytest.mark.parametrize(
    ("cells", "body"),
    [
        ({}, {"level": "high"}),
        ({"评估标准": ""}, {"level": "high"}),
        ({"评估标准": "三级"}, {"level": "high"}),
        ({"等级": "极高风险", "评估标准": "四级"}, {"level": "extreme", "scheme": "four_levels"}),
        ({"等级": "Ｃ１类", "评估标准": "abc".upper()}, {"level": "c1", "scheme": "abc"}),
        ({"等级": "a", "评估标准": "A、B、C1、C2类"}, {"level": "a", "scheme": "abc"}),
        (
            {
                "评估理由": "尿检阳性、无收入",
                "参与人员": "社区民警、社工",
                "评估说明": "见谈话记录",
            },
            {
                "level": "high",
                "reasons": ["no_income", "positive_test"],
                "present": ["police", "social_worker"],
                "note": "见谈话记录",
            },
        ),
    ],
)
def test_a_row_says_what_its_cells_say(
    cells: dict[str, str], body: dict[str, Any], tmp_path: Path
) -> None:
    """The usual scheme is not named, in whichever way a row does."""
    done = taken(tmp_path, "风险评估", ROW | cells)
    assert done.rejected() == []
    assert done.bodies("risk-assessments") == [{"occurred_on": "2019-01-01", **body}]


def test_summaries_and_evaluations_are_taken(tmp_path: Path) -> None:
    """Each by its own route."""
    done = taken(tmp_path, "半年小结", RIGHT["半年小结"])
    assert done.bodies("summaries") == [{"occurred_on": "2019-01-01", "note": "按时报到"}]
    evaluation = RIGHT["年度评估"] | {"结果": "部分遵守", "参与人员": "民警"}
    done = taken(tmp_path, "年度评估", evaluation)
    assert done.bodies("evaluations") == [
        {"occurred_on": "2019-01-01", "outcome": "partly_kept", "present": ["police"]}
    ]


@pytest.mark.parametrize(
    ("name", "cells", "faults"),
    [
        ("风险评估", {"等级": "A类"}, [("等级", "unknown_level")]),
        ("风险评估", {"等级": "D类"}, [("等级", "unknown_level")]),
        ("风险评估", {"评估标准": "ABC"}, [("等级", "unknown_level")]),
        ("风险评估", {"评估标准": "ABC", "等级": "?"}, [("等级", "unknown_level")]),
        ("风险评估", {"评估标准": "五级", "等级": "极高"}, [("评估标准", "unknown_scheme")]),
        ("风险评估", {"评估说明": "话" * 10_001}, [("评估说明", "too_long")]),
        (
            "风险评估",
            {"日期": "", "等级": "", "评估理由": "面色不好", "参与人员": "民警、某某"},
            [
                ("日期", "bad_date"),
                ("等级", "unknown_level"),
                ("评估理由", "unknown_reason"),
                ("参与人员", "unknown_role"),
            ],
        ),
        ("半年小结", {"内容": " "}, [("内容", "missing_value")]),
        ("半年小结", {"日期": "2099-01-01"}, [("日期", "future_date")]),
        ("年度评估", {"结果": ""}, [("结果", "unknown_outcome")]),
        ("年度评估", {"结果": "优秀"}, [("结果", "unknown_outcome")]),
    ],
)
def test_a_fault_is_named_by_its_column(
    name: str, cells: dict[str, str], faults: list[tuple[str, str]], tmp_path: Path
) -> None:
    """All of a row; a level is not doubted where its scheme is."""
    done = taken(tmp_path, name, RIGHT[name] | cells)
    (row,) = done.outcome.as_json()["rejected"]
    assert [(each["field"], each["reason"]) for each in row["faults"]] == faults


def test_a_summary_of_a_user_at_large_is_refused_at_its_day(tmp_path: Path) -> None:
    """By the service, whose sentence it has."""
    at_large = {"类别": "社会面", "报到日期": "", "协议日期": "", "决定日期": ""}
    write(tmp_path, "工作站", RIGHT["工作站"])
    write(tmp_path, "服务对象", RIGHT["服务对象"] | at_large)
    write(tmp_path, "半年小结", RIGHT["半年小结"])
    done = imported(tmp_path)
    assert done.rejected() == [(2, "日期", "not_in_a_programme")]


@pytest.mark.postgres
async def test_an_old_file_again_gives_duplicates_only(imports: Imports) -> None:
    """Also with the newer columns blank, or with the usual scheme named."""
    ledgers = {"服务对象": [PERSON], "风险评估": [OWN]}
    assert (await imports(ledgers)).accepted["风险评估.csv"] == 1
    for cells in ({}, {"评估标准": "", "评估理由": "-", "参与人员": ""}, {"评估标准": "三级"}):
        again = await imports(ledgers | {"风险评估": [OWN | cells]})
        assert (again.accepted["风险评估.csv"], again.duplicates["风险评估.csv"]) == (0, 1)
        assert again.doubts == []
    assert (await imports.counting())["cases.RiskAssessed"] == 1


@pytest.mark.postgres
async def test_a_row_in_another_scheme_is_like_the_one_of_before(imports: Imports) -> None:
    """It counts beside it, so the import warns, and names the column."""
    ledgers = {"服务对象": [PERSON], "风险评估": [OWN]}
    await imports(ledgers)
    other = await imports(ledgers | {"风险评估": [OWN | {"评估标准": "四级"}]})
    assert [(each.fault.column, each.fault.reason) for each in other.doubts] == [
        ("评估标准", "like_an_imported_row")
    ]
