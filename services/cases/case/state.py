"""A case: one programme of a client, or the one file of a user at large.

The phases are types: a programme is ordered, the client reports in (戒毒条例 14: within 15 days),
signs the agreement (戒毒条例 16), and entries are made in the ledger all along. The file of a
user at large has no phases. An entry is never changed; a mistake is made void.
"""

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import TypeAlias, assert_never
from uuid import UUID

from shared.decider import Missing
from shared.events.cases.assessments import RiskAssessed
from shared.events.cases.case import CaseKind, CaseOpened, EntryVoided
from shared.events.cases.contacts import ContactRecorded
from shared.events.cases.drug_tests import DrugTestRecorded
from shared.events.cases.programme import AgreementSigned, ReportedIn

CaseEvent: TypeAlias = (
    CaseOpened
    | ReportedIn
    | AgreementSigned
    | ContactRecorded
    | DrugTestRecorded
    | RiskAssessed
    | EntryVoided
)


@dataclass(frozen=True)
class File:
    """What every opened case has; `voided` are the entries that no longer count."""

    case_id: UUID
    client_id: UUID
    kind: CaseKind
    region: str
    voided: frozenset[UUID] = frozenset()


@dataclass(frozen=True)
class Unopened:
    """There is no such case."""


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


Opened: TypeAlias = AtLarge | Ordered | Reported | Agreed
Case: TypeAlias = Unopened | Opened


class Phase(StrEnum):
    """The phase of a case."""

    AT_LARGE = "at_large"
    ORDERED = "ordered"
    REPORTED = "reported"
    AGREED = "agreed"


class CaseUnknown(Missing):
    """There is no such case; open it first."""

    zh = "没有这份档案，请先建档。"


def opened(state: Case) -> Opened:
    """The case, if there is one; raises `CaseUnknown`."""
    if isinstance(state, Unopened):
        raise CaseUnknown
    return state


def phase(state: Opened) -> Phase:
    """The name of a case's phase."""
    match state:
        case AtLarge():
            return Phase.AT_LARGE
        case Ordered():
            return Phase.ORDERED
        case Reported():
            return Phase.REPORTED
        case Agreed():
            return Phase.AGREED
        case _:
            assert_never(state)


def evolve(state: Case, event: CaseEvent) -> Case:
    """The case after an event. Raises TypeError for a history that the rules cannot have made."""
    match event:
        case CaseOpened():
            if isinstance(state, Unopened):
                return _opened(event)
        case ReportedIn():
            if isinstance(state, Ordered):
                return Reported(state.file, state.decided_on, event)
        case AgreementSigned():
            if isinstance(state, Reported):
                return Agreed(state.file, state.decided_on, state.reported_in, event)
        case ContactRecorded() | DrugTestRecorded() | RiskAssessed():
            if not isinstance(state, Unopened):
                return state
        case EntryVoided():
            if not isinstance(state, Unopened):
                return _without(state, event.entry_id)
        case _:
            assert_never(event)
    raise TypeError(f"{type(event).__name__} cannot follow {type(state).__name__}")


def _opened(event: CaseOpened) -> Opened:
    file = File(event.case_id, event.client_id, event.kind, event.region)
    if file.kind is CaseKind.AT_LARGE or event.occurred_on is None:
        return AtLarge(file)
    return Ordered(file, event.occurred_on)


def _without(state: Opened, entry_id: UUID) -> Opened:
    """The case without an entry: a void step of the programme is taken back."""
    file = replace(state.file, voided=state.file.voided | {entry_id})
    match state:
        case Reported() if entry_id == state.reported_in.entry_id:
            return Ordered(file, state.decided_on)
        case Agreed() if entry_id == state.agreement.entry_id:
            return Reported(file, state.decided_on, state.reported_in)
        case _:
            return replace(state, file=file)
