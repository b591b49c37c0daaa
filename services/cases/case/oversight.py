"""What the police and the anti-drug offices decide on the openings of their regions."""

from dataclasses import dataclass
from datetime import date
from typing import TypeAlias, assert_never
from uuid import UUID

from services.cases.case import opening
from services.cases.case.events import CaseEvent
from services.cases.case.opening import OpenCase
from services.cases.case.programme import ReportIn, SignAgreement
from services.cases.case.state import Case, Requested, Unopened, existing, opened
from shared.decider import Refused
from shared.events import type_of
from shared.events.cases.case import (
    CaseOpened,
    CaseReassigned,
    EntryVoided,
    OpeningAnnulled,
    ReassignmentReason,
)
from shared.events.corrections import StoredEntry, VoidReason


@dataclass(frozen=True)
class Decision:
    """What every one of these commands is; none of them has a day of its own."""


@dataclass(frozen=True)
class ConfirmOpening(Decision):
    """Make a requested opening a case; `client_id` is the person, found or made."""

    client_id: UUID
    confirmed_by: str
    reporting_in_id: UUID
    agreement_id: UUID


@dataclass(frozen=True)
class AnnulOpening(Decision):
    """Take an opening back, with all that was entered since; `entries` are as they are stored."""

    annulled_by: str
    reason: VoidReason
    entries: tuple[StoredEntry, ...] = ()


@dataclass(frozen=True)
class WithdrawOpening(Decision):
    """Take an own request back before it is confirmed."""

    withdrawn_by: str
    reason: VoidReason


@dataclass(frozen=True)
class ReassignCase(Decision):
    """Make another agency responsible; `registration_id` is what it knows the person by."""

    registration_id: UUID
    from_agency: str
    to_agency: str
    reassigned_by: str
    reason: ReassignmentReason


Command: TypeAlias = ConfirmOpening | AnnulOpening | WithdrawOpening | ReassignCase


class AlreadyConfirmed(Refused):
    """This opening is confirmed already."""

    zh = "该建档已经确认。"


class AlreadyResponsible(Refused):
    """This agency is responsible for the case already; name another one."""

    zh = "该单位已是责任单位，请填写其他单位。"
    field = "agency"


class OverseerCannotTakeIt(Refused):
    """An overseer gives a case to others, and not to itself: it would learn who the person is. Ask
    the police or another anti-drug office of the region to give it to you."""

    zh = "监督单位不能将档案指定给本单位；如确需承办，请由该区划的其他公安机关或禁毒办指定。"
    field = "agency"


def decide(command: Command, state: Case, today: date) -> list[CaseEvent]:
    """What an overseer's decision, or an own withdrawal, comes to."""
    match command:
        case ConfirmOpening():
            return _confirm(command, state, today)
        case AnnulOpening():
            return _annul(command, state)
        case WithdrawOpening():
            if not isinstance(state, Requested):
                existing(state)
                raise AlreadyConfirmed
            return [_annulled(state, command.withdrawn_by, command.reason)]
        case ReassignCase():
            case = opened(state)
            if command.to_agency == command.from_agency:
                raise AlreadyResponsible
            if command.to_agency == command.reassigned_by:
                raise OverseerCannotTakeIt
            return [
                CaseReassigned(
                    case_id=case.file.case_id,
                    registration_id=command.registration_id,
                    from_agency=command.from_agency,
                    to_agency=command.to_agency,
                    reassigned_by=command.reassigned_by,
                    reason=command.reason,
                    given_on=today,
                )
            ]
        case _:
            assert_never(command)


def _confirm(command: ConfirmOpening, state: Case, today: date) -> list[CaseEvent]:
    if not isinstance(state, Requested):
        existing(state)
        raise AlreadyConfirmed
    asked = state.request
    reported_in, agreed = asked.reported_in_on, asked.agreement_signed_on
    return opening.decide(
        OpenCase(
            asked.case_id,
            command.client_id,
            asked.registration_id,
            asked.agency,
            command.confirmed_by,
            asked.kind,
            asked.region,
            asked.workstation_id,
            asked.decided_on,
            ReportIn(command.reporting_in_id, reported_in) if reported_in else None,
            SignAgreement(command.agreement_id, agreed) if agreed else None,
            person=asked.person,
        ),
        Unopened(),
        today,
    )


def _annul(command: AnnulOpening, state: Case) -> list[CaseEvent]:
    """The last entry first, the opening last: nothing that still counts rests on what is void."""
    if isinstance(state, Requested):
        return [_annulled(state, command.annulled_by, command.reason)]
    file = opened(state).file
    counting = [e for e in reversed(command.entries) if e.entry_id not in file.voided]
    is_opening = type_of(CaseOpened)
    counting.sort(key=lambda entry: entry.type == is_opening)
    return [
        EntryVoided(
            case_id=file.case_id,
            entry_id=entry.entry_id,
            entry_type=entry.type,
            entry=entry.fields,
            reason=command.reason,
        )
        for entry in counting
    ]


def _annulled(state: Requested, by: str, reason: VoidReason) -> OpeningAnnulled:
    return OpeningAnnulled(case_id=state.request.case_id, annulled_by=by, reason=reason)
