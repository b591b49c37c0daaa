"""半年小结: written summaries of a programme's half year."""

from deploy.ledgers.kinds.entries import entries
from deploy.ledgers.ledger import day, text

LEDGER = entries(
    "半年小结",
    "summaries",
    "cases.SummaryWritten",
    day("日期", "occurred_on", also=("小结日期", "小结时间")),
    text("内容", "note", needed=True, also=("小结内容",), private=True),
)
