"""Rows that make a second entry about the first: a return from leave, the end of a treatment."""

from pathlib import Path

import pytest

from deploy.ledgers.command import import_folder
from deploy.ledgers.outcome import ImportOutcome
from deploy.ledgers.sending import ImportTarget
from tests.deploy.ledgers.importing import PERSON, Imports, write_ledgers
from tests.deploy.ledgers.pretended import TODAY, Pretended

LEAVE = {
    "报告日期": "2019-04-01",
    "对象编号": "1",
    "离开日期": "2019-04-05",
    "返回日期": "2019-04-12",
    "目的地": "330102000000",
    "事由": "探亲",
    "书面报告": "是",
    "实际返回日期": "",
}
BACK = LEAVE | {"实际返回日期": "2019-04-13"}
TREATMENT = {
    "参加日期": "2019-05-06",
    "对象编号": "1",
    "登记编号": "甲-01",
    "退出日期": "2020-05-06",
    "退出原因": "自行退出",
}
OTHERS = {
    "告知": [{"日期": "2019-03-01", "对象编号": "1", "告知内容": "权利、义务", "签字": "是"}],
    "告诫": [
        {"日期": "2019-03-02", "对象编号": "1", "事由": "拒检", "文书编号": "1号", "内容": "略"}
    ],
    "定期报到": [{"日期": "2019-03-03", "对象编号": "1", "方式": "当面"}],
}


class Folder:
    """Imports rows into a service in memory."""

    def __init__(self, path: Path, where: ImportTarget) -> None:
        self._path, self._where = path, where

    async def __call__(
        self, ledgers: dict[str, list[dict[str, str]]], *, dry_run: bool = False
    ) -> ImportOutcome:
        """Write the ledgers and import them."""
        write_ledgers(self._path, ledgers)
        return await import_folder(
            self._path, self._where, today=TODAY, patience=0.3, dry_run=dry_run
        )


def reasons(outcome: ImportOutcome) -> list[tuple[str, str]]:
    """The columns at fault, and why."""
    return [(row.fault.column, row.fault.reason) for row in outcome.rejected]


async def test_a_return_is_made_with_its_leave_or_later(tmp_path: Path) -> None:
    """The leave is known again, and the row adds the return alone; then it adds nothing."""
    service = Pretended()
    async with service.running() as where:
        folder = Folder(tmp_path / "台账", where)
        first = await folder({"服务对象": [PERSON], "请假": [LEAVE]})
        assert first.accepted["请假.csv"] == 1
        again = await folder({"服务对象": [PERSON], "请假": [BACK]})
        assert again.accepted["请假.csv"] == 1
        assert reasons(again) == []
        last = await folder({"服务对象": [PERSON], "请假": [BACK]})
        assert last.duplicates["请假.csv"] == 1
    made = [(path.rpartition("/")[2], body) for path, body in service.written]
    assert [each for each in made if each[0] in ("leave", "return")] == [
        (
            "leave",
            {
                "occurred_on": "2019-04-01",
                "leaves_on": "2019-04-05",
                "returns_on": "2019-04-12",
                "destination": "330102000000",
                "reason": "family",
                "in_writing": True,
            },
        ),
        ("return", {"occurred_on": "2019-04-13"}),
    ]


async def test_a_dry_run_tells_what_it_can_and_writes_nothing(tmp_path: Path) -> None:
    """Of a leave that is not made yet, a return that has not come is told all the same."""
    service = Pretended()
    future = LEAVE | {"实际返回日期": "2199-01-01"}
    async with service.running() as where:
        folder = Folder(tmp_path / "台账", where)
        dry = await folder({"服务对象": [PERSON], "请假": [BACK, future]}, dry_run=True)
        assert reasons(dry) == [("实际返回日期", "future_date")]
        assert dry.accepted["请假.csv"] == 1
    assert service.written == []


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        (LEAVE | {"书面报告": "否"}, ("书面报告", "written_report_missing")),
        (LEAVE | {"书面报告": "不详"}, ("书面报告", "not_yes_or_no")),
        (LEAVE | {"返回日期": "2019-04-05"}, ("返回日期", "returns_before_leaving")),
        (LEAVE | {"目的地": "杭州"}, ("目的地", "unknown_region")),
        (LEAVE | {"事由": "旅游"}, ("事由", "unknown_reason")),
        (BACK | {"实际返回日期": "2019-04-01"}, ("实际返回日期", "returned_before_leaving")),
    ],
)
async def test_a_leave_that_cannot_be_taken_names_its_column(
    tmp_path: Path, row: dict[str, str], fault: tuple[str, str]
) -> None:
    """By the service's own rule where it has one."""
    async with Pretended().running() as where:
        outcome = await Folder(tmp_path / "台账", where)({"服务对象": [PERSON], "请假": [row]})
    assert reasons(outcome) == [fault]


async def test_a_treatment_ends_by_its_row(tmp_path: Path) -> None:
    """An end has its day and its reason, or neither."""
    service = Pretended()
    async with service.running() as where:
        folder = Folder(tmp_path / "台账", where)
        no_day = TREATMENT | {"退出日期": ""}
        no_reason = TREATMENT | {"退出原因": ""}
        told = await folder({"服务对象": [PERSON], "维持治疗": [no_day]})
        assert reasons(told) == [("退出日期", "missing_value")]
        told = await folder({"服务对象": [PERSON], "维持治疗": [no_reason]})
        assert reasons(told) == [("退出原因", "missing_value")]
        assert [path for path, _ in service.written if "maintenance" in path] == []
        done = await folder({"服务对象": [PERSON], "维持治疗": [TREATMENT]})
        assert reasons(done) == []
    assert service.posts[-2:] == [
        (
            "maintenance",
            {
                "occurred_on": "2019-05-06",
                "document_number": "甲-01",
                "evidence": "clinic_record",
            },
        ),
        ("end", {"occurred_on": "2020-05-06", "reason": "left"}),
    ]


@pytest.mark.parametrize(
    ("changed", "faults"),
    [
        ({"退出日期": "某天"}, [("退出日期", "bad_date")]),
        ({"退出原因": "不详"}, [("退出原因", "unknown_end")]),
        ({"退出日期": "2099-01-01"}, [("退出日期", "future_date")]),
        ({"参加日期": "某天"}, [("参加日期", "bad_date")]),
        ({"退出日期": "", "退出原因": ""}, []),
    ],
)
async def test_each_fault_of_an_end_is_told_once(
    tmp_path: Path, changed: dict[str, str], faults: list[tuple[str, str]]
) -> None:
    """In a dry run as in the import; an end is no part of a row that says nothing of it."""
    row = TREATMENT | changed
    async with Pretended().running() as where:
        folder = Folder(tmp_path / "台账", where)
        for dry_run in (True, False):
            told = await folder({"服务对象": [PERSON], "维持治疗": [row]}, dry_run=dry_run)
            every = [(its.column, its.reason) for each in told.rejected for its in each.faults]
            assert every == faults


async def test_the_other_ledgers_of_guidance_are_taken(tmp_path: Path) -> None:
    """Informing, warnings and regular reports: a row is one entry."""
    service = Pretended()
    async with service.running() as where:
        outcome = await Folder(tmp_path / "台账", where)({"服务对象": [PERSON], **OTHERS})
    assert reasons(outcome) == []
    assert service.posts[-3:] == [
        (
            "informing",
            {"occurred_on": "2019-03-01", "topics": ["duties", "rights"], "signed": True},
        ),
        (
            "warnings",
            {
                "occurred_on": "2019-03-02",
                "reason": "refused_test",
                "document_number": "1号",
                "note": "略",
            },
        ),
        ("regular-reports", {"occurred_on": "2019-03-03", "mode": "in_person"}),
    ]


@pytest.mark.postgres
async def test_what_is_gone_is_made_void_from_its_end_on(imports: Imports) -> None:
    """The return rests on the leave: both go, and come back with the row."""
    first = await imports({"服务对象": [PERSON], "请假": [BACK], "维持治疗": [TREATMENT]})
    counting = await imports.counting()
    assert counting["cases.ReturnedFromLeave"] == counting["cases.MaintenanceEnded"] == 1
    other = LEAVE | {"离开日期": "2019-06-05", "返回日期": "2019-06-09"}
    done = await imports({"请假": [other], "维持治疗": []}, [str(first.import_id)])
    assert done.plan is not None
    assert done.plan.left == []
    counting = await imports.counting()
    assert counting["cases.LeaveReported"] == 1
    assert counting["cases.ReturnedFromLeave"] == 0
    assert counting["cases.MaintenanceStarted"] == counting["cases.MaintenanceEnded"] == 0


@pytest.mark.postgres
async def test_a_leave_with_other_days_overlaps_with_what_it_was(imports: Imports) -> None:
    """Until the old one is void the corrected row is refused, and the old one left."""
    first = await imports({"服务对象": [PERSON], "请假": [BACK]})
    longer = LEAVE | {"返回日期": "2019-04-13"}
    done = await imports({"请假": [longer]}, [str(first.import_id)])
    assert reasons(done) == [("离开日期", "leaves_overlap")]
    assert done.plan is not None
    assert len(done.plan.left) == 2
    assert (await imports.counting())["cases.LeaveReported"] == 1
