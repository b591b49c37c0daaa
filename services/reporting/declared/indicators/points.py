"""Points earned and spent, and who spent them."""

from services.reporting.declared.measures.points import (
    ITEMS_EXCHANGED,
    MERITS,
    POINTS_EARNED,
    POINTS_SPENT,
)
from services.reporting.declared.words import Indicator, Selection
from shared.text import Text

POINTS_EARNED_IN_ALL = Indicator(
    code="points_earned",
    name=Text(zh="取得积分", en="Points earned"),
    unit="积分",
    formula=Text(
        zh="期内取得的积分，减去期内因记录作废或更正而扣回的积分",
        en="points earned, less those taken back in the period since their entry counts no more",
    ),
    numerator=Selection(POINTS_EARNED),
)

MERITS_RECORDED = Indicator(
    code="merits",
    name=Text(zh="积分事项", en="Trainings, goals met and volunteer help"),
    unit="人次",
    formula=Text(
        zh="期内登记的参加培训、达成帮扶目标、参加志愿服务的次数",
        en="entries of a training attended, a goal met or help as a volunteer",
    ),
    numerator=Selection(MERITS),
)

POINTS_SPENT_IN_ALL = Indicator(
    code="points_spent",
    name=Text(zh="兑换积分", en="Points spent"),
    unit="积分",
    formula=Text(
        zh="期内在积分超市兑换使用的积分，不含已撤销的",
        en="points exchanged in a shop, without what was taken back",
    ),
    numerator=Selection(POINTS_SPENT),
)

PERSONS_WHO_SPENT = Indicator(
    code="persons_who_spent",
    name=Text(zh="兑换人数", en="Persons who spent points"),
    unit="人",
    formula=Text(zh="期内至少兑换一次的人数", en="persons who exchanged points at least once"),
    numerator=Selection(POINTS_SPENT, counting="persons"),
)

ITEMS_EXCHANGED_IN_ALL = Indicator(
    code="items_exchanged",
    name=Text(zh="兑换物品", en="Items exchanged"),
    unit="件物品",
    formula=Text(zh="期内兑换的物品件数", en="items that points were exchanged for"),
    numerator=Selection(ITEMS_EXCHANGED),
)
