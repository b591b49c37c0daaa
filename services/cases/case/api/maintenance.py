"""HTTP: maintenance treatment, and time served elsewhere."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Path, Request, Response
from pydantic import Field

from services.cases.access_table import Category
from services.cases.case import examples
from services.cases.case.api.parameters import CaseId, kept_of, write, writes
from services.cases.case.api.programme import DocumentNumber
from services.cases.case.maintenance import CreditTimeServed, EndMaintenance, StartMaintenance
from shared.events.cases.evidence import Document
from shared.events.cases.programme import MaintenanceEnd, ServedWhere
from shared.http.command_answers import Written
from shared.http.fields import Body, Day, WholeNumber, example
from shared.http.operation import Call, Operation
from shared.http.problems import responses
from shared.ids import new_id

router = APIRouter(route_class=Operation, tags=["entries"])

Writes = Annotated[Call, writes(Category.PROGRAMME)]
TreatmentId = Annotated[
    UUID,
    Path(description="The treatment, as its start answered", examples=[examples.TREATMENT_ID]),
]


class NewTreatment(Body):
    """The start of maintenance treatment, which is voluntary, and the clinic's record of it."""

    model_config = example(
        occurred_on="2019-05-06",
        evidence="clinic_record",
        document_number=examples.DOCUMENT_NUMBER,
    )
    occurred_on: Day
    evidence: Document
    document_number: DocumentNumber = None


class NewTreatmentEnd(Body):
    """Why the treatment ended; `occurred_on` is the first day without it."""

    model_config = example(occurred_on="2020-05-06", reason="completed")
    occurred_on: Day
    reason: MaintenanceEnd


class NewTimeServed(Body):
    """Days that count towards the term, where they were served, and the document that shows it."""

    model_config = example(
        occurred_on="2019-02-01",
        days=30,
        where="compulsory_isolation",
        evidence="release_certificate",
        document_number=examples.DOCUMENT_NUMBER,
    )
    occurred_on: Day
    days: Annotated[WholeNumber, Field(description="1 to 1095")]
    where: ServedWhere
    evidence: Document
    document_number: DocumentNumber = None


@router.post(
    "/v1/cases/{case_id}/maintenance",
    status_code=201,
    summary="Maintenance treatment begins",
    response_model=Written,
    responses={**examples.entered(30), **responses(409, 410)},
)
async def start_maintenance(
    request: Request, case_id: CaseId, body: NewTreatment, call: Writes
) -> Response:
    """Record that the client began maintenance treatment. A client is in one at a time."""
    entry_id = new_id()
    items = kept_of(request, entry_id, {"document_number": body.document_number})
    command = StartMaintenance(entry_id, body.occurred_on, body.evidence)
    return await write(request, call, case_id, command, items)


@router.post(
    "/v1/cases/{case_id}/maintenance/{treatment_id}/end",
    status_code=201,
    summary="Maintenance treatment ends",
    response_model=Written,
    responses={**examples.entered(31), **responses(409)},
)
async def end_maintenance(
    request: Request,
    case_id: CaseId,
    treatment_id: TreatmentId,
    body: NewTreatmentEnd,
    call: Writes,
) -> Response:
    """Record that the client is in that treatment no more, and why."""
    command = EndMaintenance(new_id(), body.occurred_on, treatment_id, body.reason)
    return await write(request, call, case_id, command)


@router.post(
    "/v1/cases/{case_id}/time-served",
    status_code=201,
    summary="Credit time served elsewhere",
    response_model=Written,
    responses={**examples.entered(32), **responses(409, 410)},
)
async def credit_time_served(
    request: Request, case_id: CaseId, body: NewTimeServed, call: Writes
) -> Response:
    """Record days that were served elsewhere and count towards the term of the programme."""
    entry_id = new_id()
    items = kept_of(request, entry_id, {"document_number": body.document_number})
    command = CreditTimeServed(entry_id, body.occurred_on, body.days, body.where, body.evidence)
    return await write(request, call, case_id, command, items)
