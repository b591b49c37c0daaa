"""The lines of an account of points, and an exchange in a timeline, in words. Pure."""

from collections.abc import Mapping

from services.cases.points.account import Movement, What
from shared.events.cases.points import PointsSpent
from shared.names.points import POINTS_FOR
from shared.text import Text

WHAT: Mapping[What, Text] = {
    What.EARNED: Text(zh="取得", en="earned"),
    What.TAKEN_BACK: Text(
        zh="扣回（原记录已作废或更正）", en="taken back, the entry counts no more"
    ),
    What.SPENT: Text(zh="兑换", en="spent"),
    What.RETURNED: Text(zh="退回（兑换已撤销）", en="returned, the exchange was a mistake"),
    What.EXPIRED: Text(zh="年末到期作废", en="expired at the end of the year"),
}


def in_words(movement: Movement) -> Text:
    """What a line is, and for what.

    >>> from datetime import date
    >>> in_words(Movement(date(2019, 1, 1), What.EXPIRED, -5)).en
    'expired at the end of the year'
    """
    what = WHAT[movement.what]
    if movement.earned_for is not None:
        name = POINTS_FOR[movement.earned_for]
        return Text(zh=f"{what.zh}：{name.zh}", en=f"{what.en}: {name.en}")
    if movement.item:
        many = movement.quantity
        return Text(
            zh=f"{what.zh}：{movement.item}×{many}", en=f"{what.en}: {movement.item} ×{many}"
        )
    return what


def spending_in_words(spent: PointsSpent) -> Text:
    """An exchange as a sentence of a timeline."""
    return Text(
        zh=f"积分兑换：{spent.item}×{spent.quantity}，{spent.cost}分",
        en=f"Exchanged {spent.cost} points: {spent.item} ×{spent.quantity}",
    )
