"""What activities and articles have in common over HTTP: written down, read, and made void."""

from collections.abc import Awaitable, Callable, Sequence
from typing import Annotated, Any
from uuid import UUID

from fastapi import Request, Response
from pydantic import BaseModel
from pydantic_core import from_json

from services.outreach.access import RECORDER, check_within, written
from services.outreach.context import handler_of
from services.outreach.record import (
    CalledOff,
    Command,
    Planned,
    Record,
    Unwritten,
    Void,
    VoidRecord,
    Work,
    WriteDown,
    record,
)
from services.outreach.register import rows_by, state_of
from services.outreach.showing import facts_of
from shared.command_handler import Extras, Loaded, anyone
from shared.decider import fold
from shared.events.corrections import StoredEntry, VoidReason
from shared.http.access_rules import BY_REGION
from shared.http.command_answers import check_scope, respond
from shared.http.fields import Body, example
from shared.http.operation import Call, IfMatch, needs, reads
from shared.warned import Warned, early_days

Allowed = Callable[[Loaded[Record]], Awaitable[object]]
Writes = Annotated[Call, needs("outreach:write", BY_REGION)]
Corrects = Annotated[Call, needs("outreach:write", RECORDER, IfMatch.REQUIRED)]
Reads = Annotated[Call, reads("outreach:read", BY_REGION)]


class Voiding(Body):
    """Why a record is void."""

    model_config = example(reason="duplicate")
    reason: VoidReason


async def write_down(
    request: Request,
    call: Call,
    name: str,
    stream: str,
    identity: UUID,
    work: Work,
    allowed: Allowed = anyone,
    **more: Any,
) -> Response:
    """Record an activity or an article in a stream of its own; `name` is that of its id.

    The answer says `more` besides.
    """
    check_scope(call, work.region)
    warnings = early_days(occurred_on=work.occurred_on)
    ids = {name: str(identity), **more}
    return await carry_out(request, call, stream, WriteDown(work), ids, warnings, allowed, new=True)


async def carry_out(
    request: Request,
    call: Call,
    stream: str,
    command: Command,
    body: dict[str, Any] | None = None,
    warnings: Sequence[Warned] = (),
    allowed: Allowed = anyone,
    *,
    new: bool = False,
) -> Response:
    """Handle a command on a record, with its row; `body` is what the answer says besides.

    `allowed` is asked as often as the append meets a conflict.
    """
    extras = Extras(body or {}, warnings=warnings, rows=rows_by(call.caller.agency))
    handler = handler_of(request)
    answer = await handler.handle(
        call, record, stream, command, allowed=allowed, new=new, extras=extras
    )
    if not answer.replayed:
        return respond(answer)
    loaded = await handler.load(record, answer.stream_id)
    return respond(answer, void=isinstance(loaded.state, Void))


async def void(request: Request, call: Call, stream: str, body: Voiding) -> Response:
    """Take back the record that the access rule has found, as it is stored."""
    event = written(request)
    entry = StoredEntry(event.event_id, event.type, from_json(event.data))
    extras = Extras(rows=rows_by(call.caller.agency))
    command = VoidRecord(entry, body.reason)
    answer = await handler_of(request).handle(call, record, stream, command, extras=extras)
    return respond(answer)


async def show(
    request: Request,
    call: Call,
    stream: str,
    shown: type[BaseModel],
    draft: type[BaseModel] | None = None,
) -> Response:
    """A record of the caller's regions, as it was written down and whether it still counts.

    `draft` is how what is only planned is shown.
    """
    history = await handler_of(request).journal.read(stream)
    state = fold(record, [record.read(each.type, each.data) for each in history])
    recorder = from_json(history[0].metadata).get("agency") if history else None
    check_within(call.caller, state, recorder)
    assert not isinstance(state, Unwritten)
    facts = facts_of(state.work, own=recorder == call.caller.agency)
    if isinstance(state, CalledOff):
        facts["calling_off_reason"] = state.reason
    facts |= {
        "state": state_of(state),
        "version": len(history),
        "void": isinstance(state, Void),
    }
    if draft is not None and isinstance(state, Planned | CalledOff):
        shown = draft
    body = shown.model_construct(**facts).model_dump_json()
    return Response(body, 200, {"ETag": f'"{len(history)}"'}, "application/json")
