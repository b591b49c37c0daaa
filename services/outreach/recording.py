"""What sessions and articles have in common over HTTP: written down, read, and made void."""

from typing import Annotated
from uuid import UUID

from fastapi import Request, Response
from pydantic import BaseModel
from pydantic_core import from_json

from services.outreach.access import RECORDER, check_within, for_others, written
from services.outreach.context import handler_of
from services.outreach.record import Unwritten, Void, VoidRecord, Work, WriteDown, record
from services.outreach.register import rows
from shared.command_handler import Extras
from shared.decider import fold
from shared.events.corrections import StoredEntry, VoidReason
from shared.http.access_rules import BY_REGION
from shared.http.command_answers import check_scope, respond
from shared.http.fields import Body, example
from shared.http.operation import Call, IfMatch, needs, reads
from shared.warned import early_days

Writes = Annotated[Call, needs("outreach:write", BY_REGION)]
Corrects = Annotated[Call, needs("outreach:write", RECORDER, IfMatch.REQUIRED)]
Reads = Annotated[Call, reads("outreach:read", BY_REGION)]


class Voiding(Body):
    """Why a record is void."""

    model_config = example(reason="duplicate")
    reason: VoidReason


async def write_down(
    request: Request, call: Call, name: str, stream: str, identity: UUID, work: Work
) -> Response:
    """Record a session or an article in a stream of its own; `name` is that of its id."""
    check_scope(call, work.region)
    warnings = early_days(occurred_on=work.occurred_on)
    extras = Extras({name: str(identity)}, warnings=warnings, rows=rows)
    handler = handler_of(request)
    answer = await handler.handle(call, record, stream, WriteDown(work), new=True, extras=extras)
    if not answer.replayed:
        return respond(answer)
    loaded = await handler.load(record, answer.stream_id)
    return respond(answer, void=isinstance(loaded.state, Void))


async def void(request: Request, call: Call, stream: str, body: Voiding) -> Response:
    """Take back the record that the access rule has found, as it is stored."""
    event = written(request)
    entry = StoredEntry(event.event_id, event.type, from_json(event.data))
    answer = await handler_of(request).handle(
        call, record, stream, VoidRecord(entry, body.reason), extras=Extras(rows=rows)
    )
    return respond(answer)


async def show(request: Request, call: Call, stream: str, shown: type[BaseModel]) -> Response:
    """A record of the caller's regions, as it was written down and whether it still counts."""
    history = await handler_of(request).journal.read(stream)
    state = fold(record, [record.read(each.type, each.data) for each in history])
    check_within(call.caller, state)
    assert not isinstance(state, Unwritten)
    facts = state.work.model_dump()
    if from_json(history[0].metadata).get("agency") != call.caller.agency:
        facts = for_others(facts)
    facts |= {
        "version": len(history),
        "void": isinstance(state, Void),
    }
    body = shown.model_construct(**facts).model_dump_json()
    return Response(body, 200, {"ETag": f'"{len(history)}"'}, "application/json")
