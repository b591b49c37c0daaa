"""The exchange shop by its rules."""

from datetime import date
from typing import Any

import pytest

from services.cases.shop.rules import (
    CountStock,
    ItemUnknown,
    NeverOffered,
    NotOfferedThen,
    OfferedAlready,
    OfferItem,
    ReceiveStock,
    WithdrawItem,
    WriteOffStock,
    shop,
)
from shared.decider import FutureDate, Refused
from shared.events.cases.shops import (
    ShopItemOffered,
    ShopItemWithdrawn,
    ShopStockCounted,
    ShopStockReceived,
    ShopStockWrittenOff,
    WriteOffReason,
)
from tests.given import TODAY, given
from tests.services.cases.case.history import an_id

DAY = date(2023, 5, 6)
ITEM: dict[str, Any] = {
    "entry_id": an_id(3),
    "workstation_id": an_id(1),
    "region": "410102001000",
    "item_id": an_id(2),
    "occurred_on": DAY,
}
OFFERED = ShopItemOffered(**ITEM, name="大米", points=10)


def test_an_item_is_offered_received_counted_and_written_off() -> None:
    """The books say what was expected; a count enters the difference."""
    given(shop).when(OfferItem(**ITEM, name="大米", points=10)).then(OFFERED)
    given(shop, OFFERED).when(ReceiveStock(**ITEM, quantity=3)).then(
        ShopStockReceived(**ITEM, quantity=3)
    )
    given(shop, OFFERED).when(CountStock(**ITEM, counted=2, expected=3)).then(
        ShopStockCounted(**ITEM, counted=2, difference=-1)
    )
    given(shop, OFFERED).when(
        WriteOffStock(**ITEM, quantity=1, reason=WriteOffReason.EXPIRED)
    ).then(ShopStockWrittenOff(**ITEM, quantity=1, reason=WriteOffReason.EXPIRED))


def test_an_item_is_withdrawn_and_offered_anew_for_another_price() -> None:
    """Under another id; while it is offered there is no second one of its name."""
    again = {**ITEM, "item_id": an_id(9)}
    dearer = OfferItem(**again, name="大米", points=12)
    given(shop, OFFERED).when(dearer).refused(OfferedAlready)
    given(shop, OFFERED).when(WithdrawItem(**ITEM)).then(ShopItemWithdrawn(**ITEM))
    given(shop, OFFERED, ShopItemWithdrawn(**ITEM)).when(dearer).then(
        ShopItemOffered(**again, name="大米", points=12)
    )
    given(shop, OFFERED, ShopItemWithdrawn(**ITEM)).when(WithdrawItem(**ITEM)).refused(
        NotOfferedThen
    )


@pytest.mark.parametrize(
    ("command", "why"),
    [
        (ReceiveStock(**ITEM, quantity=1), ItemUnknown),
        (OfferItem(**ITEM, name="油", points=1, until=DAY), NeverOffered),
        (ReceiveStock(**{**ITEM, "occurred_on": date(2024, 1, 2)}, quantity=1), FutureDate),
    ],
)
def test_what_is_refused(command: Any, why: type[Refused]) -> None:
    """By its name."""
    given(shop).when(command, TODAY).refused(why)
