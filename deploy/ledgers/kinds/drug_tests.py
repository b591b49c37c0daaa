"""尿检记录: urine tests, and those that were due and not done."""

from deploy.ledgers import values
from deploy.ledgers.kinds.entries import entries
from deploy.ledgers.ledger import Column, Words, day, one_of
from shared.text import Text

RESULTS = Words(
    "unknown_result",
    Text(zh="结果请写阴性、阳性或未检。", en="Write 阴性, 阳性 or 未检."),
    {"阴性": "negative", "阳性": "positive", "未检": "not_done"},
)
NOT_DONE_REASONS = Words(
    "unknown_reason",
    Text(
        zh="未检要写原因：请假、无故、逃避或拒检。",
        en="A test not done needs its reason: 请假, 无故, 逃避 or 拒检.",
    ),
    {"请假": "excused", "无故": "unexcused", "逃避": "evaded", "拒检": "refused"},
)

LEDGER = entries(
    "尿检记录",
    "drug-tests",
    "cases.DrugTestRecorded",
    day("日期", "occurred_on", also=("尿检日期", "检测日期", "尿检时间", "检测时间")),
    one_of(RESULTS, "结果", "result", also=("尿检结果", "检测结果")),
    Column(
        "未检原因",
        "not_done_reason",
        values.optional(values.one_of(NOT_DONE_REASONS.codes, NOT_DONE_REASONS.reason)),
        "excused",
        also=("未检测原因", "未尿检原因"),
        needed_with=("结果", {"未检"}),
        reasons={
            "test_reason_missing": "unknown_reason",
            "test_reason_not_wanted": "unexpected_reason",
        },
        texts={
            "unknown_reason": NOT_DONE_REASONS.text,
            "unexpected_reason": Text(
                zh="已检的不应有未检原因；请改结果或清空原因。",
                en="A test that was done has no reason for not being done; fix the one or the "
                "other.",
            ),
        },
        words=NOT_DONE_REASONS.shown(),
        rests_on={"test_reason_missing": {"结果"}, "test_reason_not_wanted": {"结果"}},
    ),
)
