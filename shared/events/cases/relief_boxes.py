"""The relief box of a workstation (爱心救助箱): what was given into it, what left it for whom."""

from datetime import date
from enum import StrEnum
from uuid import UUID

from shared.events import Entry, published
from shared.events.corrections import Voided


class ReliefPurpose(StrEnum):
    """What relief from the box is for."""

    DAILY_NEEDS = "daily_needs"
    MEDICAL = "medical"
    SCHOOLING = "schooling"
    HOUSING = "housing"
    EMERGENCY = "emergency"
    SYMPATHY = "sympathy"


class Relief(Entry):
    """Money (`amount_fen`), or so many (`quantity`) of a kind of goods, never both."""

    workstation_id: UUID
    region: str
    occurred_on: date
    amount_fen: int = 0
    goods: str = ""
    quantity: int = 0


@published("cases.ReliefDonated.v1")
class ReliefDonated(Relief):
    """Something was given into the box."""


class ReliefOut(Relief):
    """Relief for a purpose: for a case, or for somebody who has none."""

    purpose: ReliefPurpose
    case_id: UUID | None = None


@published("cases.ReliefProposed.v1")
class ReliefProposed(ReliefOut):
    """Somebody proposed relief; `proposed_by` stands for that person, and says nothing of them.

    Of what was done on paper it is blank: `worker_id` is who did, of the agency's roster.
    """

    proposed_by: str
    worker_id: UUID | None = None


@published("cases.ReliefReleased.v1")
class ReliefReleased(ReliefOut):
    """What one person had proposed, another one released: it left the box.

    Both are named as in `ReliefProposed`.
    """

    proposal_id: UUID
    released_by: str
    worker_id: UUID | None = None


@published("cases.ReliefEntryVoided.v1")
class ReliefEntryVoided(Voided):
    """A donation or a release was a mistake, or a proposal is not to be released.

    `voided_by` stands for the person who said so, as `released_by` does; before, nobody was asked.
    """

    workstation_id: UUID
    voided_by: str = ""
