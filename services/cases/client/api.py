"""HTTP: clients: registering them, and their coded facts."""

import json
from typing import Annotated, TypeAlias
from uuid import UUID

from fastapi import APIRouter, Path, Request, Response
from pydantic import BaseModel

from services.cases.access import knows_client, note_acquaintance, open_case_within
from services.cases.client import examples
from services.cases.client.bodies import NewClient
from services.cases.client.particulars import Particulars, SexUnlikeIdNumber, differences, doubts
from services.cases.client.rules import Client, RegisterClient, Registered, client
from services.cases.context import Context, context_of
from services.cases.registration import known, registered
from services.cases.streams import (
    client_stream,
    id_number_claim,
    identity_document_claim,
    open_case_claim,
)
from shared.catalogue import Action
from shared.command_handler import Extras
from shared.http import problems
from shared.http.command_answers import Warnings, Written, respond
from shared.http.operation import Call, Operation, needs, reads
from shared.ids import new_id
from shared.journal.journal import Claim, ClaimTaken
from shared.vault import Erased
from shared.warned import Warned

router = APIRouter(route_class=Operation)

ClientId = Annotated[
    UUID, Path(description="As its registration answered", examples=[examples.CLIENT_ID])
]


class ClientWritten(Written):
    """The answer to a registered client."""

    client_id: UUID


Known: TypeAlias = ClientWritten | Warnings


class ClientFacts(BaseModel):
    """What the service knows of a client outside the vault."""

    client_id: UUID
    version: int
    open_case_id: UUID | None


@router.post(
    "/v1/clients",
    status_code=201,
    tags=["clients"],
    summary="Register a client",
    response_model=ClientWritten,
    responses=registered(
        "client",
        client_stream(examples.CLIENT_ID),
        Known,
        "The person was registered before; or a dry run, with warnings",
        [SexUnlikeIdNumber("sex")],
    ),
)
async def register_client(
    request: Request, body: NewClient, call: Annotated[Call, needs("cases:write")]
) -> Response:
    """Register a person; the same ID number or document finds the same client again.

    What is sent of a known client and kept otherwise stays as it is kept. The answer names these
    fields, with the reason `differs`, to an agency that may correct them. A dry run finds only
    clients whom your agency has registered.
    """
    context = context_of(request)
    given = body.particulars(context.handler.today())
    client_id = new_id()
    name = identity_claim(context, given)
    person = context.vault.new_person(client_id)
    hidden = call.dry_run and not await knows_holder(context, call, name)
    extras = Extras(
        {"client_id": str(client_id)},
        claims=[] if hidden else [Claim(name, str(client_id))],
        persons=[person],
        items=[await context.vault.item(client_id, client_id, given.content())],
        warnings=doubts(given),
    )

    async def warnings(holder: str) -> list[Warned]:
        return doubts(given) + await _differences(context, call, UUID(holder), given)

    command = RegisterClient(client_id, call.caller.agency)
    try:
        answer = await context.handler.handle(
            call, client, client_stream(client_id), command, new=True, extras=extras
        )
    except ClaimTaken:
        answer = await known(context, call, name, "client", client_stream, warnings)
    if not call.dry_run and answer.status == 200:
        # Also where the answer is given again: this may not have been reached before.
        known_id = UUID(json.loads(answer.body)["client_id"])
        if not await knows_client(context, call, known_id):
            await note_acquaintance(context, call, known_id, name)
    return respond(answer)


def identity_claim(context: Context, person: Particulars) -> str:
    """The claim of a person's ID number, or of the document that stands for it."""
    if person.identity_document is not None:
        return identity_document_claim(context.vault.index(person.identity_document.folded()))
    return id_number_claim(context.vault.index(str(person.id_number)))


async def knows_holder(context: Context, call: Call, claim: str) -> bool:
    """Whether the caller's agency registered the person of this ID number or document.

    A dry run leaves no trace, so it must not tell whom other agencies have registered. The same
    is read in every case, because the time of an answer tells it too.
    """
    holder = await context.journal.holder(claim)
    return await knows_client(context, call, UUID(holder) if holder else new_id())


PERSONAL: Action = "clients:personal"  # what is needed to learn anything of what is kept


async def _differences(
    context: Context, call: Call, client_id: UUID, given: Particulars
) -> list[Warned]:
    """What is kept of a client otherwise, told to those who may read and correct it."""
    if PERSONAL not in call.caller.actions:
        return []
    loaded = await context.handler.load(client, client_stream(client_id))
    try:
        person, _ = await client_within(context, call, loaded.state, client_id)
        kept = Particulars.read(await context.vault.content(person.item_id))
    except (problems.Problem, Erased):
        return []
    return differences(given, kept)


@router.get(
    "/v1/clients/{client_id}",
    tags=["clients"],
    summary="A client's coded facts",
    response_model=ClientFacts,
    responses=examples.CLIENT,
)
async def read_client(
    request: Request, client_id: ClientId, call: Annotated[Call, reads("cases:read")]
) -> Response:
    """The client's version and open case; the personal data is read separately."""
    context = context_of(request)
    loaded = await context.handler.load(client, client_stream(client_id))
    _, open_case = await client_within(context, call, loaded.state, client_id)
    facts = ClientFacts(client_id=client_id, version=loaded.version, open_case_id=open_case)
    return Response(
        facts.model_dump_json(), 200, {"ETag": f'"{loaded.version}"'}, "application/json"
    )


async def client_within(
    context: Context, call: Call, state: Client, client_id: UUID
) -> tuple[Registered, UUID | None]:
    """A client and its open case; 404 unless it, or the registration, is the caller's to see."""
    if not isinstance(state, Registered):
        raise problems.not_found()
    holder = await context.journal.holder(open_case_claim(client_id))
    if holder is None:
        if state.agency != call.caller.agency:
            raise problems.not_found()
        return state, None
    await open_case_within(context, call, UUID(holder))
    return state, UUID(holder)
