"""What the API says of a file, as rows of ledgers; what they cannot hold is counted."""

from typing import Any
from uuid import uuid4

import pytest

from deploy.ledgers.exporting.rows import ARTICLES, LeftOut, row_of, rows_of_case

PERSON = {"name": "测试甲", "id_number": "11010519491231002X", "phone": None, "sex": "female"}
FILE = {
    "case_id": "0196a1f0-7a80-7f52-a3c6-91e04d7b5a2f",
    "region": "410102001003",
    "decided_on": "2019-01-10",
    "reference": "4101-00001",
}
NOTHING = {"note": None, "worker": None, "document_number": None, "erased": False}


def item(kind: str, day: str = "2019-02-01", /, **facts: Any) -> dict[str, Any]:
    """An item of an exported file."""
    return {
        "entry_id": str(uuid4()),
        "type": f"cases.{kind}.v1",
        "facts": {"occurred_on": day, **facts},
        "kept": NOTHING,
    }


def rows(
    *items: dict[str, Any], kind: str = "community_detoxification", **file: Any
) -> tuple[dict[str, list[dict[str, str]]], LeftOut]:
    """The rows of a file by ledger, and what is left out of them."""
    left_out = LeftOut()
    export = {"file": {**FILE, **file}, "person": PERSON, "today": {"kind": kind}, "items": items}
    found: dict[str, list[dict[str, str]]] = {}
    for ledger, row in rows_of_case(export, "一号工作站", left_out):
        names = [column.name for column in ledger.columns]
        found.setdefault(ledger.name, []).append(dict(zip(names, row, strict=True)))
    return found, left_out


def test_a_persons_row_has_the_first_steps() -> None:
    """With the number of the agency, the name of the workstation, and the ledger's words.

    The age band that follows from the ID number is not said: the import finds it too.
    """
    found, left_out = rows(
        item(
            "CaseOpened",
            "2019-01-10",
            agency="agency",
            person={"sex": "female", "age_band": "60_and_over", "substance": "etomidate"},
        ),
        item("ReportedIn", "2019-01-12"),
        item("AgreementSigned", "2019-01-13"),
    )
    assert found == {
        "服务对象": [
            {
                "编号": "4101-00001",
                "姓名": "测试甲",
                "性别": "女",
                "身份证号": "11010519491231002X",
                "手机": "",
                "类别": "社区戒毒",
                "区划代码": "410102001003",
                "工作站": "一号工作站",
                "决定日期": "2019-01-10",
                "报到日期": "2019-01-12",
                "协议日期": "2019-01-13",
                "年龄段": "",
                "毒品种类": "依托咪酯",
            }
        ]
    }
    assert left_out == LeftOut()


def test_the_kind_is_that_of_the_opening() -> None:
    """The change has a row, and so have the steps that came after it, in their order."""
    found, left_out = rows(
        item("ReportedIn", "2019-01-12"),
        item(
            "KindChanged", "2020-01-15", from_kind="community_detoxification", evidence="decision"
        ),
        item("ReportedIn", "2020-01-20"),
        item("AgreementSigned", "2020-01-21"),
        kind="community_rehabilitation",
    )
    [person] = found["服务对象"]
    assert (person["类别"], person["报到日期"], person["协议日期"]) == (
        "社区戒毒",
        "2019-01-12",
        "",
    )
    assert [(row["日期"], row["变更"], row["新类别"]) for row in found["阶段变更"]] == [
        ("2020-01-15", "类别变更", "社区康复"),
        ("2020-01-20", "报到", ""),
        ("2020-01-21", "签订协议", ""),
    ]
    assert left_out == LeftOut()


def test_facts_without_a_column_are_counted() -> None:
    """What every entry says anyway, and ids that mean nothing elsewhere, are not missed."""
    found, left_out = rows(
        item("DrugTestRecorded", result="negative", method="urine", appointment_id="0196a1f0"),
        item("ContactRecorded", mode="phone", weather="rain", clouds=()),
    )
    assert [row["结果"] for row in found["尿检记录"]] == ["阴性"]
    assert left_out.facts == {"cases.ContactRecorded.weather": 1}


def test_an_age_band_that_the_id_number_does_not_say_has_a_cell() -> None:
    """It was stated at the opening, and would be another one elsewhere."""
    found, _ = rows(item("CaseOpened", "2019-01-10", person={"age_band": "36_to_59"}))
    assert found["服务对象"][0]["年龄段"] == "36至59岁"


def test_a_file_without_a_day_of_decision_says_its_age_band() -> None:
    """It follows from the ID number on the day of the opening, which another one is elsewhere."""
    opened = item("CaseOpened", "2019-01-10", person={"age_band": "60_and_over"})
    found, _ = rows(opened, kind="at_large", decided_on=None)
    assert found["服务对象"][0]["年龄段"] == "60岁以上"


def test_what_belongs_to_a_test_stands_in_its_row() -> None:
    """Its sample, the objection and the re-check; a sample that waits has a row of its own."""
    sample, waiting = (
        item("SampleTaken", "2019-02-01", method="urine", place="hospital", taken_by="hospital")
        for _ in range(2)
    )
    test = item("DrugTestRecorded", "2019-02-02", result="positive", method="urine")
    test["facts"] |= {"sample_id": sample["entry_id"], "substances": ["ketamine"]}
    about = {"test_id": test["entry_id"]}
    found, left_out = rows(
        sample,
        waiting,
        test,
        item("DrugTestDisputed", "2019-02-04", told_on="2019-02-03", **about),
        item(
            "DrugTestRechecked",
            "2019-02-08",
            **about,
            tested_on="2019-02-02",
            method="urine",
            before="positive",
            substances_before=["ketamine"],
            result="negative",
            substances=[],
            tested_by="laboratory",
        ),
    )
    waits, row = found["尿检记录"]
    assert {name: cell for name, cell in waits.items() if cell} == {
        "日期": "2019-02-01",
        "对象编号": "4101-00001",
        "结果": "待结果",
        "采样日期": "2019-02-01",
        "采样地点": "医院",
        "采样单位": "医院",
    }
    assert {name: cell for name, cell in row.items() if cell} == {
        "日期": "2019-02-02",
        "对象编号": "4101-00001",
        "结果": "阳性",
        "毒品种类": "氯胺酮",
        "采样地点": "医院",
        "采样单位": "医院",
        "采样日期": "2019-02-01",
        "告知日期": "2019-02-03",
        "异议日期": "2019-02-04",
        "复检日期": "2019-02-08",
        "复检结果": "阴性",
        "复检单位": "检测机构",
    }
    assert left_out == LeftOut()


def test_a_kind_that_changed_twice_has_two_rows() -> None:
    """Each says the kind that it made, the last one that of today."""
    found, _ = rows(
        item("KindChanged", "2020-01-15", from_kind="at_large", evidence="decision"),
        item(
            "KindChanged", "2021-01-15", from_kind="community_detoxification", evidence="decision"
        ),
        kind="community_rehabilitation",
    )
    assert [row["新类别"] for row in found["阶段变更"]] == ["社区戒毒", "社区康复"]
    assert found["服务对象"][0]["类别"] == "社会面"


def test_what_the_import_would_refuse_is_counted_and_not_written() -> None:
    """A follow-up of one crisis among two of a day, and a summary whose words were erased."""
    first, second = (
        item("ContactRecorded", mode="phone", crisis="danger_to_self") for _ in range(2)
    )
    follow_up = item("CrisisFollowedUp", "2019-02-03", crisis="danger_to_self", outcome="safe")
    follow_up["facts"]["contact_id"] = first["entry_id"]
    found, left_out = rows(first, second, follow_up, item("SummaryWritten"))
    assert found.keys() == {"服务对象", "帮教记录"}
    assert left_out.entries == {"cases.CrisisFollowedUp": 1, "cases.SummaryWritten": 1}
    found, left_out = rows(first, follow_up)
    assert [row["发现日期"] for row in found["危机跟进"]] == ["2019-02-01"]
    assert left_out == LeftOut()


@pytest.mark.parametrize("reference", [None, "4101-00001"])
def test_a_file_without_a_number_has_that_of_its_case(reference: str | None) -> None:
    """The same in the row of the person and in those of its entries."""
    found, left_out = rows(item("ContactRecorded", mode="phone"), reference=reference)
    number = reference or FILE["case_id"].upper()
    assert [found["服务对象"][0]["编号"], found["帮教记录"][0]["对象编号"]] == [number] * 2
    assert left_out.unnumbered == (reference is None)


def test_a_cell_that_reads_back_otherwise_is_counted() -> None:
    """The account does not call a folder whole that the import would read in another way."""
    left_out = LeftOut()
    article = {"occurred_on": "2019-06-27", "region": "410102001000", "channel": "website"}
    row_of(ARTICLES, {**article, "title": "  稿件 "}, left_out)
    assert not left_out.cells
    row_of(ARTICLES, {**article, "title": "稿件", "channel": "loudspeaker"}, left_out)
    assert left_out.cells["渠道"] == 1
