"""帮扶登记 and 帮扶申请: help that was given, and help that was applied for and refused."""

from dataclasses import dataclass, replace
from typing import Any

from deploy.ledgers import values
from deploy.ledgers.help_kinds import BUILT_IN, USUAL_HELPS, HelpKinds, words_of
from deploy.ledgers.kinds.entries import Following, entries
from deploy.ledgers.ledger import Column, Ledger, Words, day, one_of, text
from shared.money import in_yuan
from shared.text import Text

SOURCES = Words(
    "unknown_source",
    Text(
        zh="来源请写民政、人社、禁毒办、街道、社区、工作站、救助箱、司法、卫健、教育、残联、工会、"
        "共青团、妇联、慈善、企业或其他。",
        en="Write 民政, 人社, 禁毒办, 街道, 社区, 工作站, 救助箱, 司法, 卫健, 教育, 残联, 工会, "
        "共青团, 妇联, 慈善, 企业 or 其他.",
    ),
    {
        **dict.fromkeys(("民政", "民政部门", "民政局", "民政办"), "civil_affairs"),
        **dict.fromkeys(("人社", "人社部门", "人社局"), "human_resources"),
        "禁毒办": "anti_drug_office",
        **dict.fromkeys(("街道", "街道（乡镇）", "乡镇", "街道办事处"), "street"),
        **dict.fromkeys(("社区", "社区（村）", "村", "居委会"), "community"),
        "工作站": "workstation",
        **dict.fromkeys(("救助箱", "爱心救助箱"), "relief_box"),
        **dict.fromkeys(("司法", "司法行政部门", "司法局", "司法所"), "justice"),
        **dict.fromkeys(("卫健", "卫健、医保部门", "医保", "医院"), "health"),
        **dict.fromkeys(("教育", "教育部门", "学校"), "education"),
        "残联": "disabled_federation",
        "工会": "trade_union",
        **dict.fromkeys(("共青团", "团委"), "youth_league"),
        "妇联": "womens_federation",
        **dict.fromkeys(("慈善", "慈善组织", "红十字会", "基金会"), "charity"),
        "企业": "enterprise",
        **dict.fromkeys(("其他", "其它"), "other"),
    },
)
ENDS = Words(
    "unknown_end",
    Text(
        zh="结束原因请写期满、续签、不再需要、已就业、不再符合条件、本人退出、被辞退、迁居或其他。",
        en="Write 期满, 续签, 不再需要, 已就业, 不再符合条件, 本人退出, 被辞退, 迁居 or 其他.",
    ),
    {
        **dict.fromkeys(("期满", "到期"), "expired"),
        "续签": "renewed",
        "不再需要": "no_longer_needed",
        **dict.fromkeys(("已就业", "就业"), "found_work"),
        **dict.fromkeys(("不再符合条件", "不符合条件"), "no_longer_entitled"),
        **dict.fromkeys(("本人退出", "辞职", "离职"), "left"),
        **dict.fromkeys(("被辞退", "辞退", "取消"), "dismissed"),
        **dict.fromkeys(("迁居", "迁往外地"), "moved"),
        **dict.fromkeys(("其他", "其它"), "other"),
    },
)
REFUSALS = Words(
    "unknown_refusal",
    Text(
        zh="未批原因请写不符合条件、材料不全、本人撤回、暂无名额或其他。",
        en="Write 不符合条件, 材料不全, 本人撤回, 暂无名额 or 其他.",
    ),
    {
        "不符合条件": "conditions_not_met",
        **dict.fromkeys(("材料不全", "缺材料"), "papers_missing"),
        **dict.fromkeys(("本人撤回", "撤回"), "withdrawn"),
        **dict.fromkeys(("暂无名额", "暂无资金", "暂无名额或资金"), "not_available"),
        **dict.fromkeys(("其他", "其它"), "other"),
    },
)


@dataclass(frozen=True)
class Amount(Column):
    """A column of money: written in yuan, and fen to the service."""

    def shown(self, value: Any) -> str:
        """An amount as a cell has it."""
        return in_yuan(value)


AMOUNT = Amount(
    "金额",
    "amount_fen",
    values.optional(values.fen),
    also=("金额（元）", "救助金额", "折合金额", "每月金额"),
    texts={
        "bad_amount": Text(
            zh="金额请以元为单位，最多两位小数，如 500 或 1200.50。",
            en="Write the amount in yuan, with two decimals at most, as 500 or 1200.50.",
        )
    },
)


def _kind(kinds: HelpKinds) -> Column:
    names_zh = "、".join(each.zh for each in kinds.helps.values())
    words = Words(
        "unknown_help",
        Text(
            zh=f"没有这种帮扶；请写{names_zh}。",
            en=f"There is no such kind of help; write one of: {names_zh}.",
        ),
        words_of(kinds.helps, USUAL_HELPS),
    )
    column = one_of(words, "帮扶种类", "help", also=("帮扶内容", "种类", "项目"))
    return replace(column, reasons={"help_kind_unknown": "unknown_help"}, tells_apart=True)


def given_of(kinds: HelpKinds) -> Ledger:
    """The ledger of help that was given, in a place that has these kinds."""
    return entries(
        "帮扶登记",
        "help",
        "cases.HelpGiven",
        day("日期", "occurred_on", also=("帮扶日期", "开始日期", "救助日期")),
        _kind(kinds),
        one_of(SOURCES, "来源", "source", also=("帮扶单位", "资金来源", "帮扶来源")),
        AMOUNT,
        day(
            "约定结束日期",
            "until",
            needed=False,
            also=("期限至", "岗位期限至"),
            rests_on={
                "given_once_only": {"帮扶种类"},
                "post_too_long": {"帮扶种类", "日期"},
                "ends_before_it_begins": {"日期"},
            },
        ),
        text("帮扶说明", "note", also=("备注", "说明"), private=True),
        following=[
            Following(
                "end",
                "cases.HelpEnded",
                {
                    "occurred_on": day("结束日期", "ended_on", needed=False, also=("终止日期",)),
                    "reason": one_of(
                        ENDS, "结束原因", "end_reason", needed=False, also=("终止原因",)
                    ),
                },
            )
        ],
    )


def requests_of(kinds: HelpKinds) -> Ledger:
    """The ledger of help that was applied for, in a place that has these kinds."""
    return entries(
        "帮扶申请",
        "help-requests",
        "cases.HelpRequested",
        day("日期", "occurred_on", also=("申请日期", "申请时间")),
        _kind(kinds),
        one_of(SOURCES, "受理单位", "source", also=("申请单位", "来源")),
        text("申请说明", "note", also=("备注", "说明"), private=True),
        following=[
            Following(
                "refusal",
                "cases.HelpRefused",
                {
                    "occurred_on": day("未批日期", "refused_on", needed=False),
                    "reason": one_of(REFUSALS, "未批原因", "refusal_reason", needed=False),
                },
            )
        ],
    )


GIVEN = given_of(BUILT_IN)
REQUESTS = requests_of(BUILT_IN)
