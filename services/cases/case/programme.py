"""The steps of a programme: reporting in (戒毒条例 14), the agreement (16), what suspends it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias, assert_never

from services.cases.case.events import CaseEvent
from services.cases.case.evidence import check_document
from services.cases.case.ledger import MakeEntry, entry_fields
from services.cases.case.state import (
    AtLarge,
    Case,
    Opened,
    Ordered,
    Reported,
    Suspended,
    UnderAgreement,
    running,
)
from shared.decider import Refused, check_day
from shared.events.cases.evidence import Document
from shared.events.cases.programme import (
    AgreementSigned,
    ProgrammeResumed,
    ProgrammeSuspended,
    ReportedIn,
    SuspensionReason,
)


@dataclass(frozen=True)
class TakeStep(MakeEntry):
    """What every command of a step is."""


@dataclass(frozen=True)
class ReportIn(TakeStep):
    """The client reports in."""


@dataclass(frozen=True)
class SignAgreement(TakeStep):
    """The client signs the agreement."""


@dataclass(frozen=True)
class SuspendProgramme(TakeStep):
    """The programme does not go on for a time."""

    reason: SuspensionReason
    evidence: Document


@dataclass(frozen=True)
class ResumeProgramme(TakeStep):
    """The programme goes on."""

    evidence: Document


Command: TypeAlias = ReportIn | SignAgreement | SuspendProgramme | ResumeProgramme

SUSPENDED_BY: Mapping[SuspensionReason, frozenset[Document]] = {
    SuspensionReason.DETAINED: frozenset({Document.DETENTION_NOTICE}),
    SuspensionReason.ARRESTED: frozenset({Document.ARREST_WARRANT, Document.DETENTION_NOTICE}),
    SuspensionReason.IN_HOSPITAL: frozenset({Document.MEDICAL_CERTIFICATE}),
}
RESUMED_BY = frozenset({Document.RELEASE_CERTIFICATE, Document.MEDICAL_CERTIFICATE})


class NotAProgramme(Refused):
    """A user at large is in no programme: there is nothing to report in for, nor to agree on."""

    zh = "社会面人员不在社区戒毒或社区康复期间，无须报到或签订协议。"


class AlreadyReportedIn(Refused):
    """The client has reported in already; void that entry first if it is wrong."""

    zh = "该对象已经报到；如有错误，请先作废原记录。"


class ReportedInBeforeDecision(Refused):
    """The client cannot report in before the day of the decision; check both dates."""

    zh = "报到日期早于决定日期，请核对。"
    field = "occurred_on"


class NotReportedIn(Refused):
    """The agreement is signed after reporting in; record that first."""

    zh = "该对象尚未报到，请先登记报到。"


class AgreementAlreadySigned(Refused):
    """The agreement is signed already; void that entry first if it is wrong."""

    zh = "协议已经签订；如有错误，请先作废原记录。"


class AgreementBeforeReportingIn(Refused):
    """The agreement cannot be older than the reporting in; check both dates."""

    zh = "协议日期早于报到日期，请核对。"
    field = "occurred_on"


class ProgrammeIsSuspended(Refused):
    """The programme is suspended; record first that it goes on."""

    zh = "该对象的执行已经中止，请先登记恢复执行。"


class ProgrammeIsNotSuspended(Refused):
    """The programme is not suspended: there is nothing that could go on again."""

    zh = "该对象的执行没有中止，无须恢复。"


class BeforeTheLastStep(Refused):
    """This day is before the last step of the case; steps are recorded in the order of their days.
    Check the day, or void the later step first."""

    zh = "日期早于该档案上一环节的日期；各环节须按日期先后登记。请核对日期，或先作废后面的环节。"
    field = "occurred_on"


def check(command: Command, today: date) -> None:
    """Refuse a step on a day that has not come, or one whose document does not show it."""
    check_day(command.occurred_on, today)
    match command:
        case SuspendProgramme():
            check_document(command.evidence, SUSPENDED_BY[command.reason])
        case ResumeProgramme():
            check_document(command.evidence, RESUMED_BY)
        case ReportIn() | SignAgreement():
            pass
        case _:
            assert_never(command)


def decide(command: Command, state: Case, today: date) -> list[CaseEvent]:
    """Take a step."""
    check(command, today)
    match command:
        case ReportIn():
            return [_report_in(command, state)]
        case SignAgreement():
            return [_sign(command, state)]
        case SuspendProgramme():
            return [_suspend(command, state)]
        case ResumeProgramme():
            return [_resume(command, state)]
        case _:
            assert_never(command)


def check_order(command: TakeStep, case: Opened) -> None:
    """Refuse a step that is older than the last one. Raises `BeforeTheLastStep`."""
    last = case.file.last_step_on
    if last is not None and command.occurred_on < last:
        raise BeforeTheLastStep


def _report_in(command: ReportIn, state: Case) -> ReportedIn:
    match case := running(state):
        case AtLarge():
            raise NotAProgramme
        case Reported() | UnderAgreement():
            raise AlreadyReportedIn
        case Suspended():
            raise ProgrammeIsSuspended
        case Ordered():
            if command.occurred_on < case.decided_on:
                raise ReportedInBeforeDecision
        case _:
            assert_never(case)
    check_order(command, case)
    return ReportedIn(**entry_fields(case.file, command.entry_id, command.occurred_on))


def _sign(command: SignAgreement, state: Case) -> AgreementSigned:
    match case := running(state):
        case AtLarge():
            raise NotAProgramme
        case Ordered():
            raise NotReportedIn
        case UnderAgreement():
            raise AgreementAlreadySigned
        case Suspended():
            raise ProgrammeIsSuspended
        case Reported():
            if command.occurred_on < case.reported_in.occurred_on:
                raise AgreementBeforeReportingIn
        case _:
            assert_never(case)
    check_order(command, case)
    return AgreementSigned(**entry_fields(case.file, command.entry_id, command.occurred_on))


def _suspend(command: SuspendProgramme, state: Case) -> ProgrammeSuspended:
    match case := running(state):
        case AtLarge():
            raise NotAProgramme
        case Suspended():
            raise ProgrammeIsSuspended
        case Ordered() | Reported() | UnderAgreement():
            pass
        case _:
            assert_never(case)
    check_order(command, case)
    return ProgrammeSuspended(
        **entry_fields(case.file, command.entry_id, command.occurred_on),
        reason=command.reason,
        evidence=command.evidence,
    )


def _resume(command: ResumeProgramme, state: Case) -> ProgrammeResumed:
    case = running(state)
    if not isinstance(case, Suspended):
        raise ProgrammeIsNotSuspended
    check_order(command, case)
    return ProgrammeResumed(
        **entry_fields(case.file, command.entry_id, command.occurred_on), evidence=command.evidence
    )
