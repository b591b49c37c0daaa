"""HTTP: what a client did that earns points and that no other entry says."""

from typing import Annotated

from fastapi import APIRouter, Request, Response

from services.cases.access_table import Category
from services.cases.case import examples
from services.cases.case.api.parameters import CaseId, kept_of, write, writes
from services.cases.case.merits import RecordMerit
from shared.events.cases.points import Merit
from shared.http.command_answers import Written
from shared.http.fields import Body, Day, Note, example
from shared.http.operation import Call, Operation
from shared.http.problems import responses
from shared.ids import new_id

router = APIRouter(route_class=Operation, tags=["points"])


class NewMerit(Body):
    """What the client did; the note goes into the vault."""

    model_config = example(occurred_on="2019-04-10", merit="training_attended")
    occurred_on: Day
    merit: Merit
    note: Note | None = None


@router.post(
    "/v1/cases/{case_id}/merits",
    status_code=201,
    summary="Record what earns points",
    response_model=Written,
    responses={**examples.entered(41), **responses(409, 410)},
)
async def record_merit(
    request: Request,
    case_id: CaseId,
    body: NewMerit,
    call: Annotated[Call, writes(Category.HELP)],
) -> Response:
    """Record that a client attended a training, met a goal or helped as a volunteer.

    Whether it earns points, and how many, the policies in force on its day say. What an entry says
    earns by that entry, and is no merit: negative tests, regular reports, goals of the plan that
    were met, trainings among the help. Who helped at a prevention session is better named
    in its record: then the points follow by themselves.
    """
    entry_id = new_id()
    items = kept_of(request, entry_id, {"note": body.note})
    command = RecordMerit(entry_id, body.occurred_on, body.merit)
    return await write(request, call, case_id, command, items)
