"""Spending points: one decision on the account of a case, with the stock of the item. Pure."""

from dataclasses import dataclass, field, replace
from datetime import date
from typing import TypeAlias, assert_never, get_args
from uuid import UUID

from services.cases.case.ledger import entry_fields, file_on
from services.cases.case.state import Case, existing
from services.cases.points.account import Movement, What, balance, lines, lowest_since, movement_of
from services.cases.shop.rules import Item, ItemUnknown, NotOfferedThen
from shared.decider import Decider, Missing, Refused, check_day
from shared.events.cases.points import PointsSpent, SpendingTakenBack
from shared.events.corrections import StoredEntry, VoidReason
from shared.text import Text

SpendingEvent: TypeAlias = PointsSpent | SpendingTakenBack


@dataclass(frozen=True)
class Account:
    """What was spent; `returned` are the exchanges that were taken back, by their ids."""

    spent: tuple[PointsSpent, ...] = ()
    returned: dict[UUID, date] = field(default_factory=dict)

    def movements(self, case: Case, *, as_if_never: bool = False) -> list[Movement]:
        """All that came and went: what the case's entries earned, and what was spent.

        An exchange that was taken back is there, and its return on its day; or neither, as if it
        had never been, by which it is decided what else could be exchanged meanwhile.
        """
        found = [movement_of(line) for line in existing(case).file.points]
        for each in self.spent:
            about, item, quantity = each.entry_id, each.item, each.quantity
            if as_if_never and about in self.returned:
                continue
            found.append(
                Movement(
                    each.occurred_on,
                    What.SPENT,
                    -each.cost,
                    about,
                    item=item,
                    quantity=quantity,
                )
            )
            if about in self.returned:
                found.append(
                    Movement(
                        self.returned[about],
                        What.RETURNED,
                        each.cost,
                        about,
                        each.occurred_on.year,
                        occurred_on=each.occurred_on,
                        item=item,
                        quantity=quantity,
                    )
                )
        return found


@dataclass(frozen=True)
class SpendPoints:
    """Exchange points of a case for so many of an item, as the case and the catalogue stand.

    `item` is None where the shop has none of this id.
    """

    entry_id: UUID
    occurred_on: date
    case: Case
    item: Item | None
    quantity: int


@dataclass(frozen=True)
class TakeSpendingBack:
    """An exchange was a mistake; `entry` is as it is stored."""

    entry: StoredEntry
    reason: VoidReason


Command: TypeAlias = SpendPoints | TakeSpendingBack


class SpendingUnknown(Missing):
    """There is no such exchange in this account."""

    zh = "该账户没有这笔兑换。"


class SpendingAlreadyTakenBack(Refused):
    """This exchange is taken back already."""

    zh = "该笔兑换已经撤销。"


class NotEnoughPoints(Refused):
    """The account has not enough points for this."""

    zh = "积分不足。"

    def __init__(self, has: int, wants: int) -> None:
        super().__init__()
        self._has, self._wants = has, wants

    @property
    def text(self) -> Text:
        """How many there are, and how many it takes."""
        zh = f"积分不足：余额{self._has}分，需要{self._wants}分；请减少数量，或另选物品。"
        en = f"Not enough points: the balance is {self._has}, and this takes {self._wants}; take"
        return Text(zh=zh, en=f"{en} fewer, or another item.")


def check(command: SpendPoints, today: date) -> None:
    """Refuse a day that has not come."""
    check_day(command.occurred_on, today)


def decide(command: Command, state: Account, today: date) -> list[SpendingEvent]:
    """What a command comes to.

    A balance never goes below zero by spending: on the day of the exchange, or on any since then.
    """
    match command:
        case SpendPoints():
            return [_spent(command, state, today)]
        case TakeSpendingBack():
            entry = command.entry
            if entry.entry_id not in {each.entry_id for each in state.spent}:
                raise SpendingUnknown
            if entry.entry_id in state.returned:
                raise SpendingAlreadyTakenBack
            spent = entry.read()
            assert isinstance(spent, PointsSpent)
            return [
                SpendingTakenBack(
                    case_id=spent.case_id,
                    occurred_on=today,
                    entry_id=entry.entry_id,
                    entry_type=entry.type,
                    entry=entry.fields,
                    reason=command.reason,
                )
            ]
        case _:
            assert_never(command)


def _spent(command: SpendPoints, state: Account, today: date) -> PointsSpent:
    check(command, today)
    day, item = command.occurred_on, command.item
    file = file_on(command.case, day)
    if item is None:
        raise ItemUnknown
    if not item.is_offered_on(day):
        raise NotOfferedThen
    spent = PointsSpent(
        **entry_fields(file, command.entry_id, day),
        workstation_id=item.workstation_id,
        item_id=item.item_id,
        item=item.name,
        quantity=command.quantity,
        cost=item.points * command.quantity,
    )
    with_it = replace(state, spent=(*state.spent, spent))
    after = lines(with_it.movements(command.case, as_if_never=True), file.region, today)
    if lowest_since(after, day) < 0:
        now = state.movements(command.case, as_if_never=True)
        before = balance(now, file.region, today)
        raise NotEnoughPoints(before, spent.cost)
    return spent


def evolve(state: Account, event: SpendingEvent) -> Account:
    """The account after an event."""
    match event:
        case PointsSpent():
            return replace(state, spent=(*state.spent, event))
        case SpendingTakenBack():
            returned = {**state.returned, event.entry_id: event.occurred_on}
            return replace(state, returned=returned)
        case _:
            assert_never(event)


account: Decider[Command, Account, SpendingEvent] = Decider(
    Account(), get_args(SpendingEvent), decide, evolve
)
