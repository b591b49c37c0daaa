"""The exchange shop of a workstation: its catalogue, and what changes its stock. Pure.

How many of an item there are is a row that each append changes, also those of accounts: whatever
takes an item away, the row cannot go below zero.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, TypeAlias, assert_never, get_args
from uuid import UUID

from shared.decider import Decider, Refused, check_day
from shared.events.cases.shops import (
    ShopItemOffered,
    ShopItemWithdrawn,
    ShopStockCounted,
    ShopStockReceived,
    ShopStockWrittenOff,
    WriteOffReason,
)
from shared.text import Text
from shared.warned import Warned

ShopEvent: TypeAlias = (
    ShopItemOffered | ShopItemWithdrawn | ShopStockReceived | ShopStockCounted | ShopStockWrittenOff
)


@dataclass(frozen=True)
class Item:
    """An item of the catalogue: points for each of it, and from when until when it is offered."""

    workstation_id: UUID
    item_id: UUID
    name: str
    points: int
    since: date
    until: date | None

    def is_offered_on(self, day: date) -> bool:
        """Whether it can be exchanged on a day."""
        return self.since <= day and (self.until is None or day < self.until)


@dataclass(frozen=True)
class Shop:
    """The items that there are or were, by their ids, and the last day of each one's counts."""

    items: Mapping[UUID, Item] = field(default_factory=dict)
    counted: Mapping[UUID, date] = field(default_factory=dict)


@dataclass(frozen=True)
class AboutItem:
    """What every command about an item has; the shop is that of a workstation of a region."""

    entry_id: UUID
    workstation_id: UUID
    region: str
    item_id: UUID
    occurred_on: date


@dataclass(frozen=True)
class OfferItem(AboutItem):
    """Enter an item in the catalogue; another price is another item."""

    name: str
    points: int
    until: date | None = None


@dataclass(frozen=True)
class WithdrawItem(AboutItem):
    """Take an item out of the catalogue."""


@dataclass(frozen=True)
class ReceiveStock(AboutItem):
    """More of an item came in."""

    quantity: int


@dataclass(frozen=True)
class CountStock(AboutItem):
    """So many of an item were found at the end of a day, for which `expected` is recorded."""

    counted: int
    expected: int


@dataclass(frozen=True)
class WriteOffStock(AboutItem):
    """So many of an item can no longer be exchanged."""

    quantity: int
    reason: WriteOffReason


Command: TypeAlias = OfferItem | WithdrawItem | ReceiveStock | CountStock | WriteOffStock


class ItemUnknown(Refused):
    """The shop has no such item; its catalogue lists those that there are."""

    zh = "该超市没有这件物品；可兑换的物品见其目录。"
    field = "item_id"


class NotOfferedThen(Refused):
    """This item was not offered on this day; choose another one, or check the day."""

    zh = "该物品在这一天不在兑换目录中；请另选物品，或核对日期。"
    field = "occurred_on"


class OutOfStock(Refused):
    """There are not so many of this item left; take fewer, or enter what was received first."""

    zh = "该物品库存不足；请减少数量，或先登记入库。"
    field = "quantity"


class MoreWentOutSince(Refused):
    """More of this item went out after this day than were counted; check the number and the day,
    or enter first what came in since."""

    zh = "该日之后登记的兑换和核销多于这次的盘点数；请核对盘点数和日期，或先补登此后的入库。"
    field = "counted"


class CountedLater(Refused):
    """This item was counted on a later day already, and that count stands; this one need not be
    entered any more. Check the day."""

    zh = "该物品已有日期更晚的盘点，以该次为准，此前的盘点不必补登；请核对日期。"
    field = "occurred_on"


class BooksDiffer(Warned):
    """What is recorded says another number for this day than the books on paper; enter what is
    missing, or take back what is there twice, and then enter the count anew."""

    zh = "系统记录推算的当日库存与账面数不一致；请补登漏记的出入库或撤销重复登记，再重新登记盘点。"

    def __init__(self, recorded: int, booked: int) -> None:
        super().__init__("booked")
        self._recorded, self._booked = recorded, booked

    def text(self) -> Text:
        """Both numbers."""
        return Text(
            zh=f"系统记录推算的当日库存为{self._recorded}件，账面数为{self._booked}件；差异按系统记录计算。"
            "请补登漏记的出入库或撤销重复登记，再重新登记盘点。",
            en=f"By what is recorded there were {self._recorded} on this day, and {self._booked} by"
            " the books on paper; the difference is counted from what is recorded. Enter what is"
            " missing, or take back what is there twice, and then enter the count anew.",
        )


class OfferedAlready(Refused):
    """The shop has an item of this name on these days; withdraw that one first."""

    zh = "该超市在这段时间已有同名物品；请先将其下架。"
    field = "name"


class NeverOffered(Refused):
    """The item would be offered on no day: its last day is before the first."""

    zh = "截止日期不晚于起始日期，该物品没有一天可以兑换；请核对日期。"
    field = "until"


def check(command: Command, today: date) -> None:
    """Refuse a day that has not come; an item may be offered from a later day on."""
    if not isinstance(command, OfferItem | WithdrawItem):
        check_day(command.occurred_on, today)
    if (
        isinstance(command, OfferItem)
        and command.until is not None
        and command.until <= command.occurred_on
    ):
        raise NeverOffered


def decide(command: Command, state: Shop, today: date) -> list[ShopEvent]:
    """What a command comes to; whether the stock is enough, its row says."""
    check(command, today)
    common: dict[str, Any] = {
        "entry_id": command.entry_id,
        "workstation_id": command.workstation_id,
        "region": command.region,
        "item_id": command.item_id,
        "occurred_on": command.occurred_on,
    }
    if isinstance(command, OfferItem):
        for item in state.items.values():
            ends_before = command.until is not None and command.until <= item.since
            begins_after = item.until is not None and item.until <= command.occurred_on
            if item.name == command.name and not (ends_before or begins_after):
                raise OfferedAlready
        return [
            ShopItemOffered(**common, name=command.name, points=command.points, until=command.until)
        ]
    if command.item_id not in state.items:
        raise ItemUnknown
    match command:
        case WithdrawItem():
            if not state.items[command.item_id].is_offered_on(command.occurred_on):
                raise NotOfferedThen
            return [ShopItemWithdrawn(**common)]
        case ReceiveStock():
            return [ShopStockReceived(**common, quantity=command.quantity)]
        case CountStock():
            if state.counted.get(command.item_id, date.min) > command.occurred_on:
                raise CountedLater
            difference = command.counted - command.expected
            return [ShopStockCounted(**common, counted=command.counted, difference=difference)]
        case WriteOffStock():
            return [ShopStockWrittenOff(**common, quantity=command.quantity, reason=command.reason)]
        case _:
            assert_never(command)


def evolve(state: Shop, event: ShopEvent) -> Shop:
    """The shop after an event."""
    match event:
        case ShopItemOffered():
            item = Item(
                event.workstation_id,
                event.item_id,
                event.name,
                event.points,
                event.occurred_on,
                event.until,
            )
            return replace(state, items={**state.items, event.item_id: item})
        case ShopItemWithdrawn():
            item = replace(state.items[event.item_id], until=event.occurred_on)
            return replace(state, items={**state.items, event.item_id: item})
        case ShopStockCounted():
            last = max(event.occurred_on, state.counted.get(event.item_id, event.occurred_on))
            return replace(state, counted={**state.counted, event.item_id: last})
        case ShopStockReceived() | ShopStockWrittenOff():
            return state
        case _:
            assert_never(event)


shop: Decider[Command, Shop, ShopEvent] = Decider(Shop(), get_args(ShopEvent), decide, evolve)
