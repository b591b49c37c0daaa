"""帮教小组: who joined the support team of a client, in which role, and how that ended."""

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from deploy.ledgers import values
from deploy.ledgers.directory import NOT_YET
from deploy.ledgers.kinds.entries import Before, Following, entries
from deploy.ledgers.kinds.whether import whether
from deploy.ledgers.ledger import Column, RowValues, Words, day, one_of, text
from deploy.ledgers.reasons import RowRefused
from deploy.ledgers.sender import Sender
from deploy.ledgers.values import Unreadable
from deploy.ledgers.workforce import worker_column
from shared.text import Text

ROLES = Words(
    "unknown_role",
    Text(
        zh="角色请写社工、民警、网格员、志愿者或家属；本地另有角色的，请写其代码。",
        en="Write 社工, 民警, 网格员, 志愿者 or 家属, or the code of another role of your place.",
    ),
    {
        **dict.fromkeys(("社工", "专干", "专职社工", "社工（专干）"), "social_worker"),
        **dict.fromkeys(("民警", "社区民警", "禁毒民警"), "police_officer"),
        **dict.fromkeys(("网格员", "网格长"), "grid_administrator"),
        **dict.fromkeys(("志愿者", "禁毒志愿者"), "volunteer"),
        **dict.fromkeys(("家属", "亲属"), "family"),
    },
)
TIES = Words(
    "unknown_tie",
    Text(
        zh="家属关系请写配偶、父母、子女、兄弟姐妹、祖父母或其他亲属。",
        en="Write 配偶, 父母, 子女, 兄弟姐妹, 祖父母 or 其他亲属.",
    ),
    {
        **dict.fromkeys(("配偶", "夫妻", "丈夫", "妻子", "spouse"), "spouse"),
        **dict.fromkeys(("父母", "父亲", "母亲", "parent"), "parent"),
        **dict.fromkeys(("子女", "儿子", "女儿", "child"), "child"),
        **dict.fromkeys(("兄弟姐妹", "兄弟", "姐妹", "哥哥", "弟弟", "姐姐", "妹妹"), "sibling"),
        **dict.fromkeys(("祖父母", "外祖父母", "祖父母、外祖父母", "grandparent"), "grandparent"),
        **dict.fromkeys(("其他亲属", "亲戚", "other_relative"), "other_relative"),
    },
)
LEAVINGS = Words(
    "unknown_leaving",
    Text(
        zh="退出原因请写工作交接、离岗、搬迁、本人要求、对象要求、等级调整或其他。",
        en="Write 工作交接, 离岗, 搬迁, 本人要求, 对象要求, 等级调整 or 其他.",
    ),
    {
        **dict.fromkeys(("工作交接", "交接", "handed_over"), "handed_over"),
        **dict.fromkeys(("离岗", "离职", "调离", "left_agency"), "left_agency"),
        **dict.fromkeys(("搬迁", "迁居", "moved"), "moved"),
        **dict.fromkeys(("本人要求", "本人要求退出", "own_wish"), "own_wish"),
        **dict.fromkeys(("对象要求", "服务对象要求更换", "clients_wish"), "clients_wish"),
        **dict.fromkeys(("等级调整", "风险等级调整", "level_changed"), "level_changed"),
        **dict.fromkeys(("其他", "其它", "other"), "other"),
    },
)
_CODE = re.compile(r"[a-z][a-z0-9_]{0,59}")  # of a role that the place has set
_role = values.one_of(ROLES.codes, ROLES.reason)


def _read_role(cell: str) -> str:
    """A role by its name, or by the code that the policies of the place give it."""
    code = cell.strip()
    try:
        return _role(cell)
    except Unreadable:
        if _CODE.fullmatch(code):
            return code
        raise


NAME = "帮教小组"
JOINED, LEFT = "cases.TeamMemberJoined.", "cases.TeamMemberLeft."
_NOT_OWN = "worker_of_another_agency"
_WORKER = worker_column("姓名", needed=False, also=("成员姓名", "人员姓名"))
WORKER = replace(
    _WORKER,
    texts={
        **_WORKER.texts,
        _NOT_OWN: Text(
            zh="姓名只填本单位名册中的人员：其他单位的成员和家属请留空，以免登记他人姓名。",
            en="Only a worker of your own roster is named here; leave it blank for a member of"
            " another agency and for the family.",
        ),
    },
    rests_on={_NOT_OWN: {"单位", "家属关系"}},
    tells_apart=True,
)


async def _named(record: RowValues, sender: Sender) -> RowValues:
    """The row with the id of the worker whom it names, who serves on its day."""
    if record[WORKER.field] and (record["agency"] or record["family"]):
        raise RowRefused([WORKER.fault(_NOT_OWN)])
    workforce, joined_on = sender.directory.workforce, record["occurred_on"]
    who = await workforce.find(WORKER, record[WORKER.field], joined_on)
    return {**record, WORKER.field: None if who == NOT_YET else who}


async def entries_of(case_id: str, sender: Sender) -> list[Mapping[str, Any]]:
    """The entries of a case's team that count."""
    if case_id == NOT_YET:
        return []
    file = await sender.read(f"/v1/cases/{case_id}")
    return [
        entry
        for entry in file.get("entries", ())
        if not entry["void"] and str(entry["type"]).startswith((JOINED, LEFT))
    ]


async def _made_before(record: RowValues, case_id: str, sender: Sender) -> Before | None:
    """The place in the team that the row says of a worker: a handover may have made it."""
    worker = record[WORKER.field]
    if not worker:
        return None
    entries_ = await entries_of(case_id, sender)
    joined = (worker, record["role"], record["occurred_on"])
    for entry in entries_:
        facts = entry["facts"]
        said = (facts.get("worker_id"), facts.get("role"), facts["occurred_on"])
        if str(entry["type"]).startswith(JOINED) and said == joined:
            wanted = (entry["entry_id"], record["left_on"], record["leaving_reason"])
            left = (each for each in entries_ if _leaving(each) == wanted)
            return Before(entry["entry_id"], next((its["entry_id"] for its in left), None))
    return None


def _leaving(entry: Mapping[str, Any]) -> tuple[Any, ...] | None:
    facts = entry["facts"]
    is_leaving = str(entry["type"]).startswith(LEFT)
    return (facts["joining_id"], facts["occurred_on"], facts["reason"]) if is_leaving else None


LEDGER = entries(
    NAME,
    "team",
    "cases.TeamMemberJoined",
    day("加入日期", "occurred_on", also=("日期", "加入时间", "入组日期")),
    Column(
        "角色",
        "role",
        _read_role,
        "social_worker",
        needed=True,
        also=("小组角色", "身份"),
        texts={ROLES.reason: ROLES.text},
        words=ROLES.shown(),
    ),
    WORKER,
    text("单位", "agency", also=("所在单位", "成员单位", "单位编号")),
    one_of(TIES, "家属关系", "family", needed=False, also=("与对象关系", "亲属关系")),
    whether("结对", "paired", needed=False, also=("是否结对", "结对帮扶")),
    text("备注", "note", private=True),
    names=_named,
    made_before=_made_before,
    following=[
        Following(
            "leaving",
            "cases.TeamMemberLeft",
            {
                "occurred_on": day(
                    "离组日期", "left_on", needed=False, also=("退出日期", "退出时间")
                ),
                "reason": one_of(
                    LEAVINGS, "离组原因", "leaving_reason", needed=False, also=("退出原因",)
                ),
                "note": replace(
                    text("离组说明", "leaving_note", also=("交接说明",), private=True),
                    expected=False,
                ),
            },
        )
    ],
)
