"""HTTP: help that is applied for, given, refused, and ended."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Path, Request, Response
from pydantic import Field

from services.cases.access_table import Category
from services.cases.case import examples
from services.cases.case.api.needs import KindCode
from services.cases.case.api.parameters import CaseId, kept_of, write, writes
from services.cases.case.decider import case
from services.cases.case.events import CaseEvent
from services.cases.case.help import EndHelp, GiveHelp, RefuseHelp, RequestHelp
from services.cases.context import context_of
from services.cases.streams import case_stream
from shared.events.cases.help import HelpEnd, HelpSource, RefusalReason
from shared.http.command_answers import Written
from shared.http.fields import AnyDay, Body, Day, Note, example
from shared.http.operation import Call, Operation
from shared.http.problems import responses
from shared.ids import new_id

router = APIRouter(route_class=Operation, tags=["help"])

Writes = Annotated[Call, writes(Category.HELP)]
Kind = Annotated[
    KindCode, Field(description="A kind of help; see /v1/help-kinds", examples=["temporary_relief"])
]
NeedId = Annotated[UUID | None, Field(description="The need of this case that it is for")]
_REQUEST: Any = Path(description="As its writing answered", examples=[examples.REQUEST_ID])
_HELP: Any = Path(description="As its writing answered", examples=[examples.HELP_ID])


class NewHelpRequest(Body):
    """What is applied for, and to whom; the note is for the vault."""

    model_config = example(
        occurred_on="2019-03-15", help="minimum_living_allowance", source="civil_affairs"
    )
    occurred_on: Day
    help: Kind
    source: HelpSource
    need_id: NeedId = None
    note: Note | None = None


class NewHelpRefusal(Body):
    """Why what was applied for is not given; the note is for the vault."""

    model_config = example(occurred_on="2019-03-29", reason="papers_missing")
    occurred_on: Day
    reason: RefusalReason
    note: Note | None = None


class NewHelp(Body):
    """What is given, and by whom; of what goes on, from `occurred_on` until `until`, the first day
    without it.

    `amount_fen` is in fen; of what goes on, each month. `request_id` is the application that is
    granted, `contact_id` the contact at which it was given. The note is for the vault.
    """

    model_config = example(
        occurred_on="2019-04-01",
        help="minimum_living_allowance",
        source="civil_affairs",
        amount_fen=63_000,
    )
    occurred_on: Day
    help: Kind
    source: HelpSource
    until: Annotated[
        AnyDay | None,
        Field(
            description="The first day without it, as planned; a public-benefit post lasts as long"
            " as it may, where it is left out"
        ),
    ] = None
    amount_fen: Annotated[
        int | None,
        Field(strict=True, description="1 to 100000000, in fen", examples=[50_000]),
    ] = None
    request_id: Annotated[
        UUID | None, Field(description="The application of this case that is granted")
    ] = None
    need_id: NeedId = None
    contact_id: Annotated[
        UUID | None, Field(description="The contact of this case at which it was given")
    ] = None
    note: Note | None = None


class NewHelpEnd(Body):
    """Why help that went on is given no more; `occurred_on` is the first day without it."""

    model_config = example(occurred_on="2020-04-01", reason="found_work")
    occurred_on: Day
    reason: HelpEnd
    note: Note | None = None


@router.post(
    "/v1/cases/{case_id}/help-requests",
    status_code=201,
    summary="Help is applied for",
    response_model=Written,
    responses={**examples.entered(36), **responses(409, 410)},
)
async def request_help(
    request: Request, case_id: CaseId, body: NewHelpRequest, call: Writes
) -> Response:
    """Record that help was applied for. Nothing of it is sent to anybody."""
    entry_id = new_id()
    command = RequestHelp(entry_id, body.occurred_on, body.help, body.source, body.need_id)
    return await write(
        request, call, case_id, command, kept_of(request, entry_id, {"note": body.note})
    )


@router.post(
    "/v1/cases/{case_id}/help-requests/{request_id}/refusal",
    status_code=201,
    summary="An application is refused",
    response_model=Written,
    responses={**examples.entered(37), **responses(409, 410)},
)
async def refuse_help(
    request: Request,
    case_id: CaseId,
    request_id: Annotated[UUID, _REQUEST],
    body: NewHelpRefusal,
    call: Writes,
) -> Response:
    """Record that what was applied for is not given. What is granted is recorded as help."""
    entry_id = new_id()
    command = RefuseHelp(entry_id, body.occurred_on, request_id, body.reason)
    return await write(
        request, call, case_id, command, kept_of(request, entry_id, {"note": body.note})
    )


@router.post(
    "/v1/cases/{case_id}/help",
    status_code=201,
    summary="Give help",
    response_model=Written,
    responses={**examples.entered(38), **responses(409, 410)},
)
async def give_help(request: Request, case_id: CaseId, body: NewHelp, call: Writes) -> Response:
    """Record help that was given once, or that goes on from this day.

    Which kinds there are is a policy of the place, and so is how long public-benefit posts may
    last: those of a client together. A visit with a gift is one contact, which the gift names.
    """
    entry_id = new_id()
    command = GiveHelp(
        entry_id,
        body.occurred_on,
        body.help,
        body.source,
        body.until,
        body.amount_fen,
        body.request_id,
        body.need_id,
        body.contact_id,
        await _entry(request, case_id, body.contact_id),
    )
    return await write(
        request, call, case_id, command, kept_of(request, entry_id, {"note": body.note})
    )


@router.post(
    "/v1/cases/{case_id}/help/{help_id}/end",
    status_code=201,
    summary="Help ends",
    response_model=Written,
    responses={**examples.entered(39), **responses(409, 410)},
)
async def end_help(
    request: Request,
    case_id: CaseId,
    help_id: Annotated[UUID, _HELP],
    body: NewHelpEnd,
    call: Writes,
) -> Response:
    """Record that help which went on is given no more, and why."""
    entry_id = new_id()
    command = EndHelp(entry_id, body.occurred_on, help_id, body.reason)
    return await write(
        request, call, case_id, command, kept_of(request, entry_id, {"note": body.note})
    )


async def _entry(request: Request, case_id: UUID, entry_id: UUID | None) -> CaseEvent | None:
    """An entry of this case: contacts are too many to be remembered with it."""
    if entry_id is None:
        return None
    stored = await context_of(request).journal.find(case_stream(case_id), entry_id)
    return None if stored is None else case.read(stored.type, stored.data)
