"""Prevention sessions: where they were held, in which forms, with whom."""

from datetime import date
from enum import StrEnum
from uuid import UUID

from shared.events import Entry, published


class Occasion(StrEnum):
    """The day or month that a session is tied to."""

    ANTI_DRUG_DAY = "anti_drug_day"
    LAW_AND_ORDER_MONTH = "law_and_order_month"
    QIXI = "qixi"
    DOUBLE_NINTH = "double_ninth"


@published("outreach.SessionHeld.v1")
class SessionHeld(Entry):
    """A prevention session was held.

    `helpers` are the files of the clients who helped at it, as the agency that recorded it knows
    them: whether there are such files, nobody here knows. Codes are of the dictionaries of
    prevention, `shared/policies/dictionaries.py`.
    """

    activity_id: UUID
    region: str
    occurred_on: date
    place_kind: str
    attendance: int
    forms: tuple[str, ...] = ()
    partners: tuple[str, ...] = ()
    occasion: str | None = None
    topic: str = ""
    helpers: tuple[UUID, ...] = ()
