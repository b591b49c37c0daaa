"""How many of each item a shop has: rows that are written in the appends themselves. Pure.

The sum of an item's changes is made first, for several appends may come in one statement. Where
the row would go below zero the append is refused, and nothing of it is written.
"""

from collections.abc import Sequence

from services.cases.points.rules import Account, SpendingEvent
from services.cases.shop.rules import Shop, ShopEvent
from shared.events.cases.points import PointsSpent, SpendingTakenBack
from shared.events.cases.shops import (
    ShopItemOffered,
    ShopItemWithdrawn,
    ShopStockCounted,
    ShopStockReceived,
    ShopStockWrittenOff,
)
from shared.journal.journal import Part, Row

NOT_BELOW_ZERO = "shop_items_stock"  # the constraint by its name

ITEM = Part(
    "INSERT INTO shop_items (item_id, workstation_id) {rows}",
    ("uuid", "uuid"),
)
MOVED = Part(
    """
    UPDATE shop_items SET stock = stock + moved.change
    FROM (
        SELECT item_id, sum(change) AS change FROM ({rows}) AS each (item_id, change)
        GROUP BY item_id
    ) AS moved
    WHERE shop_items.item_id = moved.item_id
    """,
    ("uuid", "int4"),
)


def rows(state: Shop, events: Sequence[ShopEvent], version: int) -> list[Row]:
    """The rows of an append of a shop."""
    found = []
    for event in events:
        match event:
            case ShopItemOffered():
                found.append(Row(ITEM, (event.item_id, event.workstation_id)))
            case ShopItemWithdrawn():
                pass
            case ShopStockReceived():
                found.append(Row(MOVED, (event.item_id, event.quantity)))
            case ShopStockCounted():
                found.append(Row(MOVED, (event.item_id, event.difference)))
            case ShopStockWrittenOff():
                found.append(Row(MOVED, (event.item_id, -event.quantity)))
    return found


def rows_of_spending(state: Account, events: Sequence[SpendingEvent], version: int) -> list[Row]:
    """The rows of an append of an account."""
    found = []
    for event in events:
        if isinstance(event, PointsSpent):
            found.append(Row(MOVED, (event.item_id, -event.quantity)))
        else:
            assert isinstance(event, SpendingTakenBack)
            spent = event.voided()
            assert isinstance(spent, PointsSpent)
            found.append(Row(MOVED, (spent.item_id, spent.quantity)))
    return found
