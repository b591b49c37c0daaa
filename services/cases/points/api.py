"""HTTP: the account of points of a case, and what they are exchanged for."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import date
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Header, Path, Query, Request, Response
from fastapi.responses import HTMLResponse
from pydantic import BaseModel, Field
from pydantic_core import from_json

from services.cases.access import access_of, on_case, still
from services.cases.access_table import Category, Right
from services.cases.beside import unmoved
from services.cases.case.api.parameters import ATTEMPTS, CaseId, ReadAnew, writable
from services.cases.case.decider import case
from services.cases.case.state import Case, Existing
from services.cases.context import Context, context_of
from services.cases.points import examples
from services.cases.points.account import What, lines
from services.cases.points.page import POLICY, render
from services.cases.points.rules import (
    Account,
    Command,
    SpendingEvent,
    SpendPoints,
    TakeSpendingBack,
    account,
)
from services.cases.points.saying import in_words
from services.cases.shop.api import check_left, in_stock
from services.cases.shop.rules import Item, shop
from services.cases.shop.stock import rows_of_spending
from services.cases.streams import case_stream, points_stream, shop_stream, workstation_stream
from services.cases.workstation.rules import Registered, workstation
from shared.answers import Answer
from shared.command_handler import Extras, Loaded
from shared.events.cases.points import PointsSpent
from shared.events.corrections import StoredEntry, VoidReason
from shared.http import problems
from shared.http.command_answers import Written, respond
from shared.http.fields import Body, Day, WholeNumber, example
from shared.http.language import language_of
from shared.http.operation import Call, Operation, needs, reads
from shared.http.problem_page import wants_page
from shared.http.problems import responses
from shared.ids import new_id
from shared.journal.journal import Conflict, Row
from shared.text import Language, Text
from shared.warned import Warned, early_days

router = APIRouter(route_class=Operation, tags=["points"])

MOST = 1_000  # of an item, at once
COUNTY = 6  # digits
VARY = "Accept, Accept-Language"
# The account has a version of its own, which nobody needs to have seen.
Writes = Annotated[
    Call, needs("cases:write", on_case(Category.HELP, Right.WRITE, answers_later=True))
]
SpendingId = Annotated[
    UUID, Path(description="As its writing answered", examples=[examples.SPENDING_ID])
]


class NewSpending(Body):
    """What points are exchanged for: so many of an item of the shop of a workstation."""

    model_config = example(**examples.SPENDING)
    occurred_on: Day
    workstation_id: UUID
    item_id: UUID
    quantity: Annotated[int, Field(strict=True, ge=1, le=MOST)]


class SpendingVoiding(Body):
    """Why an exchange is taken back."""

    model_config = example(reason="mistaken")
    reason: VoidReason


class AccountLine(BaseModel):
    """Points that came or went, and the balance after them.

    `about` is the entry that earned them, or the exchange, `occurred_on` its day; both are null
    where points expired.
    """

    on: date
    what: What
    points: int
    balance: int
    about: UUID | None
    occurred_on: date | None
    text: Text


class AccountFacts(BaseModel):
    """A year of an account: what was carried over into it, its lines, and what it ended with.

    `today` is the balance of today. A balance below zero is owed: points that were spent were
    taken back later, since the entry that had earned them was a mistake.
    """

    case_id: UUID
    year: int
    carried_over: int
    balance: int
    today: int
    lines: list[AccountLine]
    version: int


@router.get(
    "/v1/cases/{case_id}/points",
    summary="The account of points of a case",
    response_model=AccountFacts,
    responses=examples.ACCOUNT,
)
async def read_points(
    request: Request,
    case_id: CaseId,
    call: Annotated[Call, reads("cases:read", on_case(Category.HELP, Right.READ))],
    year: Annotated[
        WholeNumber | None, Query(ge=1949, le=2100, description="This year without it")
    ] = None,
    lang: Annotated[Language | None, Query(description="The page's language")] = None,
    accept: Annotated[str, Header(include_in_schema=False)] = "",
    accept_language: Annotated[str, Header(include_in_schema=False)] = "",
) -> Response:
    """What the case's entries earned, what was taken back, spent, and carried over.

    For callers that accept text/html it is a statement to print, without a name.
    """
    context = context_of(request)
    # The account first: what the case is to the caller is asked of a moment after it was read.
    loaded = await context.handler.load(account, points_stream(case_id))
    state = await _case_of(request, context, case_id)
    facts = account_facts(case_id, state, loaded, year, context.handler.today())
    if not wants_page(accept):
        return Response(facts.model_dump_json(), 200, {"Vary": VARY}, "application/json")
    page = render(facts, language_of(lang, accept_language))
    return HTMLResponse(page, headers={"Vary": VARY, "Content-Security-Policy": POLICY})


def account_facts(
    case_id: UUID, state: Existing, loaded: Loaded[Account], year: int | None, today: date
) -> AccountFacts:
    """A year of the account, until today."""
    found = lines(loaded.state.movements(state), state.file.region, today)
    year = year or today.year
    before = [each for each in found if each.movement.on.year < year]
    of_year = [each for each in found if each.movement.on.year == year]
    carried_over = before[-1].balance if before else 0
    return AccountFacts(
        case_id=case_id,
        year=year,
        carried_over=carried_over,
        balance=of_year[-1].balance if of_year else carried_over,
        today=found[-1].balance if found else 0,
        lines=[
            AccountLine(
                on=each.movement.on,
                what=each.movement.what,
                points=each.movement.points,
                balance=each.balance,
                about=each.movement.about,
                occurred_on=each.movement.occurred_on
                or (each.movement.on if each.movement.about else None),
                text=in_words(each.movement),
            )
            for each in of_year
        ],
        version=loaded.version,
    )


async def _case_of(request: Request, context: Context, case_id: UUID) -> Existing:
    """The case of a request, as far as it is opened and still the caller's to see."""
    loaded = await context.handler.load(case, case_stream(case_id))
    await still(request, loaded.version)
    if not isinstance(loaded.state, Existing):
        raise problems.not_found()
    return loaded.state


@router.post(
    "/v1/cases/{case_id}/points/exchanges",
    status_code=201,
    summary="Exchange points",
    response_model=Written,
    responses={**examples.SPENT, **responses(409)},
)
async def spend_points(
    request: Request, case_id: CaseId, body: NewSpending, call: Writes
) -> Response:
    """Exchange points for items of a shop of the case's county.

    The balance and the stock are decided together: neither ever goes below zero by it.
    """
    context = context_of(request)
    access_of(request)  # before anything is read, so that no time it takes tells of the case
    entry_id, warned = new_id(), early_days(occurred_on=body.occurred_on)

    async def spending(loaded: Loaded[Case]) -> Command:
        item = await _item(context, loaded.state, body)
        return SpendPoints(entry_id, body.occurred_on, loaded.state, item, body.quantity)

    answer = await in_stock(_decided(request, call, case_id, spending, warned))
    if call.dry_run and not answer.replayed:
        await check_left(request, body.item_id, body.workstation_id, body.quantity)
    if not answer.replayed:
        return respond(answer)
    return respond(answer, void=await _is_returned(context, case_id, answer.body))


async def _decided(
    request: Request,
    call: Call,
    case_id: UUID,
    made_of: Callable[[Loaded[Case]], Awaitable[Command]],
    warned: Sequence[Warned] = (),
) -> Answer:
    """Have a command decided on the account of the case as it stands, as often as it moves on.

    The right in the case is asked of the version at which the append is written, and no other.
    """
    handler = context_of(request).handler
    for _ in range(ATTEMPTS):
        loaded = await handler.load(case, case_stream(case_id))
        await writable(request)(loaded)

        def rows(
            state: Account, events: Sequence[SpendingEvent], version: int, at: int = loaded.version
        ) -> list[Row]:
            return [*rows_of_spending(state, events, version), unmoved(case_id, at)]

        async def still_so(_: Loaded[Account], at: int = loaded.version) -> None:
            now = await handler.load(case, case_stream(case_id))
            await writable(request, read_at=at)(now)

        extras = Extras(rows=rows, warnings=warned)
        command, stream = await made_of(loaded), points_stream(case_id)
        try:
            return await handler.handle(
                call, account, stream, command, allowed=still_so, extras=extras
            )
        except ReadAnew:
            continue
    raise Conflict


async def _item(context: Context, state: Case, body: NewSpending) -> Item | None:
    """An item of a shop of the case's county, by the catalogue; None for any other."""
    handler = context.handler
    station = (await handler.load(workstation, workstation_stream(body.workstation_id))).state
    if not isinstance(station, Registered) or not isinstance(state, Existing):
        return None
    if station.region[:COUNTY] != state.file.region[:COUNTY]:
        return None
    items = (await handler.load(shop, shop_stream(body.workstation_id))).state.items
    return items.get(body.item_id)


async def _is_returned(context: Context, case_id: UUID, answered: str) -> bool:
    state = (await context.handler.load(account, points_stream(case_id))).state
    entry: dict[str, Any] = from_json(answered)
    return UUID(entry["entry_id"]) in state.returned


@router.post(
    "/v1/cases/{case_id}/points/exchanges/{exchange_id}/void",
    status_code=201,
    summary="Take an exchange back",
    response_model=Written,
    responses={**examples.TAKEN_BACK, **responses(409)},
)
async def take_spending_back(
    request: Request, case_id: CaseId, exchange_id: SpendingId, body: SpendingVoiding, call: Writes
) -> Response:
    """Take back an exchange that was a mistake: the points and the items return."""
    context = context_of(request)
    access_of(request)
    stored = await context.journal.find(points_stream(case_id), exchange_id)
    event = None if stored is None else account.read(stored.type, stored.data)
    if stored is None or not isinstance(event, PointsSpent):
        raise problems.not_found()
    entry = StoredEntry(exchange_id, stored.type, from_json(stored.data))

    async def taking_back(_: Loaded[Case]) -> Command:
        return TakeSpendingBack(entry, body.reason)

    return respond(await _decided(request, call, case_id, taking_back))
