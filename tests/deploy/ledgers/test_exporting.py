"""What the API says of a file, as rows of ledgers; what they cannot hold is counted."""

from typing import Any

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
    """With the number of the agency, the name of the workstation, and the ledger's words."""
    found, left_out = rows(
        item("CaseOpened", "2019-01-10", agency="agency"),
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
            }
        ]
    }
    assert left_out == LeftOut()


def test_the_kind_is_that_of_the_opening() -> None:
    """What came with another kind later has no column: it is counted, not written in its place."""
    found, left_out = rows(
        item("ReportedIn", "2019-01-12"),
        item("KindChanged", "2020-01-15", from_kind="community_detoxification", evidence="d"),
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
    assert left_out.entries == {
        "cases.KindChanged": 1,
        "cases.ReportedIn": 1,
        "cases.AgreementSigned": 1,
    }


def test_facts_without_a_column_are_counted() -> None:
    """What every entry says anyway, and ids that mean nothing elsewhere, are not missed."""
    found, left_out = rows(
        item("DrugTestRecorded", result="negative", method="urine", appointment_id="0196a1f0"),
        item("ContactRecorded", mode="phone", weather="rain", clouds=()),
    )
    assert [row["结果"] for row in found["尿检记录"]] == ["阴性"]
    assert left_out.facts == {"cases.ContactRecorded.weather": 1}


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
    row_of(ARTICLES, {**article, "title": "稿件", "channel": "radio"}, left_out)
    assert left_out.cells["渠道"] == 1
