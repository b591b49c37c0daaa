"""Who has work, and who has help that goes on, at the end of a period. All are stocks."""

from services.reporting.declared.measures.standing_help import STANDING_HELP, STANDING_WORK
from services.reporting.declared.words import Indicator, Selection
from shared.events.cases.employment import Employment
from shared.text import Text

AT_WORK = (
    Employment.EMPLOYED,
    Employment.SELF_EMPLOYED,
    Employment.FLEXIBLE,
    Employment.PUBLIC_BENEFIT_POST,
)
ABLE = (*AT_WORK, Employment.IN_TRAINING, Employment.LOOKING)

BY_EMPLOYMENT = Indicator(
    code="clients_by_employment",
    name=Text(zh="就业情况已登记的服务对象", en="Clients by employment"),
    unit="人",
    formula=Text(
        zh="期末在办且已登记就业情况的人数，可按就业情况分组，以最近一次登记的就业情况为准",
        en="clients with an open case at the end of the period of whom it was recorded whether they"
        " have work, by what was recorded last",
    ),
    numerator=Selection(STANDING_WORK, counting="stock"),
)

EMPLOYED_CLIENTS = Indicator(
    code="clients_employed",
    name=Text(zh="已就业人数", en="Clients who have work"),
    unit="人",
    better="high",
    formula=Text(
        zh="期末在办且就业的人数，含自主创业、灵活就业和公益性岗位",
        en="clients with an open case who have work at the end of the period: also the"
        " self-employed, those in flexible work, and those in public-benefit posts",
    ),
    numerator=Selection(STANDING_WORK, {"employment": AT_WORK}, "stock"),
)

EMPLOYED_RATE = Indicator(
    code="employed_rate",
    name=Text(zh="就业安置率", en="Share who have work"),
    unit="%",
    better="high",
    formula=Text(
        zh="期末就业的人数（含自主创业、灵活就业和公益性岗位）÷ 期末有劳动能力且已登记就业情况的"
        "人数 × 100%；在校、退休和无劳动能力的不计入",
        en="clients who have work at the end of the period ÷ clients who could work and of whom it"
        " was recorded whether they do × 100%; students, the retired and those unable to work are"
        " left out",
    ),
    numerator=Selection(STANDING_WORK, {"employment": AT_WORK}, "stock"),
    denominator=Selection(STANDING_WORK, {"employment": ABLE}, "stock"),
)

HELP_GOING_ON = Indicator(
    code="help_going_on",
    name=Text(zh="持续中的帮扶", en="Help that goes on"),
    unit="件",
    formula=Text(
        zh="期末在办服务对象持续中的帮扶件数，可按种类分组；约定期限届满的不再计入",
        en="help that goes on for clients with an open case at the end of the period, by its kind;"
        " not from the day on until which it was planned",
    ),
    numerator=Selection(STANDING_HELP, counting="stock"),
)

ALLOWANCE_HOLDERS = Indicator(
    code="allowance_holders",
    name=Text(zh="享受低保人数", en="Clients with the minimum living allowance"),
    unit="人",
    formula=Text(
        zh="期末在办且享受最低生活保障的人数",
        en="clients with an open case who have the minimum living allowance at the end of the"
        " period",
    ),
    numerator=Selection(STANDING_HELP, {"help_kind": ("minimum_living_allowance",)}, "stock"),
)

IN_POSTS = Indicator(
    code="clients_in_public_benefit_posts",
    name=Text(zh="公益性岗位在岗人数", en="Clients in public-benefit posts"),
    unit="人",
    formula=Text(
        zh="期末在办且公益性岗位帮扶尚未结束（含约定期限届满）的人数；与登记的就业情况分别统计",
        en="clients with an open case who have a public-benefit post as help that goes on at the"
        " end of the period, not from its planned end on; what was recorded of their work counts"
        " apart",
    ),
    numerator=Selection(STANDING_HELP, {"help_kind": ("public_benefit_post",)}, "stock"),
)
