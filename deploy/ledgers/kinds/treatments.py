"""维持治疗: maintenance treatment that began, by the clinic's record, and how it ended."""

from deploy.ledgers.kinds.entries import Following, entries
from deploy.ledgers.ledger import Words, day, one_of, text
from shared.text import Text

ENDS = Words(
    "unknown_end",
    Text(
        zh="退出原因请写治疗完成、自行退出、被终止治疗或迁居。",
        en="Write 治疗完成, 自行退出, 被终止治疗 or 迁居.",
    ),
    {
        **dict.fromkeys(("治疗完成", "完成", "completed"), "completed"),
        **dict.fromkeys(("自行退出", "脱失", "left"), "left"),
        **dict.fromkeys(("被终止治疗", "终止治疗", "excluded"), "excluded"),
        **dict.fromkeys(("迁居", "转往外地", "转出", "moved"), "moved"),
    },
)

LEDGER = entries(
    "维持治疗",
    "maintenance",
    "cases.MaintenanceStarted",
    day("参加日期", "occurred_on", also=("入组日期", "开始日期", "参加时间")),
    text("登记编号", "document_number", also=("治疗卡号", "门诊登记号"), private=True),
    fixed={"evidence": "clinic_record"},
    following=[
        Following(
            "end",
            "cases.MaintenanceEnded",
            {
                "occurred_on": day(
                    "退出日期", "ended_on", needed=False, also=("退组日期", "终止日期", "退出时间")
                ),
                "reason": one_of(ENDS, "退出原因", "end_reason", needed=False, also=("终止原因",)),
            },
        )
    ],
)
