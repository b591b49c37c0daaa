"""HTTP: cases, from their opening to the file that shows them."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Path, Query, Request, Response
from pydantic import BaseModel
from pydantic import Field as _Field

from services.cases import examples
from services.cases.case import OpenCase, Opened, Unopened, case
from services.cases.office import Office, office_of
from services.cases.workstation import Registered as RegisteredWorkstation
from services.cases.workstation import workstation
from shared import problems
from shared.decider import Refused
from shared.desk import Extras
from shared.edge import Written, check_scope, respond
from shared.events.cases import CaseEntry, CaseKind
from shared.field_errors import FieldError
from shared.fields import Body, Name, PastDay, RegionCode, example
from shared.ids import new_id
from shared.journal import Claim, ClaimTaken
from shared.operation import Call, Operation, needs, reads
from shared.problems import Problem, responses

router = APIRouter(route_class=Operation, tags=["cases"])

Writes = Annotated[Call, needs("cases:write")]
Reads = Annotated[Call, reads("cases:read")]
CaseId = Annotated[UUID, Path(description="As its opening answered", examples=[examples.CASE_ID])]


class ClientHasOpenCase(Refused):
    """This client has an open case; end that one before another is opened."""

    zh = "该服务对象已有在办档案（一人一档），请先结束原档案。"


class ReferenceTaken(Refused):
    """Another case of your agency has this reference; check the number."""

    zh = "该编号已用于本单位的另一份档案，请核对编号。"


class NewCase(Body):
    """A case to open; `reference` is the agency's own number for the file."""

    model_config = example(
        client_id=examples.CLIENT_ID,
        kind="community_detoxification",
        region=examples.REGION,
        workstation_id=examples.WORKSTATION_ID,
        decided_on="2019-01-10",
        reference=examples.REFERENCE,
    )
    client_id: UUID
    kind: CaseKind
    region: RegionCode
    workstation_id: UUID | None = None
    decided_on: PastDay | None = None
    reference: Name | None = None


class CaseWritten(Written):
    """The answer to an opened case."""

    case_id: UUID


class CaseFacts(BaseModel):
    """A case as it stands."""

    case_id: UUID
    client_id: UUID
    kind: CaseKind
    region: str
    version: int


class FoundCases(BaseModel):
    """The cases that were asked for."""

    cases: list[CaseFacts]


class EntryFacts(BaseModel):
    """One entry: its type, its coded facts, and whether it still counts."""

    entry_id: UUID
    type: str
    recorded_at: str
    void: bool
    facts: dict[str, Any]


class CaseFile(CaseFacts):
    """A case with its entries, in the order they were written."""

    phase: str = _Field(description="at_large, ordered, reported or agreed")
    entries: list[EntryFacts]


@router.post(
    "/v1/cases",
    status_code=201,
    summary="Open a case",
    response_model=CaseWritten,
    responses={**examples.OPENED, **responses(409)},
)
async def open_case(request: Request, body: NewCase, call: Writes) -> Response:
    """Open the one file of a client: a programme, or the file of a user at large."""
    office = office_of(request)
    check_scope(call, body.region)
    await _check_references(office, call, body)
    case_id = new_id()
    claims = [Claim(f"open-case:{body.client_id}", str(case_id))]
    if body.reference is not None:
        claims.append(Claim(_reference(office, call, body.reference), str(case_id)))
    command = OpenCase(
        case_id, body.client_id, body.kind, body.region, body.workstation_id, body.decided_on
    )
    try:
        return respond(
            await office.desk.handle(
                call,
                case,
                f"case-{case_id}",
                command,
                new=True,
                extras=Extras({"case_id": str(case_id)}, claims),
            )
        )
    except ClaimTaken:
        replayed = await office.desk.replay(call)
        if replayed is not None:
            return respond(replayed)
        if await office.desk.journal.holder(claims[0].name) is not None:
            raise ClientHasOpenCase from None
        raise ReferenceTaken from None


def _reference(office: Office, call: Call, reference: str) -> str:
    """The claim of an agency's own number, by keyed hash: some use the ID number as theirs.

    No agency's name holds a line break, so that no two agencies' numbers are ever the same.
    """
    return "reference:" + office.vault.index(f"{call.caller.agency}\n{reference}")


async def _check_references(office: Office, call: Call, body: NewCase) -> None:
    """The agency must have registered the client; and the workstation, if named, must exist."""
    if not await office.knows(call, body.client_id):
        raise _unknown("client", "服务对象")
    if body.workstation_id is not None:
        station = await office.desk.load(workstation, f"workstation-{body.workstation_id}")
        if not isinstance(station.state, RegisteredWorkstation):
            raise _unknown("workstation", "工作站")


def _unknown(what: str, what_zh: str) -> Problem:
    return problems.invalid(
        [
            FieldError(
                f"unknown_{what}",
                f"Your agency knows no {what} under this id; register it first.",
                f"本单位没有该{what_zh}的登记，请先登记。",
                pointer=f"/{what}_id",
            )
        ]
    )


@router.get(
    "/v1/cases",
    summary="Find a case by its reference",
    response_model=FoundCases,
    responses=examples.FOUND,
)
async def find_cases(
    request: Request,
    call: Reads,
    reference: Annotated[
        str,
        Query(
            max_length=100, description="Your agency's own number", examples=[examples.REFERENCE]
        ),
    ],
) -> Response:
    """The case that your agency opened under its own number, if there is one."""
    office = office_of(request)
    holder = await office.desk.journal.holder(_reference(office, call, reference))
    found: list[CaseFacts] = []
    if holder is not None:
        loaded = await office.desk.load(case, f"case-{holder}")
        state = loaded.state
        if not isinstance(state, Unopened) and call.caller.covers(state.file.region):
            found.append(CaseFacts(**_facts(state, loaded.version)))
    return Response(FoundCases(cases=found).model_dump_json(), media_type="application/json")


@router.get(
    "/v1/cases/{case_id}",
    summary="A case and its entries",
    response_model=CaseFile,
    responses=examples.CASE,
)
async def read_case(request: Request, case_id: CaseId, call: Reads) -> Response:
    """The case as it stands, with every entry that was ever made."""
    state, history = await office_of(request).file_of(call, case_id)
    entries = [
        EntryFacts(
            entry_id=event.entry_id,
            type=recorded.type,
            recorded_at=recorded.recorded_at.isoformat(),
            void=event.entry_id in state.file.voided,
            facts=event.model_dump(
                mode="json", exclude={"entry_id", "case_id", "client_id", "kind", "region"}
            ),
        )
        for recorded, event in history
        if isinstance(event, CaseEntry)
    ]
    phase = {"AtLarge": "at_large"}.get(type(state).__name__, type(state).__name__.lower())
    version = len(history)
    file = CaseFile(**_facts(state, version), phase=phase, entries=entries)
    return Response(file.model_dump_json(), 200, {"ETag": f'"{version}"'}, "application/json")


def _facts(state: Opened, version: int) -> dict[str, Any]:
    file = state.file
    return {
        "case_id": file.case_id,
        "client_id": file.client_id,
        "kind": file.kind,
        "region": file.region,
        "version": version,
    }
