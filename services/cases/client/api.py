"""HTTP: clients: registering them, their coded facts, and taking a registration back.

A registration is its agency's own: nothing of it tells whether another agency knows the person.
"""

from dataclasses import replace
from typing import Annotated, TypeAlias
from uuid import UUID

from fastapi import APIRouter, Path, Request, Response
from pydantic import BaseModel

from services.cases.access import OWN_REGISTRATION, registration_of
from services.cases.case.decider import case
from services.cases.case.state import Ended
from services.cases.client import examples
from services.cases.client.bodies import NewClient
from services.cases.client.owning import (
    identity_of,
    kept_of_own,
    own_registration,
    resting_case,
)
from services.cases.client.particulars import (
    PersonParticulars,
    SexUnlikeIdNumber,
    differences,
    doubts,
)
from services.cases.client.rules import (
    CannotWithdrawHere,
    FileRestsOnIt,
    OwnNumber,
    RegisterClient,
    Registered,
    WithdrawRegistration,
    check_made_by,
    client,
)
from services.cases.context import Context, context_of
from services.cases.queries import Query, log_query
from services.cases.registration import known, registered
from services.cases.relations import Access
from services.cases.staff.users import has_caller_number
from services.cases.streams import case_stream, client_stream, file_claim, registration_claim
from shared.command_handler import Extras
from shared.events.cases.clients import WithdrawalReason
from shared.http import problems
from shared.http.access_rules import OWN
from shared.http.command_answers import Warnings, Written, respond
from shared.http.fields import Body, example
from shared.http.operation import Call, IfMatch, Operation, needs, reads
from shared.http.problems import responses
from shared.ids import new_id
from shared.journal.journal import Claim, ClaimTaken
from shared.warned import Warned

router = APIRouter(route_class=Operation)

ClientId = Annotated[
    UUID, Path(description="As its registration answered", examples=[examples.CLIENT_ID])
]


MistakenId = Annotated[
    UUID, Path(description="As its registration answered", examples=[examples.MISTAKEN_CLIENT_ID])
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
        "Your agency had registered the person before; or a dry run, with warnings",
        [SexUnlikeIdNumber("sex")],
    ),
)
async def register_client(
    request: Request, body: NewClient, call: Annotated[Call, needs("cases:write", OWN)]
) -> Response:
    """Register a person for your agency; the same ID number or document finds the same client.

    What is sent of a known client and kept otherwise stays as it is kept. The answer names these
    fields, with the reason `differs`, where the token may read them.
    """
    context = context_of(request)
    given = body.particulars(context.handler.today())
    client_id = new_id()
    identity = identity_of(context.vault, given)
    if await has_caller_number(context, call.caller, identity):
        raise OwnNumber
    name = registration_claim(identity, call.caller.agency)
    extras = Extras(
        {"client_id": str(client_id)},
        claims=[Claim(name, str(client_id))],
        persons=[context.vault.new_person(client_id)],
        items=[await context.vault.item(client_id, client_id, given.content())],
        warnings=doubts(given),
    )

    async def warnings(holder: str) -> list[Warned]:
        return doubts(given) + await _differences(context, call, UUID(holder), given)

    async def write(extras: Extras) -> Response:
        command, stream = RegisterClient(client_id, call.caller.agency), client_stream(client_id)
        return respond(
            await context.handler.handle(call, client, stream, command, new=True, extras=extras)
        )

    try:
        return await write(extras)
    except ClaimTaken:
        released = await _left_over(context, call, name)
        if released:
            return await write(replace(extras, released=released))
        return respond(await known(context, call, name, "client", client_stream, warnings))


async def _left_over(context: Context, call: Call, name: str) -> list[Claim]:
    """The agency's hold on a registration of before, which another agency made and no file of its
    own rests on any more: the person is registered anew."""
    holder = await context.journal.holder(name)
    if holder is None or await own_registration(context, call, UUID(holder)) is not None:
        return []
    return [Claim(name, holder)]


async def _differences(
    context: Context, call: Call, client_id: UUID, given: PersonParticulars
) -> list[Warned]:
    """What is kept of a client otherwise, shown to those who may read and correct it."""
    if "clients:personal" not in call.caller.actions:
        return []
    await log_query(context, call, Query.REGISTRATION, client_id)
    kept = await kept_of_own(context, call, client_id)
    return differences(given, kept) if kept is not None else []


@router.get(
    "/v1/clients/{client_id}",
    tags=["clients"],
    summary="A client's coded facts",
    response_model=ClientFacts,
    responses=examples.CLIENT,
)
async def read_client(
    request: Request,
    client_id: ClientId,
    call: Annotated[Call, reads("cases:read", OWN_REGISTRATION)],
) -> Response:
    """The registration's version, and your agency's open case; who the person is stands apart."""
    context = context_of(request)
    loaded = registration_of(request)
    if not isinstance(loaded.state, Registered):
        raise problems.not_found()
    file = await resting_case(context, call, client_id)
    open_case_id = None if file is None or await _has_ended(context, file) else file.case_id
    facts = ClientFacts(client_id=client_id, version=loaded.version, open_case_id=open_case_id)
    return Response(
        facts.model_dump_json(), 200, {"ETag": f'"{loaded.version}"'}, "application/json"
    )


async def _has_ended(context: Context, file: Access) -> bool:
    loaded = await context.handler.load(case, case_stream(file.case_id))
    return isinstance(loaded.state, Ended)


class Withdrawal(Body):
    """Why a registration is taken back."""

    model_config = example(reason="mistaken")
    reason: WithdrawalReason


@router.post(
    "/v1/clients/{client_id}/withdrawal",
    tags=["clients"],
    summary="Withdraw a registration",
    response_model=Written,
    responses={**examples.WITHDRAWN, **responses(409, 429)},
)
async def withdraw_registration(
    request: Request,
    client_id: MistakenId,
    body: Withdrawal,
    call: Annotated[Call, needs("cases:write", OWN_REGISTRATION, IfMatch.REQUIRED)],
) -> Response:
    """Take a mistaken registration back: the client is not found any more, the number is free.

    Not while a case of your agency rests on it, open or waiting to be confirmed. A registration
    that several agencies share from before is withdrawn by the one that made it: since a file of
    another may rest on it, to withdraw is logged as a query about the person, and limited by the
    day.
    """
    context = context_of(request)
    stream, person = client_stream(client_id), registration_of(request).state
    if isinstance(person, Registered):
        check_made_by(person, call.caller.agency)
        await _ask_to_withdraw(context, call, client_id)
    held = await context.journal.claims_of(str(client_id))
    extras = Extras(
        claims=[Claim(file_claim(client_id), str(client_id))],
        released=[claim for claim in held if claim.name.startswith("registration:")],
        status=200,
    )
    command = WithdrawRegistration(body.reason)
    try:
        answer = await context.handler.handle(call, client, stream, command, extras=extras)
    except ClaimTaken:
        own = await resting_case(context, call, client_id)
        raise CannotWithdrawHere if own is None else FileRestsOnIt from None
    return respond(answer)


async def _ask_to_withdraw(context: Context, call: Call, client_id: UUID) -> None:
    """Log a withdrawal, unless an own case forbids it: its answer tells whether another's does."""
    if await resting_case(context, call, client_id) is None:
        await log_query(context, call, Query.WITHDRAWAL, client_id)
