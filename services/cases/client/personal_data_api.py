"""HTTP: who a client is, read and corrected."""

import json
from dataclasses import replace
from datetime import date
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel

from services.cases.access import OWN_REGISTRATION, registration_of
from services.cases.case.decider import case
from services.cases.case.state import Opened
from services.cases.client import examples
from services.cases.client.api import ClientId, Known
from services.cases.client.bodies import Correction, IdentityDocument
from services.cases.client.owning import identity_of, resting_case
from services.cases.client.particulars import PersonParticulars, doubts
from services.cases.client.rules import (
    IDENTITY,
    CannotCorrectHere,
    Client,
    CorrectPersonalData,
    IdentityTaken,
    OwnNumber,
    Registered,
    check_made_by,
    client,
)
from services.cases.context import Context, context_of
from services.cases.personal_data import Why, not_cached, read_vault
from services.cases.queries import Query, log_query
from services.cases.relations import Access
from services.cases.staff.users import has_caller_number
from services.cases.streams import (
    acquaintance_claim,
    case_stream,
    client_stream,
    file_claim,
    open_case_claim,
    registration_claim,
)
from shared.answers import Answer
from shared.command_handler import Extras, Loaded, Stale
from shared.decider import Refused
from shared.events.cases.clients import PersonalField
from shared.events.cases.person import Sex
from shared.http import problems
from shared.http.command_answers import respond
from shared.http.operation import Call, IfMatch, Operation, needs, reads
from shared.http.problems import responses
from shared.ids import new_id
from shared.journal.journal import Claim, ClaimTaken
from shared.positions import in_plain

router = APIRouter(route_class=Operation, tags=["clients"])


_COMPARED = {PersonalField.SEX, PersonalField.ID_NUMBER}


class PersonalData(BaseModel):
    """Who a client is; there is an ID number, or an identity document."""

    client_id: UUID
    name: str
    id_number: str | None
    identity_document: IdentityDocument | None
    phone: str | None
    sex: Sex | None
    born_on: date | None


@router.get(
    "/v1/clients/{client_id}/personal-data",
    summary="Who a client is",
    response_model=PersonalData,
    responses={**examples.PERSONAL_DATA, **responses(410)},
)
async def read_personal_data(
    request: Request,
    client_id: ClientId,
    why: Why,
    call: Annotated[Call, reads("clients:personal", OWN_REGISTRATION, act=True)],
) -> Response:
    """Name, number, phone and sex as they are kept now; each read is logged before its answer."""
    context = context_of(request)
    loaded, person = _registered(request)
    file = await resting_case(context, call, client_id)
    if person.agency != call.caller.agency and file is None:
        raise problems.not_found()  # what another agency wrote, and no file of one's own needs
    content = await read_vault(context, call, person.item_id, why, Query.PERSONAL_DATA, file)
    data = PersonalData(client_id=client_id, **PersonParticulars.read(content).shown())
    return not_cached(data, loaded.version)


@router.patch(
    "/v1/clients/{client_id}/personal-data",
    summary="Correct who a client is",
    response_model=Known,
    responses={**examples.CORRECTED, **responses(409, 410, 429)},
)
async def correct_personal_data(
    request: Request,
    client_id: ClientId,
    body: Correction,
    call: Annotated[
        Call,
        needs(
            "cases:write",
            OWN_REGISTRATION,
            IfMatch.REQUIRED,
            also=("clients:personal",),
            act=True,
        ),
    ],
) -> Response:
    """Correct some fields; the rest stays. What is kept already is answered, and changes nothing.

    The answer tells what is kept, so that it is logged like a read. If-Match is the client's
    version. The event names the fields, and no value. Another ID number or document is taken when
    your agency has no other client under it, and, where your case is open, the file can be kept
    under it; the one before is free again. A dry run that would change nothing is answered like the
    call itself, with 200. A registration that several agencies share from before is corrected by
    the one that made it.
    """
    context = context_of(request)
    stream = client_stream(client_id)
    loaded, person = _registered(request)
    replayed = await context.handler.replay(call)
    if replayed is not None:
        return respond(replayed)
    check_made_by(person, call.caller.agency)
    if call.if_match != loaded.version:
        raise Stale(loaded.version)
    file = await resting_case(context, call, client_id)
    await log_query(context, call, Query.CORRECTION, person.client_id, file)
    kept = PersonParticulars.read(await context.vault.content(person.item_id))
    corrected = body.corrects(kept, context.handler.today())
    command = CorrectPersonalData(new_id(), corrected.changed_from(kept), body.reason)
    if call.dry_run and not command.fields:
        return respond(await context.handler.keep(call, _unchanged(client_id, loaded)))
    before, after = (identity_of(context.vault, each) for each in (kept, corrected))
    moves = before != after
    if moves and await has_caller_number(context, call.caller, after):
        raise OwnNumber
    person_id = await _person(context, file) if moves and file is not None else None
    elsewhere = moves and file is None and await _rests_elsewhere(context, client_id)
    # Whether a file can be kept, or confirmed, under the number tells who has one elsewhere.
    if moves and (file is not None or elsewhere):
        await log_query(context, call, Query.NEW_NUMBER, person.client_id, file)
    if elsewhere:
        raise _not_here(CannotCorrectHere(), corrected)
    if (
        person_id is not None
        and file is not None
        and await _is_open_elsewhere(context, person_id, file)
    ):
        raise _not_here(CannotCorrectHere(), corrected)
    extras = await _extras(context, call, client_id, command, corrected, before, after, person_id)
    if person_id is not None and file is not None:  # only while the file rests on it
        rests = Claim(file_claim(client_id), str(file.case_id))
        extras = replace(extras, claims=[*extras.claims, rests], released=[*extras.released, rests])
    try:
        return respond(await context.handler.handle(call, client, stream, command, extras=extras))
    except ClaimTaken:
        own = await context.journal.holder(registration_claim(after, call.caller.agency))
        refused = IdentityTaken() if own not in (None, str(client_id)) else CannotCorrectHere()
        raise _not_here(refused, corrected) from None


def _not_here(refused: Refused, corrected: PersonParticulars) -> Refused:
    """A refusal, about the field that has the other number."""
    refused.field = "identity_document" if corrected.identity_document else "id_number"
    return refused


async def _rests_elsewhere(context: Context, client_id: UUID) -> bool:
    """Whether a case rests on the registration, given that none does that the caller has: its
    person must not become another one."""
    return await context.journal.holder(file_claim(client_id)) is not None


def _registered(request: Request) -> tuple[Loaded[Client], Registered]:
    """The registration of the request, as its rule has read it; 404 where it is withdrawn."""
    loaded = registration_of(request)
    if not isinstance(loaded.state, Registered):
        raise problems.not_found()
    return loaded, loaded.state


async def _person(context: Context, file: Access) -> UUID | None:
    """The person of a file, where it is open: it keeps the number too."""
    state = (await context.handler.load(case, case_stream(file.case_id))).state
    return state.file.client_id if isinstance(state, Opened) else None


async def _is_open_elsewhere(context: Context, person_id: UUID, file: Access) -> bool:
    """Whether the person of a file that has ended has an open one, which keeps its number."""
    holder = await context.journal.holder(open_case_claim(person_id))
    return holder not in (None, str(file.case_id))


def _unchanged(client_id: UUID, loaded: Loaded[Client]) -> Answer:
    """The answer to a correction that corrects nothing."""
    body = {
        "client_id": str(client_id),
        "entry_id": str(loaded.event_id),
        "version": loaded.version,
        "position": in_plain(client_stream(client_id), loaded.version),
    }
    return Answer(200, json.dumps(body), loaded.version)


async def _extras(
    context: Context,
    call: Call,
    client_id: UUID,
    command: CorrectPersonalData,
    corrected: PersonParticulars,
    before: str,
    after: str,
    person_id: UUID | None,
) -> Extras:
    """What commits with a correction: all that is known of the person, and the numbers' claims."""
    body = {"client_id": str(client_id)}
    if not command.fields:
        return Extras(body, status=200)
    claims: list[Claim] = []
    released: list[Claim] = []
    if before != after:
        agency = call.caller.agency
        claims.append(Claim(registration_claim(after, agency), str(client_id)))
        released.append(Claim(registration_claim(before, agency), str(client_id)))
        if person_id is not None:
            claims.append(Claim(after, str(person_id)))
            released.append(Claim(before, str(person_id)))
        released = [
            claim for claim in released if await context.journal.holder(claim.name) == claim.holder
        ]
    if not IDENTITY.isdisjoint(command.fields):  # what others knew the person by is no more
        name = acquaintance_claim(client_id, command.item_id, call.caller.agency)
        claims.append(Claim(name, str(client_id)))
    return Extras(
        body,
        claims=claims,
        released=released,
        items=[await context.vault.item(command.item_id, client_id, corrected.content())],
        status=200,
        warnings=doubts(corrected) if _COMPARED & {*command.fields} else (),
    )
