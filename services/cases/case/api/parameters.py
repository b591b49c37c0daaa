"""What the routes of a case have in common: their parameters, and how an entry is made."""

from collections.abc import Awaitable, Callable, Sequence
from typing import Annotated, TypeAlias
from uuid import UUID

from fastapi import Path, Request, Response

from services.cases.access import opened_within
from services.cases.case import examples
from services.cases.case.decider import Command, case, check, warnings
from services.cases.case.state import Case, Existing, Unopened
from services.cases.context import context_of
from services.cases.streams import case_stream
from shared.answers import Answer
from shared.command_handler import CommandHandler, Extras
from shared.http.command_answers import entry_of, respond
from shared.http.operation import Call, IfMatch, needs
from shared.http.problems import Problem
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
    before the case is opened. Its warnings then stand in the 404.
    """
    handler = context_of(request).handler
    warned = warnings(command, handler.today())

    def allowed(state: Case) -> Existing:
        check(command, handler.today())
        try:
            return opened_within(call)(state)
        except Problem as missing:
            if call.dry_run and warned:
                missing.members = {"warnings": [each.document() for each in warned]}
            raise

    extras = Extras(released=released, warnings=warned)
    answer = await handler.handle(
        call, case, case_stream(case_id), command, allowed=allowed, extras=extras, items=items
    )
    return await respond_of_case(handler, case_id, answer)


async def respond_of_case(handler: CommandHandler, case_id: UUID, answer: Answer) -> Response:
    """An answer on the wire; one that is given again says whether its entry is void by now."""
    if not answer.replayed:
        return respond(answer)
    state = (await handler.load(case, case_stream(case_id))).state
    is_void = not isinstance(state, Unopened) and entry_of(answer) in state.file.voided
    return respond(answer, void=is_void)
