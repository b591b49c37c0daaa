"""What the routes of a case have in common: their parameters, and how an entry is made."""

from collections.abc import Awaitable, Callable, Sequence
from typing import Annotated, TypeAlias
from uuid import UUID

from fastapi import Path, Request, Response

from services.cases.access import opened_within
from services.cases.case import examples
from services.cases.case.decider import Command, case, check, warnings
from services.cases.case.state import Case, Existing
from services.cases.context import context_of
from services.cases.streams import case_stream
from shared.command_handler import Extras
from shared.http.command_answers import respond
from shared.http.operation import Call, IfMatch, needs
from shared.journal.journal import Claim, VaultItem

CaseId = Annotated[UUID, Path(description="As its opening answered", examples=[examples.CASE_ID])]
EntryId = Annotated[UUID, Path(description="As its writing answered", examples=[examples.ENTRY_ID])]
WritesAt = Annotated[Call, needs("cases:write", IfMatch.OPTIONAL)]
Items: TypeAlias = Callable[[Case], Awaitable[list[VaultItem]]]


async def write(
    request: Request,
    call: Call,
    case_id: UUID,
    command: Command,
    items: Items | None = None,
    released: Sequence[Claim] = (),
) -> Response:
    """Have a command decided on a case within the caller's regions; `items` are for the vault.

    What the command contradicts by itself is refused first: that can be asked for in a dry run
    before the case is opened.
    """
    handler = context_of(request).handler

    def allowed(state: Case) -> Existing:
        check(command, handler.today())
        return opened_within(call)(state)

    extras = Extras(released=released, warnings=warnings(command, handler.today()))
    answer = await handler.handle(
        call, case, case_stream(case_id), command, allowed=allowed, extras=extras, items=items
    )
    return respond(answer)
