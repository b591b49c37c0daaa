"""违规情况登记, 帮教计划 and 结案报告: what a row makes, what it is refused for, and when again."""

from pathlib import Path

import pytest

from tests.deploy.ledgers.importing import PERSON
from tests.deploy.ledgers.pretended import Pretended
from tests.deploy.ledgers.test_following import Folder, reasons

CLIENT = PERSON | {"类别": "社区戒毒", "决定日期": "2019-01-10", "报到日期": "2019-01-12"}
CLIENT |= {"协议日期": "2019-01-12"}
TESTS = [
    {"日期": f"2019-0{month}-20", "对象编号": "1", "结果": "未检", "未检原因": "拒检"}
    for month in (2, 3, 4)
]
FINDING = {
    "认定日期": "2019-04-22",
    "对象编号": "1",
    "情形": "拒绝检测",
    "认定依据": "上门核实",
    "不予认定理由": "",
    "报告公安日期": "2019-04-23",
    "核实情况": "本人承认",
}
GOAL = {
    "日期": "2019-02-01",
    "对象编号": "1",
    "目标": "就业",
    "期限": "2019-09-30",
    "负责人": "社工",
    "措施": "参加招聘会",
    "完结日期": "2019-09-01",
    "结果": "达成",
    "取消原因": "",
}


def last_words(service: Pretended) -> list[str]:
    """What was written, by the last word of each path."""
    return [path.rpartition("/")[2] for path, _ in service.written]


async def test_a_finding_is_decided_and_told_by_its_row(tmp_path: Path) -> None:
    """In the folder that brings what makes it; the report to the police may be filled in later."""
    service = Pretended()
    async with service.running() as where:
        folder = Folder(tmp_path / "台账", where)
        not_told = FINDING | {"报告公安日期": ""}
        whole = {"服务对象": [CLIENT], "尿检记录": TESTS, "违规情况登记": [not_told]}
        assert reasons(await folder(whole)) == []
        assert last_words(service)[-1] == "findings"
        assert reasons(await folder(whole | {"违规情况登记": [FINDING]})) == []
        assert last_words(service)[-1] == "police-notice"
        again = await folder(whole | {"违规情况登记": [FINDING]})
        assert again.duplicates["违规情况登记.csv"] == 1


async def test_what_is_not_proposed_is_rejected(tmp_path: Path) -> None:
    """With two tests nothing is; a dry run of the whole folder does not foresee the third."""
    service = Pretended()
    async with service.running() as where:
        folder = Folder(tmp_path / "台账", where)
        two = {"服务对象": [CLIENT], "尿检记录": TESTS[:2], "违规情况登记": [FINDING]}
        assert reasons(await folder(two)) == [("情形", "nothing_proposed")]
        assert reasons(await folder(two | {"尿检记录": TESTS}, dry_run=True)) == []
        dismissed = FINDING | {"认定依据": "", "不予认定理由": "记录有误", "报告公安日期": ""}
        done = await folder(two | {"尿检记录": TESTS, "违规情况登记": [dismissed]})
        assert reasons(done) == []
    assert last_words(service)[-1] == "dismissed-findings"


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        (FINDING | {"认定依据": ""}, ("认定依据", "confirmed_or_dismissed")),
        (FINDING | {"不予认定理由": "记录有误"}, ("认定依据", "confirmed_or_dismissed")),
        (
            FINDING | {"认定依据": "", "不予认定理由": "记录有误"},
            ("报告公安日期", "only_confirmed_told"),
        ),
        (FINDING | {"情形": "吸毒"}, ("情形", "unknown_condition")),
        (FINDING | {"报告公安日期": "2019-04-21"}, ("报告公安日期", "told_before_finding")),
    ],
)
async def test_a_row_that_cannot_be_taken_names_its_column(
    tmp_path: Path, row: dict[str, str], fault: tuple[str, str]
) -> None:
    """A decision is one of two, and of a dismissed finding the police are not told."""
    async with Pretended().running() as where:
        folder = Folder(tmp_path / "台账", where)
        whole = {"服务对象": [CLIENT], "尿检记录": TESTS, "违规情况登记": [row]}
        assert reasons(await folder(whole)) == [fault]


async def test_a_goal_and_its_outcome_are_one_row(tmp_path: Path) -> None:
    """One that is dropped says why."""
    service = Pretended()
    async with service.running() as where:
        folder = Folder(tmp_path / "台账", where)
        assert reasons(await folder({"服务对象": [CLIENT], "帮教计划": [GOAL]})) == []
        assert last_words(service)[-2:] == ["goals", "outcome"]
        dropped = GOAL | {"目标": "住房", "结果": "取消"}
        told = await folder({"服务对象": [CLIENT], "帮教计划": [dropped]})
        assert reasons(told) == [("取消原因", "why_dropped")]
