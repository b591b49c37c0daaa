"""Points: what is entered because it earns some, and what they are exchanged for in a shop."""

from datetime import date
from enum import StrEnum
from uuid import UUID

from shared.events import published
from shared.events.cases.case import CaseEntry
from shared.events.cases.earning import OnPoints
from shared.events.corrections import Voided


class Merit(StrEnum):
    """What a client did that no other entry of the file says; what one says earns by that entry."""

    TRAINING_ATTENDED = "training_attended"
    GOAL_MET = "goal_met"
    VOLUNTEER_HELP = "volunteer_help"


@published("cases.MeritRecorded.v1")
class MeritRecorded(OnPoints, CaseEntry):
    """The client did something that earns points where a policy says so.

    `activity_id` is the prevention session at which the client helped, where its record said so.
    """

    merit: Merit
    activity_id: UUID | None = None


@published("cases.PointsSpent.v1")
class PointsSpent(CaseEntry):
    """Points were exchanged for an item of the shop of a workstation, `cost` of them altogether.

    `item` is what the shop calls it, which is public.
    """

    workstation_id: UUID
    item_id: UUID
    item: str
    quantity: int
    cost: int


@published("cases.SpendingTakenBack.v1")
class SpendingTakenBack(Voided):
    """An exchange was a mistake: the points are the client's again, and the item is in the shop."""

    case_id: UUID
    occurred_on: date
