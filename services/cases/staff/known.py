"""The workers that other chapters name: looked up in the roster of the caller's own agency."""

from uuid import UUID

from services.cases.context import Context
from services.cases.staff.rules import Employed, Left, Unregistered, worker
from services.cases.streams import worker_stream
from shared.identity.claims import Caller


async def known_worker(context: Context, agency: str, worker_id: UUID) -> Employed | Left | None:
    """A worker of an agency, serving or not; None where the agency has none under this id."""
    state = (await context.handler.load(worker, worker_stream(worker_id))).state
    if isinstance(state, Unregistered):
        return None
    served = state.before if isinstance(state, Left) else state
    return state if served.agency == agency else None


async def own_worker(context: Context, caller: Caller, worker_id: UUID) -> Employed | Left | None:
    """A worker of the caller's agency, within the regions of its token; None for any other."""
    found = await known_worker(context, caller.agency, worker_id)
    served = found.before if isinstance(found, Left) else found
    return found if served is not None and caller.covers(served.region) else None
