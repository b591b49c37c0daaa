"""风险评估: assessments of clients' risk."""

from deploy.ledgers.kinds.entries import entries
from deploy.ledgers.ledger import Words, day, one_of
from shared.text import Text

LEVELS = Words(
    "unknown_level",
    Text(zh="等级请写高、中或低。", en="Write 高, 中 or 低."),
    {
        "高": "high",
        "高风险": "high",
        "中": "medium",
        "中风险": "medium",
        "低": "low",
        "低风险": "low",
    },
)

LEDGER = entries(
    "风险评估",
    "risk-assessments",
    "cases.RiskAssessed",
    day("日期", "occurred_on", also=("评估日期", "评估时间")),
    one_of(LEVELS, "等级", "level", also=("风险等级", "评估等级", "风险评估等级")),
)
