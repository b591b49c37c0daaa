"""A case: one programme of a client, or the one file of a user at large.

The phases are types: a programme is ordered, the client reports in (戒毒条例 14: within 15 days),
signs the agreement (戒毒条例 16), and entries are made in the ledger all along. The file of a
user at large has no phases. An entry is never changed; a mistake is made void. So is the opening
of a case, which then takes no more entries.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from typing import TypeAlias, assert_never
from uuid import UUID

from shared.decider import Missing, Refused
from shared.events import type_of
from shared.events.cases.assessments import RiskAssessed
from shared.events.cases.case import CaseEntry, CaseKind, CaseOpened, EntryVoided
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
    """What every opened case has.

    `decided_on` is the day of the decision, where there was one. `voided` are the entries that no
    longer count; `counting` says how many do, the opening aside, by their published type.
    """

    case_id: UUID
    client_id: UUID
    kind: CaseKind
    region: str
    workstation_id: UUID | None = None
    decided_on: date | None = None
    voided: frozenset[UUID] = frozenset()
    counting: Mapping[str, int] = field(default_factory=dict)


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


@dataclass(frozen=True)
class OpenedInError:
    """The opening was a mistake and is void; all that was recorded is void too."""

    file: File


Opened: TypeAlias = AtLarge | Ordered | Reported | Agreed
Existing: TypeAlias = Opened | OpenedInError
Case: TypeAlias = Unopened | Existing


class Phase(StrEnum):
    """The phase of a case."""

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


def existing(state: Case) -> Existing:
    """The case, if there is one, also where its opening is void; raises `CaseUnknown`."""
    if isinstance(state, Unopened):
        raise CaseUnknown
    return state


def opened(state: Case) -> Opened:
    """The case that entries can be made in; raises `CaseUnknown` or `CaseOpenedInError`."""
    case = existing(state)
    if isinstance(case, OpenedInError):
        raise CaseOpenedInError
    return case


def phase(state: Existing) -> Phase:
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
        case OpenedInError():
            return Phase.OPENED_IN_ERROR
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
                return Reported(_with(state.file, event), state.decided_on, event)
        case AgreementSigned():
            if isinstance(state, Reported):
                file = _with(state.file, event)
                return Agreed(file, state.decided_on, state.reported_in, event)
        case ContactRecorded() | DrugTestRecorded() | RiskAssessed():
            if not isinstance(state, Unopened | OpenedInError):
                return replace(state, file=_with(state.file, event))
        case EntryVoided():
            if not isinstance(state, Unopened | OpenedInError):
                return _without(state, event)
        case _:
            assert_never(event)
    raise TypeError(f"{type(event).__name__} cannot follow {type(state).__name__}")


def _opened(event: CaseOpened) -> Opened:
    file = File(
        event.case_id,
        event.client_id,
        event.kind,
        event.region,
        event.workstation_id,
        event.occurred_on,
    )
    if file.kind is CaseKind.AT_LARGE or event.occurred_on is None:
        return AtLarge(file)
    return Ordered(file, event.occurred_on)


def _with(file: File, entry: CaseEntry) -> File:
    """The file with one more entry that counts."""
    name = type_of(entry)
    return replace(file, counting={**file.counting, name: file.counting.get(name, 0) + 1})


def _without(state: Opened, event: EntryVoided) -> Existing:
    """The case without an entry: a void step is taken back, and so is a void opening."""
    entry, entry_id = event.voided(), event.entry_id
    file = replace(state.file, voided=state.file.voided | {entry_id})
    if isinstance(entry, CaseOpened):
        return OpenedInError(file)
    name = type_of(entry)
    file = replace(file, counting={**file.counting, name: file.counting.get(name, 0) - 1})
    match state:
        case Reported() if entry_id == state.reported_in.entry_id:
            return Ordered(file, state.decided_on)
        case Agreed() if entry_id == state.agreement.entry_id:
            return Reported(file, state.decided_on, state.reported_in)
        case _:
            return replace(state, file=file)
