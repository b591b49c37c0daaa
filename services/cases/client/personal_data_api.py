"""HTTP: who a client is, read and corrected."""

import json
from datetime import date
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel

from services.cases.client import examples
from services.cases.client.api import (
    PERSONAL,
    ClientId,
    Known,
    client_within,
    identity_claim,
    knows_holder,
)
from services.cases.client.bodies import Correction, IdentityDocument, Sex
from services.cases.client.particulars import Particulars, doubts
from services.cases.client.rules import (
    IDENTITY,
    Client,
    CorrectPersonalData,
    IdentityTaken,
    client,
)
from services.cases.context import Context, context_of
from services.cases.personal_data import LegalBasis, Purpose, read_vault
from services.cases.streams import acquaintance_claim, client_stream
from shared.answers import Answer, position
from shared.command_handler import Extras, Loaded, Stale
from shared.events.cases.clients import PersonalField
from shared.http import problems
from shared.http.command_answers import respond
from shared.http.operation import Call, IfMatch, Operation, needs, reads
from shared.http.problems import responses
from shared.ids import new_id
from shared.journal.journal import Claim, ClaimTaken

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
    purpose: Purpose,
    legal_basis: LegalBasis,
    call: Annotated[Call, reads("clients:personal")],
) -> Response:
    """Name, number, phone and sex as they are kept now; each read is logged before its answer."""
    context = context_of(request)
    loaded = await context.handler.load(client, client_stream(client_id))
    person, _ = await client_within(context, call, loaded.state, client_id)
    content = await read_vault(context, call, person.item_id, purpose, legal_basis)
    data = PersonalData(client_id=client_id, **_shown(Particulars.read(content)))
    return Response(
        data.model_dump_json(),
        media_type="application/json",
        headers={"Cache-Control": "no-store", "ETag": f'"{loaded.version}"'},
    )


def _shown(person: Particulars) -> dict[str, Any]:
    document = person.identity_document
    return {**vars(person), "identity_document": document and vars(document)}


@router.patch(
    "/v1/clients/{client_id}/personal-data",
    summary="Correct who a client is",
    response_model=Known,
    responses={**examples.CORRECTED, **responses(409, 410)},
)
async def correct_personal_data(
    request: Request,
    client_id: ClientId,
    body: Correction,
    call: Annotated[Call, needs("cases:write", IfMatch.REQUIRED)],
) -> Response:
    """Correct some fields; the rest stays. What is kept already is answered, and changes nothing.

    It needs `clients:personal` too, for the answer tells what is kept. If-Match is the client's
    version. The event names the fields, and no value. Another ID number
    or document is taken when no other client has it, and the one before is free again; other
    agencies that registered the client must register the person anew before they open a case. A dry
    run that would change nothing is answered like the call itself, with 200.
    """
    if PERSONAL not in call.caller.actions:
        raise problems.forbidden(PERSONAL)
    context = context_of(request)
    stream = client_stream(client_id)
    loaded = await context.handler.load(client, stream)
    person, _ = await client_within(context, call, loaded.state, client_id)
    replayed = await context.handler.replay(call)
    if replayed is not None:
        return respond(replayed)
    if call.if_match != loaded.version:
        raise Stale(loaded.version)
    kept = Particulars.read(await context.vault.content(person.item_id))
    corrected = body.corrects(kept, context.handler.today())
    command = CorrectPersonalData(new_id(), corrected.changed_from(kept), body.reason)
    if call.dry_run and not command.fields:
        return respond(await context.handler.keep(call, _unchanged(client_id, loaded)))
    extras = await _extras(context, call, client_id, command, kept, corrected)
    try:
        return respond(await context.handler.handle(call, client, stream, command, extras=extras))
    except ClaimTaken:
        refused = IdentityTaken()
        refused.field = "identity_document" if corrected.identity_document else "id_number"
        raise refused from None


def _unchanged(client_id: UUID, loaded: Loaded[Client]) -> Answer:
    """The answer to a correction that corrects nothing."""
    body = {
        "client_id": str(client_id),
        "entry_id": str(loaded.event_id),
        "version": loaded.version,
        "position": position(client_stream(client_id), loaded.version),
    }
    return Answer(200, json.dumps(body), loaded.version)


async def _extras(
    context: Context,
    call: Call,
    client_id: UUID,
    command: CorrectPersonalData,
    kept: Particulars,
    corrected: Particulars,
) -> Extras:
    """What commits with a correction: all that is known of the person, and the number's claim."""
    body = {"client_id": str(client_id)}
    if not command.fields:
        return Extras(body, status=200)
    before, after = (identity_claim(context, each) for each in (kept, corrected))
    moves = before != after
    hidden = call.dry_run and not await knows_holder(context, call, after)
    claims = [after] if moves and not hidden else []
    if not IDENTITY.isdisjoint(command.fields):  # others must register the person again
        claims.append(acquaintance_claim(client_id, command.item_id, call.caller.agency))
    return Extras(
        body,
        claims=[Claim(name, str(client_id)) for name in claims],
        released=[Claim(before, str(client_id))] if moves else [],
        items=[await context.vault.item(command.item_id, client_id, corrected.content())],
        status=200,
        warnings=doubts(corrected) if _COMPARED & {*command.fields} else (),
    )
