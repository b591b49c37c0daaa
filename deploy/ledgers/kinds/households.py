"""家庭情况 and 就业情况: what help must know of clients' households and work."""

from deploy.ledgers.kinds.entries import entries
from deploy.ledgers.ledger import Words, day, one_of, some_of, text
from shared.text import Text

FACTS = Words(
    "unknown_household_fact",
    Text(
        zh="家庭情况请写独居、有需赡养人、有70岁以上老人、有未成年子女、子女由他人照管、单亲、怀孕、"
        "有残疾人、有重病患者、无收入或无固定住所，多种用顿号隔开；没有就留空。",
        en="Write 独居, 有需赡养人, 有70岁以上老人, 有未成年子女, 子女由他人照管, 单亲, 怀孕, "
        "有残疾人, 有重病患者, 无收入 or 无固定住所, several with 、 between them; or leave it "
        "blank.",
    ),
    {
        "独居": "lives_alone",
        **dict.fromkeys(("有需赡养人", "有需抚养人", "有赡养对象"), "dependants"),
        **dict.fromkeys(("有70岁以上老人", "70岁以上老人"), "elderly_over_70"),
        **dict.fromkeys(("有未成年子女", "未成年子女"), "minor_children"),
        "子女由他人照管": "children_left_with_others",
        "单亲": "single_parent",
        "怀孕": "pregnancy",
        **dict.fromkeys(("有残疾人", "残疾"), "disability"),
        **dict.fromkeys(("有重病患者", "重病"), "serious_illness"),
        **dict.fromkeys(("无收入", "无收入来源"), "no_income"),
        "无固定住所": "no_home",
    },
)
EVENTS = Words(
    "unknown_family_event",
    Text(
        zh="家庭变化请写子女出生、与家人团聚、结婚、离婚或亲人去世，多种用顿号隔开；没有就留空。",
        en="Write 子女出生, 与家人团聚, 结婚, 离婚 or 亲人去世, several with 、 between them; or "
        "leave it blank.",
    ),
    {
        **dict.fromkeys(("子女出生", "生育", "出生"), "birth"),
        **dict.fromkeys(("与家人团聚", "团聚"), "reunited"),
        "结婚": "marriage",
        **dict.fromkeys(("离婚", "分居", "离婚或分居"), "separation"),
        **dict.fromkeys(("亲人去世", "丧亲"), "bereavement"),
    },
)
EMPLOYMENTS = Words(
    "unknown_employment",
    Text(
        zh="就业情况请写单位就业、自主创业、灵活就业、公益性岗位、参加培训、求职中、在校、退休或"
        "无劳动能力。",
        en="Write 单位就业, 自主创业, 灵活就业, 公益性岗位, 参加培训, 求职中, 在校, 退休 or "
        "无劳动能力.",
    ),
    {
        **dict.fromkeys(("单位就业", "已就业", "就业"), "employed"),
        **dict.fromkeys(("自主创业", "个体经营", "个体"), "self_employed"),
        **dict.fromkeys(("灵活就业", "打零工"), "flexible"),
        **dict.fromkeys(("公益性岗位", "公益岗"), "public_benefit_post"),
        **dict.fromkeys(("参加培训", "培训"), "in_training"),
        **dict.fromkeys(("求职中", "未就业", "待业"), "looking"),
        **dict.fromkeys(("在校", "在校学习", "上学"), "studying"),
        "退休": "retired",
        "无劳动能力": "unable",
    },
)

HOUSEHOLDS = entries(
    "家庭情况",
    "household",
    "cases.HouseholdRecorded",
    day("日期", "occurred_on", also=("登记日期", "了解日期")),
    some_of(FACTS, "家庭情况", "facts", also=("家庭状况",)),
    some_of(EVENTS, "家庭变化", "happened", also=("家庭变动",)),
    text("家庭说明", "note", also=("备注", "说明"), private=True),
)
EMPLOYMENT = entries(
    "就业情况",
    "employment",
    "cases.EmploymentRecorded",
    day("日期", "occurred_on", also=("登记日期", "就业日期")),
    one_of(EMPLOYMENTS, "就业情况", "employment", also=("就业状态", "就业")),
    text("就业说明", "note", also=("备注", "说明"), private=True),
)
