"""What sessions and articles have in common over HTTP: written down, read, and made void."""

from typing import Annotated
from uuid import UUID

from fastapi import Request, Response
from pydantic import BaseModel
from pydantic_core import from_json

from services.outreach.record import Record, Unwritten, Void, VoidRecord, Work, WriteDown, record
from services.outreach.register import rows
from shared.command_handler import CommandHandler, Extras
from shared.decider import fold
from shared.events.corrections import StoredEntry, VoidReason
from shared.http import problems
from shared.http.access_rules import BY_REGION
from shared.http.command_answers import check_scope, respond
from shared.http.cursors import Cursors
from shared.http.fields import Body, example
from shared.http.operation import Call, IfMatch, needs, reads
from shared.warned import early_days

Writes = Annotated[Call, needs("outreach:write", BY_REGION)]
Corrects = Annotated[Call, needs("outreach:write", BY_REGION, IfMatch.REQUIRED)]
Reads = Annotated[Call, reads("outreach:read", BY_REGION)]


class Voiding(Body):
    """Why a record is void."""

    model_config = example(reason="duplicate")
    reason: VoidReason


def handler_of(request: Request) -> CommandHandler:
    """The handler of the application that a request came to."""
    handler: CommandHandler = request.app.state.handler
    return handler


def cursors_of(request: Request) -> Cursors:
    """What seals the cursors of lists."""
    cursors: Cursors = request.app.state.cursors
    return cursors


def _check_within(call: Call, state: Record) -> None:
    """404 unless a record exists within the caller's regions, where it stays for ever."""
    if isinstance(state, Unwritten) or not call.caller.covers(state.work.region):
        raise problems.not_found()


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
    written = await handler.load(record, answer.stream_id)
    return respond(answer, void=isinstance(written.state, Void))


async def void(request: Request, call: Call, stream: str, body: Voiding) -> Response:
    """Take a record of the caller's regions back, as it is stored."""
    handler = handler_of(request)
    history = await handler.journal.read(stream)
    _check_within(call, fold(record, [record.read(each.type, each.data) for each in history]))
    written = history[0]
    entry = StoredEntry(written.event_id, written.type, from_json(written.data))
    answer = await handler.handle(
        call, record, stream, VoidRecord(entry, body.reason), extras=Extras(rows=rows)
    )
    return respond(answer)


async def show(request: Request, call: Call, stream: str, shown: type[BaseModel]) -> Response:
    """A record of the caller's regions, as it was written down and whether it still counts."""
    loaded = await handler_of(request).load(record, stream)
    state = loaded.state
    _check_within(call, state)
    assert not isinstance(state, Unwritten)
    facts = state.work.model_dump() | {
        "version": loaded.version,
        "void": isinstance(state, Void),
    }
    body = shown.model_construct(**facts).model_dump_json()
    return Response(body, 200, {"ETag": f'"{loaded.version}"'}, "application/json")
