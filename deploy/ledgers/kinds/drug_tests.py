"""尿检记录: tests, those that were due and not done, and what became of their results.

A row is one test. Where it says more, it makes more calls: its sample before it, an objection to
its result and a re-check after it. A row that says none of this makes the one call that it always
made, under the same key. A row whose result is awaited makes its sample alone; with the result
filled in, the same row makes the test of that sample.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from deploy.ledgers import values
from deploy.ledgers.call import LedgerCall, key_of, without_blanks
from deploy.ledgers.directory import NOT_YET
from deploy.ledgers.kinds import drug_test_words as words
from deploy.ledgers.kinds.entries import all_of, entries
from deploy.ledgers.kinds.single import call
from deploy.ledgers.ledger import Column, RowValues, day, one_of, some_of
from deploy.ledgers.reasons import Fault, Reason, RowRefused
from deploy.ledgers.sender import Sender
from deploy.ledgers.sending import CallAnswer
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
_SUBSTANCES = replace(
    some_of(words.SUBSTANCES, "毒品种类", "substances", also=("检出毒品", "检出毒品种类")),
    rests_on={"substances_not_wanted": {"结果"}},
)
_TEST = (
    day("日期", "occurred_on", also=("尿检日期", "检测日期", "尿检时间", "检测时间")),
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
_DAY, _METHOD = _TEST[0], _TEST[3]
_PLACE = one_of(words.PLACES, "采样地点", "sample_place", needed=False, also=("检测地点",))
_TAKEN_BY = one_of(words.TESTERS, "采样单位", "sample_taken_by", needed=False)
_TAKEN_ON = replace(
    day("采样日期", "sample_taken_on", needed=False, also=("采样时间",)),
    texts={
        _OTHER_DAY: Text(
            zh="结果未出时，日期填采样当天，采样日期与之相同或留空；请核对。",
            en="While the result is awaited, 日期 is the day of the sample; write the same day in "
            "采样日期, or leave it blank.",
        ),
    },
    rests_on={_OTHER_DAY: {"日期", "结果"}},
)
_TOLD_ON = day("告知日期", "told_on", needed=False, also=("结果告知日期",))
_DISPUTED_ON = day("异议日期", "disputed_on", needed=False, also=("提出异议日期",))
_RECHECKED = one_of(words.RECHECKED, "复检结果", "recheck_result", needed=False, also=("复核结果",))
_RECHECKED_ON = day("复检日期", "rechecked_on", needed=False, also=("复核日期",))
_RECHECKED_BY = one_of(words.TESTERS, "复检单位", "rechecked_by", needed=False, also=("复核单位",))
_FOUND_AGAIN = replace(
    some_of(words.SUBSTANCES, "复检毒品种类", "recheck_substances"),
    rests_on={"recheck_substances_not_wanted": {"复检结果"}},
)
_MORE = (
    _PLACE,
    _TAKEN_BY,
    _TAKEN_ON,
    _TOLD_ON,
    _DISPUTED_ON,
    _RECHECKED,
    _RECHECKED_ON,
    _RECHECKED_BY,
    _FOUND_AGAIN,
)


_OF_A_RESULT = (*_TEST[2:3], *_TEST[4:], *_MORE[3:])
_EARLY_TEXT = Text(
    zh="结果未出（待结果）时，本栏留空；结果出来后再填。",
    en="Leave this blank while the result is awaited (待结果); fill it in with the result.",
)


async def _post(record: RowValues, case_id: str, sender: Sender) -> CallAnswer:
    """Record the sample, the test, the objection and the re-check, as far as the row says so.

    In a dry run all are asked for, so that all faults of a row are told at once; what rests on an
    entry that is not there yet is only asked whether it contradicts itself.
    """
    calls = _Calls(sender)
    awaited = record["result"] == words.AWAITED
    faults = [*_missing(record, awaited=awaited), *(_too_early(record) if awaited else ())]
    if faults:
        raise RowRefused(faults)
    path, sample_id = f"/v1/cases/{case_id}", None
    if awaited:
        taken = await calls.post(_sample(path, record, _DAY), is_the_rows_own=True)
        return calls.answer(taken)
    if _says(record, _PLACE, _TAKEN_BY, _TAKEN_ON):
        day_of_it = _TAKEN_ON if record[_TAKEN_ON.field] else _DAY
        sample = await calls.post(_sample(path, record, day_of_it))
        sample_id = sample.body.get("entry_id")
    test = await calls.post(_test(f"{path}/drug-tests", record, sample_id), is_the_rows_own=True)
    about = f"{path}/drug-tests/{test.body.get('entry_id', NOT_YET)}"
    if _says(record, _DISPUTED_ON):
        names = {"occurred_on": _DISPUTED_ON, "told_on": _TOLD_ON}
        await calls.post(_call(f"{about}/objection", names, record))
    if _says(record, _RECHECKED):
        names = {"occurred_on": _RECHECKED_ON, "result": _RECHECKED}
        names |= {"tested_by": _RECHECKED_BY, "substances": _FOUND_AGAIN}
        await calls.post(_call(f"{about}/recheck", names, record))
    return calls.answer(test)


class _Calls:
    """The calls of one row: made one after the other, up to the first that is refused.

    A dry run goes on, and then tells of all.
    """

    def __init__(self, sender: Sender) -> None:
        self._sender = sender
        self._answers: list[CallAnswer] = []
        self._faults: list[Fault] = []
        self._unknown: RowRefused | None = None

    async def post(self, call_: LedgerCall, *, is_the_rows_own: bool = False) -> CallAnswer:
        """Make a call; an empty answer where a dry run was refused."""
        try:
            answer = await self._sender.post(call_)
        except RowRefused as refused:
            if not self._sender.dry_run:
                raise
            if refused.status != 404:
                self._faults += refused.faults
            elif is_the_rows_own:  # there is no such case, or not yet
                self._unknown = refused
            answer = CallAnswer({}, is_new=True)
        self._answers.append(answer)
        return answer

    def answer(self, own: CallAnswer) -> CallAnswer:
        """One answer for all. Raises `RowRefused` for what was refused in a dry run."""
        if self._faults:
            raise RowRefused(self._faults)
        if self._unknown is not None:
            raise self._unknown
        return all_of(own, *self._answers)


def _says(record: RowValues, *columns: Column) -> bool:
    return any(record[column.field] for column in columns)


def _sample(path: str, record: RowValues, day_of_it: Column) -> LedgerCall:
    """The sample of a row: the same call with its result and without."""
    usual = {**record, _METHOD.field: record[_METHOD.field] or _METHOD.usual}
    names = {"occurred_on": day_of_it, "method": _METHOD}
    names |= {"place": _PLACE, "taken_by": _TAKEN_BY}
    return _call(f"{path}/samples", names, usual)


def _too_early(record: RowValues) -> Iterator[Fault]:
    """What a row says that is known with the result, and not before it."""
    for column in _OF_A_RESULT:
        if record[column.field]:
            yield replace(column.fault(_EARLY, _EARLY_TEXT), rests_on={"结果"})
    if record[_TAKEN_ON.field] not in (None, record[_DAY.field]):
        yield _TAKEN_ON.fault(_OTHER_DAY)


def _missing(record: RowValues, *, awaited: bool) -> list[Fault]:
    """What must be said where something else is: a sample, an objection, a re-check is whole.

    Of a result that is `awaited` there is a sample.
    """
    sample = (_PLACE, _TAKEN_BY, _TAKEN_ON)
    wholes = (
        (sample, (_PLACE, _TAKEN_BY)),
        ((_DISPUTED_ON,), (_TOLD_ON,)),
        (
            (_RECHECKED, _RECHECKED_ON, _RECHECKED_BY, _FOUND_AGAIN),
            (_RECHECKED, _RECHECKED_ON, _RECHECKED_BY),
        ),
    )
    return [
        column.fault(Reason.MISSING_VALUE)
        for said, needed in wholes
        if _says(record, *said) or (awaited and said is sample)
        for column in needed
        if not record[column.field]
    ]


def _test(path: str, record: RowValues, sample_id: str | None) -> LedgerCall:
    """The test itself; of a sample, it names that one."""
    usual = record[_METHOD.field] == _METHOD.usual  # said or left out, it is the same test
    plain = call(path, _TEST, {**record, _METHOD.field: None} if usual else record)
    if sample_id is None:
        return plain
    body = {**plain.body, "sample_id": sample_id}
    return replace(plain, body=body, key=key_of(path, {"row": plain.key, "sample": sample_id}))


def _call(path: str, names: Mapping[str, Column], record: RowValues) -> LedgerCall:
    """A call whose fields have other names than those of the row's."""
    body = without_blanks({name: record[column.field] for name, column in names.items()})
    return LedgerCall(path, body, key_of(path, body), names, is_known_by_its_key=True)


LEDGER = entries(
    "尿检记录",
    "drug-tests",
    "cases.DrugTestRecorded",
    *_TEST,
    *_MORE,
    also_makes=("cases.SampleTaken", "cases.DrugTestDisputed", "cases.DrugTestRechecked"),
    posts=_post,
)
