"""HTTP: absences of workers, who stands in, and who is absent on a day."""

from datetime import date
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Path, Query, Request, Response

from services.cases.context import Context, context_of
from services.cases.staff import examples
from services.cases.staff.absence import BeginAbsence, CoverAbsence, EndAbsence
from services.cases.staff.absence_bodies import (
    AbsenceWritten,
    Cover,
    NewAbsence,
    PresentAbsence,
    PresentAbsences,
    Return,
)
from services.cases.staff.bodies import WorkerId
from services.cases.staff.covering import absent_on
from services.cases.staff.known import known_worker, unknown_worker
from services.cases.staff.rules import Employed
from services.cases.staff.state import CoverNotServing
from services.cases.staff.writing import write
from shared.http.access_rules import OWN
from shared.http.command_answers import Written, respond
from shared.http.fields import AnyDay
from shared.http.operation import Call, IfMatch, Operation, needs, reads
from shared.ids import new_id
from shared.lists.paging import DAYS, USUAL
from shared.lists.parameters import After, Limit
from shared.lists.places import cursor_of, place_of

router = APIRouter(route_class=Operation, tags=["workers"])

AbsenceId = Annotated[
    UUID, Path(description="As the absence was answered", examples=[examples.ABSENCE_ID])
]


@router.get(
    "/v1/workers/absences",
    summary="Who is absent, and who stands in",
    response_model=PresentAbsences,
    responses=examples.ABSENCES,
)
async def list_absences(
    request: Request,
    call: Annotated[Call, reads("staff:read", OWN)],
    on: Annotated[
        AnyDay | None, Query(description="The day; today without it", examples=["2019-08-02"])
    ] = None,
    uncovered: Annotated[bool, Query(description="Only where nobody stands in")] = False,
    after: After = None,
    limit: Limit = USUAL,
) -> Response:
    """The workers of your agency who are absent on a day, by the days of their return.

    Who is named to stand in but has left, or is absent too, stands in for nobody: `covered_by` is
    null, as where nobody was named.
    """
    context, agency = context_of(request), call.caller.agency
    day = on or context.handler.today()
    question = f"absences {day} {uncovered}"
    texts = place_of(context.cursors, agency, question, after)
    place = DAYS.place(texts) if texts else None
    page, last = await absent_on(context.pool, agency, day, place, limit, uncovered=uncovered)
    answer = PresentAbsences(
        absences=[PresentAbsence.model_validate(each, from_attributes=True) for each in page],
        next=cursor_of(context.cursors, agency, question, last),
    )
    return Response(answer.model_dump_json(), media_type="application/json")


@router.post(
    "/v1/workers/{worker_id}/absences",
    status_code=201,
    summary="A worker is absent",
    response_model=AbsenceWritten,
    responses=examples.wrote(6, absence_id=examples.ABSENCE_ID),
)
async def begin_absence(
    request: Request,
    worker_id: WorkerId,
    body: NewAbsence,
    call: Annotated[Call, needs("staff:write", OWN, IfMatch.REQUIRED)],
) -> Response:
    """From a day until the day of the return, with who stands in, or nobody yet."""
    context, absence_id = context_of(request), new_id()
    replayed = await context.handler.replay(call)
    if replayed is not None:  # what has changed since is not asked again
        return respond(replayed)
    await _check_cover(context, call, worker_id, body.covered_by, body.since)
    command = BeginAbsence(absence_id, body.since, body.until, body.covered_by)
    return await write(context, call, worker_id, command, {"absence_id": str(absence_id)})


@router.post(
    "/v1/workers/{worker_id}/absences/{absence_id}/cover",
    status_code=201,
    summary="Another worker stands in",
    response_model=Written,
    responses=examples.wrote(7),
)
async def cover_absence(
    request: Request,
    worker_id: WorkerId,
    absence_id: AbsenceId,
    body: Cover,
    call: Annotated[Call, needs("staff:write", OWN, IfMatch.REQUIRED)],
) -> Response:
    """From a day of the absence on; who stood in before stands in until then."""
    context = context_of(request)
    replayed = await context.handler.replay(call)
    if replayed is not None:  # what has changed since is not asked again
        return respond(replayed)
    await _check_cover(context, call, worker_id, body.covered_by, body.since)
    command = CoverAbsence(absence_id, body.since, body.covered_by)
    return await write(context, call, worker_id, command)


@router.post(
    "/v1/workers/{worker_id}/absences/{absence_id}/return",
    status_code=201,
    summary="An absent worker is back",
    response_model=Written,
    responses=examples.wrote(8),
)
async def end_absence(
    request: Request,
    worker_id: WorkerId,
    absence_id: AbsenceId,
    body: Return,
    call: Annotated[Call, needs("staff:write", OWN, IfMatch.REQUIRED)],
) -> Response:
    """On another day than was expected, earlier or later."""
    command = EndAbsence(absence_id, body.until)
    return await write(context_of(request), call, worker_id, command)


async def _check_cover(
    context: Context, call: Call, worker_id: UUID, covered_by: UUID | None, day: date
) -> None:
    """Who stands in is another worker of the agency who serves then and is not absent."""
    if covered_by is None or covered_by == worker_id:  # of the latter the rules tell
        return
    cover = await known_worker(context, call.caller.agency, covered_by)
    if cover is None:
        raise unknown_worker("/covered_by")
    if not isinstance(cover, Employed) or not cover.serves_on(day) or cover.is_absent_on(day):
        raise CoverNotServing
