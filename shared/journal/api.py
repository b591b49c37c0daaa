"""HTTP: what a writing service's journal offers besides its own routes.

The feed is for readers of the events. The answer that was given under a key is for a caller who
lost it, or who wants to know whether the call was made.
"""

import json
from collections.abc import Callable
from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

import structlog
from fastapi import APIRouter, Query, Request, Response
from pydantic import BaseModel

from shared.catalogue import Action
from shared.command_handler import CommandHandler
from shared.http.access_rules import OWN, SERVICES
from shared.http.fields import WholeNumber
from shared.http.openapi import shown
from shared.http.operation import Call, Operation, reads
from shared.http.problem_schema import header
from shared.journal.cluster import JournalMoved, OnStandby
from shared.journal.feed import (
    COLUMNS,
    JSON_LINES,
    PAGE_LIMIT,
    BadCursor,
    end_cursor,
    read_page,
)
from shared.journal.feed_problems import bad_cursor, not_here
from shared.journal.imports import Shown, is_void
from shared.journal.standing import read_standing

log = structlog.get_logger(__name__)

TAG = "What happened, event by event, for those who follow it. 事件流水，供有权单位订阅。"
_LINE = (
    '{"position":1,"stream_id":"workstation-0196a1f0-5d00-7c11-9a42-6b0d8f3e2c15","version":1,'
    '"event_id":"0196a1f0-5d01-7b90-8e57-c2d41f0a9b36","type":"cases.WorkstationRegistered.v1",'
    '"recorded_at":"2019-01-10T01:30:00.104205+00:00","metadata":{"agency":"4101"},"data":{}}\n'
)
_COLUMNS_LINE = (
    "workstation-0196a1f0-5d00-7c11-9a42-6b0d8f3e2c15\t1\t0196a1f0-5d01-7b90-8e57-c2d41f0a9b36"
    "\tcases.WorkstationRegistered.v1\t2019-01-10 01:30:00.104205+00\t{}\n"
)

_STANDING = {
    "events": 3785,
    "end": "WyI3NTM6NzUzOiIsICI3NTM6NzUzOiIsIDAsIDBd",
    "complete_until": "2020-01-05T01:30:00.104205Z",
    "cluster": "7439612358132940871/1",
}
_GIVEN = {"answers": [{"status": 201, "body": {"version": 1}, "void": False}]}


class JournalLength(BaseModel):
    """How many events a journal holds, and the cursor behind the last of them.

    Every event recorded before `complete_until` is among them. `cluster` is the history of the
    database, which a restore to an earlier moment changes: cursors hold within one.
    """

    events: int
    end: str
    complete_until: datetime
    cluster: str


class GivenAnswer(BaseModel):
    """An answer as it was given: its status and its body.

    `void` says that what the call did was made void since.
    """

    status: int
    body: dict[str, Any]
    void: bool


class FoundAnswers(BaseModel):
    """The answer that was asked for, if there is one."""

    answers: list[GivenAnswer]


HandlerOf = Callable[[Request], CommandHandler]


def routes(handler_of: HandlerOf, action: Action, example_key: str, may_see: Shown) -> APIRouter:
    """The feed; and, for those with `action`, the answer that was given to a key.

    `example_key` is one of the keys in the service's documented examples. `may_see` says whether a
    caller may see by now what its call wrote.
    """
    known_key = Query(
        min_length=1,
        max_length=200,
        pattern="^[!-~]+$",
        description="The Idempotency-Key of a call that was made before",
        examples=[example_key],
    )
    router = APIRouter(route_class=Operation, tags=["journal"])

    @router.get(
        "/v1/journal",
        summary="Follow the journal",
        response_class=Response,
        responses={
            200: {
                "description": "Events as JSON lines, in order for each stream; an empty body says"
                " that there are no more yet. `Next-Cursor` is what to ask for next. Whoever"
                " accepts tab-separated values alone is given the stream, version, event id, type,"
                " time and data of each event, in half the time.",
                "headers": {
                    "Next-Cursor": header("Where the next page begins", {"type": "string"})
                },
                "content": {
                    JSON_LINES: {"schema": {"type": "string"}, "example": _LINE},
                    COLUMNS: {"schema": {"type": "string"}, "example": _COLUMNS_LINE},
                },
            }
        },
    )
    async def follow_journal(
        request: Request,
        call: Annotated[Call, reads("journal:read", SERVICES)],
        after: Annotated[str | None, Query(description="The last answer's Next-Cursor")] = None,
        limit: Annotated[
            WholeNumber, Query(ge=1, le=PAGE_LIMIT, description="Events at most", examples=[100])
        ] = PAGE_LIMIT,
        end: Annotated[
            str | None, Query(description="Where to end: the `end` of /v1/journal/standing")
        ] = None,
    ) -> Response:
        """The service's events behind a cursor, as JSON lines; begin without one.

        With `end` the pages come to an end, however much is written meanwhile. The
        feed holds every region: journal:read is for services, not for one place's agencies.
        """
        columns = request.headers.get("Accept") == COLUMNS
        async with handler_of(request).journal.pool.acquire() as connection:
            try:
                page = await read_page(connection, after, limit, end, columns=columns)
            except BadCursor as error:
                raise bad_cursor(error) from None
            except (JournalMoved, OnStandby) as error:
                raise not_here(error) from None
        return Response(
            page.lines,
            headers={"Next-Cursor": page.next_cursor},
            media_type=COLUMNS if columns else JSON_LINES,
        )

    @router.get(
        "/v1/journal/standing",
        summary="How long the journal is",
        response_model=JournalLength,
        responses=shown(_STANDING, versioned=False),
    )
    async def tell_standing(
        request: Request,
        call: Annotated[Call, reads("journal:read", SERVICES)],
        count: Annotated[
            bool, Query(description="Count every row, which takes as long as the journal is")
        ] = False,
    ) -> Response:
        """How many events were written until now; a reader that counted this many is up to date."""
        async with handler_of(request).journal.pool.acquire() as connection:
            try:
                standing = await read_standing(connection, count=count)
            except (JournalMoved, OnStandby) as error:
                raise not_here(error) from None
        length = JournalLength(
            events=standing.events,
            end=end_cursor(standing.end),
            complete_until=standing.complete_until,
            cluster=standing.cluster,
        )
        return Response(length.model_dump_json(), media_type="application/json")

    @router.get(
        "/v1/answers",
        summary="What a key was answered with",
        response_model=FoundAnswers,
        responses=shown(_GIVEN, versioned=False),
    )
    async def find_answer(
        request: Request,
        call: Annotated[Call, reads(action, OWN)],
        key: Annotated[str, known_key],
    ) -> Response:
        """The answer that your agency was given under an Idempotency-Key, if it was used.

        There is none where the call wrote in a case that your agency has no part in any more.
        """
        kept = await handler_of(request).answer(call.caller.agency, key)
        answers: list[GivenAnswer] = []
        if kept is not None:
            body = json.loads(kept.body)  # sealed, as it was given
            pool, entry_id = handler_of(request).journal.pool, UUID(body["entry_id"])
            void = await is_void(pool, may_see, call.caller, entry_id)
            if void is not None:
                answers.append(GivenAnswer(status=kept.status, body=body, void=void))
        found = FoundAnswers(answers=answers)
        return Response(found.model_dump_json(), media_type="application/json")

    return router
