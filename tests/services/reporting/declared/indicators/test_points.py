"""Points, shops and relief boxes: each indicator counts what its formula names."""

from datetime import date
from typing import Any

from shared.events.cases.earning import PointsFor, PointsLine
from shared.events.cases.points import MeritRecorded, PointsSpent
from shared.events.cases.relief_boxes import ReliefDonated, ReliefProposed, ReliefReleased
from shared.events.cases.shops import (
    ShopItemOffered,
    ShopStockCounted,
    ShopStockReceived,
    ShopStockWrittenOff,
)
from shared.ids import new_id
from tests.services.reporting.declared.by_hand import numerator
from tests.services.reporting.deliveries import AT_LARGE, REHAB, STREET, Ledger

DAY = date(2019, 3, 4)


def line(points: int) -> PointsLine:
    """A line of an account."""
    return PointsLine(
        about=new_id(),
        earned_for=PointsFor.GOAL_MET,
        rule="x",
        occurred_on=DAY,
        on=DAY,
        points=points,
    )


def ledger() -> Ledger:
    """Three merits, of which one earned nothing and one is void; three exchanges, of which one is
    void; a shop, and a box."""
    told = Ledger()
    file, other = told.case(REHAB), told.case(AT_LARGE)
    file.entry(MeritRecorded, DAY, merit="goal_met", points=(line(20),))
    file.entry(MeritRecorded, DAY, merit="goal_met", points=(line(0),))
    told.void(other.entry(MeritRecorded, DAY, merit="volunteer_help", points=(line(10),)))
    item: dict[str, Any] = {"workstation_id": new_id(), "item_id": new_id(), "item": "大米"}
    file.entry(PointsSpent, DAY, **item, quantity=2, cost=16)
    file.entry(PointsSpent, DAY, **item, quantity=1, cost=8)
    told.void(other.entry(PointsSpent, DAY, **item, quantity=1, cost=8))
    station = item["workstation_id"]
    common: dict[str, Any] = {"workstation_id": station, "region": STREET, "occurred_on": DAY}
    in_shop = {**common, "item_id": item["item_id"]}

    def add(stream: str, event: Any) -> None:
        told.add(f"{stream}-{station}", event)

    add("shop", ShopItemOffered(**in_shop, entry_id=new_id(), name="大米", points=8))
    add("shop", ShopStockReceived(**in_shop, entry_id=new_id(), quantity=40))
    add("shop", ShopStockCounted(**in_shop, entry_id=new_id(), counted=35, difference=-2))
    add("shop", ShopStockCounted(**in_shop, entry_id=new_id(), counted=35, difference=0))
    add(
        "shop",
        ShopStockWrittenOff.model_validate(
            {**in_shop, "entry_id": new_id(), "quantity": 1, "reason": "damaged"}
        ),
    )
    out = {**common, "purpose": "medical"}
    add("reliefbox", ReliefDonated(**common, entry_id=new_id(), amount_fen=50_000))
    add("reliefbox", ReliefDonated(**common, entry_id=new_id(), goods="棉被", quantity=3))
    for more in ({"amount_fen": 1_250}, {"goods": "棉被", "quantity": 1}):
        proposal = {**out, **more, "entry_id": new_id(), "proposed_by": "a"}
        add("reliefbox", ReliefProposed.model_validate(proposal))
        release = {**out, **more, "entry_id": new_id(), "released_by": "b"}
        release["proposal_id"] = proposal["entry_id"]
        add("reliefbox", ReliefReleased.model_validate(release))
    dropped = {**out, "amount_fen": 1, "entry_id": new_id(), "proposed_by": "a"}
    add("reliefbox", ReliefProposed.model_validate(dropped))
    return told


def test_points_earned() -> None:
    """Lines, which say by themselves what they take back: a void without any takes nothing."""
    assert numerator("points_earned", ledger()) == 30


def test_merits() -> None:
    """Whatever they earn; what is void was none."""
    assert numerator("merits", ledger()) == 2


def test_points_spent() -> None:
    """What exchanges cost, without the void one."""
    assert numerator("points_spent", ledger()) == 24


def test_persons_who_spent() -> None:
    """Persons, not times."""
    assert numerator("persons_who_spent", ledger()) == 1


def test_items_exchanged() -> None:
    """Pieces."""
    assert numerator("items_exchanged", ledger()) == 3


def test_shop_items() -> None:
    """Each that was entered in a catalogue."""
    assert numerator("shop_items", ledger()) == 1


def test_stock_received() -> None:
    """Pieces that came in."""
    assert numerator("stock_received", ledger()) == 40


def test_stock_counted() -> None:
    """What was found beyond the books, or was missing."""
    assert numerator("stock_counted", ledger()) == -2


def test_stock_written_off() -> None:
    """Pieces, for whatever reason."""
    assert numerator("stock_written_off", ledger()) == 1


def test_relief_donated() -> None:
    """Money in fen; goods have no amount."""
    assert numerator("relief_donated", ledger()) == 50_000


def test_relief_released() -> None:
    """Money in fen, as it left."""
    assert numerator("relief_released", ledger()) == 1_250


def test_relief() -> None:
    """How often, of money and of goods."""
    assert numerator("relief", ledger()) == 2


def test_relief_proposed() -> None:
    """How often it was proposed, whatever became of it."""
    assert numerator("relief_proposed", ledger()) == 3
