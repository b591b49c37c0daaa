"""Each event of a case as a sentence, made of its codes alone. Pure.

>>> from datetime import date
>>> from uuid import UUID
>>> from services.cases.timeline.names import as_written
>>> names = NameLookup(agency=as_written, region=as_written)
>>> example = {name: UUID(int=1) for name in ("entry_id", "case_id", "client_id")}
>>> visit = ContactRecorded(
...     **example, kind="at_large", region="410102", occurred_on=date(2019, 3, 14),
...     mode="home_visit", present=("social_worker", "grid_administrator"),
...     observations={"mind": "poor"}, advice=("counselling",),
... )
>>> sentence(visit, names).zh
'入户走访，社工与网格员在场；心理状况差；建议心理咨询'
>>> sentence(visit, names).en
'Home visit; present: social worker, grid administrator; mind: poor; advised: counselling'
"""

from typing import TypeAlias, assert_never

from services.cases.case.events import LedgerEntry, Step
from services.cases.timeline.findings import of_finding
from services.cases.timeline.helped import OfHelp, of_help
from services.cases.timeline.ledger import of_assessment, of_contact, of_test
from services.cases.timeline.names import NameLookup
from services.cases.timeline.phrases import clause, listed, named, put, when, whole
from services.cases.timeline.planned import OfPlan, of_plan
from services.cases.timeline.steps import of_leave, of_step
from services.cases.timeline.team import of_team
from services.cases.timeline.words import word
from shared.events.cases.assessments import EvaluationMade, RiskAssessed, SummaryWritten
from shared.events.cases.case import (
    CaseOpened,
    CaseReassigned,
    OpeningAnnulled,
    OpeningRequested,
    PersonFactsCorrected,
)
from shared.events.cases.closing import ClosingReportSigned
from shared.events.cases.contacts import ContactRecorded, CrisisFollowedUp
from shared.events.cases.drug_tests import (
    DrugTestAppointed,
    DrugTestDisputed,
    DrugTestRechecked,
    DrugTestRecorded,
    SampleTaken,
)
from shared.events.cases.endings import CaseEnded, CaseReopened, EndingNotified
from shared.events.cases.findings import (
    DepartureFound,
    FindingConfirmed,
    FindingDismissed,
    PoliceToldOfFinding,
)
from shared.events.cases.guidance import ClientInformed, RegularReportMade, WarningGiven
from shared.events.cases.leave import LeaveExtended, LeaveReported, ReturnedFromLeave
from shared.events.cases.person import PersonFacts
from shared.events.cases.plan import GoalChanged, GoalClosed, GoalSet, PlanReviewed
from shared.events.cases.programme import (
    AgreementSigned,
    KindChanged,
    MaintenanceEnded,
    MaintenanceStarted,
    ProgrammeResumed,
    ProgrammeSuspended,
    ReportedIn,
    TimeServedCredited,
)
from shared.events.cases.team import TeamMemberJoined, TeamMemberLeft
from shared.text import Text

# What a timeline has an item for: a void marks its entry, and is no item of its own.
Shown: TypeAlias = (
    CaseOpened | Step | LedgerEntry | OpeningRequested | OpeningAnnulled | CaseReassigned
)


def sentence(event: Shown, names: NameLookup) -> Text:
    """What happened, for people; nothing in it is personal."""
    match event:
        case CaseOpened() | OpeningRequested() | OpeningAnnulled() | CaseReassigned():
            return whole(*_of_opening(event, names))
        case ContactRecorded() | CrisisFollowedUp():
            return whole(*of_contact(event))
        case (
            DrugTestAppointed()
            | SampleTaken()
            | DrugTestRecorded()
            | DrugTestDisputed()
            | DrugTestRechecked()
        ):
            return whole(*of_test(event, names))
        case RiskAssessed() | SummaryWritten() | EvaluationMade():
            return whole(*of_assessment(event))
        case LeaveReported() | LeaveExtended() | ReturnedFromLeave():
            return whole(*of_leave(event, names))
        case ClientInformed() | WarningGiven() | RegularReportMade():
            return whole(*_of_guidance(event))
        case DepartureFound() | FindingConfirmed() | FindingDismissed() | PoliceToldOfFinding():
            return whole(*of_finding(event))
        case PersonFactsCorrected() | EndingNotified():
            return whole(*_of_file(event))
        case (
            ReportedIn()
            | AgreementSigned()
            | ProgrammeSuspended()
            | ProgrammeResumed()
            | KindChanged()
            | TimeServedCredited()
            | MaintenanceStarted()
            | MaintenanceEnded()
            | CaseEnded()
            | CaseReopened()
        ):
            return whole(*of_step(event))
        case _:
            return whole(*_of_support(event, names))


def _of_support(
    event: OfPlan | TeamMemberJoined | TeamMemberLeft | OfHelp, names: NameLookup
) -> tuple[Text, ...]:
    match event:
        case GoalSet() | GoalChanged() | GoalClosed() | PlanReviewed() | ClosingReportSigned():
            return of_plan(event)
        case TeamMemberJoined() | TeamMemberLeft():
            return of_team(event, names)
        case _:
            return of_help(event)


def _of_file(event: PersonFactsCorrected | EndingNotified) -> tuple[Text, ...]:
    if isinstance(event, PersonFactsCorrected):
        facts = _person(event.person)
        return (put(facts, zh="人员信息代码更正为：{}", en="coded facts corrected: {}"),)
    return (
        named(event.told, zh="已将终止情况通知{}", en="told of the ending: {}"),
        Text(zh=f"期限{event.due_on}", en=f"due on {event.due_on}"),
    )


def _of_opening(
    event: CaseOpened | OpeningRequested | OpeningAnnulled | CaseReassigned, names: NameLookup
) -> tuple[Text, ...]:
    match event:
        case CaseOpened() | OpeningRequested():
            agency = names.agency(event.agency) if event.agency else None
            is_open = isinstance(event, CaseOpened)
            zh, en = ("建档：{}", "opened: {}") if is_open else ("申请建档：{}", "requested: {}")
            return (
                named(event.kind, zh=zh, en=en),
                _person(event.person),
                put(agency, zh="责任单位：{}", en="responsible: {}"),
            )
        case OpeningAnnulled():
            by = names.agency(event.annulled_by)
            return (
                named(event.reason, zh="建档被撤销：{}", en="opening annulled: {}"),
                put(by, zh="由{}撤销", en="by {}"),
            )
        case CaseReassigned():
            before, after = names.agency(event.from_agency), names.agency(event.to_agency)
            return (
                Text(
                    zh=f"责任单位由{before.zh}变更为{after.zh}",
                    en=f"passed on from {before.en} to {after.en}",
                ),
                word(event.reason),
            )
        case _:
            assert_never(event)


def _person(person: PersonFacts) -> Text:
    return clause(
        named(person.sex),
        named(person.age_band),
        named(person.substance, zh="主要使用{}", en="mainly used: {}"),
    )


def _of_guidance(
    event: ClientInformed | WarningGiven | RegularReportMade,
) -> tuple[Text, ...]:
    match event:
        case ClientInformed():
            return (
                put(listed(event.topics), zh="已告知本人：{}", en="the client was told of: {}"),
                when(event.signed, zh="本人已签字", en="signed by the client"),
            )
        case WarningGiven():
            return (named(event.reason, zh="书面告诫：{}", en="written warning for {}"),)
        case RegularReportMade():
            return (named(event.mode, zh="定期报到（{}）", en="regular report, {}"),)
        case _:
            assert_never(event)
