"""HTTP: clients, and who they are."""

import json
from typing import Annotated, Any, Literal
from urllib.parse import unquote_to_bytes
from uuid import UUID

from fastapi import APIRouter, Header, Path, Request, Response
from pydantic import AfterValidator, BaseModel, StringConstraints
from pydantic import Field as _Field

from services.cases import examples
from services.cases.client import Client, RegisterClient, Registered, client
from services.cases.id_number import BadIdNumber, normalise
from services.cases.office import Office, office_of
from services.cases.registering import known, registered
from shared import problems
from shared.desk import Extras
from shared.edge import Written, respond
from shared.field_errors import refusal
from shared.fields import Body, Name, example
from shared.ids import new_id
from shared.journal import Claim, ClaimTaken
from shared.operation import Call, Operation, needs, reads
from shared.problems import responses
from shared.vault import NotKept

router = APIRouter(route_class=Operation)


ClientId = Annotated[
    UUID, Path(description="As its registration answered", examples=[examples.CLIENT_ID])
]


def _is_an_id_number(value: str) -> str:
    try:
        return normalise(value)
    except BadIdNumber as error:
        raise refusal(
            "id_checksum",
            (type(error).__doc__ or "").strip(),
            "身份证号的校验码或出生日期不正确，请与证件核对。",
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
    sex: Literal["male", "female"] | None = None


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
    sex: Literal["male", "female"] | None


@router.post(
    "/v1/clients",
    status_code=201,
    tags=["clients"],
    summary="Register a client",
    response_model=ClientWritten,
    responses=registered(
        "client", examples.CLIENT_ID, ClientWritten, "The person was registered before"
    ),
)
async def register_client(
    request: Request, body: NewClient, call: Annotated[Call, needs("cases:write")]
) -> Response:
    """Register a person; the same ID number finds the same client again."""
    office = office_of(request)
    client_id = new_id()
    name = "id-number:" + office.vault.index(body.id_number)
    person = office.vault.new_person(client_id)
    extras = Extras(
        {"client_id": str(client_id)},
        claims=[Claim(name, str(client_id))],
        persons=[person],
        items=[await office.vault.item(client_id, client_id, body.model_dump(exclude_none=True))],
    )
    command = RegisterClient(client_id, call.caller.agency)
    try:
        return respond(
            await office.desk.handle(
                call, client, f"client-{client_id}", command, new=True, extras=extras
            )
        )
    except ClaimTaken:
        answer = await known(office, call, name, "client")
        found = UUID(json.loads(answer.body)["client_id"])
        if not await office.knows(call, found):
            await office.note_acquaintance(call, found)
        return respond(answer)


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
    """The client's version and open case; who it is stands in the vault."""
    office = office_of(request)
    loaded = await office.desk.load(client, f"client-{client_id}")
    open_case = await _open_case(office, call, loaded.state, client_id)
    facts = ClientFacts(client_id=client_id, version=loaded.version, open_case_id=open_case)
    return Response(
        facts.model_dump_json(), 200, {"ETag": f'"{loaded.version}"'}, "application/json"
    )


async def _open_case(office: Office, call: Call, state: Client, client_id: UUID) -> UUID | None:
    """The client's open case; 404 unless it, or the registration, is within the caller's scope."""
    if not isinstance(state, Registered):
        raise problems.not_found()
    holder = await office.desk.journal.holder(f"open-case:{client_id}")
    if holder is None:
        if state.agency != call.caller.agency:
            raise problems.not_found()
        return None
    await office.file_of(call, UUID(holder))
    return UUID(holder)


def _as_said(header: str) -> str:
    """What a header says in UTF-8, plain or percent-encoded; headers arrive as Latin-1."""
    try:
        said = unquote_to_bytes(header.encode("latin-1")).decode("utf-8")
    except UnicodeDecodeError:
        said = ""
    if not said.strip() or "\x00" in said:
        raise refusal(
            "bad_format",
            "Write it in UTF-8, percent-encoded where it is not ASCII.",
            "请使用 UTF-8 填写，非 ASCII 字符须作百分号编码。",
        )
    return said


Purpose = Annotated[
    str,
    Header(
        alias="Purpose",
        min_length=2,
        max_length=200,
        description="What the data is wanted for, percent-encoded UTF-8",
        examples=[examples.PURPOSE],
    ),
    AfterValidator(_as_said),
]
LegalBasis = Annotated[
    str,
    Header(
        alias="Legal-Basis",
        min_length=2,
        max_length=200,
        description="The article that entitles the caller, e.g. 戒毒条例 7, percent-encoded UTF-8",
        examples=[examples.LEGAL_BASIS],
    ),
    AfterValidator(_as_said),
]


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
    """Name, ID number, phone and sex; the look at them is written down before it is answered."""
    office = office_of(request)
    loaded = await office.desk.load(client, f"client-{client_id}")
    await _open_case(office, call, loaded.state, client_id)
    content = await read_vault(office, call, client_id, purpose, legal_basis)
    data: dict[str, Any] = {"phone": None, "sex": None, **content}
    return Response(
        PersonalData(client_id=client_id, **data).model_dump_json(),
        media_type="application/json",
        headers={"Cache-Control": "no-store"},
    )


async def read_vault(
    office: Office, call: Call, item_id: UUID, purpose: str, legal_basis: str
) -> dict[str, str]:
    """One item of the vault; 404 if there is none. Raises `Erased`."""
    async with office.pool.acquire() as connection:
        try:
            return await office.vault.read(
                connection, item_id, call.caller.agency, purpose, legal_basis
            )
        except NotKept:
            raise problems.not_found() from None
