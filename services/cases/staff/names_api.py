"""HTTP: the names of one's own workers, logged before they are answered."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Request, Response

from services.cases.context import Context, context_of
from services.cases.personal_data import not_cached
from services.cases.queries import Query, look_of
from services.cases.staff import examples
from services.cases.staff.bodies import NamedWorker, NamedWorkers, WorkerId
from services.cases.staff.known import own_worker
from services.cases.staff.listing import Question, read_page
from services.cases.staff.rules import Left
from shared.http import problems
from shared.http.access_rules import OWN
from shared.http.operation import Call, Operation, reads
from shared.lists.paging import DAYS, USUAL
from shared.lists.parameters import After, Limit, Region
from shared.lists.places import cursor_of, place_of

router = APIRouter(route_class=Operation, tags=["workers"])


@router.get(
    "/v1/workers/names",
    summary="Names of your workers",
    response_model=NamedWorkers,
    responses=examples.NAMES,
)
async def list_names(
    request: Request,
    call: Annotated[Call, reads("staff:read", OWN, act=True)],
    region: Region = None,
    after: After = None,
    limit: Limit = USUAL,
) -> Response:
    """The names of your agency's workers, in the order of the roster.

    An agency needs them every day to manage its own staff (Personal Information Protection Law,
    art. 13 (2)): so no purpose is asked for, and there is no limit by the day. Each page is one
    entry in the log of reads, with your user, written before the names are read.
    """
    context, agency = context_of(request), call.caller.agency
    name = f"names {region}"
    texts = place_of(context.cursors, agency, name, after)
    place = DAYS.place(texts) if texts else None
    question = Question(region=region, own=True)
    rows, last = await read_page(
        context.pool, call.caller, question, place, limit, context.handler.today()
    )
    kept = [(row["worker_id"], row["name_item"]) for row in rows]
    found = NamedWorkers(
        workers=await _named(context, call, kept),
        next=cursor_of(context.cursors, agency, name, last),
    )
    return not_cached(found)


@router.get(
    "/v1/workers/{worker_id}/name",
    summary="A worker's name",
    response_model=NamedWorker,
    responses=examples.NAME_SHOWN,
)
async def read_name(
    request: Request, worker_id: WorkerId, call: Annotated[Call, reads("staff:read", OWN, act=True)]
) -> Response:
    """The name of one worker of your agency; an entry in the log of reads, like a page of names."""
    context = context_of(request)
    found = await own_worker(context, call.caller, worker_id)
    if found is None:
        raise problems.not_found()
    served = found.before if isinstance(found, Left) else found
    (named,) = await _named(context, call, [(worker_id, served.name_in)])
    return not_cached(named)


async def _named(context: Context, call: Call, kept: list[tuple[UUID, UUID]]) -> list[NamedWorker]:
    """Workers with their names, of the vault's items; one entry of the log for all."""
    look = look_of(call, Query.WORKER_NAMES)
    contents = await context.vault.read_all(None, [item for _, item in kept], look)
    names = {item: (contents.get(item) or {}).get("name") for _, item in kept}
    return [NamedWorker(worker_id=worker_id, name=names[item]) for worker_id, item in kept]
