"""HTTP: making another agency responsible for a case."""

import json
from typing import Annotated
from uuid import UUID, uuid5

from fastapi import APIRouter, Request, Response
from pydantic import Field

from services.cases.access import OVERSEES, access_of
from services.cases.access_table import CARRIES
from services.cases.agency_named import check_agency
from services.cases.case import examples
from services.cases.case.api.parameters import case_id_of, respond_of_case, writable
from services.cases.case.decider import case
from services.cases.case.oversight import ReassignCase
from services.cases.case.state import Ended, Existing, Requested
from services.cases.client.owning import identity_of
from services.cases.client.particulars import PersonParticulars
from services.cases.client.rules import RegisterClient, Registered, client
from services.cases.context import Context, context_of
from services.cases.register import rows
from services.cases.relations import Access
from services.cases.streams import case_stream, client_stream, file_claim, registration_claim
from shared.command_handler import Extras, Stale
from shared.events.cases.case import ReassignmentReason
from shared.http.command_answers import Written
from shared.http.fields import Body, Name, example
from shared.http.operation import Call, IfMatch, Operation, needs
from shared.http.problems import responses
from shared.journal.journal import Append, Claim, ClaimTaken, Conflict
from shared.recording import new_event

router = APIRouter(route_class=Operation, tags=["oversight"])


class Reassigning(Body):
    """Which agency is responsible from now on, and why."""

    model_config = example(agency=examples.WORKSTATION_AGENCY, reason="provider_changed")
    agency: Annotated[Name, Field(description="Its id in the register of agencies")]
    reason: ReassignmentReason


@router.post(
    "/v1/cases/{case_id}/reassignment",
    status_code=201,
    summary="Make another agency responsible",
    response_model=Written,
    responses={**examples.REASSIGNED, **responses(409, 410)},
)
async def reassign_case(
    request: Request,
    case_id: Annotated[UUID, case_id_of(examples.REASSIGNED_ID)],
    body: Reassigning,
    call: Annotated[Call, needs("cases:oversee", OVERSEES, IfMatch.REQUIRED, act=True)],
) -> Response:
    """Give a case to another agency of the region: the one before has no part in it any more.

    The new agency gets a registration of the person of its own, with what the case says of the
    person now; where it has registered the person already, that one stays as it is. An opening of
    its own that waits for the person does not stand in the way. The overseer learns nothing of it.
    """
    context, access = context_of(request), access_of(request)
    check_agency(context, body.agency, CARRIES, access.region, "agency")
    replayed = await context.handler.replay(call)
    if replayed is not None:
        return await respond_of_case(context.handler, case_id, replayed)
    if call.if_match != access.version:
        raise Stale(access.version)
    registration_id = access.registration_id
    if not call.dry_run and body.agency not in (access.agency, call.caller.agency):
        registration_id = await _registration(context, call, access, body.agency)
    command = ReassignCase(
        registration_id, access.agency, body.agency, call.caller.agency, body.reason
    )
    released, claims = await _moved(context, access, registration_id)
    extras = Extras(claims=claims, released=released, rows=rows)
    answer = await context.handler.handle(
        call, case, case_stream(case_id), command, allowed=writable(request), extras=extras
    )
    return await respond_of_case(context.handler, case_id, answer)


async def _moved(
    context: Context, access: Access, registration_id: UUID
) -> tuple[list[Claim], list[Claim]]:
    """What is released and claimed, so that the case rests on another registration.

    An opening of the new agency's own that waits on it gives way to a case that is open: it cannot
    be confirmed meanwhile; so does a case of its own that has ended. A case that has ended itself
    is put beside whatever rests there. Nobody is told of either.
    """
    before, after = file_claim(access.registration_id), file_claim(registration_id)
    case_id, journal = str(access.case_id), context.journal
    if before == after or await journal.holder(before) != case_id:
        return [], []
    released, holder = [Claim(before, case_id)], await journal.holder(after)
    if holder is not None:
        moved = (await context.handler.load(case, case_stream(case_id))).state
        rests = (await context.handler.load(case, case_stream(holder))).state
        if isinstance(moved, Ended) and isinstance(rests, Requested | Existing):
            return released, []
        gives_way = isinstance(rests, Requested | Ended)
        released += [Claim(after, holder)] if gives_way else []
    return released, [Claim(after, case_id)]


async def _registration(context: Context, call: Call, access: Access, agency: str) -> UUID:
    """The new agency's registration of the person: its own, or a copy of the present one.

    The copy's id follows from case, agency and version: when the call breaks off and is made again,
    it is there already. Raises `Erased`.
    """
    present = (await context.handler.load(client, client_stream(access.registration_id))).state
    if not isinstance(present, Registered):
        raise Conflict
    content = await context.vault.content(present.item_id)
    identity = identity_of(context.vault, PersonParticulars.read(content))
    name = registration_claim(identity, agency)
    own = await context.journal.holder(name)
    if own is not None:
        return UUID(own)
    copy_id = uuid5(access.case_id, f"{agency} {access.version}")
    events = client.decide(RegisterClient(copy_id, agency), client.initial, context.handler.today())
    try:
        await context.journal.append(
            Append(
                client_stream(copy_id),
                0,
                [new_event(event) for event in events],
                metadata=_as_own(call, agency),
                claims=[Claim(name, str(copy_id))],
                persons=[context.vault.new_person(copy_id)],
                items=[await context.vault.item(copy_id, copy_id, content)],
            )
        )
    except (ClaimTaken, Conflict):
        own = await context.journal.holder(name)
        if own is None:
            raise Conflict from None
        return UUID(own)
    return copy_id


def _as_own(call: Call, agency: str) -> str:
    """The metadata of a registration that an agency is given: it is told of it, as of its own.

    The overseer is not, in whatever way it follows what itself has written: where the agency has
    registered the person before, there is no such event.
    """
    return json.dumps({"agency": agency, "traceparent": call.traceparent})
