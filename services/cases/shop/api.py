"""HTTP: the exchange shop of a workstation, its catalogue and its stock."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import date
from functools import partial
from typing import Annotated, Any
from uuid import UUID

import asyncpg
from fastapi import APIRouter, Path, Request, Response

from services.cases.context import context_of
from services.cases.shop import examples
from services.cases.shop.bodies import (
    CheckedItem,
    CheckedShop,
    ItemWithdrawal,
    ItemWritten,
    NewItem,
    NewStock,
    ShopFacts,
    ShopItem,
    StockCount,
    StockWriteOff,
)
from services.cases.shop.reading import check_stock, stock_of, stock_on
from services.cases.shop.rules import (
    BooksDiffer,
    Command,
    CountStock,
    MoreWentOutSince,
    OfferItem,
    OutOfStock,
    ReceiveStock,
    Shop,
    WithdrawItem,
    WriteOffStock,
    shop,
)
from services.cases.shop.stock import NOT_BELOW_ZERO, rows
from services.cases.streams import shop_stream
from services.cases.workstation.access import AT_STATION, station_of
from services.cases.workstation.api import WorkstationId
from services.cases.workstation.keeping import KEEPS_STATION
from shared.answers import Answer
from shared.command_handler import ATTEMPTS, Extras, Loaded, anyone
from shared.http.command_answers import Written, respond
from shared.http.operation import Call, Operation, needs, reads
from shared.http.problems import responses
from shared.ids import new_id
from shared.journal.journal import Conflict
from shared.warned import Warned

router = APIRouter(route_class=Operation, tags=["points"])

Writes = Annotated[Call, needs("cases:write", KEEPS_STATION)]
Reads = Annotated[Call, reads("cases:read", AT_STATION)]
ItemId = Annotated[UUID, Path(description="As its offering answered", examples=[examples.ITEM_ID])]


async def in_stock(answering: Awaitable[Answer]) -> Answer:
    """What is answered, unless the row of an item would go below zero: raises `OutOfStock`."""
    try:
        return await answering
    except asyncpg.CheckViolationError as error:
        if error.constraint_name != NOT_BELOW_ZERO:
            raise
        raise OutOfStock from None


async def check_left(request: Request, item_id: UUID, workstation_id: UUID, wanted: int) -> None:
    """Refuse what a dry run cannot have refused by the row. Raises `OutOfStock`."""
    stock = await stock_of(context_of(request).pool, workstation_id)
    if stock.get(item_id, 0) < wanted:
        raise OutOfStock


Make = Callable[[dict[str, Any]], Command]


async def _write(
    request: Request,
    call: Call,
    item_id: UUID,
    day: date,
    make: Make,
    wanted: int = 0,
    warned: Sequence[Warned] = (),
    allowed: Callable[[Loaded[Shop]], Awaitable[object]] = anyone,
) -> Response:
    """Have a command about an item decided, which `make` makes of what all of them have."""
    station, handler = station_of(request), context_of(request).handler
    common: dict[str, Any] = {
        "entry_id": new_id(),
        "workstation_id": station.workstation_id,
        "region": station.region,
        "item_id": item_id,
        "occurred_on": day,
    }
    command, stream = make(common), shop_stream(station.workstation_id)
    extras = Extras(rows=rows, warnings=warned)
    if isinstance(command, OfferItem):
        extras = Extras({"item_id": str(item_id)}, rows=rows)
    answer = await in_stock(
        handler.handle(call, shop, stream, command, allowed=allowed, extras=extras)
    )
    if call.dry_run and not answer.replayed and wanted:
        await check_left(request, item_id, station.workstation_id, wanted)
    return respond(answer)


@router.post(
    "/v1/workstations/{workstation_id}/shop/items",
    status_code=201,
    summary="Offer an item",
    response_model=ItemWritten,
    responses={**examples.OFFERED, **responses(409)},
)
async def offer_item(
    request: Request, workstation_id: WorkstationId, body: NewItem, call: Writes
) -> Response:
    """Enter an item in the catalogue of the shop. Another price is another item: withdraw the
    first, and offer it anew."""

    def make(common: dict[str, Any]) -> Command:
        return OfferItem(**common, name=body.name, points=body.points, until=body.until)

    return await _write(request, call, new_id(), body.since, make)


@router.post(
    "/v1/workstations/{workstation_id}/shop/items/{item_id}/receipts",
    status_code=201,
    summary="Enter what the shop received",
    response_model=Written,
    responses={**examples.entered(2), **responses(409)},
)
async def receive_stock(
    request: Request, workstation_id: WorkstationId, item_id: ItemId, body: NewStock, call: Writes
) -> Response:
    """Record that so many of an item came in."""

    def make(common: dict[str, Any]) -> Command:
        return ReceiveStock(**common, quantity=body.quantity)

    return await _write(request, call, item_id, body.occurred_on, make)


@router.post(
    "/v1/workstations/{workstation_id}/shop/items/{item_id}/counts",
    status_code=201,
    summary="Enter what was counted in the shop",
    response_model=Written,
    responses={**examples.entered(3), **responses(409)},
)
async def count_stock(
    request: Request,
    workstation_id: WorkstationId,
    item_id: ItemId,
    body: StockCount,
    call: Writes,
) -> Response:
    """Record how many of an item were found at the end of a day: the difference to what is recorded
    up to that day is entered with it. What came in and went out since stays as it is.

    Where `booked` says otherwise than what is recorded, the answer warns of it.
    """
    context, day = context_of(request), body.occurred_on
    station_id = station_of(request).workstation_id
    for _ in range(ATTEMPTS):
        version = (await context.handler.load(shop, shop_stream(station_id))).version
        expected = await stock_on(context.pool, station_id, item_id, day)
        make = partial(_counted, body.counted, expected)
        warned = [] if body.booked in (None, expected) else [BooksDiffer(expected, body.booked)]
        less, unmoved = expected - body.counted, partial(_check_unmoved, version)
        try:
            return await _write(request, call, item_id, day, make, less, warned, unmoved)
        except _Moved:
            continue  # what came in between is in the stock at the next look
        except OutOfStock:
            raise MoreWentOutSince from None
    raise Conflict


def _counted(counted: int, expected: int, common: dict[str, Any]) -> Command:
    return CountStock(**common, counted=counted, expected=expected)


class _Moved(Exception):
    """Something was entered since the stock was counted from the records."""


async def _check_unmoved(version: int, loaded: Loaded[Shop]) -> None:
    if loaded.version != version:
        raise _Moved


@router.post(
    "/v1/workstations/{workstation_id}/shop/items/{item_id}/write-offs",
    status_code=201,
    summary="Write off what the shop has no more",
    response_model=Written,
    responses={**examples.entered(4), **responses(409)},
)
async def write_off_stock(
    request: Request,
    workstation_id: WorkstationId,
    item_id: ItemId,
    body: StockWriteOff,
    call: Writes,
) -> Response:
    """Record that so many of an item were damaged, out of date, lost or given back."""

    def make(common: dict[str, Any]) -> Command:
        return WriteOffStock(**common, quantity=body.quantity, reason=body.reason)

    return await _write(request, call, item_id, body.occurred_on, make, wanted=body.quantity)


@router.get(
    "/v1/workstations/{workstation_id}/shop",
    summary="The exchange shop of a workstation",
    response_model=ShopFacts,
    responses=examples.SHOP,
)
async def read_shop(request: Request, workstation_id: WorkstationId, call: Reads) -> Response:
    """The catalogue, with how many of each item there are."""
    context = context_of(request)
    loaded = await context.handler.load(shop, shop_stream(workstation_id))
    stock = await stock_of(context.pool, workstation_id)
    facts = ShopFacts(
        workstation_id=workstation_id,
        version=loaded.version,
        items=[
            ShopItem(
                item_id=item.item_id,
                name=item.name,
                points=item.points,
                since=item.since,
                until=item.until,
                stock=stock.get(item.item_id, 0),
            )
            for item in loaded.state.items.values()
        ],
    )
    headers = {"ETag": f'"{loaded.version}"'}
    return Response(facts.model_dump_json(), 200, headers, "application/json")


@router.get(
    "/v1/workstations/{workstation_id}/shop/stock-check",
    summary="The stock of a shop, counted anew",
    response_model=CheckedShop,
    responses=examples.CHECKED,
)
async def check_shop_stock(
    request: Request, workstation_id: WorkstationId, call: Reads
) -> Response:
    """What came in and went out of each item by the journal, beside what its row says."""
    found = await check_stock(context_of(request).pool, workstation_id)
    checked = CheckedShop(
        workstation_id=workstation_id,
        items=[CheckedItem.model_validate(each, from_attributes=True) for each in found],
        agrees=all(each.expected == each.stock for each in found),
    )
    return Response(checked.model_dump_json(), media_type="application/json")


@router.post(
    "/v1/workstations/{workstation_id}/shop/items/{item_id}/withdrawal",
    status_code=201,
    summary="Withdraw an item",
    response_model=Written,
    responses={**examples.entered(5), **responses(409)},
)
async def withdraw_item(
    request: Request,
    workstation_id: WorkstationId,
    item_id: ItemId,
    body: ItemWithdrawal,
    call: Writes,
) -> Response:
    """Offer an item no more from a day on; what is left of it stays in the books."""
    return await _write(request, call, item_id, body.until, lambda common: WithdrawItem(**common))
