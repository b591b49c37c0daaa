"""HTTP: workers of one's own agency: corrected, known by their users, moved, let go."""

from typing import Annotated

from fastapi import APIRouter, Request, Response

from services.cases.context import context_of
from services.cases.staff import examples
from services.cases.staff.bodies import (
    Leaving,
    Move,
    WorkerCorrection,
    WorkerId,
    WorkerIdentity,
)
from services.cases.staff.known import own_worker
from services.cases.staff.serving import CorrectWorker, IdentifyWorker, LetGo, MoveWorker
from services.cases.staff.state import FillsPost, Left, UserTaken, WorkerUnknown
from services.cases.staff.writing import (
    check_not_mine,
    check_not_own,
    check_told,
    held_user,
    keys_of,
    write,
)
from services.cases.streams import (
    post_of_worker_claim,
    worker_user_claim,
)
from services.cases.workstation.access import known_station
from shared.http.access_rules import OWN
from shared.http.command_answers import Written, check_scope, respond
from shared.http.operation import Call, IfMatch, Operation, needs
from shared.ids import new_id
from shared.journal.journal import Claim, ClaimTaken

router = APIRouter(route_class=Operation, tags=["workers"])


@router.post(
    "/v1/workers/{worker_id}/correction",
    status_code=201,
    summary="Correct a worker",
    response_model=Written,
    responses=examples.wrote(2),
)
async def correct_worker(
    request: Request,
    worker_id: WorkerId,
    body: WorkerCorrection,
    call: Annotated[Call, needs("staff:write", OWN, IfMatch.REQUIRED)],
) -> Response:
    """What was registered in error, for all the time of service. A move is entered as a move.

    A worker of a wrong region leaves as registered in error, and is registered again.
    """
    context = context_of(request)
    replayed = await context.handler.replay(call)
    if replayed is not None:  # what has changed since is not asked again
        return respond(replayed)
    await check_not_own(context, call, worker_id)
    item_id = None if body.name is None else new_id()
    command = CorrectWorker(
        body.employment, body.joined_on, body.unit, body.field, item_id, body.area
    )
    items = []
    if item_id is not None and await own_worker(context, call.caller, worker_id):
        items = [await context.vault.item(item_id, worker_id, {"name": str(body.name)})]
    return await write(context, call, worker_id, command, items=items)


@router.post(
    "/v1/workers/{worker_id}/identity",
    status_code=201,
    summary="Tell a worker's user or ID number",
    response_model=Written,
    responses=examples.wrote(3),
)
async def identify_worker(
    request: Request,
    worker_id: WorkerId,
    body: WorkerIdentity,
    call: Annotated[Call, needs("staff:write", OWN, IfMatch.REQUIRED, act=True)],
) -> Response:
    """By which user of your tokens the worker calls, and by which ID number the own file is known.

    Both are kept as keyed hashes. A user is one worker's at a time. Nobody tells it of themselves.
    Of a worker who has left it can be told too: while the user of a former client is not known, the
    own file is closed to all who are not known to be somebody else.
    """
    context, agency = context_of(request), call.caller.agency
    known = await own_worker(context, call.caller, worker_id)
    if known is None:
        raise WorkerUnknown
    replayed = await context.handler.replay(call)
    if replayed is not None:  # what has changed since is not asked again
        return respond(replayed)
    await check_not_mine(context, call, worker_id)
    await check_told(context, call, body.user, body.id_number)
    key, number = keys_of(context, agency, body.user, body.id_number)
    sent = body.model_fields_set
    command = IdentifyWorker(
        body.user is not None if "user" in sent else None,
        body.id_number is not None if "id_number" in sent else None,
    )
    claims, released = [], []
    if "user" in sent:
        released = await held_user(context, worker_id)
        # Who has left had the user, and holds it no more.
        holds = key and not isinstance(known, Left)
        claims = [Claim(worker_user_claim(key), str(worker_id))] if key and holds else []
    try:
        return await write(
            context,
            call,
            worker_id,
            command,
            claims=claims,
            released=released,
            user_key=(key or "") if "user" in sent else None,
            id_claim=(number or "") if "id_number" in sent else None,
        )
    except ClaimTaken:
        raise UserTaken from None


@router.post(
    "/v1/workers/{worker_id}/move",
    status_code=201,
    summary="Move a worker",
    response_model=Written,
    responses=examples.wrote(4),
)
async def move_worker(
    request: Request,
    worker_id: WorkerId,
    body: Move,
    call: Annotated[Call, needs("staff:write", OWN, IfMatch.REQUIRED)],
) -> Response:
    """To another workstation, street or grid of your agency, from a day on."""
    context = context_of(request)
    if await own_worker(context, call.caller, worker_id) is None:
        raise WorkerUnknown
    check_scope(call, body.region)
    if body.workstation_id is not None:
        await known_station(context, call, body.workstation_id)
    command = MoveWorker(
        body.region, body.moved_on, body.workstation_id, body.unit or "", body.area
    )
    return await write(context, call, worker_id, command)


@router.post(
    "/v1/workers/{worker_id}/leaving",
    status_code=201,
    summary="A worker leaves",
    response_model=Written,
    responses=examples.wrote(5),
)
async def let_worker_go(
    request: Request,
    worker_id: WorkerId,
    body: Leaving,
    call: Annotated[Call, needs("staff:write", OWN, IfMatch.REQUIRED)],
) -> Response:
    """Record that a worker of your agency serves no longer; not while the worker fills a post.

    The user is free for another worker; the own file stays closed to who has left.
    """
    context = context_of(request)
    post = Claim(post_of_worker_claim(worker_id), str(worker_id))
    try:
        return await write(
            context,
            call,
            worker_id,
            LetGo(body.left_on, body.reason),
            claims=[post],
            released=await held_user(context, worker_id),
        )
    except ClaimTaken:
        raise FillsPost from None
