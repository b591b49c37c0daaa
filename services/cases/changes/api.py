"""HTTP: following what changes in the caller's relations."""

import asyncio
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from services.cases.access import RELATED
from services.cases.changes import examples
from services.cases.changes.following import Following, following_of
from services.cases.changes.items import Changes, as_change
from services.cases.changes.scan import Page, read_page
from services.cases.context import context_of
from services.cases.staff.keys import key_of
from shared.clock import present_day
from shared.events import UnknownEvent
from shared.http.connected import wait_for, while_connected
from shared.http.fields import WholeNumber
from shared.http.operation import Call, Operation, reads
from shared.http.problems import responses, unavailable
from shared.identity.claims import Caller
from shared.journal.cluster import JournalMoved, OnStandby
from shared.journal.feed import BadCursor
from shared.journal.feed_problems import bad_cursor, not_here
from shared.journal.snapshot_windows import Window
from shared.text import Text

router = APIRouter(route_class=Operation, tags=["changes"])

MOST_CHANGES = 1_000  # of one answer
LONGEST_WAIT = 30  # seconds; the gateway gives this path more


@router.get(
    "/v1/changes",
    summary="Follow what changes",
    response_model=Changes,
    responses={**examples.CHANGES, **responses(429)},
)
async def follow_changes(
    request: Request,
    call: Annotated[Call, reads("cases:read", RELATED)],
    after: Annotated[str | None, Query(description="The last answer's `next`")] = None,
    limit: Annotated[
        WholeNumber,
        Query(ge=1, le=MOST_CHANGES, description="Changes at most", examples=[100]),
    ] = MOST_CHANGES,
    wait: Annotated[
        WholeNumber,
        Query(
            ge=0,
            le=LONGEST_WAIT,
            description="Seconds to wait for a change where there is none yet",
            examples=[0],
        ),
    ] = 0,
) -> Response:
    """What was written since a cursor in the cases that your agency has a part in now.

    Begin without a cursor: the whole past of all these cases is offered, case by case in the order
    of writing. Of a case that becomes yours later you are told with the change that began it
    (`relation` is `begun`); read that case for what was before. When a part ends you are told so,
    once, and nothing more of the case. Registrations of your own agency are followed too. A cursor
    holds for your agency and for tokens of the same regions.
    """
    following = following_of(request)
    place = following.place_of(call.caller, after)
    user = key_of(context_of(request).vault.index, call.caller)
    until = asyncio.get_running_loop().time() + min(wait, LONGEST_WAIT)
    async with while_connected(request.receive):
        with following.one_of_few(call.caller):
            while True:
                page, changes = await _read(following, call.caller, place, limit, user)
                place = page.place
                left = until - asyncio.get_running_loop().time()
                if changes or page.more or left <= 0:
                    break
                waiting = following.watcher.wait(call.caller, place.hi)
                if not await wait_for(waiting, request.scope, left):
                    break
    answer = Changes.model_construct(
        changes=changes, next=following.cursor_of(call.caller, place), more=page.more
    )
    return Response(answer.model_dump_json(), media_type="application/json")


async def _read(
    following: Following, caller: Caller, place: Window, limit: int, user: str | None
) -> tuple[Page, list[object]]:
    """A page, and what of it is shown."""
    async with following.pool.acquire() as connection:
        try:
            page = await read_page(connection, caller, place, limit, user)
        except BadCursor as error:
            raise bad_cursor(error) from None
        except (JournalMoved, OnStandby) as error:
            raise not_here(error) from None
    try:
        shown = [as_change(caller, event, present_day()) for event in page.events]
    except UnknownEvent:  # one must not be passed over, for the caller would never see it
        raise unavailable(
            Text(
                zh="其中有较新版本软件写入的内容，本服务尚不能识别；升级完成后请用同一请求重试。",
                en="Newer software has written what this service does not know yet; send the same"
                " request again when the upgrade is complete.",
            ),
            retry_after=10,
        ) from None
    return page, [change for change in shown if change is not None]
