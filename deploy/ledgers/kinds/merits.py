"""积分台账: what clients did that earns points and that no other ledger says."""

from deploy.ledgers.kinds.entries import entries
from deploy.ledgers.ledger import Words, day, one_of, text
from shared.text import Text

MERITS = Words(
    "unknown_merit",
    Text(
        zh="积分事项请写参加培训、达成帮扶目标或参加志愿服务；检测阴性、定期报到、计划中达成的目标和帮扶中的培训由其台账计分。",
        en="Write 参加培训, 达成帮扶目标 or 参加志愿服务; negative tests, regular reports, goals of"
        " the plan and trainings among the help earn points by their own ledgers.",
    ),
    {
        **dict.fromkeys(("参加培训", "培训", "training_attended"), "training_attended"),
        **dict.fromkeys(("达成帮扶目标", "达成目标", "goal_met"), "goal_met"),
        **dict.fromkeys(
            ("参加志愿服务", "志愿服务", "公益活动", "参加公益活动", "volunteer_help"),
            "volunteer_help",
        ),
    },
)

LEDGER = entries(
    "积分台账",
    "merits",
    "cases.MeritRecorded",
    day("日期", "occurred_on", also=("积分日期", "加分日期")),
    one_of(MERITS, "积分事项", "merit", also=("加分事项", "事项")),
    text("备注", "note", private=True, also=("说明",)),
)
