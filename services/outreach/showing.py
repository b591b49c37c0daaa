"""What of a record is shown, and to whom."""

from typing import Any
from uuid import UUID

from pydantic import BaseModel

from services.outreach.record import Work
from shared.events.outreach.plans import Plan
from shared.events.outreach.sessions import ServingRole, SessionHeld


class ShownServed(BaseModel):
    """Who served; `worker_ids` is null for others than the agency that recorded it."""

    role: ServingRole
    number: int
    minutes: int
    worker_ids: tuple[UUID, ...] | None


def facts_of(work: Work | Plan, *, own: bool) -> dict[str, Any]:
    """The fields of a record, as they are shown to the agency that recorded it, or to others.

    Others are not told which clients helped, nor which workers served.
    """
    facts = {name: getattr(work, name) for name in type(work).model_fields}
    if not isinstance(work, SessionHeld):
        return facts
    served = [
        ShownServed(
            role=each.role,
            number=each.number,
            minutes=each.minutes,
            worker_ids=each.worker_ids if own else None,
        )
        for each in work.served
    ]
    return facts | {"served": tuple(served), "helpers": work.helpers if own else None}
