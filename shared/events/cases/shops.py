"""The exchange shop of a workstation (积分兑换超市): what it has, for how many points."""

from datetime import date
from enum import StrEnum
from uuid import UUID

from shared.events import Entry, published


class ShopEntry(Entry):
    """What every entry about an item of a shop carries; a shop is known by its workstation."""

    workstation_id: UUID
    region: str
    item_id: UUID
    occurred_on: date


@published("cases.ShopItemOffered.v1")
class ShopItemOffered(ShopEntry):
    """An item is in the catalogue from a day on, for so many points each, or until another day."""

    name: str
    points: int
    until: date | None = None


@published("cases.ShopItemWithdrawn.v1")
class ShopItemWithdrawn(ShopEntry):
    """An item is no longer in the catalogue from this day on; what was left of it stays counted."""


@published("cases.ShopStockReceived.v1")
class ShopStockReceived(ShopEntry):
    """The shop received so many of an item."""

    quantity: int


@published("cases.ShopStockCounted.v1")
class ShopStockCounted(ShopEntry):
    """So many of an item were found in the shop: by `difference` more than was recorded.

    Recorded up to the end of that day; formerly until the count was entered.
    """

    counted: int
    difference: int


class WriteOffReason(StrEnum):
    """Why something of a shop is there no more."""

    DAMAGED = "damaged"
    EXPIRED = "expired"
    LOST = "lost"
    RETURNED = "returned"


@published("cases.ShopStockWrittenOff.v1")
class ShopStockWrittenOff(ShopEntry):
    """So many of an item can no longer be exchanged."""

    quantity: int
    reason: WriteOffReason
