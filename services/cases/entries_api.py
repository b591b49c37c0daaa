"""HTTP: the entries of a case's ledger."""

from collections.abc import Awaitable, Callable
from typing import Annotated, TypeAlias
from uuid import UUID

from fastapi import APIRouter, Path, Request, Response
from pydantic import BaseModel

from services.cases import examples
from services.cases.case import (
    AssessRisk,
    Case,
    Command,
    RecordContact,
    RecordDrugTest,
    ReportIn,
    SignAgreement,
    VoidEntry,
    case,
)
from services.cases.cases_api import CaseId
from services.cases.clients_api import LegalBasis, Purpose, read_vault
from services.cases.office import office_of, opened_within
from shared import problems
from shared.edge import Written, respond
from shared.events.cases import (
    CaseEntry,
    ContactMode,
    DrugTestMethod,
    DrugTestResult,
    NotDoneReason,
    RiskLevel,
)
from shared.events.corrections import VoidReason
from shared.fields import Body, Name, Note, PastDay, example
from shared.ids import new_id
from shared.journal import VaultItem
from shared.operation import Call, IfMatch, Operation, needs, reads
from shared.problems import responses

router = APIRouter(route_class=Operation, tags=["entries"])

WritesAt = Annotated[Call, needs("cases:write", IfMatch.OPTIONAL)]
Corrects = Annotated[Call, needs("cases:write", IfMatch.REQUIRED)]
Items: TypeAlias = Callable[[Case], Awaitable[list[VaultItem]]]
EntryId = Annotated[UUID, Path(description="As its writing answered", examples=[examples.ENTRY_ID])]


class Happened(Body):
    """An entry that needs only its day."""

    model_config = example(occurred_on="2019-01-12")
    occurred_on: PastDay


class NewContact(Body):
    """A contact; the note and the worker's name go into the vault."""

    model_config = example(
        occurred_on="2019-03-14", mode="home_visit", note=examples.NOTE, worker=examples.WORKER
    )
    occurred_on: PastDay
    mode: ContactMode
    note: Note | None = None
    worker: Name | None = None


class NewDrugTest(Body):
    """A drug test; a reason stands exactly where it was not done."""

    model_config = example(occurred_on="2019-03-15", result="not_done", not_done_reason="excused")
    occurred_on: PastDay
    result: DrugTestResult
    method: DrugTestMethod = DrugTestMethod.URINE
    not_done_reason: NotDoneReason | None = None


class NewRiskAssessment(Body):
    """A risk assessment."""

    model_config = example(occurred_on="2019-06-03", level="medium")
    occurred_on: PastDay
    level: RiskLevel


class Voiding(Body):
    """Why an entry is void."""

    model_config = example(reason="mistaken")
    reason: VoidReason


class Particulars(BaseModel):
    """What the vault keeps of a contact."""

    entry_id: UUID
    note: str | None
    worker: str | None


async def _record(
    request: Request, call: Call, case_id: CaseId, command: Command, items: Items | None = None
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
    responses={**examples.entered(2), **responses(409)},
)
async def report_in(request: Request, case_id: CaseId, body: Happened, call: WritesAt) -> Response:
    """Record that the client reported in (戒毒条例 14: within 15 days of the decision)."""
    return await _record(request, call, case_id, ReportIn(new_id(), body.occurred_on))


@router.post(
    "/v1/cases/{case_id}/agreement",
    status_code=201,
    summary="The client signs the agreement",
    response_model=Written,
    responses={**examples.entered(3), **responses(409)},
)
async def sign_agreement(
    request: Request, case_id: CaseId, body: Happened, call: WritesAt
) -> Response:
    """Record the signed agreement (戒毒条例 16)."""
    return await _record(request, call, case_id, SignAgreement(new_id(), body.occurred_on))


@router.post(
    "/v1/cases/{case_id}/contacts",
    status_code=201,
    summary="Record a contact",
    response_model=Written,
    responses={**examples.entered(4), **responses(409, 410)},
)
async def record_contact(
    request: Request, case_id: CaseId, body: NewContact, call: WritesAt
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
    responses={**examples.entered(5), **responses(409)},
)
async def record_drug_test(
    request: Request, case_id: CaseId, body: NewDrugTest, call: WritesAt
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
    responses={**examples.entered(6), **responses(409)},
)
async def assess_risk(
    request: Request, case_id: CaseId, body: NewRiskAssessment, call: WritesAt
) -> Response:
    """Record the level that a client's risk was assessed at."""
    return await _record(request, call, case_id, AssessRisk(new_id(), body.occurred_on, body.level))


@router.post(
    "/v1/cases/{case_id}/entries/{entry_id}/void",
    status_code=201,
    summary="Make an entry void",
    response_model=Written,
    responses={**examples.entered(7), **responses(409)},
)
async def void_entry(
    request: Request, case_id: CaseId, entry_id: EntryId, body: Voiding, call: Corrects
) -> Response:
    """Take back an entry that was a mistake; it stays in the ledger and counts no more."""
    _, history = await office_of(request).file_of(call, case_id)
    for _, event in history:
        if isinstance(event, CaseEntry) and event.entry_id == entry_id:
            return await _record(request, call, case_id, VoidEntry(event, body.reason))
    raise problems.not_found()


@router.get(
    "/v1/cases/{case_id}/entries/{entry_id}/particulars",
    summary="What was noted at a contact",
    response_model=Particulars,
    responses={**examples.PARTICULARS, **responses(410)},
)
async def read_particulars(
    request: Request,
    case_id: CaseId,
    entry_id: EntryId,
    purpose: Purpose,
    legal_basis: LegalBasis,
    call: Annotated[Call, reads("clients:personal")],
) -> Response:
    """The note of a contact and who made it; the look is written down before it is answered."""
    office = office_of(request)
    _, history = await office.file_of(call, case_id)
    entries = {event.entry_id for _, event in history if isinstance(event, CaseEntry)}
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
