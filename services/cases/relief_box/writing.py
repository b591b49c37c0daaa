"""Writes into the relief box of a workstation, also for a case."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from fastapi import Request, Response

from services.cases.access_table import Category, Right
from services.cases.beside import unmoved
from services.cases.context import context_of
from services.cases.refused_access import not_entitled
from services.cases.relations import Access
from services.cases.relief_box.rules import Box, Command, box
from services.cases.staff.known import check_recused
from services.cases.streams import relief_box_stream
from services.cases.workstation.access import station_of
from shared.command_handler import NOTHING_MORE, Extras, Loaded, anyone
from shared.http import problems
from shared.http.command_answers import entry_of, respond
from shared.http.field_errors import FieldError
from shared.http.operation import Call
from shared.ids import new_id
from shared.journal.hidden_keys import hidden
from shared.journal.journal import Row
from shared.text import Text


async def write(
    request: Request,
    call: Call,
    command: Command,
    allowed: Callable[[Loaded[Box]], Awaitable[object]] = anyone,
    extras: Extras = NOTHING_MORE,
) -> Response:
    """Have a command about the box of the workstation in the path decided."""
    stream = relief_box_stream(station_of(request).workstation_id)
    handler = context_of(request).handler
    answer = await handler.handle(call, box, stream, command, allowed=allowed, extras=extras)
    if not answer.replayed:
        return respond(answer)
    state = (await handler.load(box, stream)).state
    return respond(answer, void=entry_of(answer) in state.void)


def common(request: Request, day: date) -> dict[str, Any]:
    """What every entry of a box has."""
    station = station_of(request)
    return {
        "entry_id": new_id(),
        "workstation_id": station.workstation_id,
        "region": station.region,
        "occurred_on": day,
    }


def person(request: Request, call: Call) -> str:
    """What stands for the person for whom the agency calls; nobody can be found by it."""
    assert call.caller.user is not None, "the route needs one"
    of_agency = f"relief\0{call.caller.agency}\0{call.caller.user}"
    return hidden(context_of(request).handler.pepper, of_agency)


async def write_for(
    request: Request,
    call: Call,
    case_id: UUID | None,
    command: Command,
    named: Sequence[tuple[UUID, str]] = (),
    about: int = 0,
) -> Response:
    """Write relief for a case in which the agency may enter help, while it may; or for none.

    Workers `named` at a pointer are nobody whom the case is about.
    """
    stands_at = 0
    if case_id is None:
        return await write(request, call, command, extras=Extras(about=about))

    async def check_case(_: object) -> None:
        nonlocal stands_at
        stands_at = (await _access(request, call, case_id)).version

    def rows(*_: object) -> list[Row]:
        return [unmoved(case_id, stands_at)]

    await check_case(None)  # before the box is read
    if named:
        await check_recused(context_of(request), call, case_id, named)
    return await write(request, call, command, check_case, Extras(rows=rows, about=about))


async def _access(request: Request, call: Call, case_id: UUID) -> Access:
    """What a case is to the caller, who may enter help in it; else 403.

    A case that is nothing to the caller is refused (422), as if it were not there.
    """
    access = await context_of(request).relations.access(call.caller, case_id)
    if access is None:
        raise problems.invalid(
            [
                FieldError(
                    "unknown_case",
                    Text(
                        zh="没有这份档案；请填写本单位负责的档案，或不填。",
                        en="There is no such case; name one that your agency is responsible for, or"
                        " none.",
                    ),
                    pointer="/case_id",
                )
            ]
        )
    if not access.may(Category.HELP, Right.WRITE):
        raise not_entitled()
    return access
