"""HTTP: clients, and who they are."""

import json
from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import APIRouter, Path, Request, Response
from pydantic import AfterValidator, BaseModel, StringConstraints
from pydantic import Field as _Field
from typing_extensions import TypeAliasType

from services.cases.access import knows_client, note_acquaintance, open_case_within
from services.cases.client import examples
from services.cases.client.id_number import BadIdNumber, normalise
from services.cases.client.rules import Client, RegisterClient, Registered, client
from services.cases.context import Context, context_of
from services.cases.personal_data import LegalBasis, Purpose, read_vault
from services.cases.registration import known, registered
from services.cases.streams import client_stream, id_number_claim, open_case_claim
from shared.command_handler import Extras
from shared.http import problems
from shared.http.command_answers import Written, respond
from shared.http.field_errors import refusal
from shared.http.fields import Body, Name, example
from shared.http.operation import Call, Operation, needs, reads
from shared.http.problems import responses
from shared.ids import new_id
from shared.journal.journal import Claim, ClaimTaken
from shared.text import Text

router = APIRouter(route_class=Operation)

Sex = TypeAliasType("Sex", Literal["male", "female"])


ClientId = Annotated[
    UUID, Path(description="As its registration answered", examples=[examples.CLIENT_ID])
]


def _is_an_id_number(value: str) -> str:
    try:
        return normalise(value)
    except BadIdNumber as error:
        raise refusal(
            "id_checksum",
            Text(
                zh="身份证号的校验码或出生日期不正确，请与证件核对。",
                en=(type(error).__doc__ or "").strip(),
            ),
        ) from None


class NewClient(Body):
    """A person to register. All of it goes into the vault; nothing of it into an event."""

    model_config = example(
        name=examples.NAME, id_number=examples.ID_NUMBER, phone=examples.PHONE, sex="male"
    )
    name: Name
    id_number: Annotated[
        str,
        StringConstraints(max_length=40),
        AfterValidator(_is_an_id_number),
        _Field(description="18 characters, with their check digit", examples=[examples.ID_NUMBER]),
    ]
    phone: Annotated[str, StringConstraints(pattern=r"^[0-9+ \-]{5,20}$")] | None = None
    sex: Sex | None = None


class ClientWritten(Written):
    """The answer to a registered client."""

    client_id: UUID


class ClientFacts(BaseModel):
    """What the service knows of a client outside the vault."""

    client_id: UUID
    version: int
    open_case_id: UUID | None


class PersonalData(BaseModel):
    """Who a client is."""

    client_id: UUID
    name: str
    id_number: str
    phone: str | None
    sex: Sex | None


@router.post(
    "/v1/clients",
    status_code=201,
    tags=["clients"],
    summary="Register a client",
    response_model=ClientWritten,
    responses=registered(
        "client",
        client_stream(examples.CLIENT_ID),
        ClientWritten,
        "The person was registered before",
    ),
)
async def register_client(
    request: Request, body: NewClient, call: Annotated[Call, needs("cases:write")]
) -> Response:
    """Register a person; the same ID number finds the same client again.

    A dry run finds only clients whom your agency has registered.
    """
    context = context_of(request)
    client_id = new_id()
    name = id_number_claim(context.vault.index(body.id_number))
    person = context.vault.new_person(client_id)
    hidden = call.dry_run and not await _knows_holder(context, call, name)
    extras = Extras(
        {"client_id": str(client_id)},
        claims=[] if hidden else [Claim(name, str(client_id))],
        persons=[person],
        items=[await context.vault.item(client_id, client_id, body.model_dump(exclude_none=True))],
    )
    command = RegisterClient(client_id, call.caller.agency)
    try:
        return respond(
            await context.handler.handle(
                call, client, client_stream(client_id), command, new=True, extras=extras
            )
        )
    except ClaimTaken:
        answer = await known(context, call, name, "client", client_stream)
        known_id = UUID(json.loads(answer.body)["client_id"])
        if not await knows_client(context, call, known_id):
            await note_acquaintance(context, call, known_id)
        return respond(answer)


async def _knows_holder(context: Context, call: Call, claim: str) -> bool:
    """Whether the caller's agency registered the person of this ID number.

    A dry run leaves no trace, so it must not tell whom other agencies have registered. The same
    is read in every case, because the time of an answer tells it too.
    """
    holder = await context.journal.holder(claim)
    return await knows_client(context, call, UUID(holder) if holder else new_id())


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
    open_case = await _open_case(context, call, loaded.state, client_id)
    facts = ClientFacts(client_id=client_id, version=loaded.version, open_case_id=open_case)
    return Response(
        facts.model_dump_json(), 200, {"ETag": f'"{loaded.version}"'}, "application/json"
    )


async def _open_case(context: Context, call: Call, state: Client, client_id: UUID) -> UUID | None:
    """The client's open case; 404 unless it, or the registration, is within the caller's scope."""
    if not isinstance(state, Registered):
        raise problems.not_found()
    holder = await context.journal.holder(open_case_claim(client_id))
    if holder is None:
        if state.agency != call.caller.agency:
            raise problems.not_found()
        return None
    await open_case_within(context, call, UUID(holder))
    return UUID(holder)


@router.get(
    "/v1/clients/{client_id}/personal-data",
    tags=["clients"],
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
    """Name, ID number, phone and sex; each read is logged before it is answered."""
    context = context_of(request)
    loaded = await context.handler.load(client, client_stream(client_id))
    await _open_case(context, call, loaded.state, client_id)
    content = await read_vault(context, call, client_id, purpose, legal_basis)
    data: dict[str, Any] = {"phone": None, "sex": None, **content}
    return Response(
        PersonalData(client_id=client_id, **data).model_dump_json(),
        media_type="application/json",
        headers={"Cache-Control": "no-store"},
    )
