"""请假: absences that clients report, how they go on, and the returns from them."""

from dataclasses import replace
from itertools import pairwise

from deploy.ledgers import values
from deploy.ledgers.call import LedgerCall, random_key
from deploy.ledgers.kinds.entries import Following, entries
from deploy.ledgers.kinds.whether import whether, whethers
from deploy.ledgers.ledger import Column, RowValues, Words, day, days, one_of
from deploy.ledgers.reasons import RowRefused
from deploy.ledgers.sender import Sender
from shared.text import Text

REASONS = Words(
    "unknown_reason",
    Text(zh="事由请写务工、探亲、就医、求学或其他。", en="Write 务工, 探亲, 就医, 求学 or 其他."),
    {
        **dict.fromkeys(("务工", "外出务工", "打工", "工作", "出差", "work"), "work"),
        **dict.fromkeys(("探亲", "家事", "探亲或家事", "奔丧", "走亲", "family"), "family"),
        **dict.fromkeys(("就医", "看病", "治病", "medical"), "medical"),
        **dict.fromkeys(("求学", "学习", "上学", "培训", "study"), "study"),
        **dict.fromkeys(("其他", "其它", "other"), "other"),
    },
)

_NOT_LONGER = "not_longer"
_NOT_WRITTEN = "written_report_missing"

_LEAVE = (
    day("报告日期", "occurred_on", also=("请假日期", "申请日期", "登记日期")),
    day("离开日期", "leaves_on", also=("外出日期", "离开时间", "外出时间")),
    day("返回日期", "returns_on", also=("预计返回日期", "应返回日期", "返回时间")),
    Column(
        "目的地",
        "destination",
        values.digits,
        needed=True,
        also=("目的地代码", "目的地区划代码", "去向"),
        reasons={"missing": "unknown_region"},
    ),
    one_of(REASONS, "事由", "reason", also=("请假事由", "外出事由", "请假原因")),
    whether("书面报告", "in_writing", also=("是否书面报告", "书面")),
)
_UNTIL = replace(
    days("续假至", "extended_until", also=("续假返回日期", "续假截止日期")),
    texts={
        _NOT_LONGER: Text(
            zh="续假至须晚于原定的返回日期，多次续假的依次更晚；请核对。",
            en="Each 续假至 must be later than the day before it, the first than 返回日期.",
        ),
    },
    rests_on={_NOT_LONGER: {"返回日期"}},
)
_IN_WRITING = replace(
    whethers("续假书面报告", "extended_in_writing", also=("续假是否书面报告",)),
    rests_on={_NOT_WRITTEN: {"离开日期", _UNTIL.name}},
)


async def _foresee(record: RowValues, path: str, sender: Sender) -> None:
    """Refuse an extension that the service would refuse behind a leave that is not made yet.

    Whether it needs a report in writing is the service's to say: it is asked for each extension as
    for a leave of that length. It makes none, and what it says of other columns is reported by the
    leave itself.
    """
    until = [record["returns_on"], *record["extended_until"]]
    if any(later <= before for before, later in pairwise(until)):
        raise RowRefused([_UNTIL.fault(_NOT_LONGER)])
    said = {column.field: record[column.field] for column in _LEAVE}
    columns = {column.field: column for column in _LEAVE}
    columns |= {"returns_on": _UNTIL, "in_writing": _IN_WRITING}
    for day_, in_writing in zip(until[1:], record["extended_in_writing"], strict=True):
        longer = {**said, "returns_on": day_, "in_writing": in_writing}
        try:
            await sender.dry().post(LedgerCall(path, longer, random_key(), columns))
        except RowRefused as refused:
            faults = [its for its in refused.faults if its.reason == _NOT_WRITTEN]
            if faults:
                raise RowRefused(faults) from None


LEDGER = entries(
    "请假",
    "leave",
    "cases.LeaveReported",
    *_LEAVE,
    following=[
        Following(
            "extension",
            "cases.LeaveExtended",
            {
                "occurred_on": days("续假日期", "extended_on", also=("续假报告日期",)),
                "returns_on": _UNTIL,
                "in_writing": _IN_WRITING,
            },
            repeats=True,
        ),
        Following(
            "return",
            "cases.ReturnedFromLeave",
            {
                "occurred_on": day(
                    "实际返回日期", "returned_on", needed=False, also=("销假日期", "实际返回时间")
                )
            },
        ),
    ],
    foresees=_foresee,
)
