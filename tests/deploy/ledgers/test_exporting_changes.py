"""Rows of what changes a file: later steps, days served elsewhere, extensions, corrections."""

from typing import Any

from deploy.ledgers.exporting.rows import LeftOut
from tests.deploy.ledgers.test_exporting import NOTHING, item, rows


def test_a_step_behind_another_change_is_no_first_one() -> None:
    """A programme was suspended before the client reported in: the import takes the rows so."""
    found, left_out = rows(
        item("ProgrammeSuspended", "2019-01-11", reason="detained", evidence="detention_notice"),
        item("ProgrammeResumed", "2019-01-20", evidence="release_certificate"),
        item("ReportedIn", "2019-01-21"),
    )
    assert found["服务对象"][0]["报到日期"] == ""
    assert [row["变更"] for row in found["阶段变更"]] == ["中止执行", "恢复执行", "报到"]
    assert left_out == LeftOut()


def test_days_served_elsewhere_are_a_change() -> None:
    """With where they were served, and the document that shows it."""
    served = item("TimeServedCredited", days=90, where="detention", evidence="release_certificate")
    served["kept"] = NOTHING | {"document_number": "释字1号"}
    found, left_out = rows(served)
    [row] = found["阶段变更"]
    assert {name: cell for name, cell in row.items() if cell} == {
        "日期": "2019-02-01",
        "对象编号": "4101-00001",
        "变更": "折抵期限",
        "文书": "解除（释放）证明书",
        "文书编号": "释字1号",
        "折抵天数": "90",
        "折抵来源": "羁押",
    }
    assert left_out == LeftOut()


def test_extensions_stand_in_the_row_of_their_leave() -> None:
    """As many as there are, by the day until which the leave was extended."""
    said = {"destination": "330102000000", "reason": "family", "in_writing": True}
    leave = item("LeaveReported", leaves_on="2019-02-02", returns_on="2019-02-08", **said)
    second, first = (
        item(
            "LeaveExtended",
            reported,
            leave_id=leave["entry_id"],
            until=before,
            returns_on=until,
            in_writing=True,
        )
        for reported, before, until in (
            ("2019-02-07", "2019-02-11", "2019-02-15"),
            ("2019-02-07", "2019-02-08", "2019-02-11"),
        )
    )
    found, left_out = rows(leave, second, first)
    [row] = found["请假"]
    assert (row["返回日期"], row["续假至"]) == ("2019-02-08", "2019-02-11、2019-02-15")
    assert (row["续假日期"], row["续假书面报告"]) == ("2019-02-07、2019-02-07", "是、是")
    assert left_out == LeftOut()


def correction(at: str, day: str, **person: str) -> dict[str, Any]:
    """A correction of coded facts that was made at a moment."""
    return item("PersonFactsCorrected", day, person=person) | {"recorded_at": at}


def test_corrections_stand_in_the_order_in_which_they_were_made() -> None:
    """The last one holds, whatever day it names."""
    found, left_out = rows(
        item("CaseOpened", "2019-01-10", person={"sex": "female"}),
        correction("2019-03-02T08:00:00Z", "2019-02-01", sex="female", substance="heroin"),
        correction("2019-03-01T08:00:00.5Z", "2019-03-01", sex="female", substance="other"),
    )
    assert [row["毒品种类"] for row in found["信息更正"]] == ["其他", "海洛因"]
    assert left_out == LeftOut()


def test_what_the_kept_sex_says_already_is_not_corrected_again() -> None:
    """The file is opened elsewhere with the sex as it is kept now."""
    found, left_out = rows(
        item("CaseOpened", "2019-01-10", person={"sex": "male"}),
        correction("2019-03-01T08:00:00Z", "2019-03-01", sex="female"),
    )
    assert found.keys() == {"服务对象"}
    assert left_out == LeftOut()


def test_a_sex_that_the_file_says_otherwise_is_counted() -> None:
    """The import would open the file with the one that is kept of the person."""
    _, left_out = rows(item("CaseOpened", "2019-01-10", person={"sex": "male"}))
    assert left_out.facts == {"cases.CaseOpened.person.sex": 1}
