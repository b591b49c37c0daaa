"""危机跟进: what became of crises that were seen at contacts."""

import dataclasses

from deploy.ledgers.directory import NOT_YET
from deploy.ledgers.kinds.contact_words import OUTCOMES
from deploy.ledgers.kinds.entries import CLIENT, file_of
from deploy.ledgers.kinds.single import call
from deploy.ledgers.ledger import Ledger, RowValues, day, one_of, text
from deploy.ledgers.reasons import RowRefused
from deploy.ledgers.sender import Sender
from deploy.ledgers.sending import CallAnswer
from shared.text import Text

_PATH = "/v1/cases/{case}/contacts/{contact}/follow-up"
_NOT_SEEN = "no_crisis_seen"
_SEVERAL = "several_crises_seen"
_TOO_EARLY = "followed_up_before_contact"

_FOLLOWED_UP_ON = dataclasses.replace(
    day("日期", "occurred_on", also=("跟进日期", "跟进时间")),
    texts={
        _TOO_EARLY: Text(
            zh="跟进日期早于发现日期；请核对这两个日期。",
            en="A crisis is not followed up before 发现日期; check both dates.",
        )
    },
    rests_on={_TOO_EARLY: {"发现日期"}},
)
# Which contact it is: that of the client on this day.
_SEEN_ON = dataclasses.replace(
    day("发现日期", "seen_on", also=("危机日期", "发现时间")),
    texts={
        _NOT_SEEN: Text(
            zh="帮教记录中没有该对象在这一天发现危机的记录；请核对编号和日期，或先补登帮教记录。",
            en="No contact of this client says that a crisis was seen on this day; check the "
            "number and the date, or enter the contact first.",
        ),
        _SEVERAL: Text(
            zh="该对象在这一天有不止一条发现危机的帮教记录，无法确定跟进的是哪一条；请通过接口登记。",
            en="More than one contact of this client says that a crisis was seen on this day; "
            "enter this follow-up through the API.",
        ),
    },
    rests_on={_NOT_SEEN: {CLIENT.name}, _SEVERAL: {CLIENT.name}},
)
_SAID = (
    _FOLLOWED_UP_ON,
    one_of(OUTCOMES, "结果", "outcome", also=("跟进结果",)),
    text("内容", "note", also=("跟进内容",), private=True),
    text("社工", "worker", also=("社工姓名", "跟进人", "跟进人员"), private=True),
)


async def _send(record: RowValues, sender: Sender) -> CallAnswer:
    """Follow up the one crisis of the client that was seen on the day."""
    case_id, reference, seen_on = NOT_YET, record[CLIENT.field], record["seen_on"]
    if record["occurred_on"] < seen_on:
        raise RowRefused([_FOLLOWED_UP_ON.fault(_TOO_EARLY)])
    if reference is not None:  # left out where another fault is looked for
        case_id = await file_of(reference, sender)
    seen = await sender.directory.crises(case_id, seen_on)
    noted = sender.directory.crises_noted(reference, seen_on) if sender.dry_run else 0
    if max(len(seen), noted) > 1:
        raise RowRefused([_SEEN_ON.fault(_SEVERAL)])
    if not seen and not noted and reference is not None:
        raise RowRefused([_SEEN_ON.fault(_NOT_SEEN)])
    path = _PATH.format(case=case_id, contact=seen[0] if seen else NOT_YET)
    try:
        return await sender.post(call(path, _SAID, record))
    except RowRefused as refused:
        is_not_there = refused.status == 404 or refused.faults[0].reason == _NOT_SEEN
        if seen or not is_not_there:
            raise
        return CallAnswer({}, is_new=True, warnings=refused.warnings)  # the dry run has not made it


LEDGER = Ledger(
    "危机跟进",
    (_FOLLOWED_UP_ON, CLIENT, _SEEN_ON, *_SAID[1:]),
    _PATH.format(case=NOT_YET, contact=NOT_YET),
    check=_send,
    send=_send,
    in_order_of=CLIENT.field,
    entries={"cases.CrisisFollowedUp"},
    read_path="/v1/cases/{subject}",
    void_path="/v1/cases/{subject}/entries/{entry}/void",
)
