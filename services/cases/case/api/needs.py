"""HTTP: what a client needs."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Path, Request, Response
from pydantic import Field, StringConstraints

from services.cases.access_table import Category
from services.cases.case import examples
from services.cases.case.api.parameters import CaseId, kept_of, write, writes
from services.cases.case.needs import AssessNeed, CloseNeed
from shared.events.cases.help import NeedOutcome, Urgency
from shared.http.command_answers import Written
from shared.http.fields import Body, Day, Note, example
from shared.http.operation import Call, Operation
from shared.http.problems import responses
from shared.ids import new_id

router = APIRouter(route_class=Operation, tags=["help"])

Writes = Annotated[Call, writes(Category.HELP)]
KindCode = Annotated[str, StringConstraints(max_length=64)]
_NEED: Any = Path(description="As its writing answered", examples=[examples.NEED_ID])


class NewNeed(Body):
    """Something that the client needs, and how urgently; the note is for the vault."""

    model_config = example(occurred_on="2019-03-14", need="livelihood", urgency="soon")
    occurred_on: Day
    need: Annotated[
        KindCode, Field(description="A kind of need; see /v1/help-kinds", examples=["livelihood"])
    ]
    urgency: Urgency
    note: Note | None = None


class NewNeedClosing(Body):
    """What became of a need; the note is for the vault."""

    model_config = example(occurred_on="2019-04-01", outcome="met")
    occurred_on: Day
    outcome: NeedOutcome
    note: Note | None = None


@router.post(
    "/v1/cases/{case_id}/needs",
    status_code=201,
    summary="Assess a need",
    response_model=Written,
    responses={**examples.entered(34), **responses(409, 410)},
)
async def assess_need(request: Request, case_id: CaseId, body: NewNeed, call: Writes) -> Response:
    """Record one thing that the client needs. It is open until it is closed, and is not open twice.

    Which kinds there are is a policy of the place.
    """
    entry_id = new_id()
    command = AssessNeed(entry_id, body.occurred_on, body.need, body.urgency)
    return await write(
        request, call, case_id, command, kept_of(request, entry_id, {"note": body.note})
    )


@router.post(
    "/v1/cases/{case_id}/needs/{need_id}/closing",
    status_code=201,
    summary="Close a need",
    response_model=Written,
    responses={**examples.entered(35), **responses(409, 410)},
)
async def close_need(
    request: Request,
    case_id: CaseId,
    need_id: Annotated[UUID, _NEED],
    body: NewNeedClosing,
    call: Writes,
) -> Response:
    """Record that a need is met, has fallen away, or is assessed anew."""
    entry_id = new_id()
    command = CloseNeed(entry_id, body.occurred_on, need_id, body.outcome)
    return await write(
        request, call, case_id, command, kept_of(request, entry_id, {"note": body.note})
    )
