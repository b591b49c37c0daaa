"""帮教记录: contacts with clients."""

import dataclasses

from deploy.ledgers.kinds import contact_words as words
from deploy.ledgers.kinds.entries import CLIENT, entries
from deploy.ledgers.kinds.linked import link, linked, with_doubts
from deploy.ledgers.kinds.present import PRESENT
from deploy.ledgers.kinds.single import call
from deploy.ledgers.kinds.whether import whether
from deploy.ledgers.ledger import Column, RowValues, day, one_of, some_of, text
from deploy.ledgers.sender import Sender
from deploy.ledgers.sending import CallAnswer
from shared.text import Text

_CONTRADICTIONS = {
    "place_contradicts_mode": Text(
        zh="地点与方式不符：入户走访在家中，在家中面谈算入户，电话、微信、视频不写地点。",
        en="It contradicts 方式: 入户 is at home, 面谈 at home is 入户, and 电话, 微信 and 视频 "
        "have no place.",
    ),
    "nothing_to_arrange": Text(
        zh="只有电话、微信、视频联系才写事先约定；见面的请留空。",
        en="Only 电话, 微信 and 视频 are arranged beforehand; leave it blank where people met.",
    ),
    "family_not_present": Text(
        zh="方向是家属联系，在场人员中应有家属。",
        en="方向 is 家属联系: 在场人员 must have 家属.",
    ),
}


def _finding(name: str, subject: str, *also: str) -> Column:
    """A column of how something was found."""
    return one_of(words.OBSERVED, name, f"observations.{subject}", needed=False, also=also)


def _beside(column: Column, reason: str, other: str) -> Column:
    """A column that may contradict another one."""
    return dataclasses.replace(
        column,
        texts={**column.texts, reason: _CONTRADICTIONS[reason]},
        rests_on={reason: {other}},
    )


# What ledgers did not have before; most files will never have all of them.
_MORE = (
    one_of(words.DIRECTIONS, "方向", "direction", needed=False, also=("联系方向",)),
    _beside(
        one_of(words.PLACES, "地点", "place", needed=False, also=("帮教地点", "走访地点")),
        "place_contradicts_mode",
        "方式",
    ),
    _beside(
        some_of(PRESENT, "在场人员", "present", also=("参加人员",)),
        "family_not_present",
        "方向",
    ),
    _finding("生活", "living", "生活状况"),
    _finding("心理", "mind", "心理状态"),
    _finding("健康", "health", "健康状况"),
    _finding("就业", "work", "就业情况"),
    _finding("家庭", "family", "家庭关系"),
    _finding("动机", "motivation", "戒毒动机"),
    some_of(words.ADVICE, "建议", "advice"),
    some_of(words.AGREED, "约定", "agreed"),
    one_of(words.CRISES, "危机", "crisis", needed=False),
    one_of(words.INCIDENTS, "安全", "safety", needed=False, also=("安全事件",)),
    _beside(
        whether("事先与民警约定", "arranged_with_police", needed=False, also=("与民警约定",)),
        "nothing_to_arrange",
        "方式",
    ),
)

_WORKER = text("社工", "worker", also=("社工姓名", "帮教人", "帮教人员", "专职社工"), private=True)
_COLUMNS = (
    day("日期", "occurred_on", also=("帮教日期", "走访日期", "谈话日期", "帮教时间")),
    one_of(words.MODES, "方式", "mode", also=("帮教方式", "走访方式", "谈话方式")),
    *(dataclasses.replace(column, expected=False) for column in _MORE),
    text("内容", "note", also=("帮教内容", "谈话内容", "走访内容"), private=True),
    _WORKER,
)


async def _posts(record: RowValues, case_id: str, sender: Sender) -> CallAnswer:
    """Record the contact, with the workers who were found; the key is the same without them."""
    made = call(f"/v1/cases/{case_id}/contacts", _COLUMNS, record)
    if found := linked(record):
        body = {**made.body, "worker_ids": found}
        made = dataclasses.replace(made, body=body, columns={**made.columns, "worker_ids": _WORKER})
    return await sender.post(made)


_CONTACTS = entries("帮教记录", "contacts", "cases.ContactRecorded", *_COLUMNS, posts=_posts)


async def _send(record: RowValues, sender: Sender) -> CallAnswer:
    """Make the entry; a crisis is noted, since a row of 危机跟进 may be about it."""
    record, doubts = await link(_WORKER, record, sender)
    answer = with_doubts(await _CONTACTS.send(record, sender), doubts)
    if record["crisis"] is not None:
        sender.directory.note_crisis(record[CLIENT.field], record["occurred_on"])
    return answer


LEDGER = dataclasses.replace(_CONTACTS, send=_send)
