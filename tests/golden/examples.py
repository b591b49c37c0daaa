"""An example of each published event."""

import json
from datetime import date

from shared.events import Event, type_of
from shared.events.cases.assessments import (
    Evaluated,
    EvaluationMade,
    RiskAssessed,
    SummaryWritten,
)
from shared.events.cases.case import (
    CaseOpened,
    CaseReassigned,
    OpeningAnnulled,
    OpeningRequested,
    PersonFactsCorrected,
    ReassignmentReason,
    StandingPublished,
)
from shared.events.cases.case import EntryVoided as CaseEntryVoided
from shared.events.cases.clients import (
    ClientRegistered,
    IdentityCorrection,
    PersonalDataCorrected,
    PersonalField,
    RegistrationWithdrawn,
    WithdrawalReason,
)
from shared.events.cases.contacts import (
    ContactMode,
    ContactRecorded,
    Crisis,
    CrisisFollowedUp,
    CrisisOutcome,
    Present,
)
from shared.events.cases.drug_tests import (
    DrugTestAppointed,
    DrugTestDisputed,
    DrugTestMethod,
    DrugTestRechecked,
    DrugTestRecorded,
    DrugTestResult,
    NotDoneReason,
    SampleTaken,
    Tester,
    TestPlace,
    TestReason,
)
from shared.events.cases.endings import (
    CaseEnded,
    CaseReopened,
    ClientView,
    DrugUse,
    Ending,
    EndingNotified,
    Household,
    Noticed,
    ReopeningReason,
    Work,
)
from shared.events.cases.evidence import Document
from shared.events.cases.guidance import (
    ClientInformed,
    InformedOf,
    RegularReportMade,
    ReportingMode,
    WarningGiven,
    WarningReason,
)
from shared.events.cases.kinds import CaseKind
from shared.events.cases.leave import LeaveExtended, LeaveReason, LeaveReported, ReturnedFromLeave
from shared.events.cases.person import Substance
from shared.events.cases.programme import (
    AgreementSigned,
    KindChanged,
    MaintenanceEnd,
    MaintenanceEnded,
    MaintenanceStarted,
    ProgrammeResumed,
    ProgrammeSuspended,
    ReportedIn,
    ServedWhere,
    SuspensionReason,
    TimeServedCredited,
)
from shared.events.cases.standing import StandingChange, StandingPhase
from shared.events.cases.workstations import WorkstationRegistered
from shared.events.corrections import VoidReason
from shared.events.outreach.articles import ArticlePublished
from shared.events.outreach.corrections import EntryVoided as RecordVoided
from shared.events.outreach.sessions import SessionHeld
from tests.corrections import stored
from tests.golden.activities import ACTIVITIES
from tests.golden.campaigns import CAMPAIGNS
from tests.golden.duties import CLOSED, TAKEN_BACK
from tests.golden.findings import OF_SUPPORT
from tests.golden.helped import AGREED_SPAN, HELP, PERSON
from tests.golden.observed import OBSERVED
from tests.golden.parts import ENTRY, ON_CASE, an_id
from tests.golden.places import PLACES
from tests.golden.points import POINTS
from tests.golden.staff import STAFF
from tests.golden.surveys import SURVEYS
from tests.golden.team import TEAM

CONTACT = ContactRecorded(**ENTRY, mode=ContactMode.HOME_VISIT)
MOVED = StandingChange(
    client_id=an_id(2),
    removed=(AGREED_SPAN,),
    added=(
        AGREED_SPAN.model_copy(update={"until": date(2019, 3, 14)}),
        AGREED_SPAN.model_copy(
            update={"since": date(2019, 3, 14), "phase": StandingPhase.SUSPENDED}
        ),
    ),
)
SESSION = SessionHeld(
    entry_id=an_id(4),
    activity_id=an_id(5),
    region="410102001000",
    occurred_on=date(2019, 6, 26),
    place_kind="school",
    attendance=120,
    forms=("lecture", "boards"),
    partners=("police_station",),
    occasion="anti_drug_day",
    topic="禁毒宣传进学校",
)

# As software stored it that knew no more of a contact.
_AS_STORED = json.loads(CONTACT.model_dump_json(exclude_defaults=True))
_FIRST_OF_SESSION = (
    *("entry_id", "activity_id", "region", "occurred_on", "place_kind", "attendance"),
    *("forms", "partners", "occasion", "topic"),
)
EXAMPLES: list[Event] = [
    WorkstationRegistered(
        workstation_id=an_id(6), region="410102001000", name="410102001工作站", kind="工作站"
    ),
    *STAFF,
    *OBSERVED,
    *CAMPAIGNS,
    ClientRegistered(client_id=an_id(2), agency="example-agency"),
    PersonalDataCorrected(
        client_id=an_id(2),
        item_id=an_id(9),
        fields=(PersonalField.PHONE, PersonalField.ID_NUMBER),
        reason=IdentityCorrection.MISTYPED,
    ),
    RegistrationWithdrawn(client_id=an_id(2), reason=WithdrawalReason.STOLEN_IDENTITY),
    CaseOpened(**ON_CASE, workstation_id=an_id(6), occurred_on=date(2019, 3, 1)),
    OpeningRequested(
        case_id=an_id(1),
        registration_id=an_id(10),
        agency="example-provider",
        kind=CaseKind.DETOXIFICATION,
        region="410102001003",
        workstation_id=an_id(6),
        decided_on=date(2019, 3, 1),
        reported_in_on=date(2019, 3, 5),
        agreement_signed_on=date(2019, 3, 6),
    ),
    OpeningAnnulled(case_id=an_id(1), annulled_by="example-police", reason=VoidReason.WRONG_CLIENT),
    CaseReassigned(
        case_id=an_id(1),
        registration_id=an_id(11),
        from_agency="example-provider",
        to_agency="example-workstation",
        reassigned_by="example-police",
        reason=ReassignmentReason.PROVIDER_CHANGED,
    ),
    ReportedIn(**ENTRY),
    AgreementSigned(**ENTRY),
    CONTACT,
    DrugTestRecorded(**ENTRY, result=DrugTestResult.NOT_DONE, not_done_reason=NotDoneReason.EVADED),
    DrugTestAppointed(**ENTRY, asked_of="example-laboratory", due_on=date(2019, 3, 20)),
    RiskAssessed(**ENTRY, level="medium"),
    ProgrammeSuspended(
        **ENTRY,
        reason=SuspensionReason.DETAINED,
        evidence=Document.DETENTION_NOTICE,
        standing=MOVED,
    ),
    ProgrammeResumed(**ENTRY, evidence=Document.RELEASE_CERTIFICATE),
    KindChanged(
        **{**ENTRY, "kind": CaseKind.REHABILITATION},
        from_kind=CaseKind.DETOXIFICATION,
        evidence=Document.DECISION,
    ),
    TimeServedCredited(
        **ENTRY,
        days=300,
        where=ServedWhere.COMPULSORY_ISOLATION,
        evidence=Document.RELEASE_CERTIFICATE,
    ),
    MaintenanceStarted(**ENTRY, evidence=Document.CLINIC_RECORD),
    MaintenanceEnded(**ENTRY, started_id=an_id(12), reason=MaintenanceEnd.COMPLETED),
    CaseEnded(
        **ENTRY,
        ending=Ending.COMPLETED,
        evidence=Document.COMPLETION_CERTIFICATE,
        months=36,
        drug_use=DrugUse.ABSTINENT,
        work=Work.EMPLOYED,
        household=Household.WITH_FAMILY,
        client_view=ClientView.HELPFUL,
    ),
    CaseReopened(**ENTRY, reason=ReopeningReason.RETURNED),
    EndingNotified(**ENTRY, ending_id=an_id(12), told=Noticed.FAMILY, due_on=date(2019, 3, 21)),
    PersonFactsCorrected(**ENTRY, person=PERSON),
    StandingPublished(case_id=an_id(1), client_id=an_id(2), standing=MOVED),
    CrisisFollowedUp(
        **ENTRY, contact_id=an_id(12), crisis=Crisis.DANGER_TO_SELF, outcome=CrisisOutcome.SAFE
    ),
    SampleTaken(
        **ENTRY,
        method=DrugTestMethod.HAIR,
        place=TestPlace.POLICE_STATION,
        taken_by=Tester.POLICE,
        appointment_id=an_id(12),
    ),
    DrugTestDisputed(**ENTRY, test_id=an_id(12), told_on=date(2019, 3, 13)),
    DrugTestRechecked(
        **ENTRY,
        test_id=an_id(12),
        tested_on=date(2019, 3, 11),
        method=DrugTestMethod.URINE,
        before=DrugTestResult.POSITIVE,
        substances_before=(Substance.HEROIN,),
        result=DrugTestResult.NEGATIVE,
        substances=(),
        tested_by=Tester.LABORATORY,
        tested_by_before=Tester.POLICE,
        reason=TestReason.SUSPICION,
    ),
    SummaryWritten(**ENTRY),
    EvaluationMade(**ENTRY, outcome=Evaluated.KEPT, present=(Present.SOCIAL_WORKER,)),
    LeaveReported(
        **ENTRY,
        leaves_on=date(2019, 3, 20),
        returns_on=date(2019, 3, 25),
        destination="330102000000",
        reason=LeaveReason.FAMILY,
        in_writing=True,
    ),
    LeaveExtended(
        **ENTRY,
        leave_id=an_id(12),
        until=date(2019, 3, 25),
        returns_on=date(2019, 3, 28),
        in_writing=True,
    ),
    ReturnedFromLeave(**ENTRY, leave_id=an_id(12), due_on=date(2019, 3, 25)),
    ClientInformed(**ENTRY, topics=(InformedOf.HOW_SUPPORT_WORKS, InformedOf.RIGHTS), signed=True),
    WarningGiven(**ENTRY, reason=WarningReason.EVADED_TEST),
    RegularReportMade(**ENTRY, mode=ReportingMode.IN_PERSON),
    *HELP,
    *OF_SUPPORT,
    *TEAM,
    CaseEntryVoided(
        case_id=an_id(1),
        entry_id=an_id(3),
        entry_type=type_of(CONTACT),
        entry=_AS_STORED,
        reason=VoidReason.WRONG_CLIENT,
    ),
    *POINTS,
    CLOSED,
    TAKEN_BACK,
    SESSION,
    *ACTIVITIES,
    ArticlePublished(
        entry_id=an_id(7),
        publication_id=an_id(8),
        region="410102001000",
        occurred_on=date(2019, 6, 27),
        channel="website",
        title="禁毒工作稿件",
    ),
    RecordVoided(
        entry_id=an_id(4),
        entry_type=type_of(SESSION),
        entry={name: stored(SESSION).fields[name] for name in _FIRST_OF_SESSION},
        reason=VoidReason.DUPLICATE,
    ),
    *SURVEYS,
    *PLACES,
]
