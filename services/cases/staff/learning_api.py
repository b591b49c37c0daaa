"""HTTP: qualifications of workers and trainings attended."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Path, Request, Response

from services.cases.context import context_of
from services.cases.staff import examples
from services.cases.staff.bodies import (
    NewQualification,
    NewTraining,
    QualificationWritten,
    TrainingWritten,
    WorkerId,
)
from services.cases.staff.learning import AttendTraining, Qualify, VoidWorkerEntry
from services.cases.staff.writing import write
from shared.http.access_rules import OWN
from shared.http.command_answers import Written
from shared.http.operation import Call, IfMatch, Operation, needs
from shared.ids import new_id

router = APIRouter(route_class=Operation, tags=["workers"])

EntryId = Annotated[
    UUID,
    Path(
        description="Of the qualification or training, as it was answered",
        examples=[examples.TRAINING_ID],
    ),
]


@router.post(
    "/v1/workers/{worker_id}/qualifications",
    status_code=201,
    summary="A worker's qualification",
    response_model=QualificationWritten,
    responses=examples.wrote(9, qualification_id=examples.QUALIFICATION_ID),
)
async def qualify_worker(
    request: Request,
    worker_id: WorkerId,
    body: NewQualification,
    call: Annotated[Call, needs("staff:write", OWN, IfMatch.REQUIRED)],
) -> Response:
    """Such as `counsellor`, `social_work_certificate` or `first_aid`: codes of your place."""
    qualification_id = new_id()
    command = Qualify(qualification_id, body.qualification, body.since, body.until)
    answer = {"qualification_id": str(qualification_id)}
    return await write(context_of(request), call, worker_id, command, answer)


@router.post(
    "/v1/workers/{worker_id}/trainings",
    status_code=201,
    summary="A training that a worker attended",
    response_model=TrainingWritten,
    responses=examples.wrote(10, training_id=examples.TRAINING_ID),
)
async def attend_training(
    request: Request,
    worker_id: WorkerId,
    body: NewTraining,
    call: Annotated[Call, needs("staff:write", OWN, IfMatch.REQUIRED)],
) -> Response:
    """With its kind, by a code, and its hours; it counts where the worker served that day."""
    training_id = new_id()
    command = AttendTraining(training_id, body.training, body.hours, body.attended_on)
    answer = {"training_id": str(training_id)}
    return await write(context_of(request), call, worker_id, command, answer)


@router.post(
    "/v1/workers/{worker_id}/entries/{worker_entry_id}/void",
    status_code=201,
    summary="Make a qualification or training void",
    response_model=Written,
    responses=examples.wrote(11),
)
async def void_worker_entry(
    request: Request,
    worker_id: WorkerId,
    worker_entry_id: EntryId,
    call: Annotated[Call, needs("staff:write", OWN, IfMatch.REQUIRED)],
) -> Response:
    """Take back what was entered in error; figures take it back too."""
    return await write(context_of(request), call, worker_id, VoidWorkerEntry(worker_entry_id))
