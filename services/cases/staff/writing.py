"""What every write to a worker of the caller's agency has in common."""

from collections.abc import Sequence
from functools import partial
from typing import Any
from uuid import UUID

from fastapi import Response

from services.cases.context import Context
from services.cases.queries import Query, log_query
from services.cases.staff.keys import user_key as key_of_user
from services.cases.staff.known import own_worker
from services.cases.staff.rows import rows_of
from services.cases.staff.rules import Command, WorkerUnknown, worker
from services.cases.staff.state import OwnRecord
from services.cases.staff.users import may_be_caller, my_worker
from services.cases.streams import id_number_claim, worker_stream, worker_user_claim
from shared.command_handler import Extras
from shared.http import problems
from shared.http.command_answers import respond
from shared.http.operation import Call
from shared.journal.journal import Claim, VaultItem

USER_OF = "SELECT user_key FROM workers WHERE worker_id = $1"


async def write(
    context: Context,
    call: Call,
    worker_id: UUID,
    command: Command,
    body: dict[str, Any] | None = None,
    *,
    claims: Sequence[Claim] = (),
    released: Sequence[Claim] = (),
    items: Sequence[VaultItem] = (),
    user_key: str | None = None,
    id_claim: str | None = None,
) -> Response:
    """Carry a command out on a worker of the caller's agency; raises `WorkerUnknown` for others.

    `user_key` and `id_claim` are for the row: null stays as it is, an empty one is no more.
    """
    if await own_worker(context, call.caller, worker_id) is None:
        raise WorkerUnknown
    extras = Extras(
        body or {},
        claims=claims,
        released=released,
        items=items,
        rows=partial(rows_of, user_key=user_key, id_claim=id_claim),
    )
    stream = worker_stream(worker_id)
    return respond(await context.handler.handle(call, worker, stream, command, extras=extras))


async def check_told(context: Context, call: Call, user: str | None, id_number: str | None) -> None:
    """A person tells by what a worker is known, and not of themselves; raises `OwnRecord`.

    A number is logged and counted like a question about a person: whose file is kept from the
    worker then tells which file is that person's.
    """
    if (user or id_number) and call.caller.user is None:
        raise problems.user_required()
    if user is not None and user == call.caller.user:
        raise OwnRecord
    if id_number is not None:
        await log_query(context, call, Query.WORKER_NUMBER, None)


async def check_not_mine(context: Context, call: Call, worker_id: UUID) -> None:
    """Refuse whoever is, or may be, the worker whose own file is kept away: `OwnRecord`."""
    await check_not_own(context, call, worker_id)
    if await may_be_caller(context, call.caller, worker_id):
        raise OwnRecord


async def check_not_own(context: Context, call: Call, worker_id: UUID) -> None:
    """Nobody changes by what they are known; raises `OwnRecord`."""
    if await my_worker(context, call) == worker_id:
        raise OwnRecord


async def held_user(context: Context, worker_id: UUID) -> list[Claim]:
    """The worker's hold on the user, if it has one."""
    async with context.pool.acquire() as connection:
        key = await connection.fetchval(USER_OF, worker_id)
    if key is None:
        return []
    claim = Claim(worker_user_claim(key), str(worker_id))
    return [claim] if await context.journal.holder(claim.name) == claim.holder else []


def keys_of(
    context: Context, agency: str, user: str | None, number: str | None
) -> tuple[str | None, str | None]:
    """The keyed hash of a user, and the claim of an ID number, as the row has them."""
    index = context.vault.index
    return (
        None if user is None else key_of_user(index, agency, user),
        None if number is None else id_number_claim(index(number)),
    )
