"""What is sent and answered about an exchange shop."""

from datetime import date
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, Field

from services.cases.shop import examples
from shared.events.cases.shops import WriteOffReason
from shared.http.command_answers import Written
from shared.http.fields import ANSWER, AnyDay, Body, Day, PublicName, example

MOST = 100_000  # of an item, in one entry
Quantity = Annotated[int, Field(strict=True, ge=1, le=MOST)]


class NewItem(Body):
    """An item to offer from a day on, for so many points each; `until` is the first day without."""

    model_config = example(name=examples.ITEM, points=examples.PRICE, since="2019-01-01")
    name: PublicName
    points: Annotated[int, Field(strict=True, ge=1, le=MOST)]
    since: AnyDay
    until: AnyDay | None = None


class ItemWithdrawal(Body):
    """The first day on which an item is not offered any more."""

    model_config = example(until="2030-01-01")
    until: AnyDay


class NewStock(Body):
    """So many of an item came in."""

    model_config = example(occurred_on="2019-01-02", quantity=40)
    occurred_on: Day
    quantity: Quantity


class StockCount(Body):
    """So many of an item were found at the end of a day; books on paper said `booked`."""

    model_config = example(occurred_on="2019-02-01", counted=40)
    occurred_on: Day
    counted: Annotated[int, Field(strict=True, ge=0, le=MOST)]
    booked: Annotated[int, Field(strict=True, ge=0, le=MOST)] | None = None


class StockWriteOff(Body):
    """So many of an item can no longer be exchanged, and why."""

    model_config = example(occurred_on="2019-02-01", quantity=1, reason="damaged")
    occurred_on: Day
    quantity: Quantity
    reason: WriteOffReason


class ItemWritten(Written):
    """The answer to an item that is offered."""

    item_id: UUID


class ShopItem(BaseModel):
    """An item: its points, from when until when it is offered, and how many there are."""

    model_config = ANSWER
    item_id: UUID
    name: str
    points: int
    since: date
    until: date | None
    stock: int


class ShopFacts(BaseModel):
    """The shop of a workstation, with all items that it has or had."""

    workstation_id: UUID
    version: int
    items: list[ShopItem]


class CheckedItem(BaseModel):
    """What the journal says that came in and went out, what is left by that, and by the row."""

    item_id: UUID
    received: int
    counted: int
    written_off: int
    exchanged: int
    returned: int
    expected: int
    stock: int


class CheckedShop(BaseModel):
    """The stock of a shop, counted anew; `agrees` where every row says the same."""

    workstation_id: UUID
    items: list[CheckedItem]
    agrees: bool
