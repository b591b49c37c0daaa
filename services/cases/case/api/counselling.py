"""HTTP: counselling by a qualified counsellor."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Request, Response
from pydantic import Field

from services.cases.access_table import Category
from services.cases.case import examples
from services.cases.case.api.named_workers import check_named
from services.cases.case.api.parameters import CaseId, kept_of, write, writes
from services.cases.case.counselling import CounsellorNotQualified, HoldCounselling
from services.cases.context import context_of
from services.cases.staff.known import known_worker
from services.cases.staff.rules import Left
from shared.events.cases.contacts import ContactMode
from shared.events.cases.counselling import CounsellorQualification, MotivationStage
from shared.http.command_answers import Written
from shared.http.fields import Body, Day, Name, Note, example
from shared.http.operation import Call, Operation
from shared.http.problems import responses
from shared.ids import new_id

router = APIRouter(route_class=Operation, tags=["help"])


class NewCounselling(Body):
    """A talk of a counsellor with the client; the note and the counsellor's name are for the vault.

    `contact_id` is the contact at which a crisis was seen that it answers. `stage` is how ready the
    client is to live without drugs.
    """

    model_config = example(
        occurred_on="2019-03-16",
        qualification="counsellor",
        mode="office",
        contact_id=examples.ENTRY_ID,
        stage="contemplation",
        note="谈话后情绪平稳，愿意继续咨询",
        worker="咨询师甲",
    )
    occurred_on: Day
    qualification: Annotated[
        CounsellorQualification, Field(description="What the counsellor is qualified by")
    ]
    mode: ContactMode
    counsellor_id: Annotated[
        UUID | None, Field(description="The worker who counsels, where it is one of yours")
    ] = None
    contact_id: UUID | None = None
    stage: MotivationStage | None = None
    note: Note | None = None
    worker: Name | None = None


@router.post(
    "/v1/cases/{case_id}/counselling",
    status_code=201,
    summary="Record counselling",
    response_model=Written,
    responses={**examples.entered(42), **responses(409, 410)},
)
async def hold_counselling(
    request: Request,
    case_id: CaseId,
    body: NewCounselling,
    call: Annotated[Call, writes(Category.HELP)],
) -> Response:
    """Record that a qualified counsellor spoke with the client, once for each time.

    A counsellor of your roster must have the qualification there, valid on that day. A crisis that
    it answers stays open until it is followed up.
    """
    await _check_counsellor(request, call, case_id, body)
    entry_id = new_id()
    command = HoldCounselling(
        entry_id,
        body.occurred_on,
        body.qualification,
        body.mode,
        body.counsellor_id,
        body.contact_id,
        body.stage,
    )
    items = kept_of(request, entry_id, {"note": body.note, "worker": body.worker})
    return await write(request, call, case_id, command, items)


async def _check_counsellor(
    request: Request, call: Call, case_id: UUID, body: NewCounselling
) -> None:
    """Refuse a counsellor who does not serve on the day, or is not qualified so by the roster."""
    if body.counsellor_id is None:
        return
    named = [(body.counsellor_id, "/counsellor_id")]
    await check_named(request, call, case_id, named, serving_on=body.occurred_on)
    context = context_of(request)
    found = await known_worker(context, call.caller.agency, body.counsellor_id)
    served = found.before if isinstance(found, Left) else found
    if served is not None and served.is_qualified(body.qualification, body.occurred_on):
        return
    if await context.handler.replay(call) is None:
        raise CounsellorNotQualified
