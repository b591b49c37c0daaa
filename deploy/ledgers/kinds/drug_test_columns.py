"""The columns of 尿检记录, and what a row must say besides, or must not yet."""

from collections.abc import Iterator
from dataclasses import replace

from deploy.ledgers import values
from deploy.ledgers.kinds import drug_test_words as words
from deploy.ledgers.ledger import Column, RowValues, day, one_of, some_of
from deploy.ledgers.reasons import Fault, Reason
from shared.text import Text

_NOT_DONE_REASON = Column(
    "未检原因",
    "not_done_reason",
    values.optional(
        values.one_of(words.NOT_DONE_REASONS.codes, words.NOT_DONE_REASONS.reason),
    ),
    "excused",
    also=("未检测原因", "未尿检原因"),
    needed_with=("结果", {"未检"}),
    reasons={
        "test_reason_missing": "unknown_reason",
        "test_reason_not_wanted": "unexpected_reason",
    },
    texts={
        "unknown_reason": words.NOT_DONE_REASONS.text,
        "unexpected_reason": Text(
            zh="已检的不应有未检原因；请改结果或清空原因。",
            en="A test that was done has no reason for not being done; fix the one or the other.",
        ),
    },
    words=words.NOT_DONE_REASONS.shown(),
    rests_on={"test_reason_missing": {"结果"}, "test_reason_not_wanted": {"结果"}},
)
_EARLY = "result_awaited"
_OTHER_DAY = "not_the_day_of_the_sample"
BEFORE_APPOINTMENT = "test_before_appointment"
_BEFORE_TEXT = Text(
    zh="检测和采样不早于预约日期；请核对这两个日期。",
    en="Neither test nor sample is earlier than 预约日期; check both days.",
)
_SUBSTANCES = replace(
    some_of(words.SUBSTANCES, "毒品种类", "substances", also=("检出毒品", "检出毒品种类")),
    rests_on={"substances_not_wanted": {"结果"}},
)
TEST = (
    replace(
        day(
            "日期",
            "occurred_on",
            also=("尿检日期", "检测日期", "尿检时间", "检测时间"),
            rests_on={BEFORE_APPOINTMENT: {"预约日期"}},
        ),
        texts={BEFORE_APPOINTMENT: _BEFORE_TEXT},
    ),
    one_of(words.RESULTS_OR_NONE_YET, "结果", "result", also=("尿检结果", "检测结果")),
    _NOT_DONE_REASON,
    replace(
        one_of(words.METHODS, "检测方法", "method", needed=False, also=("检测方式",)),
        usual="urine",
    ),
    _SUBSTANCES,
    one_of(words.TESTERS, "检测单位", "tested_by", needed=False, also=("检测机构",)),
    one_of(words.WHY, "检测原因", "reason", needed=False),
)
DAY, METHOD = TEST[0], TEST[3]
PLACE = one_of(words.PLACES, "采样地点", "sample_place", needed=False, also=("检测地点",))
TAKEN_BY = one_of(words.TESTERS, "采样单位", "sample_taken_by", needed=False)
TAKEN_ON = replace(
    day("采样日期", "sample_taken_on", needed=False, also=("采样时间",)),
    texts={
        _OTHER_DAY: Text(
            zh="结果未出时，日期填采样当天，采样日期与之相同或留空；请核对。",
            en="While the result is awaited, 日期 is the day of the sample; write the same day in "
            "采样日期, or leave it blank.",
        ),
        BEFORE_APPOINTMENT: _BEFORE_TEXT,
    },
    rests_on={_OTHER_DAY: {"日期", "结果"}, BEFORE_APPOINTMENT: {"预约日期"}},
)
TOLD_ON = day("告知日期", "told_on", needed=False, also=("结果告知日期",))
DISPUTED_ON = day("异议日期", "disputed_on", needed=False, also=("提出异议日期",))
RECHECKED = one_of(words.RECHECKED, "复检结果", "recheck_result", needed=False, also=("复核结果",))
RECHECKED_ON = day("复检日期", "rechecked_on", needed=False, also=("复核日期",))
RECHECKED_BY = one_of(words.TESTERS, "复检单位", "rechecked_by", needed=False, also=("复核单位",))
FOUND_AGAIN = replace(
    some_of(words.SUBSTANCES, "复检毒品种类", "recheck_substances"),
    rests_on={"recheck_substances_not_wanted": {"复检结果"}},
)
MORE = (
    PLACE,
    TAKEN_BY,
    TAKEN_ON,
    TOLD_ON,
    DISPUTED_ON,
    RECHECKED,
    RECHECKED_ON,
    RECHECKED_BY,
    FOUND_AGAIN,
)


_OF_A_RESULT = (*TEST[2:3], *TEST[4:], *MORE[3:])
_EARLY_TEXT = Text(
    zh="结果未出（待结果）时，本栏留空；结果出来后再填。",
    en="Leave this blank while the result is awaited (待结果); fill it in with the result.",
)


def says(record: RowValues, *columns: Column) -> bool:
    """Whether a row says anything in one of these columns."""
    return any(record[column.field] for column in columns)


def missing(record: RowValues, *, awaited: bool) -> list[Fault]:
    """What must be said where something else is: a sample, an objection, a re-check is whole.

    Of a result that is `awaited` there is a sample.
    """
    sample = (PLACE, TAKEN_BY, TAKEN_ON)
    wholes = (
        (sample, (PLACE, TAKEN_BY)),
        ((DISPUTED_ON,), (TOLD_ON,)),
        (
            (RECHECKED, RECHECKED_ON, RECHECKED_BY, FOUND_AGAIN),
            (RECHECKED, RECHECKED_ON, RECHECKED_BY),
        ),
    )
    return [
        column.fault(Reason.MISSING_VALUE)
        for said, needed in wholes
        if says(record, *said) or (awaited and said is sample)
        for column in needed
        if not record[column.field]
    ]


def too_early(record: RowValues) -> Iterator[Fault]:
    """What a row says that is known with the result, and not before it."""
    for column in _OF_A_RESULT:
        if record[column.field]:
            yield replace(column.fault(_EARLY, _EARLY_TEXT), rests_on={"结果"})
    if record[TAKEN_ON.field] not in (None, record[DAY.field]):
        yield TAKEN_ON.fault(_OTHER_DAY)
