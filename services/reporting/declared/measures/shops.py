"""Exchange shops and relief boxes: what they offer, what comes in, and what goes out."""

from services.reporting.declared.words import ClosedDimension, Fact, Measure
from shared.events.cases.relief_boxes import (
    Relief,
    ReliefDonated,
    ReliefProposed,
    ReliefPurpose,
    ReliefReleased,
)
from shared.events.cases.shops import (
    ShopItemOffered,
    ShopStockCounted,
    ShopStockReceived,
    ShopStockWrittenOff,
    WriteOffReason,
)
from shared.text import Text

WRITE_OFF_REASON = ClosedDimension(
    "write_off_reason", Text(zh="核销原因", en="reason for writing off"), WriteOffReason
)
RELIEF_PURPOSE = ClosedDimension("relief_purpose", Text(zh="用途", en="purpose"), ReliefPurpose)


def _offered(event: ShopItemOffered) -> tuple[Fact, ...]:
    return (Fact(event.occurred_on, event.region, ()),)


def _received(event: ShopStockReceived) -> tuple[Fact, ...]:
    return (Fact(event.occurred_on, event.region, (), event.quantity),)


def _counted(event: ShopStockCounted) -> tuple[Fact, ...]:
    if not event.difference:
        return ()
    return (Fact(event.occurred_on, event.region, (), event.difference),)


def _written_off(event: ShopStockWrittenOff) -> tuple[Fact, ...]:
    return (Fact(event.occurred_on, event.region, (event.reason,), event.quantity),)


def _money(event: Relief, *values: str) -> tuple[Fact, ...]:
    if not event.amount_fen:
        return ()
    return (Fact(event.occurred_on, event.region, values, event.amount_fen),)


def _donated(event: ReliefDonated) -> tuple[Fact, ...]:
    return _money(event)


def _released(event: ReliefReleased) -> tuple[Fact, ...]:
    return _money(event, event.purpose)


def _times(event: ReliefReleased | ReliefProposed) -> tuple[Fact, ...]:
    return (Fact(event.occurred_on, event.region, (event.purpose,)),)


SHOP_ITEMS = Measure("shop_items", (), {ShopItemOffered: _offered})
STOCK_RECEIVED = Measure("stock_received", (), {ShopStockReceived: _received})
STOCK_COUNTED = Measure("stock_counted", (), {ShopStockCounted: _counted})
STOCK_WRITTEN_OFF = Measure(
    "stock_written_off", (WRITE_OFF_REASON,), {ShopStockWrittenOff: _written_off}
)
RELIEF_DONATED = Measure("relief_donated", (), {ReliefDonated: _donated})
RELIEF_RELEASED = Measure("relief_released", (RELIEF_PURPOSE,), {ReliefReleased: _released})
RELIEF = Measure("relief", (RELIEF_PURPOSE,), {ReliefReleased: _times})
RELIEF_PROPOSED = Measure("relief_proposed", (RELIEF_PURPOSE,), {ReliefProposed: _times})
