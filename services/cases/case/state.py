"""A case: one programme of a client, or the one file of a user at large.

The phases are types: a programme is ordered, the client reports in (戒毒条例 14: within 15 days),
signs the agreement (戒毒条例 16), and entries are made in the ledger all along. The file of a
user at large has no phases. An entry is never changed; a mistake is made void. So is the opening
of a case, which then takes no more entries. What an agency opens that decides on no programme is
only requested, until it is confirmed or annulled.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import TypeAlias, assert_never
from uuid import UUID

from shared.decider import Missing, Refused
from shared.events.cases.assessments import RiskAssessed
from shared.events.cases.case import (
    CaseKind,
    CaseOpened,
    CaseReassigned,
    EntryVoided,
    OpeningAnnulled,
    OpeningRequested,
)
from shared.events.cases.contacts import ContactRecorded
from shared.events.cases.drug_tests import DrugTestAppointed, DrugTestRecorded
from shared.events.cases.programme import AgreementSigned, ReportedIn

CaseEvent: TypeAlias = (
    CaseOpened
    | ReportedIn
    | AgreementSigned
    | ContactRecorded
    | DrugTestRecorded
    | RiskAssessed
    | EntryVoided
    | OpeningRequested
    | OpeningAnnulled
    | CaseReassigned
    | DrugTestAppointed
)


@dataclass(frozen=True)
class File:
    """What every opened case has.

    `decided_on` is the day of the decision, where there was one. `voided` are the entries that no
    longer count; `counting` says how many do, the opening aside, by their published type.
    `registration_id` is what the responsible agency knows the person by; `agency` is that agency,
    empty where the case was opened before events said it. `asked` are the days on which agencies
    were asked for a test that they have not entered, by the appointment.
    """

    case_id: UUID
    client_id: UUID
    kind: CaseKind
    region: str
    registration_id: UUID
    agency: str = ""
    workstation_id: UUID | None = None
    decided_on: date | None = None
    asked: Mapping[UUID, date] = field(default_factory=dict)
    voided: frozenset[UUID] = frozenset()
    counting: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Unopened:
    """There is no such case."""


@dataclass(frozen=True)
class Requested:
    """An opening that waits to be confirmed; it takes no entries and counts nowhere."""

    request: OpeningRequested


@dataclass(frozen=True)
class Annulled:
    """An opening that was never confirmed, and will not be."""

    request: OpeningRequested


@dataclass(frozen=True)
class AtLarge:
    """The file of a registered user in neither programme."""

    file: File


@dataclass(frozen=True)
class Ordered:
    """A programme that was decided; the client has not reported in."""

    file: File
    decided_on: date


@dataclass(frozen=True)
class Reported:
    """The client has reported in; the agreement is not signed."""

    file: File
    decided_on: date
    reported_in: ReportedIn


@dataclass(frozen=True)
class Agreed:
    """The programme runs under a signed agreement."""

    file: File
    decided_on: date
    reported_in: ReportedIn
    agreement: AgreementSigned


@dataclass(frozen=True)
class OpenedInError:
    """The opening was a mistake and is void; all that was recorded is void too."""

    file: File


Opened: TypeAlias = AtLarge | Ordered | Reported | Agreed
Existing: TypeAlias = Opened | OpenedInError
Case: TypeAlias = Unopened | Requested | Annulled | Existing


class Phase(StrEnum):
    """The phase of a case."""

    REQUESTED = "requested"
    ANNULLED = "annulled"
    AT_LARGE = "at_large"
    ORDERED = "ordered"
    REPORTED = "reported"
    AGREED = "agreed"
    OPENED_IN_ERROR = "opened_in_error"


class CaseUnknown(Missing):
    """There is no such case; open it first."""

    zh = "没有这份档案，请先建档。"


class CaseOpenedInError(Refused):
    """This case was opened by mistake and is void: nothing can be recorded in it."""

    zh = "该档案系误建，已经作废，不能再登记。"


class CaseNotConfirmed(Refused):
    """This opening waits for the police or the anti-drug office to confirm it; until then nothing
    can be recorded in it."""

    zh = "该建档尚待公安机关或禁毒办确认，确认前不能登记。"


class OpeningWasAnnulled(Refused):
    """This opening was annulled; nothing can be recorded in it."""

    zh = "该建档已被撤销，不能登记。"


def existing(state: Case) -> Existing:
    """The case, also where its opening is void.

    Raises `CaseUnknown`, `CaseNotConfirmed` or `OpeningWasAnnulled`.
    """
    match state:
        case Unopened():
            raise CaseUnknown
        case Requested():
            raise CaseNotConfirmed
        case Annulled():
            raise OpeningWasAnnulled
        case _:
            return state


def opened(state: Case) -> Opened:
    """The case that entries can be made in; raises as `existing`, or `CaseOpenedInError`."""
    case = existing(state)
    if isinstance(case, OpenedInError):
        raise CaseOpenedInError
    return case


def phase(state: Existing | Requested | Annulled) -> Phase:
    """The name of a case's phase."""
    match state:
        case Requested():
            return Phase.REQUESTED
        case Annulled():
            return Phase.ANNULLED
        case AtLarge():
            return Phase.AT_LARGE
        case Ordered():
            return Phase.ORDERED
        case Reported():
            return Phase.REPORTED
        case Agreed():
            return Phase.AGREED
        case OpenedInError():
            return Phase.OPENED_IN_ERROR
        case _:
            assert_never(state)
