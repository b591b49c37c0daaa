"""HTTP: confirming and annulling openings, and taking an own one back."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Request, Response
from pydantic_core import from_json

from services.cases.access import OVERSEES, RESPONSIBLE, access_of
from services.cases.case import examples
from services.cases.case.api.parameters import case_id_of, respond_of_case, writable
from services.cases.case.api.persons import Opening
from services.cases.case.decider import case
from services.cases.case.oversight import AnnulOpening, ConfirmOpening, WithdrawOpening
from services.cases.case.state import Requested
from services.cases.client.owning import identity_of
from services.cases.client.particulars import PersonParticulars
from services.cases.client.rules import Registered, client
from services.cases.context import Context, context_of
from services.cases.queries import Query, log_query
from services.cases.register import rows
from services.cases.relations import Access
from services.cases.streams import case_stream, client_stream, file_claim
from shared.answers import Answer
from shared.command_handler import Extras
from shared.events import Voidable
from shared.events.corrections import StoredEntry, VoidReason
from shared.http.command_answers import Written
from shared.http.fields import Body, example
from shared.http.operation import Call, IfMatch, Operation, needs
from shared.http.problems import responses
from shared.ids import new_id
from shared.journal.journal import Claim

router = APIRouter(route_class=Operation, tags=["oversight"])

RequestedId = Annotated[UUID, case_id_of(examples.REQUESTED_ID)]
MistakenId = Annotated[UUID, case_id_of(examples.MISTAKEN_ID)]
WithdrawnId = Annotated[UUID, case_id_of(examples.WITHDRAWN_ID)]
Oversees = Annotated[Call, needs("cases:oversee", OVERSEES, IfMatch.REQUIRED, act=True)]


class Confirming(Body):
    """Nothing more is to be said: what is confirmed is the opening as it was requested."""

    model_config = example()


class Annulling(Body):
    """Why an opening is taken back."""

    model_config = example(reason="mistaken")
    reason: VoidReason


@router.post(
    "/v1/cases/{case_id}/confirmation",
    status_code=201,
    summary="Confirm an opening",
    response_model=Written,
    responses={**examples.CONFIRMED, **responses(409, 410, 429)},
)
async def confirm_opening(
    request: Request, case_id: RequestedId, body: Confirming, call: Oversees
) -> Response:
    """Make a requested opening the person's one file, with the first steps that came with it.

    Where the person has an open file elsewhere it is refused, and says no more. Each try is logged,
    and counts as an opening does: your agency has so many a day.
    """
    context = context_of(request)
    replayed = await context.handler.replay(call)
    if replayed is not None:
        return await respond_of_case(context.handler, case_id, replayed)
    command = ConfirmOpening(UUID(int=0), call.caller.agency, new_id(), new_id())
    access = access_of(request)
    extras = Extras(claims=await _rests(context, access), rows=rows)
    opening = Opening(
        context,
        call,
        command,
        extras,
        access.registration_id,
        access.agency,
        case_id=case_id,
        allowed=writable(request),
    )
    await log_query(context, call, Query.CONFIRMATION, access.registration_id, access)
    answer = await opening.write(await _identity(context, case_id))
    return await respond_of_case(context.handler, case_id, answer)


async def _rests(context: Context, access: Access) -> list[Claim]:
    """The claim of what the case rests on, where it has it no more: a case that the agency was
    given since takes it over."""
    claim = Claim(file_claim(access.registration_id), str(access.case_id))
    return [] if await context.journal.holder(claim.name) == claim.holder else [claim]


async def _identity(context: Context, case_id: UUID) -> str | None:
    """The identity of the person that a requested opening means; None where nothing waits."""
    state = (await context.handler.load(case, case_stream(case_id))).state
    if not isinstance(state, Requested):
        return None
    registration = client_stream(state.request.registration_id)
    person = (await context.handler.load(client, registration)).state
    if not isinstance(person, Registered):
        return None
    kept = PersonParticulars.read(await context.vault.content(person.item_id))
    return identity_of(context.vault, kept)


@router.post(
    "/v1/cases/{case_id}/annulment",
    status_code=201,
    summary="Annul an opening",
    response_model=Written,
    responses={**examples.ANNULLED, **responses(409)},
)
async def annul_opening(
    request: Request, case_id: MistakenId, body: Annulling, call: Oversees
) -> Response:
    """Take back an opening, confirmed or not, with every entry that was made since.

    The person and the agency's reference are free for another file.
    """
    context = context_of(request)
    stored = [
        StoredEntry(each.event_id, each.type, from_json(each.data))
        for each in await context.journal.read(case_stream(case_id))
        if isinstance(case.read(each.type, each.data), Voidable)
    ]
    command = AnnulOpening(call.caller.agency, body.reason, tuple(stored))
    return await _take_back(request, call, case_id, command)


@router.post(
    "/v1/cases/{case_id}/withdrawal",
    status_code=201,
    summary="Withdraw an opening",
    response_model=Written,
    responses={**examples.WITHDRAWN, **responses(409)},
)
async def withdraw_opening(
    request: Request,
    case_id: WithdrawnId,
    body: Annulling,
    call: Annotated[Call, needs("cases:write", RESPONSIBLE, IfMatch.REQUIRED)],
) -> Response:
    """Take your agency's own opening back before it is confirmed."""
    command = WithdrawOpening(call.caller.agency, body.reason)
    return await _take_back(request, call, case_id, command)


async def _take_back(
    request: Request, call: Call, case_id: UUID, command: AnnulOpening | WithdrawOpening
) -> Response:
    context = context_of(request)
    released = await context.journal.claims_of(str(case_id))
    extras = Extras(released=released, rows=rows)
    answer: Answer = await context.handler.handle(
        call, case, case_stream(case_id), command, allowed=writable(request), extras=extras
    )
    return await respond_of_case(context.handler, case_id, answer)
