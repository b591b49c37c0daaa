"""The workers that other chapters name: looked up in the roster of the caller's own agency."""

from uuid import UUID

from services.cases.context import Context
from services.cases.staff.rules import Employed, Left, Unregistered, worker
from services.cases.streams import worker_stream


async def known_worker(context: Context, agency: str, worker_id: UUID) -> Employed | Left | None:
    """A worker of an agency, serving or not; None where the agency has none under this id."""
    state = (await context.handler.load(worker, worker_stream(worker_id))).state
    if isinstance(state, Unregistered):
        return None
    served = state.before if isinstance(state, Left) else state
    return state if served.agency == agency else None
