"""帮教记录 and 危机跟进: what contacts found, and which crisis a follow-up is about."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from deploy.ledgers.call import key_of
from deploy.ledgers.kinds.contacts import LEDGER
from shared.names import contacts as codes
from shared.text import Text
from tests.deploy.ledgers.folding import Imported, imported
from tests.deploy.ledgers.importing import PERSON, VISIT, write_ledgers
from tests.deploy.ledgers.pretended import Pretended

Row = dict[str, str]
FULL: Row = {
    **VISIT,
    "方向": "社工联系",
    "地点": "家中",
    "在场人员": "社工、网格员",
    "生活": "一般",
    "心理": "差",
    "健康": "好",
    "就业": "差",
    "家庭": "较差",
    "动机": "良好",
    "建议": "心理咨询、申请救助",
    "约定": "下次联系;就医",
    "危机": "自杀",
    "安全": "辱骂",
    "事先与民警约定": "否",
}
BODY = {
    "occurred_on": "2019-05-01",
    "mode": "home_visit",
    "direction": "worker_to_client",
    "place": "home",
    "present": ["grid_administrator", "social_worker"],
    "observations": {
        "living": "fair",
        "mind": "poor",
        "health": "good",
        "work": "poor",
        "family": "poor",
        "motivation": "good",
    },
    "advice": ["counselling", "relief"],
    "agreed": ["medical_visit", "next_contact"],
    "crisis": "danger_to_self",
    "safety": "abuse",
    "note": "家庭走访",
    "worker": "社工一",
}
FOLLOW_UP = {
    "日期": "2019-05-06",
    "对象编号": "1",
    "发现日期": "2019-05-01",
    "结果": "正在治疗",
    "内容": "已陪同就医",
    "社工": "社工一",
}


def run(
    folder: Path,
    contacts: Sequence[Mapping[str, str]],
    follow_ups: Sequence[Mapping[str, str]] = (),
    service: Pretended | None = None,
    *,
    dry_run: bool = False,
) -> Imported:
    """Import a person, contacts and follow-ups."""
    ledgers: dict[str, Sequence[Mapping[str, str]]] = {"服务对象": [PERSON], "帮教记录": contacts}
    if follow_ups:
        ledgers["危机跟进"] = follow_ups
    return imported(write_ledgers(folder, ledgers), service, dry_run=dry_run)


def test_a_contact_says_all_that_its_row_says(tmp_path: Path) -> None:
    """Words become codes; what stands in several columns of findings becomes one object."""
    done = run(tmp_path / "a", [FULL])
    assert done.rejected() == []
    assert done.bodies("contacts") == [BODY]


def test_police_agree_to_a_call(tmp_path: Path) -> None:
    """是 is sent; 否 and a blank are the same."""
    call = {**VISIT, "方式": "电话"}
    rows = [{**call, "事先与民警约定": word, "内容": word} for word in ("是", "否", "")]
    bodies = run(tmp_path / "a", rows).bodies("contacts")
    assert [body.get("arranged_with_police") for body in bodies] == [True, None, None]


def test_a_row_of_before_is_the_same_row(tmp_path: Path) -> None:
    """A file without the new columns, or with blank ones, sends what it sent, under its old key."""
    service = Pretended()
    run(tmp_path / "a", [VISIT], service=service)
    [(path, body)] = [(path, body) for path, body in service.written if path.endswith("contacts")]
    assert body == {
        "occurred_on": "2019-05-01",
        "mode": "home_visit",
        "note": "家庭走访",
        "worker": "社工一",
    }
    assert key_of(path, body) in service.answers
    again = run(tmp_path / "b", [{**VISIT, "方向": "", "在场人员": "无"}], service=service)
    assert again.outcome.accepted.total() == 0
    assert again.rejected() == []


def test_a_file_of_before_is_not_told_what_it_lacks(tmp_path: Path) -> None:
    """The new columns may all be missing, without a word about each."""
    write_ledgers(tmp_path / "a", {"服务对象": [PERSON]})
    (tmp_path / "a" / "帮教记录.csv").write_text(
        "日期,对象编号,方式,内容,社工\n2019-05-01,1,入户,,\n", encoding="utf-8"
    )
    done = imported(tmp_path / "a")
    assert not any("帮教记录" in warning.zh for warning in done.outcome.warnings)
    assert done.bodies("contacts") == [{"occurred_on": "2019-05-01", "mode": "home_visit"}]


@pytest.mark.parametrize(
    ("cells", "column", "reason"),
    [
        ({"方向": "双向"}, "方向", "unknown_direction"),
        ({"地点": "某某路7号"}, "地点", "unknown_place"),
        ({"在场人员": "社工、张三"}, "在场人员", "unknown_role"),
        ({"心理": "不好说"}, "心理", "unknown_finding"),
        ({"建议": "多运动"}, "建议", "unknown_advice"),
        ({"约定": "吃饭"}, "约定", "unknown_agreement"),
        ({"危机": "也许"}, "危机", "unknown_crisis"),
        ({"安全": "被狗咬"}, "安全", "unknown_incident"),
        ({"事先与民警约定": "大概"}, "事先与民警约定", "not_yes_or_no"),
        ({"方式": "电话", "地点": "家中"}, "地点", "place_contradicts_mode"),
        ({"地点": "医院"}, "地点", "place_contradicts_mode"),
        ({"事先与民警约定": "是"}, "事先与民警约定", "nothing_to_arrange"),
        ({"方向": "家属联系", "在场人员": "社工"}, "在场人员", "family_not_present"),
        ({"方式": "托梦", "地点": "医院"}, "方式", "unknown_mode"),
    ],
)
def test_a_fault_names_its_column(tmp_path: Path, cells: Row, column: str, reason: str) -> None:
    """What is no word of the column, and what contradicts another one; a name is no role."""
    done = run(tmp_path / "a", [{**VISIT, **cells}])
    assert done.rejected() == [(2, column, reason)]
    [row] = done.outcome.rejected
    assert len(row.faults) == 1


def test_every_code_has_its_word() -> None:
    """What the service can keep of a contact, a worker can write; and is told in such a word."""
    names: Mapping[str, Mapping[Any, Text]] = {
        "mode": codes.MODES,
        "direction": codes.DIRECTIONS,
        "place": codes.PLACES,
        "present": codes.PRESENT,
        "advice": codes.ADVICE,
        "agreed": codes.AGREED,
        "crisis": codes.CRISES,
        "safety": codes.SAFETY_INCIDENTS,
        **{f"observations.{subject}": codes.OBSERVED for subject in codes.SUBJECTS},
    }
    columns = {column.field: column for column in LEDGER.columns}
    for field, named in names.items():
        assert {*columns[field].words} == {*named}, field
    assert LEDGER.describe({**BODY, "arranged_with_police": False}).startswith(
        "2019-05-01 入户 社工联系 家中 网格员、社工 一般 差 好 差 差 好"
    )


def test_a_crisis_is_followed_up(tmp_path: Path) -> None:
    """The contact is found by the client and the day; again it is a duplicate."""
    service = Pretended()
    done = run(tmp_path / "a", [FULL], [FOLLOW_UP], service)
    assert done.rejected() == []
    [body] = done.bodies("follow-up")
    assert body == {
        "occurred_on": "2019-05-06",
        "outcome": "in_treatment",
        "note": "已陪同就医",
        "worker": "社工一",
    }
    again = run(tmp_path / "b", [FULL], [FOLLOW_UP], service)
    assert (again.outcome.accepted.total(), again.rejected()) == (0, [])
    later = run(tmp_path / "c", [FULL], [{**FOLLOW_UP, "结果": "已脱离危险"}], service)
    assert later.rejected() == [(2, "日期", "crisis_already_followed_up")]


@pytest.mark.parametrize("dry_run", [False, True])
@pytest.mark.parametrize(
    ("cells", "wanted"),
    [
        ({}, []),
        ({"发现日期": "2019-05-02"}, [(2, "发现日期", "no_crisis_seen")]),
        ({"日期": "2019-04-30"}, [(2, "日期", "followed_up_before_contact")]),
        ({"对象编号": "2"}, [(2, "对象编号", "unknown_client")]),
        ({"日期": "2099-01-01"}, [(2, "日期", "future_date")]),
        ({"结果": "好了"}, [(2, "结果", "unknown_outcome")]),
        ({"发现日期": "去年"}, [(2, "发现日期", "bad_date")]),
    ],
)
def test_a_follow_up_is_of_a_crisis_that_was_seen(
    tmp_path: Path, cells: Row, wanted: list[tuple[int, str, str]], dry_run: bool
) -> None:
    """A dry run says the same, also of contacts that are in the folder alone."""
    done = run(tmp_path / "a", [FULL], [{**FOLLOW_UP, **cells}], dry_run=dry_run)
    assert done.rejected() == wanted
    assert done.outcome.accepted["危机跟进.csv"] == (not wanted)


@pytest.mark.parametrize("dry_run", [False, True])
def test_two_crises_of_a_day_are_not_chosen_from(tmp_path: Path, dry_run: bool) -> None:
    """Nobody can say which one is meant."""
    other = {**FULL, "内容": "又一次", "危机": "伤人"}
    done = run(tmp_path / "a", [FULL, other], [FOLLOW_UP], dry_run=dry_run)
    assert done.rejected() == [(2, "发现日期", "several_crises_seen")]
