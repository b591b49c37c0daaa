"""帮教计划: goals, who sees to them until when, and what became of them."""

from deploy.ledgers.kinds.entries import Following, entries
from deploy.ledgers.ledger import Words, day, one_of, text
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
        )
    ],
)
