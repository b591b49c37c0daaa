"""Examples of points, of an exchange shop and of a relief box."""

from datetime import date
from typing import Any

from shared.events import Event, type_of
from shared.events.cases.contacts import ContactMode, ContactRecorded
from shared.events.cases.drug_tests import (
    DrugTestMethod,
    DrugTestRechecked,
    DrugTestRecorded,
    DrugTestResult,
    Tester,
)
from shared.events.cases.earning import PointsFor, PointsLine
from shared.events.cases.guidance import RegularReportMade, ReportingMode
from shared.events.cases.help import HelpForm, HelpGiven, HelpSource
from shared.events.cases.plan import Goal, GoalClosed, GoalOutcome
from shared.events.cases.points import Merit, MeritRecorded, PointsSpent, SpendingTakenBack
from shared.events.cases.relief_boxes import (
    ReliefDonated,
    ReliefEntryVoided,
    ReliefProposed,
    ReliefPurpose,
    ReliefReleased,
)
from shared.events.cases.shops import (
    ShopItemOffered,
    ShopItemWithdrawn,
    ShopStockCounted,
    ShopStockReceived,
    ShopStockWrittenOff,
    WriteOffReason,
)
from shared.events.corrections import VoidReason
from tests.corrections import stored
from tests.golden.parts import ENTRY, an_id

ITEM: dict[str, Any] = {
    "entry_id": an_id(21),
    "workstation_id": an_id(6),
    "region": "410102001000",
    "item_id": an_id(20),
    "occurred_on": date(2019, 3, 1),
}
BOX: dict[str, Any] = {
    "entry_id": an_id(22),
    "workstation_id": an_id(6),
    "region": "410102001000",
    "occurred_on": date(2019, 5, 6),
}
SPENT = PointsSpent(
    **ENTRY, workstation_id=an_id(6), item_id=an_id(20), item="大米", quantity=2, cost=16
)
DONATED = ReliefDonated(**BOX, amount_fen=500_000)


def line(earned_for: PointsFor, points: int = 10) -> PointsLine:
    """A line about the entry of these examples."""
    return PointsLine(
        about=an_id(3),
        earned_for=earned_for,
        rule=f"points.{earned_for}",
        occurred_on=date(2019, 3, 14),
        on=date(2019, 3, 14) if points > 0 else date(2019, 4, 1),
        points=points,
    )


MERIT = MeritRecorded(
    **ENTRY,
    merit=Merit.VOLUNTEER_HELP,
    activity_id=an_id(5),
    points=(line(PointsFor.VOLUNTEER_HELP),),
)
RELIEF_PROPOSED = ReliefProposed(
    **BOX,
    goods="棉被",
    quantity=2,
    purpose=ReliefPurpose.EMERGENCY,
    case_id=an_id(1),
    proposed_by="hashed A",
)
RELIEF_RELEASED = ReliefReleased(
    **BOX,
    amount_fen=30_000,
    purpose=ReliefPurpose.MEDICAL,
    proposal_id=an_id(23),
    released_by="hashed B",
)
RELIEF_VOIDED = ReliefEntryVoided(
    workstation_id=an_id(6),
    entry_id=an_id(22),
    entry_type=type_of(DONATED),
    entry=stored(DONATED).fields,
    reason=VoidReason.DUPLICATE,
)
POINTS: list[Event] = [
    MERIT,
    SPENT,
    SpendingTakenBack(
        case_id=an_id(1),
        occurred_on=date(2019, 3, 20),
        entry_id=an_id(3),
        entry_type=type_of(SPENT),
        entry=stored(SPENT).fields,
        reason=VoidReason.MISTAKEN,
    ),
    ShopItemOffered(**ITEM, name="大米", points=8, until=date(2020, 1, 1)),
    ShopItemWithdrawn(**ITEM),
    ShopStockReceived(**ITEM, quantity=40),
    ShopStockCounted(**ITEM, counted=38, difference=-2),
    ShopStockWrittenOff(**ITEM, quantity=1, reason=WriteOffReason.DAMAGED),
    DONATED,
    RELIEF_PROPOSED,
    RELIEF_RELEASED,
    RELIEF_VOIDED,
]
# Of events that were there before points were earned by them.
EARNING: list[Event] = [
    ContactRecorded(**ENTRY, mode=ContactMode.OFFICE, points=(line(PointsFor.CONTACT, 2),)),
    DrugTestRecorded(
        **ENTRY, result=DrugTestResult.NEGATIVE, points=(line(PointsFor.NEGATIVE_TEST),)
    ),
    GoalClosed(
        **ENTRY,
        goal=Goal.WORK,
        due_on=date(2019, 9, 30),
        goal_id=an_id(12),
        outcome=GoalOutcome.MET,
        points=(line(PointsFor.GOAL_MET, 20),),
    ),
    HelpGiven(
        **ENTRY,
        help="skills_training",
        form=HelpForm.LASTING,
        source=HelpSource.HUMAN_RESOURCES,
        points=(line(PointsFor.TRAINING_ATTENDED),),
    ),
    DrugTestRechecked(
        **ENTRY,
        test_id=an_id(12),
        tested_on=date(2019, 3, 11),
        method=DrugTestMethod.URINE,
        before=DrugTestResult.NEGATIVE,
        substances_before=(),
        result=DrugTestResult.POSITIVE,
        substances=(),
        tested_by=Tester.LABORATORY,
        points=(line(PointsFor.NEGATIVE_TEST, -10),),
    ),
    RegularReportMade(
        **ENTRY, mode=ReportingMode.IN_PERSON, points=(line(PointsFor.REGULAR_REPORT, 0),)
    ),
]
