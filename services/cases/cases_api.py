"""HTTP: cases and the entries of their ledgers."""

from collections.abc import Awaitable, Callable
from typing import Annotated, Any, TypeAlias
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response
from pydantic import BaseModel
from pydantic import Field as _Field

from services.cases.case import (
    AssessRisk,
    Case,
    Command,
    OpenCase,
    Opened,
    RecordContact,
    RecordDrugTest,
    ReportIn,
    SignAgreement,
    VoidEntry,
    case,
)
from services.cases.client import Registered, client
from services.cases.clients_api import LegalBasis, Purpose, read_vault
from services.cases.office import Office, office_of, opened_within
from services.cases.workstation import Registered as RegisteredWorkstation
from services.cases.workstation import workstation
from shared import problems
from shared.decider import Refused
from shared.desk import Extras
from shared.edge import Written, check_scope, respond
from shared.events.cases import (
    CaseEntry,
    CaseKind,
    ContactMode,
    DrugTestMethod,
    DrugTestResult,
    NotDoneReason,
    RiskLevel,
)
from shared.events.corrections import VoidReason
from shared.field_errors import FieldError
from shared.fields import Body, Name, Note, PastDay, RegionCode
from shared.ids import new_id
from shared.journal import Claim, ClaimTaken, VaultItem
from shared.operation import Call, IfMatch, Operation, needs, reads
from shared.problems import Problem, responses

router = APIRouter(route_class=Operation, tags=["cases"])

Writes = Annotated[Call, needs("cases:write")]
WritesAt = Annotated[Call, needs("cases:write", IfMatch.OPTIONAL)]
Corrects = Annotated[Call, needs("cases:write", IfMatch.REQUIRED)]
Items: TypeAlias = Callable[[Case], Awaitable[list[VaultItem]]]
Reads = Annotated[Call, reads("cases:read")]


class ClientHasOpenCase(Refused):
    """This client has an open case; end that one before another is opened."""

    zh = "该服务对象已有在办档案（一人一档），请先结束原档案。"


class ReferenceTaken(Refused):
    """Another case of your agency has this reference; check the number."""

    zh = "该编号已用于本单位的另一份档案，请核对编号。"


class NewCase(Body):
    """A case to open; `reference` is the agency's own number for the file."""

    client_id: UUID
    kind: CaseKind
    region: RegionCode
    workstation_id: UUID | None = None
    decided_on: PastDay | None = None
    reference: Name | None = None


class Happened(Body):
    """An entry that needs only its day."""

    occurred_on: PastDay


class NewContact(Body):
    """A contact; the note and the worker's name go into the vault."""

    occurred_on: PastDay
    mode: ContactMode
    note: Note | None = None
    worker: Name | None = None


class NewDrugTest(Body):
    """A drug test; a reason stands exactly where it was not done."""

    occurred_on: PastDay
    result: DrugTestResult
    method: DrugTestMethod = DrugTestMethod.URINE
    not_done_reason: NotDoneReason | None = None


class NewRiskAssessment(Body):
    """A risk assessment."""

    occurred_on: PastDay
    level: RiskLevel


class Voiding(Body):
    """Why an entry is void."""

    reason: VoidReason


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


class Particulars(BaseModel):
    """What the vault keeps of a contact."""

    entry_id: UUID
    note: str | None
    worker: str | None


@router.post(
    "/v1/cases",
    status_code=201,
    summary="Open a case",
    response_model=CaseWritten,
    responses=responses(409),
)
async def open_case(request: Request, body: NewCase, call: Writes) -> Response:
    """Open the one file of a client: a programme, or the file of a user at large."""
    office = office_of(request)
    check_scope(call, body.region)
    await _check_references(office, body)
    case_id = new_id()
    claims = [Claim(f"open-case:{body.client_id}", str(case_id))]
    if body.reference is not None:
        claims.append(Claim(_reference(call, body.reference), str(case_id)))
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


def _reference(call: Call, reference: str) -> str:
    return f"reference:{call.caller.agency}:{reference}"


async def _check_references(office: Office, body: NewCase) -> None:
    """The client, and the workstation if one is named, must be registered."""
    known = await office.desk.load(client, f"client-{body.client_id}")
    if not isinstance(known.state, Registered):
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
                f"No {what} is registered under this id; register it first.",
                f"没有登记过该{what_zh}，请先登记。",
                pointer=f"/{what}_id",
            )
        ]
    )


async def _record(
    request: Request, call: Call, case_id: UUID, command: Command, items: Items | None = None
) -> Response:
    answer = await office_of(request).desk.handle(
        call,
        case,
        f"case-{case_id}",
        command,
        allowed=opened_within(call),
        items=items,
    )
    return respond(answer)


@router.post(
    "/v1/cases/{case_id}/reporting-in",
    status_code=201,
    summary="The client reports in",
    response_model=Written,
    responses=responses(409),
)
async def report_in(request: Request, case_id: UUID, body: Happened, call: WritesAt) -> Response:
    """Record that the client reported in (戒毒条例 14: within 15 days of the decision)."""
    return await _record(request, call, case_id, ReportIn(new_id(), body.occurred_on))


@router.post(
    "/v1/cases/{case_id}/agreement",
    status_code=201,
    summary="The client signs the agreement",
    response_model=Written,
    responses=responses(409),
)
async def sign_agreement(
    request: Request, case_id: UUID, body: Happened, call: WritesAt
) -> Response:
    """Record the signed agreement (戒毒条例 16)."""
    return await _record(request, call, case_id, SignAgreement(new_id(), body.occurred_on))


@router.post(
    "/v1/cases/{case_id}/contacts",
    status_code=201,
    summary="Record a contact",
    response_model=Written,
    responses=responses(409),
)
async def record_contact(
    request: Request, case_id: UUID, body: NewContact, call: WritesAt
) -> Response:
    """Record that the client was met or spoken with, once for each time (人次)."""
    entry_id = new_id()
    content = body.model_dump(include={"note", "worker"}, exclude_none=True)

    async def items(state: Case) -> list[VaultItem]:
        client_id = opened_within(call)(state).file.client_id
        return [await office_of(request).vault.item(entry_id, client_id, content)]

    command = RecordContact(entry_id, body.occurred_on, body.mode)
    return await _record(request, call, case_id, command, items if content else None)


@router.post(
    "/v1/cases/{case_id}/drug-tests",
    status_code=201,
    summary="Record a drug test",
    response_model=Written,
    responses=responses(409),
)
async def record_drug_test(
    request: Request, case_id: UUID, body: NewDrugTest, call: WritesAt
) -> Response:
    """Record a test's result, or why a test that was due was not done."""
    command = RecordDrugTest(
        new_id(), body.occurred_on, body.method, body.result, body.not_done_reason
    )
    return await _record(request, call, case_id, command)


@router.post(
    "/v1/cases/{case_id}/risk-assessments",
    status_code=201,
    summary="Assess the client's risk",
    response_model=Written,
    responses=responses(409),
)
async def assess_risk(
    request: Request, case_id: UUID, body: NewRiskAssessment, call: WritesAt
) -> Response:
    """Record the level that a client's risk was assessed at."""
    return await _record(request, call, case_id, AssessRisk(new_id(), body.occurred_on, body.level))


@router.post(
    "/v1/cases/{case_id}/entries/{entry_id}/void",
    status_code=201,
    summary="Make an entry void",
    response_model=Written,
    responses=responses(409),
)
async def void_entry(
    request: Request, case_id: UUID, entry_id: UUID, body: Voiding, call: Corrects
) -> Response:
    """Take back an entry that was a mistake; it stays in the ledger and counts no more."""
    office = office_of(request)
    for _, event in await office.history(f"case-{case_id}"):
        if isinstance(event, CaseEntry) and event.entry_id == entry_id:
            return await _record(request, call, case_id, VoidEntry(event, body.reason))
    raise problems.not_found()


@router.get("/v1/cases", summary="Find a case by its reference", response_model=FoundCases)
async def find_cases(
    request: Request,
    call: Reads,
    reference: Annotated[str, Query(max_length=100, description="Your agency's own number")],
) -> Response:
    """The case that your agency opened under its own number, if there is one."""
    office = office_of(request)
    holder = await office.desk.journal.holder(_reference(call, reference))
    found: list[CaseFacts] = []
    if holder is not None:
        loaded = await office.case_of(call, UUID(holder))
        found.append(CaseFacts(**_facts(loaded.state, loaded.version)))
    return Response(FoundCases(cases=found).model_dump_json(), media_type="application/json")


@router.get("/v1/cases/{case_id}", summary="A case and its entries", response_model=CaseFile)
async def read_case(request: Request, case_id: UUID, call: Reads) -> Response:
    """The case as it stands, with every entry that was ever made."""
    office = office_of(request)
    loaded = await office.case_of(call, case_id)
    history = await office.history(f"case-{case_id}")
    state = loaded.state
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
    file = CaseFile(**_facts(state, loaded.version), phase=phase, entries=entries)
    return Response(
        file.model_dump_json(), 200, {"ETag": f'"{loaded.version}"'}, "application/json"
    )


def _facts(state: Opened, version: int) -> dict[str, Any]:
    file = state.file
    return {
        "case_id": file.case_id,
        "client_id": file.client_id,
        "kind": file.kind,
        "region": file.region,
        "version": version,
    }


@router.get(
    "/v1/cases/{case_id}/entries/{entry_id}/particulars",
    summary="What was noted at a contact",
    response_model=Particulars,
    responses=responses(410),
)
async def read_particulars(
    request: Request,
    case_id: UUID,
    entry_id: UUID,
    purpose: Purpose,
    legal_basis: LegalBasis,
    call: Annotated[Call, reads("clients:personal")],
) -> Response:
    """The note of a contact and who made it; the look is written down before it is answered."""
    office = office_of(request)
    await office.case_of(call, case_id)
    entries = {
        event.entry_id
        for _, event in await office.history(f"case-{case_id}")
        if isinstance(event, CaseEntry)
    }
    if entry_id not in entries:
        raise problems.not_found()
    content = await read_vault(office, call, entry_id, purpose, legal_basis)
    particulars = Particulars(
        entry_id=entry_id, note=content.get("note"), worker=content.get("worker")
    )
    return Response(
        particulars.model_dump_json(),
        media_type="application/json",
        headers={"Cache-Control": "no-store"},
    )
