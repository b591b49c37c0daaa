"""请假: absences that clients report, and their returns."""

from deploy.ledgers import values
from deploy.ledgers.kinds.entries import Following, entries
from deploy.ledgers.kinds.whether import whether
from deploy.ledgers.ledger import Column, Words, day, one_of
from shared.text import Text

REASONS = Words(
    "unknown_reason",
    Text(zh="事由请写务工、探亲、就医、求学或其他。", en="Write 务工, 探亲, 就医, 求学 or 其他."),
    {
        **dict.fromkeys(("务工", "外出务工", "打工", "工作", "出差", "work"), "work"),
        **dict.fromkeys(("探亲", "家事", "探亲或家事", "奔丧", "走亲", "family"), "family"),
        **dict.fromkeys(("就医", "看病", "治病", "medical"), "medical"),
        **dict.fromkeys(("求学", "学习", "上学", "培训", "study"), "study"),
        **dict.fromkeys(("其他", "其它", "other"), "other"),
    },
)

LEDGER = entries(
    "请假",
    "leave",
    "cases.LeaveReported",
    day("报告日期", "occurred_on", also=("请假日期", "申请日期", "登记日期")),
    day("离开日期", "leaves_on", also=("外出日期", "离开时间", "外出时间")),
    day("返回日期", "returns_on", also=("预计返回日期", "应返回日期", "返回时间")),
    Column(
        "目的地",
        "destination",
        values.digits,
        needed=True,
        also=("目的地代码", "目的地区划代码", "去向"),
        reasons={"missing": "unknown_region"},
    ),
    one_of(REASONS, "事由", "reason", also=("请假事由", "外出事由", "请假原因")),
    whether("书面报告", "in_writing", also=("是否书面报告", "书面")),
    following=Following(
        "return",
        "cases.ReturnedFromLeave",
        {
            "occurred_on": day(
                "实际返回日期", "returned_on", needed=False, also=("销假日期", "实际返回时间")
            )
        },
    ),
)
