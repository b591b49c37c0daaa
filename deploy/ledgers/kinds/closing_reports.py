"""结案报告: the reports that close a file, in words; their numbers follow from the file."""

from deploy.ledgers.kinds.entries import entries
from deploy.ledgers.ledger import day, text

LEDGER = entries(
    "结案报告",
    "closing-reports",
    "cases.ClosingReportSigned",
    day("日期", "occurred_on", also=("结案日期", "签署日期", "报告日期")),
    text("内容", "note", needed=True, also=("报告内容", "结案意见"), private=True),
)
