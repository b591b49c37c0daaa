"""A case: its opening, what every entry of it carries, and its corrections."""

from datetime import date
from enum import StrEnum
from uuid import UUID

from shared.events import Entry, Event, Voidable, published
from shared.events.cases.earning import OnPoints
from shared.events.cases.kinds import CaseKind
from shared.events.cases.person import NOT_KNOWN, PersonFacts
from shared.events.cases.standing import StandingChange
from shared.events.corrections import Voided, VoidReason


class OnCase(Event):
    """What every event of a case carries."""

    case_id: UUID
    client_id: UUID
    kind: CaseKind
    region: str


class CaseEntry(Entry, OnCase):
    """What every entry of a case's ledger carries."""

    occurred_on: date


class OnStanding(Event):
    """What every event carries that may change what a case stands at; None where it changed not."""

    standing: StandingChange | None = None


class StandingEntry(OnStanding, CaseEntry):
    """An entry that may change what a case stands at."""


@published("cases.CaseOpened.v1")
class CaseOpened(Voidable, OnStanding, OnCase):
    """A case was opened; `occurred_on` is the day of the decision, where there was one.

    It is the first entry of the case, by its event id. `client_id` is the person for all agencies,
    `registration_id` the one that the responsible `agency` made of the person; `confirmed_by` is
    the agency by whose authority the case stands. What was opened before agencies had
    registrations of their own has none of the three. `person` is what is known in codes.
    """

    workstation_id: UUID | None = None
    occurred_on: date | None = None
    registration_id: UUID | None = None
    agency: str = ""
    confirmed_by: str = ""
    person: PersonFacts = NOT_KNOWN


@published("cases.OpeningRequested.v1")
class OpeningRequested(Event):
    """A case was opened by an agency that decides on none; it waits to be confirmed or annulled.

    Until then it is nobody's file: it says which registration is meant, and not which person.
    """

    case_id: UUID
    registration_id: UUID
    agency: str
    kind: CaseKind
    region: str
    workstation_id: UUID | None = None
    decided_on: date | None = None
    reported_in_on: date | None = None
    agreement_signed_on: date | None = None
    person: PersonFacts = NOT_KNOWN


@published("cases.OpeningAnnulled.v1")
class OpeningAnnulled(Event):
    """An opening that waited to be confirmed was annulled by an overseeing agency, or withdrawn."""

    case_id: UUID
    annulled_by: str
    reason: VoidReason


class ReassignmentReason(StrEnum):
    """Why an overseer made another agency responsible for a case."""

    MOVED = "moved"
    PROVIDER_CHANGED = "provider_changed"
    OPENED_BY_WRONG_AGENCY = "opened_by_wrong_agency"
    AGENCY_CLOSED = "agency_closed"
    DISPUTE_SETTLED = "dispute_settled"


@published("cases.CaseReassigned.v1")
class CaseReassigned(OnStanding):
    """An overseeing agency made another agency responsible for a case.

    `registration_id` is the new agency's registration of the person. From `given_on` on the workers
    of the agency before are in the team no more; events of before do not say the day.
    """

    case_id: UUID
    registration_id: UUID
    from_agency: str
    to_agency: str
    reassigned_by: str
    reason: ReassignmentReason
    given_on: date | None = None


@published("cases.EntryVoided.v1")
class EntryVoided(OnPoints, OnStanding, Voided):
    """An entry of a case was a mistake."""

    case_id: UUID


@published("cases.PersonFactsCorrected.v1")
class PersonFactsCorrected(StandingEntry):
    """What is known of the person in codes was wrong; it is this, and has always been."""

    person: PersonFacts


@published("cases.StandingPublished.v1")
class StandingPublished(OnStanding):
    """What a case stands at, for one whose entries were written before they said it."""

    case_id: UUID
    client_id: UUID
