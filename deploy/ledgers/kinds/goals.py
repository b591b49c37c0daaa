"""帮教计划: goals, who sees to them until when, how that was changed, and what became of them."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Any

from deploy.ledgers import values
from deploy.ledgers.kinds.entries import Following, entries
from deploy.ledgers.ledger import Column, RowValues, Words, day, days, one_of, text
from deploy.ledgers.reasons import RowRefused
from deploy.ledgers.sender import Sender
from shared.text import Text

GOALS = Words(
    "unknown_goal",
    Text(
        zh="目标请写保持不吸毒、身体健康、接受治疗、心理状态、家庭关系、就业、技能培训、生活保障、住房"
        "或社会交往。",
        en="Write 保持不吸毒, 身体健康, 接受治疗, 心理状态, 家庭关系, 就业, 技能培训, 生活保障,"
        " 住房 or 社会交往.",
    ),
    {
        **dict.fromkeys(("保持不吸毒", "戒断", "不复吸", "abstinence"), "abstinence"),
        **dict.fromkeys(("身体健康", "健康", "health"), "health"),
        **dict.fromkeys(("接受治疗", "治疗", "treatment"), "treatment"),
        **dict.fromkeys(("心理状态", "心理", "mind"), "mind"),
        **dict.fromkeys(("家庭关系", "家庭", "family"), "family"),
        **dict.fromkeys(("就业", "找工作", "work"), "work"),
        **dict.fromkeys(("技能培训", "培训", "skills"), "skills"),
        **dict.fromkeys(("生活保障", "救助", "income"), "income"),
        **dict.fromkeys(("住房", "housing"), "housing"),
        **dict.fromkeys(("社会交往", "交友", "social"), "social"),
    },
)
OWNERS = Words(
    "unknown_owner",
    Text(
        zh="负责人请写本人、社工、禁毒专干、网格员、民警、志愿者、家属或其他单位。",
        en="Write 本人, 社工, 禁毒专干, 网格员, 民警, 志愿者, 家属 or 其他单位.",
    ),
    {
        **dict.fromkeys(("本人", "client"), "client"),
        **dict.fromkeys(("社工", "social_worker"), "social_worker"),
        **dict.fromkeys(("禁毒专干", "专干", "cadre"), "cadre"),
        **dict.fromkeys(("网格员", "grid_administrator"), "grid_administrator"),
        **dict.fromkeys(("民警", "社区民警", "police"), "police"),
        **dict.fromkeys(("志愿者", "volunteer"), "volunteer"),
        **dict.fromkeys(("家属", "family"), "family"),
        **dict.fromkeys(("其他单位", "other_agency"), "other_agency"),
    },
)
OUTCOMES = Words(
    "unknown_outcome",
    Text(zh="结果请写达成或取消。", en="Write 达成 or 取消."),
    {
        **dict.fromkeys(("达成", "已达成", "完成", "met"), "met"),
        **dict.fromkeys(("取消", "已取消", "dropped"), "dropped"),
    },
)
REASONS = Words(
    "unknown_reason",
    Text(
        zh="取消原因请写本人不再需要、条件不具备、由其他目标替代或档案已终止。",
        en="Write 本人不再需要, 条件不具备, 由其他目标替代 or 档案已终止.",
    ),
    {
        **dict.fromkeys(("本人不再需要", "不再需要", "not_wanted"), "not_wanted"),
        **dict.fromkeys(("条件不具备", "not_possible"), "not_possible"),
        **dict.fromkeys(("由其他目标替代", "替代", "replaced"), "replaced"),
        **dict.fromkeys(("档案已终止", "终止", "case_ended"), "case_ended"),
    },
)

_TOO_EARLY = "changed_too_early"
_CHANGED_ON = replace(
    days("变更日期", "changed_on", also=("目标变更日期",)),
    expected=False,
    texts={
        _TOO_EARLY: Text(
            zh="变更日期不能早于设定日期，多次变更的依次不早于前一次；请核对。",
            en="A goal is changed on the day on which it was set or later, and each time no earlier"
            " than before; check the days.",
        )
    },
    rests_on={_TOO_EARLY: {"日期"}},
)
_NEW_DAY = replace(days("变更后期限", "changed_due_on", also=("新期限",)), expected=False)
_NEW_OWNER = Column(
    "变更后负责人",
    "changed_owner",
    values.several(values.one_of(OWNERS.codes, OWNERS.reason)),
    (),
    also=("新负责人",),
    texts={OWNERS.reason: OWNERS.text},
    words=OWNERS.shown(),
    expected=False,
)


class _Changes(Following):
    """Changes of a goal; where the row says nothing of who sees to it then, who did before does."""

    def bodies(self, record: RowValues) -> Sequence[Mapping[str, Any]]:
        """What is to be posted, each change in its turn."""
        said, owners = dict(record), record[_NEW_OWNER.field]
        if not owners:
            said[_NEW_OWNER.field] = (record["owner"],) * len(record[_CHANGED_ON.field])
        return [
            {name: value for name, value in body.items() if value is not None}
            for body in super().bodies(said)
        ]


async def _foresee(record: RowValues, path: str, sender: Sender) -> None:
    """Refuse changes that the service would refuse behind a goal that is not set yet."""
    on = [each for each in (record["occurred_on"], *record[_CHANGED_ON.field]) if each]
    if any(later < before for before, later in pairwise(on)):
        raise RowRefused([_CHANGED_ON.fault(_TOO_EARLY)])


LEDGER = entries(
    "帮教计划",
    "goals",
    "cases.GoalSet",
    day("日期", "occurred_on", also=("设定日期", "制定日期")),
    one_of(GOALS, "目标", "goal", also=("帮教目标",)),
    day("期限", "due_on", also=("完成期限", "目标期限")),
    one_of(OWNERS, "负责人", "owner", needed=False, also=("责任人",)),
    text("措施", "note", also=("步骤", "具体措施"), private=True),
    following=[
        _Changes(
            "change",
            "cases.GoalChanged",
            {"occurred_on": _CHANGED_ON, "due_on": _NEW_DAY, "owner": _NEW_OWNER},
            repeats=True,
        ),
        Following(
            "outcome",
            "cases.GoalClosed",
            {
                "occurred_on": day(
                    "完结日期", "closed_on", needed=False, also=("达成日期", "完成日期")
                ),
                "outcome": one_of(OUTCOMES, "结果", "outcome", needed=False, also=("完成情况",)),
                "reason": one_of(REASONS, "取消原因", "drop_reason", needed=False),
            },
        ),
    ],
    foresees=_foresee,
)
