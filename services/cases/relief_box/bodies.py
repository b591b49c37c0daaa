"""What is sent and answered about a relief box."""

from datetime import date
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, Field

from services.cases.case.examples import CASE_ID
from services.cases.relief_box.rules import MONEY, Amount
from services.cases.staff.examples import TAKER_ID, WORKER_ID
from shared.events.cases.relief_boxes import ReliefPurpose
from shared.events.corrections import VoidReason
from shared.folding import tidy
from shared.http.fields import Body, Day, PublicName, example

MOST_FEN, MOST = 100_000_000, 100_000
Fen = Annotated[int, Field(strict=True, ge=0, le=MOST_FEN, description="Money, in fen")]
Quantity = Annotated[int, Field(strict=True, ge=0, le=MOST)]


class ReliefBody(Body):
    """Money in fen, or so many of a kind of goods."""

    occurred_on: Day
    amount_fen: Fen = 0
    goods: PublicName | None = None
    quantity: Quantity = 0

    def amount(self) -> Amount:
        """The amount that the body says; goods by the one spelling by which the box knows them."""
        return Amount(self.amount_fen, tidy(self.goods or MONEY), self.quantity)


class NewDonation(ReliefBody):
    """What was given into the box; who gave it is not kept."""

    model_config = example(occurred_on="2019-05-01", amount_fen=500_000)


class NewProposal(ReliefBody):
    """Relief that is proposed, for a case of yours or for somebody who has none."""

    model_config = example(
        occurred_on="2019-05-06", amount_fen=30_000, purpose="medical", case_id=CASE_ID
    )
    purpose: ReliefPurpose
    case_id: UUID | None = None


class PaperRelease(ReliefBody):
    """Relief that was given out on paper: who proposed it and who released it, of your roster.

    `proposed_on` is the day of the proposal, if it is another one.
    """

    model_config = example(
        occurred_on="2019-05-04",
        amount_fen=20_000,
        purpose="sympathy",
        proposed_by=WORKER_ID,
        released_by=TAKER_ID,
    )
    purpose: ReliefPurpose
    case_id: UUID | None = None
    proposed_on: Day | None = None
    proposed_by: UUID
    released_by: UUID


class NewRelease(Body):
    """The day on which another person released it."""

    model_config = example(occurred_on="2019-05-07")
    occurred_on: Day


class ReliefVoiding(Body):
    """Why an entry is void."""

    model_config = example(reason="mistaken")
    reason: VoidReason


class Goods(BaseModel):
    """So many of a kind of goods."""

    name: str
    quantity: int


class Proposal(BaseModel):
    """What was proposed, and waits for another person; whose case it is for is not shown here."""

    proposal_id: UUID
    occurred_on: date
    purpose: ReliefPurpose
    amount_fen: int
    goods: str
    quantity: int
    is_for_a_case: bool


class BoxFacts(BaseModel):
    """What is in the box: money in fen and in yuan, and goods; and what waits to be released."""

    workstation_id: UUID
    version: int
    amount_fen: int
    amount_yuan: str
    goods: list[Goods]
    proposals: list[Proposal]
