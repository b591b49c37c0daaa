"""HTTP: the end of a case, who is told of it, and opening it again."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Request, Response

from services.cases.access_table import Category
from services.cases.case import examples
from services.cases.case.api.parameters import CaseId, kept_of, write, writes
from services.cases.case.api.programme import DocumentNumber
from services.cases.case.decider import case
from services.cases.case.endings import EndCase, NotifyOfEnding, Outcome, ReopenCase
from services.cases.case.opening import CannotOpenHere
from services.cases.case.state import opened
from services.cases.context import context_of
from services.cases.streams import case_stream, open_case_claim
from shared.events.cases.endings import (
    ClientView,
    DrugUse,
    Ending,
    Household,
    Noticed,
    ReopeningReason,
    Work,
)
from shared.events.cases.evidence import Document
from shared.http.command_answers import Written
from shared.http.fields import Body, Day, Note, example
from shared.http.operation import Call, Operation
from shared.http.problems import responses
from shared.ids import new_id
from shared.journal.journal import Claim, ClaimTaken

router = APIRouter(route_class=Operation, tags=["entries"])

Writes = Annotated[Call, writes(Category.PROGRAMME)]


class NewEnding(Body):
    """How a case ended, the document that shows it, and what became of the client, in codes.

    `note` is what the client says of the support in words; it is for the vault.
    """

    model_config = example(
        occurred_on="2021-05-10",
        ending="imprisoned",
        evidence="judgment",
        document_number=examples.DOCUMENT_NUMBER,
        drug_use="not_known",
    )
    occurred_on: Day
    ending: Ending
    evidence: Document
    document_number: DocumentNumber = None
    drug_use: DrugUse | None = None
    work: Work | None = None
    household: Household | None = None
    client_view: ClientView | None = None
    note: Note | None = None


class NewReopening(Body):
    """Why the case is opened again."""

    model_config = example(occurred_on="2022-05-10", reason="released")
    occurred_on: Day
    reason: ReopeningReason
    note: Note | None = None


class NewNotice(Body):
    """Who was told of the ending."""

    model_config = example(occurred_on="2021-05-14", told="family")
    occurred_on: Day
    told: Noticed


@router.post(
    "/v1/cases/{case_id}/ending",
    status_code=201,
    summary="End the case",
    response_model=Written,
    responses={**examples.entered(12), **responses(409, 410)},
)
async def end_case(request: Request, case_id: CaseId, body: NewEnding, call: Writes) -> Response:
    """Record how the case ended. The person may have a file elsewhere from then on.

    It goes on taking what happened before its end. Compulsory isolation is ordered by the police
    alone: what is recorded here is their decision.
    """
    entry_id = new_id()
    outcome = Outcome(body.drug_use, body.work, body.household, body.client_view)
    command = EndCase(entry_id, body.occurred_on, body.ending, body.evidence, outcome)
    kept = {"document_number": body.document_number, "note": body.note}
    released = [await open_file(request, case_id)]
    items = kept_of(request, entry_id, kept)
    return await write(request, call, case_id, command, items, released=released)


@router.post(
    "/v1/cases/{case_id}/notices",
    status_code=201,
    summary="Police or family are told of the ending",
    response_model=Written,
    responses={**examples.entered(13), **responses(409)},
)
async def notify_of_ending(
    request: Request, case_id: CaseId, body: NewNotice, call: Writes
) -> Response:
    """Record that they were told; it is due within seven days of the ending."""
    return await write(
        request, call, case_id, NotifyOfEnding(new_id(), body.occurred_on, body.told)
    )


@router.post(
    "/v1/cases/{case_id}/reopening",
    status_code=201,
    summary="Open the case again",
    response_model=Written,
    responses={**examples.entered(14), **responses(409, 410)},
)
async def reopen_case(
    request: Request, case_id: CaseId, body: NewReopening, call: Writes
) -> Response:
    """Record that a case that had ended goes on, in the phase in which it ended.

    Where the person has an open file elsewhere it is refused, and says no more.
    """
    entry_id = new_id()
    command = ReopenCase(entry_id, body.occurred_on, body.reason)
    claims = [await open_file(request, case_id)]
    items = kept_of(request, entry_id, {"note": body.note})
    try:
        return await write(request, call, case_id, command, items, claims=claims)
    except ClaimTaken:
        raise CannotOpenHere from None


async def open_file(request: Request, case_id: UUID) -> Claim:
    """What the one open case of this case's person holds. Raises what `opened` raises."""
    loaded = await context_of(request).handler.load(case, case_stream(case_id))
    person = opened(loaded.state).file.client_id
    return Claim(open_case_claim(person), str(case_id))
