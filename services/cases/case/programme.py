"""The steps of a programme: reporting in (戒毒条例 14) and the agreement (戒毒条例 16)."""

from dataclasses import dataclass
from datetime import date
from typing import TypeAlias, assert_never
from uuid import UUID

from services.cases.case.state import Agreed, AtLarge, Case, CaseEvent, Ordered, Reported, opened
from shared.decider import Refused, check_day
from shared.events.cases.programme import AgreementSigned, ReportedIn


@dataclass(frozen=True)
class Step:
    """What every step has."""

    entry_id: UUID
    occurred_on: date


@dataclass(frozen=True)
class ReportIn(Step):
    """The client reports in."""


@dataclass(frozen=True)
class SignAgreement(Step):
    """The client signs the agreement."""


Command: TypeAlias = ReportIn | SignAgreement


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


def check(command: Command, today: date) -> None:
    """Refuse a step on a day that has not come."""
    check_day(command.occurred_on, today)


def decide(command: Command, state: Case, today: date) -> list[CaseEvent]:
    """Take a step."""
    check(command, today)
    match command:
        case ReportIn():
            return [_report_in(command, state)]
        case SignAgreement():
            return [_sign(command, state)]
        case _:
            assert_never(command)


def _report_in(command: ReportIn, state: Case) -> ReportedIn:
    match case := opened(state):
        case AtLarge():
            raise NotAProgramme
        case Reported() | Agreed():
            raise AlreadyReportedIn
        case Ordered():
            if command.occurred_on < case.decided_on:
                raise ReportedInBeforeDecision
        case _:
            assert_never(case)
    file = case.file
    return ReportedIn(
        entry_id=command.entry_id,
        case_id=file.case_id,
        client_id=file.client_id,
        kind=file.kind,
        region=file.region,
        occurred_on=command.occurred_on,
    )


def _sign(command: SignAgreement, state: Case) -> AgreementSigned:
    match case := opened(state):
        case AtLarge():
            raise NotAProgramme
        case Ordered():
            raise NotReportedIn
        case Agreed():
            raise AgreementAlreadySigned
        case Reported():
            if command.occurred_on < case.reported_in.occurred_on:
                raise AgreementBeforeReportingIn
        case _:
            assert_never(case)
    file = case.file
    return AgreementSigned(
        entry_id=command.entry_id,
        case_id=file.case_id,
        client_id=file.client_id,
        kind=file.kind,
        region=file.region,
        occurred_on=command.occurred_on,
    )
