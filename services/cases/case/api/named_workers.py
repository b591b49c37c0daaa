"""The workers that an entry names: in the roster, and not who the case is about."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from fastapi import Request

from services.cases.access import is_something
from services.cases.context import context_of
from services.cases.staff.known import check_recused, check_workers
from shared.http.operation import Call


async def check_named(
    request: Request,
    call: Call,
    case_id: UUID,
    named: Iterable[tuple[UUID, str]],
    serving_on: date | None = None,
) -> None:
    """422 for workers whom the caller's agency does not have, or who are the client themselves."""
    context, workers = context_of(request), list(named)
    await check_workers(context, call, workers, serving_on)
    await check_not_clients(request, call, case_id, workers)


async def check_not_clients(
    request: Request, call: Call, case_id: UUID, named: Iterable[tuple[UUID, str]]
) -> None:
    """The same of workers of any agency, where only the second matters.

    A dry run about a case that is nothing to the caller is told nothing of it.
    """
    workers = list(named)
    if workers and is_something(request):
        await check_recused(context_of(request), call, case_id, workers)
