"""Rows: the reason code and the column of each fault, and which of several faults is told."""

from datetime import date

import pytest

from deploy.ledgers import rows, shapes
from deploy.ledgers.reasons import SENTENCES, Fault, Reason
from deploy.ledgers.rows import Cells, Known
from deploy.ledgers.shapes import Shape

KNOWN = Known(date(2025, 6, 1), frozenset({"甲站"}), frozenset({"4101-00001"}))
READERS = {
    shapes.WORKSTATIONS: rows.workstation,
    shapes.CLIENTS: rows.client,
    **rows.CASE_ENTRIES,
    **rows.OUTREACH,
}
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
    "帮教记录": {"日期": "2019-01-01", "对象编号": "4101-00001", "方式": "入户"},
    "尿检记录": {
        "日期": "2019-01-01",
        "对象编号": "4101-00001",
        "结果": "未检",
        "未检原因": "请假",
    },
    "风险评估": {"日期": "2019-01-01", "对象编号": "4101-00001", "等级": "高"},
    "宣传活动": {
        "日期": "2019-01-01",
        "场所类别": "学校",
        "区划代码": "410102001003",
        "人数": "10",
        "形式": "讲座",
        "合作单位": "工会",
        "节点": "七夕",
    },
    "新闻稿件": {
        "日期": "2019-01-01",
        "标题": "第1篇",
        "渠道": "网站",
        "区划代码": "410102001003",
    },
}
SHAPES = {shape.name: shape for shape in shapes.SHAPES}


def _read(shape: Shape, cells: dict[str, str]) -> object:
    return READERS[shape](Cells(lambda column: cells.get(column, ""), KNOWN))


@pytest.mark.parametrize("name", RIGHT)
def test_a_right_row_is_read(name: str) -> None:
    """A row without a fault is a record; so is one with every optional cell blank."""
    shape = SHAPES[name]
    assert _read(shape, RIGHT[name]) == _read(shape, dict(RIGHT[name]))
    needed = {*shape.required, *(needed for needed, _, _ in shape.needed_with)}
    _read(shape, {column: text for column, text in RIGHT[name].items() if column in needed})


@pytest.mark.parametrize(
    ("name", "changed", "column", "reason"),
    [
        ("工作站", {"工作站名称": " "}, "工作站名称", Reason.MISSING_VALUE),
        ("工作站", {"区划代码": "410199001000"}, "区划代码", Reason.UNKNOWN_REGION),
        ("服务对象", {"编号": ""}, "编号", Reason.MISSING_VALUE),
        ("服务对象", {"姓名": ""}, "姓名", Reason.MISSING_VALUE),
        ("服务对象", {"性别": "不详"}, "性别", Reason.UNKNOWN_SEX),
        ("服务对象", {"身份证号": "110105194912310021"}, "身份证号", Reason.ID_CHECKSUM),
        ("服务对象", {"手机": "见备注"}, "手机", Reason.BAD_PHONE),
        ("服务对象", {"类别": "强制隔离戒毒"}, "类别", Reason.UNKNOWN_KIND),
        ("服务对象", {"区划代码": "410102"}, "区划代码", Reason.UNKNOWN_REGION),
        ("服务对象", {"工作站": "乙站"}, "工作站", Reason.UNKNOWN_WORKSTATION),
        ("服务对象", {"决定日期": ""}, "决定日期", Reason.BAD_DATE),
        ("服务对象", {"类别": "社会面"}, "报到日期", Reason.NOT_A_PROGRAMME),
        (
            "服务对象",
            {"类别": "社会面", "报到日期": "-"},
            "协议日期",
            Reason.NOT_A_PROGRAMME,
        ),
        (
            "服务对象",
            {"报到日期": "2017-12-31"},
            "报到日期",
            Reason.REPORTED_IN_BEFORE_DECISION,
        ),
        ("服务对象", {"报到日期": ""}, "协议日期", Reason.NOT_REPORTED_IN),
        (
            "服务对象",
            {"协议日期": "2018-01-01"},
            "协议日期",
            Reason.AGREEMENT_BEFORE_REPORTING_IN,
        ),
        ("帮教记录", {"日期": "2019-02-30"}, "日期", Reason.BAD_DATE),
        ("帮教记录", {"日期": "2099-01-01"}, "日期", Reason.FUTURE_DATE),
        ("帮教记录", {"对象编号": "4101-70000"}, "对象编号", Reason.UNKNOWN_CLIENT),
        ("帮教记录", {"对象编号": ""}, "对象编号", Reason.UNKNOWN_CLIENT),
        ("帮教记录", {"方式": "飞鸽传书"}, "方式", Reason.UNKNOWN_MODE),
        ("帮教记录", {"内容": "话" * 10_001}, "内容", Reason.TOO_LONG),
        ("尿检记录", {"结果": "弱阳性"}, "结果", Reason.UNKNOWN_RESULT),
        ("尿检记录", {"未检原因": ""}, "未检原因", Reason.UNKNOWN_REASON),
        ("尿检记录", {"结果": "阴性"}, "未检原因", Reason.UNEXPECTED_REASON),
        ("风险评估", {"等级": "极高"}, "等级", Reason.UNKNOWN_LEVEL),
        ("宣传活动", {"场所类别": "月球"}, "场所类别", Reason.UNKNOWN_PLACE_KIND),
        ("宣传活动", {"人数": ""}, "人数", Reason.BAD_NUMBER),
        ("宣传活动", {"形式": "跳伞"}, "形式", Reason.UNKNOWN_FORM),
        ("宣传活动", {"合作单位": "某公司"}, "合作单位", Reason.UNKNOWN_PARTNER),
        ("宣传活动", {"节点": "周末"}, "节点", Reason.UNKNOWN_OCCASION),
        ("新闻稿件", {"标题": ""}, "标题", Reason.MISSING_VALUE),
        ("新闻稿件", {"渠道": "漂流瓶"}, "渠道", Reason.UNKNOWN_CHANNEL),
        (
            "帮教记录",
            {"日期": "某天", "对象编号": "无此号", "方式": "托梦"},
            "日期",
            Reason.BAD_DATE,
        ),
        (
            "帮教记录",
            {"对象编号": "无此号", "方式": "托梦"},
            "对象编号",
            Reason.UNKNOWN_CLIENT,
        ),
    ],
)
def test_a_fault_is_told_by_its_column_and_reason(
    name: str, changed: dict[str, str], column: str, reason: Reason
) -> None:
    """Each fault has its code; of several, the first in the ledger's order is told."""
    with pytest.raises(Fault) as raised:
        _read(SHAPES[name], RIGHT[name] | changed)
    assert (raised.value.column, raised.value.reason) == (column, reason)


def test_every_reason_has_its_sentences() -> None:
    """No code is without a sentence in Chinese and one in English."""
    assert set(SENTENCES) == set(Reason)
    for sentence in SENTENCES.values():
        assert sentence.zh.endswith("。")
        assert sentence.en.endswith(".")
