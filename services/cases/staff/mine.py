"""Whose cases are a worker's today: the own, and those of the absent who are covered."""

from typing import Literal
from uuid import UUID

from services.cases.context import Context
from services.cases.staff.covering import covered_by
from services.cases.staff.known import known_worker
from services.cases.staff.users import my_worker
from shared.http.field_errors import FieldError
from shared.http.operation import Call
from shared.http.problems import invalid
from shared.text import Text

_NOBODY = Text(
    zh="本单位名册中没有与当前用户对应的在岗人员；请先为其登记用户，或填写工作人员编号。",
    en="Your agency has no worker who serves registered with the user for whom you call; register"
    " the user, or name a worker.",
)
_UNKNOWN = Text(
    zh="本单位名册中没有这位工作人员。",
    en="There is no such worker in your agency's roster.",
)


async def served_by(
    context: Context, call: Call, worker: UUID | Literal["mine"]
) -> tuple[UUID, ...]:
    """A worker of the caller's agency, and who is covered today; 422 where there is none."""
    if worker == "mine":
        found = await my_worker(context, call)
        if found is None:
            raise invalid([FieldError("not_a_worker", _NOBODY, parameter="worker")])
    else:
        found = worker
        if await known_worker(context, call.caller.agency, worker) is None:
            raise invalid([FieldError("unknown_worker", _UNKNOWN, parameter="worker")])
    return (found, *sorted(await covered_by(context.pool, found, context.handler.today())))
