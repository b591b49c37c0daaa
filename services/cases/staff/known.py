"""The workers that other chapters name: looked up in the roster of the caller's own agency."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from services.cases.context import Context
from services.cases.staff.own_file import ARE_ONE, CLIENTS
from services.cases.staff.rules import Employed, Left, Unregistered, worker
from services.cases.streams import worker_stream
from shared.http.field_errors import FieldError
from shared.http.operation import Call
from shared.http.problems import Problem, invalid
from shared.identity.claims import Caller
from shared.text import Text

_UNKNOWN = Text(
    zh="本单位名册中没有这位工作人员，请先登记。",
    en="There is no such worker in your agency's roster; register the worker first.",
)
_NOT_SERVING = Text(
    zh="须为本单位当日在岗的工作人员，请核对。",
    en="This must be a worker of your agency who serves on that day; check whom you named.",
)

_RECUSED = Text(
    zh="该工作人员应当回避本档案，请另选人员。",
    en="This worker is to be recused from this case; name another one.",
)


_UNKNOWN_TO_PROVIDER = Text(
    zh="承接单位的名册中没有这位工作人员，请由承接单位先登记。",
    en="There is no such worker in the provider's roster; have the provider register the worker"
    " first.",
)


def unknown_worker(pointer: str, *, of_provider: bool = False) -> Problem:
    """422 for a worker whom a body names and the roster does not have; in a path it is a 404."""
    text = _UNKNOWN_TO_PROVIDER if of_provider else _UNKNOWN
    return invalid([FieldError("unknown_worker", text, pointer=pointer)])


async def known_worker(context: Context, agency: str, worker_id: UUID) -> Employed | Left | None:
    """A worker of an agency, serving or not; None where the agency has none under this id."""
    state = (await context.handler.load(worker, worker_stream(worker_id))).state
    if isinstance(state, Unregistered):
        return None
    served = state.before if isinstance(state, Left) else state
    return state if served.agency == agency else None


async def check_workers(
    context: Context, call: Call, named: Iterable[tuple[UUID, str]], serving_on: date | None = None
) -> None:
    """422 for workers, each named at a pointer, whom the caller's agency does not have.

    With `serving_on` they must serve on that day. A call that was answered is answered again: what
    has changed since is not asked.
    """
    faults = []
    for worker_id, pointer in named:
        found = await known_worker(context, call.caller.agency, worker_id)
        if found is None:
            faults.append(FieldError("unknown_worker", _UNKNOWN, pointer=pointer))
        elif serving_on is not None and not found.serves_on(serving_on):
            faults.append(FieldError("not_serving", _NOT_SERVING, pointer=pointer))
    if faults and await context.handler.replay(call) is None:
        raise invalid(faults)


async def check_recused(
    context: Context, call: Call, case_id: UUID, named: Iterable[tuple[UUID, str]]
) -> None:
    """422 for workers, each named at a pointer, who are or were the client of this case.

    The case must be known to be something to the caller. Why somebody is recused is not said.
    """
    pointers = list(named)
    async with context.pool.acquire() as connection:
        rows = await connection.fetch(CLIENTS, case_id, [worker_id for worker_id, _ in pointers])
    recused = {row["worker_id"] for row in rows}
    faults = [
        FieldError("recused", _RECUSED, pointer=pointer)
        for worker_id, pointer in pointers
        if worker_id in recused
    ]
    if faults and await context.handler.replay(call) is None:
        raise invalid(faults)


async def are_one_person(context: Context, one: UUID, other: UUID) -> bool:
    """Whether two workers are one person, as far as rosters say: who left and came again is."""
    async with context.pool.acquire() as connection:
        answer: bool = await connection.fetchval(ARE_ONE, one, other)
    return answer


async def own_worker(context: Context, caller: Caller, worker_id: UUID) -> Employed | Left | None:
    """A worker of the caller's agency, within the regions of its token; None for any other."""
    found = await known_worker(context, caller.agency, worker_id)
    served = found.before if isinstance(found, Left) else found
    return found if served is not None and caller.covers(served.region) else None
