"""A case: one programme of a client, or the one file of a user at large.

The phases are types: a programme is ordered, the client reports in (戒毒条例 14: within 15 days),
signs the agreement (戒毒条例 16), and entries are made in the ledger all along. The file of a
user at large has no phases. What an entry says is never changed; a mistake is made void.
"""

from dataclasses import dataclass, replace
from datetime import date
from typing import TypeAlias, assert_never
from uuid import UUID

from shared.decider import Decider, Missing, Refused
from shared.events import Event, type_of
from shared.events.cases import (
    AgreementSigned,
    CaseEntry,
    CaseKind,
    CaseOpened,
    ContactMode,
    ContactRecorded,
    DrugTestMethod,
    DrugTestRecorded,
    DrugTestResult,
    EntryVoided,
    NotDoneReason,
    ReportedIn,
    RiskAssessed,
    RiskLevel,
)
from shared.events.corrections import VoidReason


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


@dataclass(frozen=True)
class OpenCase:
    """Open a case; a programme has the day of its decision, a file at large may have none."""

    case_id: UUID
    client_id: UUID
    kind: CaseKind
    region: str
    workstation_id: UUID | None
    decided_on: date | None


@dataclass(frozen=True)
class ReportIn:
    """The client reports in."""

    entry_id: UUID
    occurred_on: date


@dataclass(frozen=True)
class SignAgreement:
    """The client signs the agreement."""

    entry_id: UUID
    occurred_on: date


@dataclass(frozen=True)
class RecordContact:
    """Write down that the client was met or spoken with."""

    entry_id: UUID
    occurred_on: date
    mode: ContactMode


@dataclass(frozen=True)
class RecordDrugTest:
    """Write down a test, or why one that was due was not done."""

    entry_id: UUID
    occurred_on: date
    method: DrugTestMethod
    result: DrugTestResult
    not_done_reason: NotDoneReason | None


@dataclass(frozen=True)
class AssessRisk:
    """Write down the client's risk."""

    entry_id: UUID
    occurred_on: date
    level: RiskLevel


@dataclass(frozen=True)
class VoidEntry:
    """Take an entry of this case back."""

    entry: CaseEntry
    reason: VoidReason


Record: TypeAlias = ReportIn | SignAgreement | RecordContact | RecordDrugTest | AssessRisk
Command: TypeAlias = OpenCase | Record | VoidEntry


class CaseUnknown(Missing):
    """There is no such case; open it first."""

    zh = "没有这份档案，请先建档。"


class CaseAlreadyOpened(Refused):
    """This case is open already."""

    zh = "这份档案已经建立。"


class DecisionDateMissing(Refused):
    """A programme needs the day of its decision (`decided_on`)."""

    zh = "社区戒毒、社区康复须填写决定日期（decided_on）。"


class NotAProgramme(Refused):
    """A user at large is in no programme: there is nothing to report in for, nor to agree on."""

    zh = "社会面人员不在社区戒毒或社区康复期间，无须报到或签订协议。"


class AlreadyReportedIn(Refused):
    """The client has reported in already; void that entry first if it is wrong."""

    zh = "该对象已经报到；如有错误，请先作废原记录。"


class ReportedInBeforeDecision(Refused):
    """The client cannot report in before the day of the decision; check both dates."""

    zh = "报到日期早于决定日期，请核对。"


class NotReportedIn(Refused):
    """The agreement is signed after reporting in; record that first."""

    zh = "该对象尚未报到，请先登记报到。"


class AgreementAlreadySigned(Refused):
    """The agreement is signed already; void that entry first if it is wrong."""

    zh = "协议已经签订；如有错误，请先作废原记录。"


class AgreementBeforeReportingIn(Refused):
    """The agreement cannot be older than the reporting in; check both dates."""

    zh = "协议日期早于报到日期，请核对。"


class TestReasonMissing(Refused):
    """A test that was not done needs its reason (`not_done_reason`)."""

    zh = "未检须填写未检原因（not_done_reason）。"


class TestReasonNotWanted(Refused):
    """A test that was done has no reason for not being done; leave `not_done_reason` out."""

    zh = "已检的记录不应填写未检原因（not_done_reason）。"


class EntryAlreadyVoid(Refused):
    """This entry is void already."""

    zh = "该记录已经作废。"


class AgreementRestsOnIt(Refused):
    """A signed agreement rests on this entry; void the agreement first."""

    zh = "已签订的协议以该记录为前提，请先作废协议记录。"


def decide(command: Command, state: Case) -> list[Event]:
    """What a command comes to; raises a `Refused` by name."""
    match state:
        case Unopened():
            if not isinstance(command, OpenCase):
                raise CaseUnknown
            return [_open(command)]
        case AtLarge() | Ordered() | Reported() | Agreed():
            match command:
                case OpenCase():
                    raise CaseAlreadyOpened
                case VoidEntry():
                    return [_void(command, state)]
                case _:
                    return [_record(command, state)]
        case _:
            assert_never(state)


def _open(command: OpenCase) -> Event:
    if command.kind is not CaseKind.AT_LARGE and command.decided_on is None:
        raise DecisionDateMissing
    return CaseOpened(
        case_id=command.case_id,
        client_id=command.client_id,
        kind=command.kind,
        region=command.region,
        workstation_id=command.workstation_id,
        occurred_on=command.decided_on,
    )


def _record(command: Record, state: Opened) -> Event:
    file = state.file
    common = {
        "entry_id": command.entry_id,
        "case_id": file.case_id,
        "client_id": file.client_id,
        "kind": file.kind,
        "region": file.region,
        "occurred_on": command.occurred_on,
    }
    match command:
        case ReportIn():
            _check_reporting_in(command, state)
            return ReportedIn.model_validate(common)
        case SignAgreement():
            _check_agreement(command, state)
            return AgreementSigned.model_validate(common)
        case RecordContact():
            return ContactRecorded.model_validate({**common, "mode": command.mode})
        case RecordDrugTest():
            _check_test(command)
            return DrugTestRecorded.model_validate(
                {
                    **common,
                    "method": command.method,
                    "result": command.result,
                    "not_done_reason": command.not_done_reason,
                }
            )
        case AssessRisk():
            return RiskAssessed.model_validate({**common, "level": command.level})
        case _:
            assert_never(command)


def _check_reporting_in(command: ReportIn, state: Opened) -> None:
    match state:
        case AtLarge():
            raise NotAProgramme
        case Reported() | Agreed():
            raise AlreadyReportedIn
        case Ordered():
            if command.occurred_on < state.decided_on:
                raise ReportedInBeforeDecision
        case _:
            assert_never(state)


def _check_agreement(command: SignAgreement, state: Opened) -> None:
    match state:
        case AtLarge():
            raise NotAProgramme
        case Ordered():
            raise NotReportedIn
        case Agreed():
            raise AgreementAlreadySigned
        case Reported():
            if command.occurred_on < state.reported_in.occurred_on:
                raise AgreementBeforeReportingIn
        case _:
            assert_never(state)


def _check_test(command: RecordDrugTest) -> None:
    not_done = command.result is DrugTestResult.NOT_DONE
    if not_done and command.not_done_reason is None:
        raise TestReasonMissing
    if not not_done and command.not_done_reason is not None:
        raise TestReasonNotWanted


def _void(command: VoidEntry, state: Opened) -> Event:
    entry = command.entry
    if entry.entry_id in state.file.voided:
        raise EntryAlreadyVoid
    if isinstance(entry, ReportedIn) and isinstance(state, Agreed):
        raise AgreementRestsOnIt
    return EntryVoided(
        case_id=state.file.case_id,
        entry_id=entry.entry_id,
        entry_type=type_of(entry),
        entry=entry,
        reason=command.reason,
    )


def evolve(state: Case, event: Event) -> Case:
    """The case after an event."""
    match event, state:
        case CaseOpened(), Unopened():
            file = File(event.case_id, event.client_id, event.kind, event.region)
            return AtLarge(file) if event.occurred_on is None else _opened(file, event.occurred_on)
        case ReportedIn(), Ordered():
            return Reported(state.file, state.decided_on, event)
        case AgreementSigned(), Reported():
            return Agreed(state.file, state.decided_on, state.reported_in, event)
        case ((ContactRecorded() | DrugTestRecorded() | RiskAssessed()), _):
            return state
        case EntryVoided(), (AtLarge() | Ordered() | Reported() | Agreed()):
            return _without(state, event)
        case _:
            raise TypeError(f"{type(event).__name__} cannot follow {type(state).__name__}")


def _opened(file: File, decided_on: date) -> Case:
    return AtLarge(file) if file.kind is CaseKind.AT_LARGE else Ordered(file, decided_on)


def _without(state: Opened, event: EntryVoided) -> Case:
    file = replace(state.file, voided=state.file.voided | {event.entry_id})
    match state:
        case Reported() if isinstance(event.entry, ReportedIn):
            return Ordered(file, state.decided_on)
        case Agreed() if isinstance(event.entry, AgreementSigned):
            return Reported(file, state.decided_on, state.reported_in)
        case _:
            return replace(state, file=file)


case: Decider[Command, Case] = Decider(Unopened(), decide, evolve)
