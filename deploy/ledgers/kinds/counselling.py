"""咨询记录: counselling, the crises that it answers, and stages of motivation."""

from dataclasses import replace

from deploy.ledgers.kinds.contact_words import MODES
from deploy.ledgers.kinds.entries import CLIENT, entries
from deploy.ledgers.kinds.linked import link, linked, with_doubts
from deploy.ledgers.kinds.single import call
from deploy.ledgers.ledger import RowValues, Words, day, one_of, text
from deploy.ledgers.reasons import RowRefused
from deploy.ledgers.sender import Sender
from deploy.ledgers.sending import CallAnswer
from shared.text import Text

QUALIFICATIONS = Words(
    "unknown_qualification",
    Text(
        zh="资质请写心理咨询师、心理治疗师或精神科医师；其他人员的谈话请登记在帮教记录中。",
        en="Write 心理咨询师, 心理治疗师 or 精神科医师; the talks of others stand in 帮教记录.",
    ),
    {
        **dict.fromkeys(("心理咨询师", "咨询师"), "counsellor"),
        "心理治疗师": "psychotherapist",
        **dict.fromkeys(("精神科医师", "精神科医生"), "psychiatrist"),
    },
)
STAGES = Words(
    "unknown_stage",
    Text(
        zh="动机阶段请写前意向、意向、准备、行动或维持，没有评估就留空。",
        en="Write 前意向, 意向, 准备, 行动 or 维持, or leave it blank.",
    ),
    {
        **dict.fromkeys(("前意向", "前意向阶段"), "precontemplation"),
        **dict.fromkeys(("意向", "意向阶段"), "contemplation"),
        **dict.fromkeys(("准备", "准备阶段"), "preparation"),
        **dict.fromkeys(("行动", "行动阶段"), "action"),
        **dict.fromkeys(("维持", "维持阶段"), "maintenance"),
    },
)
_NOT_SEEN, _SEVERAL = "no_crisis_seen", "several_crises_seen"
_UNQUALIFIED = "counsellor_not_qualified"
# Which contact it is: that of the client on this day.
_SEEN_ON = replace(
    day("回应危机日期", "seen_on", needed=False, also=("危机日期",)),
    texts={
        _NOT_SEEN: Text(
            zh="帮教记录中没有该对象在这一天发现危机的记录；请核对编号和日期，或先补登帮教记录。",
            en="No contact of this client says that a crisis was seen on this day; check the "
            "number and the date, or enter the contact first.",
        ),
        _SEVERAL: Text(
            zh="该对象在这一天有不止一条发现危机的帮教记录，无法确定回应的是哪一条；请通过接口登记。",
            en="More than one contact of this client says that a crisis was seen on this day; "
            "enter this counselling through the API.",
        ),
    },
    rests_on={_NOT_SEEN: {CLIENT.name}, _SEVERAL: {CLIENT.name}},
)
_WORKER = text("咨询师", "worker", also=("咨询人员", "咨询师姓名"), private=True)
_NOT_QUALIFIED = Text(
    zh="人员名册中该人员当日没有这项有效资质，该条照常登记，不关联工作人员；请核对资质，或先在资格登记.csv登记。",
    en="By the roster this worker does not have the qualification on this day: the entry is"
    " taken without the worker. Check 资质, or enter the qualification in 资格登记.csv first.",
)
COLUMNS = (
    day("日期", "occurred_on", also=("咨询日期", "咨询时间")),
    one_of(QUALIFICATIONS, "资质", "qualification", also=("咨询师资质", "咨询人员资质")),
    one_of(MODES, "方式", "mode", also=("咨询方式",)),
    one_of(STAGES, "动机阶段", "stage", needed=False, also=("戒毒动机", "戒毒动机阶段")),
    _SEEN_ON,
    text("内容", "note", also=("咨询内容",), private=True),
    _WORKER,
)


async def _posts(record: RowValues, case_id: str, sender: Sender) -> CallAnswer:
    """Record the talk; a crisis that it answers is found by the day on which it was seen."""
    made = call(f"/v1/cases/{case_id}/counselling", COLUMNS, record)
    seen_on = record[_SEEN_ON.field]
    body = {name: value for name, value in made.body.items() if name != _SEEN_ON.field}
    reference = record[CLIENT.field]
    if seen_on is not None and reference is not None:
        seen = await sender.directory.crises(case_id, seen_on)
        noted = sender.directory.crises_noted(reference, seen_on) if sender.dry_run else 0
        if max(len(seen), noted) > 1:
            raise RowRefused([_SEEN_ON.fault(_SEVERAL)])
        if not seen and not noted:
            raise RowRefused([_SEEN_ON.fault(_NOT_SEEN)])
        body |= {"contact_id": seen[0]} if seen else {}
    made = replace(made, body=body, columns={**made.columns, "counsellor_id": _WORKER})
    for counsellor in linked(record)[:1]:
        try:
            return await sender.post(replace(made, body={**body, "counsellor_id": counsellor}))
        except RowRefused as refused:
            if {fault.reason for fault in refused.faults} != {_UNQUALIFIED}:
                raise
            answer = await sender.post(made)
            if sender.dry_run and "资格登记" in sender.directory.in_folder:
                return answer  # it may say so
            return with_doubts(answer, [_WORKER.fault(_UNQUALIFIED, _NOT_QUALIFIED)])
    return await sender.post(made)


_COUNSELLING = entries("咨询记录", "counselling", "cases.CounsellingHeld", *COLUMNS, posts=_posts)


async def _send(record: RowValues, sender: Sender) -> CallAnswer:
    """Make the entry, with the one counsellor whom the row names."""
    record, doubts = await link(_WORKER, record, sender)
    return with_doubts(await _COUNSELLING.send(record, sender), doubts)


LEDGER = replace(_COUNSELLING, send=_send)
