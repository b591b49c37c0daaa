"""告诫: written warnings."""

from deploy.ledgers.kinds.entries import entries
from deploy.ledgers.ledger import Words, day, one_of, text
from shared.text import Text

REASONS = Words(
    "unknown_reason",
    Text(
        zh="事由请写未按时检测、逃避检测、拒绝检测、未经报告外出、逾期未归、未按时报到或违反协议。",
        en="Write 未按时检测, 逃避检测, 拒绝检测, 未经报告外出, 逾期未归, 未按时报到 or 违反协议.",
    ),
    {
        **dict.fromkeys(("未按时检测", "未按时尿检", "missed_test"), "missed_test"),
        **dict.fromkeys(("逃避检测", "逃避尿检", "evaded_test"), "evaded_test"),
        **dict.fromkeys(("拒绝检测", "拒检", "拒绝尿检", "refused_test"), "refused_test"),
        **dict.fromkeys(
            ("未经报告外出", "擅自外出", "擅自离开", "left_unreported"), "left_unreported"
        ),
        **dict.fromkeys(("逾期未归", "请假逾期未归", "overstayed_leave"), "overstayed_leave"),
        **dict.fromkeys(("未按时报到", "不按时报到", "missed_reporting"), "missed_reporting"),
        **dict.fromkeys(("违反协议", "broke_agreement"), "broke_agreement"),
    },
)

LEDGER = entries(
    "告诫",
    "warnings",
    "cases.WarningGiven",
    day("日期", "occurred_on", also=("告诫日期", "告诫时间")),
    one_of(REASONS, "事由", "reason", also=("告诫事由", "告诫原因")),
    text("文书编号", "document_number", also=("告诫书编号", "文号"), private=True),
    text("内容", "note", also=("告诫内容", "备注"), private=True),
)
