"""The seven ledgers: their names, their columns in order, and which columns must be there."""

from collections.abc import Collection
from dataclasses import dataclass

REASON_COLUMN = "原因"


@dataclass(frozen=True, eq=False)
class Shape:
    """A kind of ledger; `columns` in the order in which faults are looked for and told.

    A column outside `required` may be missing as a whole, and its cells may be blank. One in
    `needed_with` may be missing unless a cell of the other column says one of the words.
    """

    name: str
    columns: tuple[str, ...]
    required: Collection[str]
    needed_with: tuple[tuple[str, str, Collection[str]], ...] = ()


WORKSTATIONS = Shape("工作站", ("工作站名称", "区划代码", "类型"), {"工作站名称", "区划代码"})
CLIENTS = Shape(
    "服务对象",
    (
        "编号",
        "姓名",
        "性别",
        "身份证号",
        "手机",
        "类别",
        "区划代码",
        "工作站",
        "决定日期",
        "报到日期",
        "协议日期",
    ),
    {"编号", "姓名", "身份证号", "类别", "区划代码"},
    (("决定日期", "类别", {"社区戒毒", "社区康复"}),),
)
CONTACTS = Shape(
    "帮教记录", ("日期", "对象编号", "方式", "内容", "社工"), {"日期", "对象编号", "方式"}
)
DRUG_TESTS = Shape(
    "尿检记录",
    ("日期", "对象编号", "结果", "未检原因"),
    {"日期", "对象编号", "结果"},
    (("未检原因", "结果", {"未检"}),),
)
ASSESSMENTS = Shape("风险评估", ("日期", "对象编号", "等级"), {"日期", "对象编号", "等级"})
ACTIVITIES = Shape(
    "宣传活动",
    ("日期", "场所类别", "区划代码", "主题", "人数", "形式", "合作单位", "节点"),
    {"日期", "场所类别", "区划代码", "人数"},
)
PUBLICATIONS = Shape(
    "新闻稿件", ("日期", "标题", "渠道", "区划代码"), {"日期", "标题", "渠道", "区划代码"}
)

SHAPES = (
    WORKSTATIONS,
    CLIENTS,
    CONTACTS,
    DRUG_TESTS,
    ASSESSMENTS,
    ACTIVITIES,
    PUBLICATIONS,
)
