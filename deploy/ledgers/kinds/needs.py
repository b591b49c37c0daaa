"""需求评估: what clients need, and what became of it."""

from dataclasses import replace

from deploy.ledgers.help_kinds import BUILT_IN, USUAL_NEEDS, HelpKinds, words_of
from deploy.ledgers.kinds.entries import Following, entries
from deploy.ledgers.ledger import Ledger, Words, day, one_of, text
from shared.text import Text

URGENCIES = Words(
    "unknown_urgency",
    Text(zh="紧急程度请写紧急、较急或一般。", en="Write 紧急, 较急 or 一般."),
    {"紧急": "urgent", "较急": "soon", "一般": "ordinary"},
)
OUTCOMES = Words(
    "unknown_outcome",
    Text(zh="办结情况请写已满足、不再需要或重新评估。", en="Write 已满足, 不再需要 or 重新评估."),
    {
        **dict.fromkeys(("已满足", "满足", "已解决"), "met"),
        "不再需要": "fallen_away",
        "重新评估": "reassessed",
    },
)


def ledger_of(kinds: HelpKinds) -> Ledger:
    """The ledger of a place that has these kinds of needs."""
    names_zh = "、".join(each.zh for each in kinds.needs.values())
    words = Words(
        "unknown_need",
        Text(
            zh=f"没有这种需求；请写{names_zh}。",
            en=f"There is no such kind of need; write one of: {names_zh}.",
        ),
        words_of(kinds.needs, USUAL_NEEDS),
    )
    need = one_of(words, "需求", "need", also=("需求种类", "需求内容"))
    return entries(
        "需求评估",
        "needs",
        "cases.NeedAssessed",
        day("日期", "occurred_on", also=("评估日期",)),
        replace(need, reasons={"need_kind_unknown": "unknown_need"}, tells_apart=True),
        one_of(URGENCIES, "紧急程度", "urgency", also=("紧急",)),
        text("需求说明", "note", also=("备注", "说明"), private=True),
        following=[
            Following(
                "closing",
                "cases.NeedClosed",
                {
                    "occurred_on": day("办结日期", "closed_on", needed=False),
                    "outcome": one_of(
                        OUTCOMES, "办结情况", "outcome", needed=False, also=("办结结果",)
                    ),
                },
            )
        ],
    )


LEDGER = ledger_of(BUILT_IN)
