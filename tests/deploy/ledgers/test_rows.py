"""Rows: the reason code and the column of each fault, and which of several faults is named."""

import csv
from collections.abc import Mapping
from pathlib import Path

import pytest

from deploy.ledgers.kinds import LEDGERS
from deploy.ledgers.ledger import Ledger
from deploy.ledgers.reasons import TEXTS, Reason
from shared.text import Text
from tests.deploy.ledgers.folding import Imported, imported
from tests.deploy.ledgers.rows_of_help import FAULTS_HELP, RIGHT_HELP
from tests.deploy.ledgers.rows_of_outreach import FAULTS_OUTREACH, RIGHT_OUTREACH
from tests.deploy.ledgers.rows_of_prevention import RIGHT_PREVENTION

RIGHT = {
    "工作站": {"工作站名称": "甲站", "区划代码": "410102001000", "类型": "街道"},
    "服务对象": {
        "编号": "4101-00001",
        "姓名": "甲子",
        "性别": "男",
        "身份证号": "11010519491231002X",
        "手机": "19900000001",
        "类别": "社区戒毒",
        "区划代码": "410102001003",
        "工作站": "甲站",
        "决定日期": "2018-01-01",
        "报到日期": "2018-01-02",
        "协议日期": "2018-01-02",
    },
    "阶段变更": {
        "日期": "2019-01-03",
        "对象编号": "4101-00001",
        "变更": "终止",
        "去向": "期满解除",
        "文书": "解除社区戒毒通知书",
        "就业": "已就业",
    },
    "帮教记录": {"日期": "2019-01-01", "对象编号": "4101-00001", "方式": "入户"},
    "尿检记录": {"日期": "2019-01-01", "对象编号": "4101-00001", "结果": "未检"}
    | {"未检原因": "请假"},
    "风险评估": {"日期": "2019-01-01", "对象编号": "4101-00001", "等级": "高"},
    "半年小结": {"日期": "2019-01-01", "对象编号": "4101-00001", "内容": "按时报到"},
    "年度评估": {"日期": "2019-01-01", "对象编号": "4101-00001", "结果": "遵守"},
    **RIGHT_HELP,
    **RIGHT_PREVENTION,
    **RIGHT_OUTREACH,
    "新闻稿件": {
        "日期": "2019-01-01",
        "标题": "第1篇",
        "渠道": "网站",
        "区划代码": "410102001003",
    },
}
FAULTS: tuple[tuple[str, dict[str, str], str, str], ...] = (
    *FAULTS_HELP,
    *FAULTS_OUTREACH,
    ("工作站", {"工作站名称": " "}, "工作站名称", "missing_value"),
    ("工作站", {"区划代码": "410199001000"}, "区划代码", "unknown_region"),
    ("服务对象", {"编号": ""}, "编号", "missing_value"),
    ("服务对象", {"姓名": ""}, "姓名", "missing_value"),
    ("服务对象", {"性别": "不详"}, "性别", "unknown_sex"),
    ("服务对象", {"身份证号": "110105194912310021"}, "身份证号", "id_checksum"),
    ("服务对象", {"手机": "见备注"}, "手机", "bad_phone"),
    ("服务对象", {"类别": "强制隔离戒毒"}, "类别", "unknown_kind"),
    ("服务对象", {"区划代码": "410102"}, "区划代码", "unknown_region"),
    ("服务对象", {"工作站": "乙站"}, "工作站", "unknown_workstation"),
    ("服务对象", {"决定日期": ""}, "决定日期", "bad_date"),
    ("服务对象", {"类别": "社会面"}, "报到日期", "not_a_programme"),
    (
        "服务对象",
        {"类别": "社会面", "报到日期": "-"},
        "协议日期",
        "not_a_programme",
    ),
    (
        "服务对象",
        {"报到日期": "2017-12-31"},
        "报到日期",
        "reported_in_before_decision",
    ),
    ("服务对象", {"报到日期": ""}, "协议日期", "not_reported_in"),
    (
        "服务对象",
        {"协议日期": "2018-01-01"},
        "协议日期",
        "agreement_before_reporting_in",
    ),
    ("服务对象", {"编号": "4.10102E+11"}, "编号", "digits_lost"),
    ("服务对象", {"身份证号": "1.10105E+17"}, "身份证号", "digits_lost"),
    ("服务对象", {"手机": "1.99E+10"}, "手机", "digits_lost"),
    ("服务对象", {"区划代码": "4.10102E+11"}, "区划代码", "digits_lost"),
    ("帮教记录", {"对象编号": "410102000001.0"}, "对象编号", "digits_lost"),
    ("尿检记录", {"对象编号": "####"}, "对象编号", "digits_lost"),
    ("宣传活动", {"人数": "10²"}, "人数", "bad_number"),
    ("新闻稿件", {"标题": "\u3164"}, "标题", "missing_value"),
    ("帮教记录", {"日期": "2019-02-30"}, "日期", "bad_date"),
    ("帮教记录", {"日期": "2099-01-01"}, "日期", "future_date"),
    ("帮教记录", {"对象编号": "4101-70000"}, "对象编号", "unknown_client"),
    ("帮教记录", {"对象编号": ""}, "对象编号", "unknown_client"),
    ("帮教记录", {"方式": "飞鸽传书"}, "方式", "unknown_mode"),
    ("帮教记录", {"内容": "话" * 10_001}, "内容", "too_long"),
    ("尿检记录", {"结果": "弱阳性"}, "结果", "unknown_result"),
    ("尿检记录", {"未检原因": ""}, "未检原因", "unknown_reason"),
    ("尿检记录", {"结果": "阴性"}, "未检原因", "unexpected_reason"),
    ("风险评估", {"等级": "极高"}, "等级", "unknown_level"),
    ("宣传活动", {"场所类别": "月球"}, "场所类别", "unknown_place_kind"),
    ("宣传活动", {"人数": ""}, "人数", "bad_number"),
    ("宣传活动", {"形式": "跳伞"}, "形式", "unknown_form"),
    ("宣传活动", {"合作单位": "某公司"}, "合作单位", "unknown_partner"),
    ("宣传活动", {"节点": "周末"}, "节点", "unknown_occasion"),
    ("新闻稿件", {"标题": ""}, "标题", "missing_value"),
    ("新闻稿件", {"渠道": "漂流瓶"}, "渠道", "unknown_channel"),
    ("工作站", {"工作站名称": "站" * 101}, "工作站名称", "too_long"),
    ("服务对象", {"编号": "1" * 101}, "编号", "too_long"),
    ("服务对象", {"身份证号": ""}, "身份证号", "id_checksum"),
    ("服务对象", {"身份证号": "1" * 50}, "身份证号", "id_checksum"),
    ("服务对象", {"区划代码": ""}, "区划代码", "unknown_region"),
    ("服务对象", {"工作站": "站" * 101}, "工作站", "too_long"),
    ("服务对象", {"决定日期": "2099-01-01"}, "决定日期", "future_date"),
    ("服务对象", {"报到日期": "2099-01-01"}, "报到日期", "future_date"),
    ("服务对象", {"协议日期": "2099-01-01"}, "协议日期", "future_date"),
    ("帮教记录", {"日期": "1899-12-31"}, "日期", "bad_date"),
    ("帮教记录", {"对象编号": "1" * 101}, "对象编号", "unknown_client"),
    ("尿检记录", {"结果": "阴性", "未检原因": "生病"}, "未检原因", "unexpected_reason"),
    ("尿检记录", {"未检原因": "生病"}, "未检原因", "unknown_reason"),
    ("宣传活动", {"人数": "1000001"}, "人数", "too_large"),
    ("宣传活动", {"主题": "题" * 301}, "主题", "too_long"),
    ("新闻稿件", {"区划代码": ""}, "区划代码", "unknown_region"),
    (
        "服务对象",
        {"姓名": "", "身份证号": "1", "类别": "", "决定日期": "2099-01-01"},
        "姓名",
        "missing_value",
    ),
    ("服务对象", {"身份证号": "1", "类别": "", "区划代码": "1"}, "身份证号", "id_checksum"),
    (
        "服务对象",
        {"工作站": "乙站", "区划代码": "410199001000", "协议日期": "?"},
        "区划代码",
        "unknown_region",
    ),
    (
        "服务对象",
        {"决定日期": "2099-01-01", "协议日期": "1900-01-01"},
        "决定日期",
        "future_date",
    ),
    ("帮教记录", {"日期": "2099-01-01", "对象编号": "无此号"}, "日期", "future_date"),
    (
        "帮教记录",
        {"日期": "2099-01-01", "方式": "托梦", "内容": "话" * 10_001},
        "日期",
        "future_date",
    ),
    ("尿检记录", {"日期": "2099-01-01", "未检原因": ""}, "日期", "future_date"),
    ("宣传活动", {"日期": "2099-01-01", "区划代码": "1"}, "日期", "future_date"),
    ("新闻稿件", {"标题": "", "渠道": "漂流瓶", "区划代码": "1"}, "标题", "missing_value"),
    (
        "帮教记录",
        {"日期": "某天", "对象编号": "无此号", "方式": "托梦"},
        "日期",
        "bad_date",
    ),
    (
        "帮教记录",
        {"对象编号": "无此号", "方式": "托梦"},
        "对象编号",
        "unknown_client",
    ),
)
"""Ledger, what is changed in its right row, and the column and the reason of the fault."""


LEDGER = {ledger.name: ledger for ledger in LEDGERS}


def _import(folder: Path, name: str, row: Mapping[str, str], *, dry_run: bool = False) -> Imported:
    """Import one row of a ledger, with what it refers to."""
    for other in {"工作站", "服务对象", name}:
        cells = row if other == name else RIGHT[other]
        with (folder / f"{other}.csv").open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([cells.keys(), cells.values()])
    return imported(folder, dry_run=dry_run)


@pytest.mark.parametrize("name", RIGHT)
def test_a_right_row_is_taken(name: str, tmp_path: Path) -> None:
    """A row without a fault is taken; so is one with every optional cell blank."""
    needed = {
        column.name
        for column in LEDGER[name].columns
        if column.needed or column.needed_with is not None
    }
    for row in (
        RIGHT[name],
        {column: text if column in needed else "" for column, text in RIGHT[name].items()},
    ):
        done = _import(tmp_path, name, row)
        assert done.outcome.as_json()["accepted"][f"{name}.csv"] == 1
        assert done.outcome.rejected == []


@pytest.mark.parametrize(("name", "changed", "column", "reason"), FAULTS)
def test_a_fault_is_named_by_its_column_and_reason(
    name: str, changed: dict[str, str], column: str, reason: str, tmp_path: Path
) -> None:
    """Each fault has its code; of several, the first in the ledger's order is named.

    A dry run says the same.
    """
    rows = []
    for dry_run in (True, False):
        done = _import(tmp_path, name, RIGHT[name] | changed, dry_run=dry_run)
        [row] = [row for row in done.outcome.rejected if row.place.file == f"{name}.csv"]
        rows.append((row.fault.column, row.fault.reason))
        assert row.fault.text.zh.endswith("。")
        assert row.fault.text.en.endswith(".")
    assert rows == [(column, reason)] * 2


ALL_FAULTS: tuple[tuple[str, dict[str, str], list[tuple[str, str]]], ...] = (
    (
        "帮教记录",
        {"日期": "某天", "对象编号": "无此号", "方式": "托梦", "内容": "话" * 10_001},
        [
            ("日期", "bad_date"),
            ("对象编号", "unknown_client"),
            ("方式", "unknown_mode"),
            ("内容", "too_long"),
        ],
    ),
    (
        "服务对象",
        {"姓名": "", "身份证号": "1", "手机": "?", "类别": "", "决定日期": "2099-01-01"},
        [
            ("姓名", "missing_value"),
            ("身份证号", "id_checksum"),
            ("手机", "bad_phone"),
            ("类别", "unknown_kind"),
            ("决定日期", "future_date"),
        ],
    ),
    ("服务对象", {"类别": "社会主义", "决定日期": ""}, [("类别", "unknown_kind")]),
    ("服务对象", {"决定日期": "?", "报到日期": "1999-01-01"}, [("决定日期", "bad_date")]),
    ("服务对象", {"报到日期": "?"}, [("报到日期", "bad_date")]),
    (
        "服务对象",
        {"区划代码": "1", "工作站": "乙站"},
        [("区划代码", "unknown_region")],
    ),
    ("尿检记录", {"结果": "弱阳性"}, [("结果", "unknown_result")]),
    (
        "尿检记录",
        {"日期": "", "结果": "阴性"},
        [("日期", "bad_date"), ("未检原因", "unexpected_reason")],
    ),
    (
        "宣传活动",
        {"日期": "2099-01-01", "区划代码": "1", "人数": "许多", "节点": "周末"},
        [
            ("日期", "future_date"),
            ("区划代码", "unknown_region"),
            ("人数", "bad_number"),
            ("节点", "unknown_occasion"),
        ],
    ),
)
"""Ledger, what is changed in its right row, and all faults that the row then has."""


@pytest.mark.parametrize(("name", "changed", "faults"), ALL_FAULTS)
def test_all_faults_of_a_row_are_told_at_once(
    name: str, changed: dict[str, str], faults: list[tuple[str, str]], tmp_path: Path
) -> None:
    """In the order of the columns; what only follows from another fault is not told."""
    done = _import(tmp_path, name, RIGHT[name] | changed)
    [row] = [row for row in done.outcome.as_json()["rejected"] if row["file"] == f"{name}.csv"]
    assert [(fault["field"], fault["reason"]) for fault in row["faults"]] == faults
    assert (row["field"], row["reason"]) == faults[0]


def test_every_reason_has_its_sentences() -> None:
    """No code is without a sentence in Chinese and one in English."""
    assert set(TEXTS) == set(Reason)
    texts = [*TEXTS.values(), *(text for each in LEDGERS for text in _texts(each))]
    for text in texts:
        assert text.zh.endswith("。")
        assert text.en.endswith(".")


def _texts(ledger: Ledger) -> list[Text]:
    return [text for column in ledger.columns for text in column.texts.values()]
