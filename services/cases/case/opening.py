"""Opening a case."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from services.cases.case import programme
from services.cases.case.events import CaseEvent
from services.cases.case.evolving import evolve
from services.cases.case.programme import ReportIn, SignAgreement
from services.cases.case.state import Case, Unopened
from shared.decider import FutureDate, Refused, check_region
from shared.events.cases.case import CaseOpened, OpeningRequested
from shared.events.cases.kinds import CaseKind
from shared.events.cases.person import NOT_KNOWN, PersonFacts
from shared.warned import Warned, early_days, retired_region


@dataclass(frozen=True)
class OpenCase:
    """Open a case; a programme has the day of its decision, a file at large may have none.

    `client_id` is the person for all agencies, `registration_id` what `agency` knows the person by.
    Where no agency stands behind it (`confirmed_by`), it is only requested. The first steps of the
    programme, if they were taken already, are recorded with it. `born_on` is the client's day of
    birth, where it is known; it is compared and not recorded.
    """

    case_id: UUID
    client_id: UUID
    registration_id: UUID
    agency: str
    confirmed_by: str
    kind: CaseKind
    region: str
    workstation_id: UUID | None
    decided_on: date | None
    reported_in: ReportIn | None = None
    agreement: SignAgreement | None = None
    born_on: date | None = None
    person: PersonFacts = NOT_KNOWN


class CaseAlreadyOpened(Refused):
    """This case is open already."""

    zh = "这份档案已经建立。"


class DecisionDateMissing(Refused):
    """A programme needs the day of its decision (`decided_on`)."""

    zh = "社区戒毒、社区康复须填写决定日期（decided_on）。"
    field = "decided_on"


class DecisionInFuture(FutureDate):
    """This day has not come yet; only what has happened can be recorded."""

    field = "decided_on"


class CannotOpenHere(Refused):
    """The file cannot be opened here, nor opened again; ask the anti-drug office of the county to
    settle it."""

    zh = "不能在此建档或恢复档案；请与县级禁毒办联系，由其核实处理。"


class ClientHasOpenCase(Refused):
    """This client has an open case, and a person has one file; record in that one."""

    zh = "该服务对象已有在办档案（一人一档），请在原档案中登记。"
    field = "client_id"


class ClientHasEndedCase(Refused):
    """This client has a case with your agency that has ended, and a person has one file; open that
    one again and record in it."""

    zh = "该服务对象在本单位已有档案，现已终止（一人一档）；请恢复原档案，不要重新建档。"
    field = "client_id"


class ReferenceTaken(Refused):
    """Another case of your agency has this reference; check the number."""

    zh = "该编号已用于本单位的另一份档案，请核对编号。"
    field = "reference"


class DecisionBeforeBirth(Warned):
    """The client was born after this day, by the ID number; check the day and the person."""

    zh = "决定日期早于该服务对象的出生日期，请核对日期和人员。"


class OpeningWaits(Warned):
    """This opening waits until the police or the anti-drug office confirm it; until then it takes
    no entries and counts nowhere."""

    zh = "该建档须经公安机关或禁毒办确认；确认前不能登记，也不计入统计。"


def warnings(command: OpenCase, today: date) -> list[Warned]:
    """What an opening records that may be a mistake."""
    reported_in, agreement = command.reported_in, command.agreement
    found = early_days(
        decided_on=command.decided_on,
        reported_in_on=reported_in.occurred_on if reported_in else None,
        agreement_signed_on=agreement.occurred_on if agreement else None,
    )
    if command.born_on and command.decided_on and command.decided_on < command.born_on:
        found.append(DecisionBeforeBirth("decided_on"))
    if not command.confirmed_by:
        found.append(OpeningWaits("client_id"))
    return found + retired_region(command.region, command.decided_on, today)


def decide(command: OpenCase, state: Case, today: date) -> list[CaseEvent]:
    """Open the case, and take its first steps by the rules of the steps; or request all of it."""
    events = _opened(command, state, today)
    if command.confirmed_by:
        return events
    reported_in, agreement = command.reported_in, command.agreement
    return [
        OpeningRequested(
            case_id=command.case_id,
            registration_id=command.registration_id,
            agency=command.agency,
            kind=command.kind,
            region=command.region,
            workstation_id=command.workstation_id,
            decided_on=command.decided_on,
            reported_in_on=reported_in.occurred_on if reported_in else None,
            agreement_signed_on=agreement.occurred_on if agreement else None,
            person=command.person,
        )
    ]


def _opened(command: OpenCase, state: Case, today: date) -> list[CaseEvent]:
    if not isinstance(state, Unopened):
        raise CaseAlreadyOpened
    if command.kind is not CaseKind.AT_LARGE and command.decided_on is None:
        raise DecisionDateMissing
    if command.decided_on is not None and command.decided_on > today:
        raise DecisionInFuture
    check_region(command.region, command.decided_on, today)
    events: list[CaseEvent] = [
        CaseOpened(
            case_id=command.case_id,
            client_id=command.client_id,
            kind=command.kind,
            region=command.region,
            workstation_id=command.workstation_id,
            occurred_on=command.decided_on,
            registration_id=command.registration_id,
            agency=command.agency,
            confirmed_by=command.confirmed_by,
            person=command.person,
        )
    ]
    for step, field in (
        (command.reported_in, "reported_in_on"),
        (command.agreement, "agreement_signed_on"),
    ):
        if step is not None:
            state = evolve(state, events[-1])
            events += _taken(step, state, today, field)
    return events


def _taken(step: programme.Command, state: Case, today: date, field: str) -> list[CaseEvent]:
    """A step on the case; its refusal is about the `field` that names its day."""
    try:
        return programme.decide(step, state, today)
    except Refused as refused:
        refused.field = field
        raise
