"""计划检视: reviews of plans; how many goals were met by then follows from the file."""

from deploy.ledgers.kinds.entries import entries
from deploy.ledgers.ledger import day, text

LEDGER = entries(
    "计划检视",
    "plan-reviews",
    "cases.PlanReviewed",
    day("日期", "occurred_on", also=("检视日期", "检视时间")),
    text("内容", "note", also=("检视情况",), private=True),
)
