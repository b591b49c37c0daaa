"""A case: its opening, what every entry of it carries, and its corrections."""

from datetime import date
from enum import StrEnum
from uuid import UUID

from shared.events import Entry, Event, Voidable, published
from shared.events.corrections import Voided


class CaseKind(StrEnum):
    """What a case is: one of the two programmes, or the file of a user at large."""

    DETOXIFICATION = "community_detoxification"
    REHABILITATION = "community_rehabilitation"
    AT_LARGE = "at_large"


class OnCase(Event):
    """What every event of a case carries."""

    case_id: UUID
    client_id: UUID
    kind: CaseKind
    region: str


class CaseEntry(Entry, OnCase):
    """What every entry of a case's ledger carries."""

    occurred_on: date


@published("cases.CaseOpened.v1")
class CaseOpened(Voidable, OnCase):
    """A case was opened; `occurred_on` is the day of the decision, where there was one.

    It is the first entry of the case, by its event id.
    """

    workstation_id: UUID | None = None
    occurred_on: date | None = None


@published("cases.EntryVoided.v1")
class EntryVoided(Voided):
    """An entry of a case was a mistake."""

    case_id: UUID
