"""HTTP: the entries of a case's ledger, and what was noted at a contact."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel, Field

from services.cases.access import access_of, on_case, still
from services.cases.access_table import CARRIES, Category, Relation, Right
from services.cases.case import examples
from services.cases.case.api.parameters import CaseId, EntryId, write, writes
from services.cases.case.entries import AssessRisk, RecordContact, RecordDrugTest
from services.cases.context import context_of
from services.cases.personal_data import Why, not_cached, read_vault
from services.cases.queries import Query
from services.cases.refused_access import not_entitled
from services.cases.relations import Access
from services.cases.streams import case_stream
from shared.events.cases.assessments import RiskLevel
from shared.events.cases.contacts import ContactMode
from shared.events.cases.drug_tests import DrugTestMethod, DrugTestResult, NotDoneReason
from shared.http import problems
from shared.http.command_answers import Written, WrittenUnseen
from shared.http.fields import Body, Day, Name, Note, example
from shared.http.openapi import perhaps_versioned
from shared.http.operation import Call, Operation, reads
from shared.http.problems import responses
from shared.ids import new_id
from shared.journal.journal import VaultItem

router = APIRouter(route_class=Operation, tags=["entries"])


class NewContact(Body):
    """A contact; the note and the worker's name go into the vault."""

    model_config = example(
        occurred_on="2019-03-14", mode="home_visit", note=examples.NOTE, worker=examples.WORKER
    )
    occurred_on: Day
    mode: ContactMode
    note: Note | None = None
    worker: Name | None = None


class NewDrugTest(Body):
    """A drug test; a reason stands exactly where it was not done."""

    model_config = example(occurred_on="2019-03-15", result="not_done", not_done_reason="excused")
    occurred_on: Day
    result: DrugTestResult
    method: DrugTestMethod = DrugTestMethod.URINE
    not_done_reason: NotDoneReason | None = None
    appointment_id: Annotated[
        UUID | None, Field(description="The appointment that the test was made for")
    ] = None


class NewRiskAssessment(Body):
    """A risk assessment."""

    model_config = example(occurred_on="2019-06-03", level="medium")
    occurred_on: Day
    level: RiskLevel


class Particulars(BaseModel):
    """What the vault keeps of a contact."""

    entry_id: UUID
    note: str | None
    worker: str | None


@router.post(
    "/v1/cases/{case_id}/contacts",
    status_code=201,
    summary="Record a contact",
    response_model=Written,
    responses={**examples.entered(4), **responses(409, 410)},
)
async def record_contact(
    request: Request,
    case_id: CaseId,
    body: NewContact,
    call: Annotated[Call, writes(Category.CONTACTS)],
) -> Response:
    """Record that the client was met or spoken with, once for each time (人次)."""
    entry_id = new_id()
    content = body.model_dump(include={"note", "worker"}, exclude_none=True)

    async def items(access: Access) -> list[VaultItem]:
        if not access.may(Category.NOTES, Right.WRITE):
            raise not_entitled()
        person = access.registration_id
        return [await context_of(request).vault.item(entry_id, person, content)]

    command = RecordContact(entry_id, body.occurred_on, body.mode)
    return await write(request, call, case_id, command, items if content else None)


@router.post(
    "/v1/cases/{case_id}/drug-tests",
    status_code=201,
    summary="Record a drug test",
    response_model=WrittenUnseen,
    responses={**perhaps_versioned(examples.entered(5)), **responses(409)},
)
async def record_drug_test(
    request: Request,
    case_id: CaseId,
    body: NewDrugTest,
    call: Annotated[Call, writes(Category.TESTS)],
) -> Response:
    """Record a test's result, or why a test that was due was not done.

    An agency that was asked for the test names its appointment, and is asked no more after it. The
    test is not earlier than the appointment. Who is nothing else to the case is shown no version:
    `version` is null, there is no ETag, and it sends no If-Match (400 `no-version-shown`).
    """
    command = RecordDrugTest(
        new_id(),
        body.occurred_on,
        body.method,
        body.result,
        body.not_done_reason,
        body.appointment_id,
    )

    def entitled(access: Access) -> None:
        """Who was only asked for a test enters that one; any other is not the caller's."""
        is_asked = body.appointment_id in access.subjects
        carries = access.caller.kind in CARRIES and Relation.RESPONSIBLE in access.relations
        if not carries and not is_asked:
            raise not_entitled()

    return await write(request, call, case_id, command, entitled=entitled)


@router.post(
    "/v1/cases/{case_id}/risk-assessments",
    status_code=201,
    summary="Assess the client's risk",
    response_model=Written,
    responses={**examples.entered(6), **responses(409)},
)
async def assess_risk(
    request: Request,
    case_id: CaseId,
    body: NewRiskAssessment,
    call: Annotated[Call, writes(Category.ASSESSMENTS)],
) -> Response:
    """Record the level that a client's risk was assessed at."""
    return await write(request, call, case_id, AssessRisk(new_id(), body.occurred_on, body.level))


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
    why: Why,
    call: Annotated[Call, reads("clients:personal", on_case(Category.NOTES, Right.READ), act=True)],
) -> Response:
    """The note of a contact and who made it; each read is logged before it is answered."""
    context = context_of(request)
    access = access_of(request)
    stored = await context.journal.find(case_stream(case_id), entry_id)
    if stored is None:
        raise problems.not_found()
    access = await still(request, max(stored.version, access.version))
    content = await read_vault(context, call, entry_id, why, Query.CONTACT_NOTES, access)
    particulars = Particulars(
        entry_id=entry_id, note=content.get("note"), worker=content.get("worker")
    )
    return not_cached(particulars)
