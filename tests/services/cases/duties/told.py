"""What happened in a case, told day by day, and what its schedule says, line by line."""

from datetime import date
from itertools import count
from typing import Any
from uuid import UUID, uuid5

from services.cases.case.events import CaseEvent
from services.cases.duties.history import History, noted
from shared.events import Voidable, type_of
from shared.events.cases.assessments import (
    Evaluated,
    EvaluationMade,
    RiskAssessed,
    SummaryWritten,
)
from shared.events.cases.case import CaseOpened, EntryVoided
from shared.events.cases.contacts import (
    ContactMode,
    ContactRecorded,
    Crisis,
    CrisisFollowedUp,
    CrisisOutcome,
    Direction,
)
from shared.events.cases.drug_tests import (
    DrugTestAppointed,
    DrugTestMethod,
    DrugTestRecorded,
    DrugTestResult,
    NotDoneReason,
    SampleTaken,
    Tester,
    TestPlace,
)
from shared.events.cases.endings import (
    CaseEnded,
    CaseReopened,
    Ending,
    EndingNotified,
    Noticed,
    ReopeningReason,
)
from shared.events.cases.evidence import Document
from shared.events.cases.guidance import RegularReportMade, ReportingMode
from shared.events.cases.kinds import CaseKind
from shared.events.cases.leave import LeaveExtended, LeaveReason, LeaveReported, ReturnedFromLeave
from shared.events.cases.programme import (
    AgreementSigned,
    KindChanged,
    ProgrammeResumed,
    ProgrammeSuspended,
    ReportedIn,
    ServedWhere,
    SuspensionReason,
    TimeServedCredited,
)
from shared.events.corrections import VoidReason
from tests.corrections import stored

CASE, CLIENT, OPENING = UUID(int=1), UUID(int=2), UUID(int=3)
REGION = "410102001003"
_numbers = count(1)


def day(text: str) -> date:
    """A day, as 2019-01-10."""
    return date.fromisoformat(text)


def opened(on: str | None, kind: CaseKind = CaseKind.DETOXIFICATION) -> CaseOpened:
    """The case is opened, by a decision of a day where there is one."""
    return CaseOpened(
        case_id=CASE,
        client_id=CLIENT,
        kind=kind,
        region=REGION,
        occurred_on=None if on is None else day(on),
        agency="agency",
    )


def an_entry(on: str, kind: CaseKind = CaseKind.DETOXIFICATION) -> dict[str, Any]:
    """What every entry of the case has."""
    number = next(_numbers)
    return {
        "case_id": CASE,
        "client_id": CLIENT,
        "kind": kind,
        "region": REGION,
        "entry_id": uuid5(CASE, str(number)),
        "occurred_on": day(on),
    }


def reported(on: str) -> ReportedIn:
    """The client reported in."""
    return ReportedIn(**an_entry(on))


def agreed(on: str) -> AgreementSigned:
    """The client signed the agreement."""
    return AgreementSigned(**an_entry(on))


def suspended(on: str) -> ProgrammeSuspended:
    """The programme does not go on."""
    evidence = Document.DETENTION_NOTICE
    return ProgrammeSuspended(**an_entry(on), reason=SuspensionReason.DETAINED, evidence=evidence)


def resumed(on: str) -> ProgrammeResumed:
    """The programme goes on."""
    return ProgrammeResumed(**an_entry(on), evidence=Document.RELEASE_CERTIFICATE)


def became(on: str, kind: CaseKind, before: CaseKind = CaseKind.DETOXIFICATION) -> KindChanged:
    """The case became one of another kind."""
    return KindChanged(**an_entry(on, kind), from_kind=before, evidence=Document.DECISION)


def ended(on: str, how: Ending = Ending.IMPRISONED) -> CaseEnded:
    """The case ended."""
    return CaseEnded(**an_entry(on), ending=how, evidence=Document.JUDGMENT)


def reopened(on: str) -> CaseReopened:
    """The case was opened again."""
    return CaseReopened(**an_entry(on), reason=ReopeningReason.RELEASED)


def told_of(ending: CaseEnded, on: str, whom: Noticed) -> EndingNotified:
    """Somebody was told of an ending."""
    return EndingNotified(
        **an_entry(on), ending_id=ending.entry_id, due_on=ending.occurred_on, told=whom
    )


def met(
    on: str,
    mode: ContactMode = ContactMode.HOME_VISIT,
    crisis: Crisis | None = None,
    direction: Direction | None = None,
) -> ContactRecorded:
    """The client was met, or spoken with."""
    return ContactRecorded(**an_entry(on), mode=mode, crisis=crisis, direction=direction)


def followed_up(contact: ContactRecorded, on: str) -> CrisisFollowedUp:
    """A crisis was followed up."""
    return CrisisFollowedUp(
        **an_entry(on),
        contact_id=contact.entry_id,
        crisis=contact.crisis or Crisis.DANGER_TO_SELF,
        outcome=CrisisOutcome.SAFE,
    )


def appointed(on: str, due_on: str) -> DrugTestAppointed:
    """A test was appointed."""
    return DrugTestAppointed(**an_entry(on), asked_of="", due_on=day(due_on))


def sampled(on: str, appointment: DrugTestAppointed | None = None) -> SampleTaken:
    """A sample was taken."""
    return SampleTaken(
        **an_entry(on),
        method=DrugTestMethod.URINE,
        place=TestPlace.POLICE_STATION,
        taken_by=Tester.POLICE,
        appointment_id=appointment.entry_id if appointment else None,
    )


def was_tested(
    on: str,
    appointment: DrugTestAppointed | None = None,
    sample: SampleTaken | None = None,
) -> DrugTestRecorded:
    """A test was done."""
    return DrugTestRecorded(
        **an_entry(on),
        result=DrugTestResult.NEGATIVE,
        appointment_id=appointment.entry_id if appointment else None,
        sample_id=sample.entry_id if sample else None,
    )


def not_tested(
    on: str, why: NotDoneReason, appointment: DrugTestAppointed | None = None
) -> DrugTestRecorded:
    """A test was not done."""
    return DrugTestRecorded(
        **an_entry(on),
        result=DrugTestResult.NOT_DONE,
        not_done_reason=why,
        appointment_id=appointment.entry_id if appointment else None,
    )


def assessed(on: str, level: str = "medium") -> RiskAssessed:
    """The risk was assessed."""
    return RiskAssessed(**an_entry(on), level=level)


def summed_up(on: str) -> SummaryWritten:
    """A summary was written."""
    return SummaryWritten(**an_entry(on))


def evaluated(on: str) -> EvaluationMade:
    """The year was evaluated."""
    return EvaluationMade(**an_entry(on), outcome=Evaluated.KEPT)


def reports(on: str) -> RegularReportMade:
    """The client reported to the workstation."""
    return RegularReportMade(**an_entry(on), mode=ReportingMode.IN_PERSON)


def leaves(on: str, back_on: str) -> LeaveReported:
    """The client is away from a day until the first day back."""
    return LeaveReported(
        **an_entry(on),
        leaves_on=day(on),
        returns_on=day(back_on),
        destination="330102000000",
        reason=LeaveReason.WORK,
        in_writing=True,
    )


def stays_away(leave: LeaveReported, on: str, back_on: str) -> LeaveExtended:
    """A leave was extended."""
    return LeaveExtended(
        **an_entry(on),
        leave_id=leave.entry_id,
        until=leave.returns_on,
        returns_on=day(back_on),
        in_writing=True,
    )


def came_back(leave: LeaveReported, on: str) -> ReturnedFromLeave:
    """The client is back."""
    return ReturnedFromLeave(**an_entry(on), leave_id=leave.entry_id, due_on=leave.returns_on)


def credited(on: str, days: int) -> TimeServedCredited:
    """Days were served elsewhere."""
    where = ServedWhere.COMPULSORY_ISOLATION
    return TimeServedCredited(
        **an_entry(on), days=days, where=where, evidence=Document.RELEASE_CERTIFICATE
    )


def void(entry: Voidable) -> EntryVoided:
    """An entry was a mistake."""
    entry_id: UUID = getattr(entry, "entry_id", OPENING)
    return EntryVoided(
        case_id=CASE,
        entry_id=entry_id,
        entry_type=type_of(entry),
        entry=stored(entry, entry_id).fields,
        reason=VoidReason.MISTAKEN,
    )


def history(*events: CaseEvent, recorded_on: str = "2019-01-10") -> History:
    """The history of a case in which these happened; all are recorded on one day."""
    found: History | None = None
    for event in events:
        entry_id: UUID = getattr(event, "entry_id", OPENING)
        found = noted(found, entry_id, day(recorded_on), event)
    assert found is not None
    return found
