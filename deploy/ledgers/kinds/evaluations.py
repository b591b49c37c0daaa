"""年度评估: how a programme was kept in a year."""

from deploy.ledgers.kinds.entries import entries
from deploy.ledgers.kinds.present import PRESENT
from deploy.ledgers.ledger import Words, day, one_of, some_of, text
from shared.text import Text

OUTCOMES = Words(
    "unknown_outcome",
    Text(
        zh="评估结果请写遵守、部分遵守或未遵守。",
        en="Write 遵守, 部分遵守 or 未遵守.",
    ),
    {
        "遵守": "kept",
        "遵守协议": "kept",
        "部分遵守": "partly_kept",
        "部分遵守协议": "partly_kept",
        "未遵守": "not_kept",
        "未遵守协议": "not_kept",
    },
)

LEDGER = entries(
    "年度评估",
    "evaluations",
    "cases.EvaluationMade",
    day("日期", "occurred_on", also=("评估日期", "评估时间")),
    one_of(OUTCOMES, "结果", "outcome", also=("评估结果", "年度评估结果")),
    some_of(PRESENT, "参与人员", "present", also=("参加人员", "评估人员")),
    text("评估说明", "note", also=("评估情况", "评估意见"), private=True),
)
