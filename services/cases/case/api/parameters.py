"""What the routes of a case have in common: their parameters, and how an entry is made."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Annotated, Any, NamedTuple, TypeAlias
from uuid import UUID

from fastapi import Path, Request, Response

from services.cases.access import access_of, is_something, on_case, still
from services.cases.access_table import Category, Right
from services.cases.case import examples
from services.cases.case.decider import Command, case, check, doubts, warnings
from services.cases.case.opening import CannotOpenHere
from services.cases.case.state import Annulled, Case, Requested, Unopened
from services.cases.context import context_of
from services.cases.duties.history import History
from services.cases.duties.items import history_of
from services.cases.refused_access import not_entitled
from services.cases.register import rows
from services.cases.relations import Access
from services.cases.streams import case_stream
from shared.answers import Answer
from shared.command_handler import CommandHandler, Extras, Loaded
from shared.http import problems
from shared.http.command_answers import entry_of, respond
from shared.http.operation import Call, IfMatch, needs
from shared.http.problems import Problem
from shared.journal.journal import Claim, ClaimTaken, Conflict, VaultItem


def case_id_of(example: str) -> Any:
    """A case in the path, with the id that its documented example has."""
    return Path(description="As its opening answered", examples=[example])


CaseId = Annotated[UUID, case_id_of(examples.CASE_ID)]
EntryId = Annotated[UUID, Path(description="As its writing answered", examples=[examples.ENTRY_ID])]
Items: TypeAlias = Callable[[Access], Awaitable[list[VaultItem]]]
Entitled: TypeAlias = Callable[[Access], object]
ATTEMPTS = 5  # while the case itself takes what another call wants to take for it


class ReadAnew(Exception):
    """The case has other entries by now than those that a command follows from."""


class CaseClaims(NamedTuple):
    """The names that an entry takes and gives up for its case."""

    claims: Sequence[Claim] = ()
    released: Sequence[Claim] = ()


def kept_of(request: Request, entry_id: UUID, content: Mapping[str, str | None]) -> Items | None:
    """What the vault is to keep of an entry; nothing where all of it is left out.

    The agency must be entitled to write notes: a 403 Problem.
    """
    given = {name: value for name, value in content.items() if value is not None}
    if not given:
        return None

    async def items(access: Access) -> list[VaultItem]:
        if not access.may(Category.NOTES, Right.WRITE):
            raise not_entitled()
        return [await context_of(request).vault.item(entry_id, access.registration_id, given)]

    return items


def anything(access: Access) -> None:
    """No more is asked than what the route's rule says."""


async def no_names() -> CaseClaims:
    """An entry that neither takes nor gives up a name."""
    return CaseClaims()


def writes(category: Category, *, act: bool = False) -> object:
    """What an entry of a category needs; a dry run is told first what contradicts itself.

    `act` asks for the person for whom the agency calls.
    """
    rule = on_case(category, Right.WRITE, answers_later=True)
    return needs("cases:write", rule, IfMatch.OPTIONAL, act=act)


async def write(
    request: Request,
    call: Call,
    case_id: UUID,
    command: Command,
    items: Items | None = None,
    entitled: Entitled = anything,
    names: Callable[[], Awaitable[CaseClaims]] = no_names,
    read_at: int | None = None,
) -> Response:
    """Have a command decided on the case of the request; `items` are for the vault.

    `entitled` is asked besides the route's rule, as often as what the case is to the caller is
    looked up; `names` once it is known to be something to the caller. Raises `CannotOpenHere` where
    another case has a name that is to be taken; `ReadAnew` where the command follows from the
    entries of the version `read_at`, and the case has others by now.

    What the command contradicts by itself is refused first: that can be asked for in a dry run
    before the case is opened. Its warnings then stand in the 404.
    """
    context = context_of(request)
    handler = context.handler
    warned = warnings(command, handler.today())
    check(command, handler.today())
    try:
        access = access_of(request)
    except Problem as missing:
        if call.dry_run and warned:
            missing.members = {"warnings": [each.document() for each in warned]}
        raise
    entitled(access)

    async def kept(state: Case) -> Sequence[VaultItem]:
        return await items(access_of(request)) if items is not None else ()

    def shown(version: int) -> int | None:
        return access_of(request).shown(version)

    claims, released = await names()
    extras = Extras(
        claims=claims, released=released, warnings=warned, doubts=doubts, rows=rows, shown=shown
    )
    for _ in range(ATTEMPTS):
        try:
            answer = await handler.handle(
                call,
                case,
                case_stream(case_id),
                command,
                allowed=writable(request, entitled, read_at),
                extras=extras,
                items=kept,
            )
        except ClaimTaken:  # by another case; or by this one, meanwhile: then its rules say so
            holders = {await context.journal.holder(claim.name) for claim in claims}
            if holders - {None, str(case_id)}:
                raise CannotOpenHere from None
            continue
        return await respond_of_case(handler, case_id, answer)
    raise Conflict


def writable(
    request: Request, entitled: Entitled = anything, read_at: int | None = None
) -> Callable[[Loaded[Case]], Awaitable[None]]:
    """A check that the caller may write a case at the version that a command is decided on.

    404 too where a case is in the register and not in the journal, which a restore can bring.
    """

    async def check(loaded: Loaded[Case]) -> None:
        if isinstance(loaded.state, Unopened):
            raise problems.not_found()
        entitled(await still(request, loaded.version))
        if read_at not in (None, loaded.version):
            raise ReadAnew

    return check


async def write_what_follows(
    request: Request,
    call: Call,
    case_id: UUID,
    made_of: Callable[[History | None], Awaitable[Command]],
    items: Items | None = None,
) -> Response:
    """Have a command decided that follows from the entries of a case, all of them and no others.

    `made_of` makes it from the history of the case, None where there is none; as often as another
    entry comes in between.
    """
    context = context_of(request)
    if not is_something(request):  # not even read, so that no time it takes tells of it
        return await write(request, call, case_id, await made_of(None), items)
    for _ in range(ATTEMPTS):
        recorded = await context.journal.read(case_stream(case_id))
        events = [case.read(event.type, event.data) for event in recorded]
        command = await made_of(history_of(recorded, events))
        try:
            return await write(request, call, case_id, command, items, read_at=len(recorded))
        except ReadAnew:
            continue
    raise Conflict


async def respond_of_case(handler: CommandHandler, case_id: UUID, answer: Answer) -> Response:
    """An answer on the wire; one that is given again says whether its entry is void by now."""
    if not answer.replayed:
        return respond(answer)
    state = (await handler.load(case, case_stream(case_id))).state
    match state:
        case Unopened() | Requested():
            is_void = False
        case Annulled():
            is_void = True
        case _:
            is_void = entry_of(answer) in state.file.voided
    return respond(answer, void=is_void)
