"""HTTP: the end of a case, who is told of it, and opening it again."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Request, Response

from services.cases.access import access_of
from services.cases.access_table import Category
from services.cases.case import examples
from services.cases.case.api.parameters import CaseClaims, CaseId, kept_of, write, writes
from services.cases.case.api.programme import DocumentNumber
from services.cases.case.decider import case
from services.cases.case.endings import EndCase, NotifyOfEnding, Outcome, ReopenCase
from services.cases.case.state import Existing
from services.cases.context import context_of
from services.cases.queries import Query, log_query
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
from shared.http import problems
from shared.http.command_answers import Written
from shared.http.fields import Body, Day, Note, example
from shared.http.operation import Call, Operation
from shared.http.problems import responses
from shared.ids import new_id
from shared.journal.journal import Claim

router = APIRouter(route_class=Operation, tags=["entries"])

Writes = Annotated[Call, writes(Category.PROGRAMME)]
Reopens = Annotated[Call, writes(Category.PROGRAMME, act=True)]


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
    items = kept_of(request, entry_id, kept)

    async def names() -> CaseClaims:
        return await gives_up_the_person(request, case_id)

    return await write(request, call, case_id, command, items, names=names)


@router.post(
    "/v1/cases/{case_id}/notices",
    status_code=201,
    summary="Police, family or street are told of the ending",
    response_model=Written,
    responses={**examples.entered(13), **responses(409)},
)
async def notify_of_ending(
    request: Request, case_id: CaseId, body: NewNotice, call: Writes
) -> Response:
    """Record that they were told; it is due within seven days of the ending.

    When a programme is completed the family is told, and the street or town (戒毒条例 21, 40);
    of any other ending, whoever was told may be recorded. Each is told once of an ending.
    """
    return await write(
        request, call, case_id, NotifyOfEnding(new_id(), body.occurred_on, body.told)
    )


@router.post(
    "/v1/cases/{case_id}/reopening",
    status_code=201,
    summary="Open the case again",
    response_model=Written,
    responses={**examples.entered(14), **responses(409, 410, 429)},
)
async def reopen_case(
    request: Request, case_id: CaseId, body: NewReopening, call: Reopens
) -> Response:
    """Record that a case that had ended goes on, in the phase in which it ended.

    Where the person has an open file elsewhere it is refused, and says no more. Each try is logged,
    and counts as an opening does: your agency has so many a day.
    """
    entry_id = new_id()
    command = ReopenCase(entry_id, body.occurred_on, body.reason)
    items = kept_of(request, entry_id, {"note": body.note})

    async def names() -> CaseClaims:
        return await takes_the_person(request, call, case_id)

    return await write(request, call, case_id, command, items, names=names)


async def gives_up_the_person(request: Request, case_id: UUID) -> CaseClaims:
    """The names of a case that is the open one of its person no more."""
    return CaseClaims(released=await _of_the_open_case(request, case_id))


async def takes_the_person(request: Request, call: Call, case_id: UUID) -> CaseClaims:
    """The names of a case that is the open one of its person again.

    Whether it can be tells whether the person has a file elsewhere: it is logged, and limited by
    the day, and the token must name the user. A call that was answered is answered again, and asks
    nothing.
    """
    if call.caller.user is None:
        raise problems.user_required()
    context, access = context_of(request), access_of(request)
    if await context.handler.replay(call) is None:
        await log_query(context, call, Query.REOPENING, access.registration_id, access)
    return CaseClaims(claims=await _of_the_open_case(request, case_id))


async def _of_the_open_case(request: Request, case_id: UUID) -> list[Claim]:
    """What the one open case of a person holds; where there is no such case, the rules say so."""
    state = (await context_of(request).handler.load(case, case_stream(case_id))).state
    if not isinstance(state, Existing):
        return []
    return [Claim(open_case_claim(state.file.client_id), str(case_id))]
