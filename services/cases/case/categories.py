"""To which category of data each event of a case belongs. Pure; a new event is entered here."""

from collections.abc import Mapping

from services.cases.access_table import Category
from services.cases.case.events import CaseEvent
from shared.events import type_of
from shared.events.cases.assessments import EvaluationMade, RiskAssessed, SummaryWritten
from shared.events.cases.case import (
    CaseOpened,
    CaseReassigned,
    OpeningAnnulled,
    OpeningRequested,
    PersonFactsCorrected,
    StandingPublished,
)
from shared.events.cases.closing import ClosingReportSigned
from shared.events.cases.contacts import ContactRecorded, CrisisFollowedUp
from shared.events.cases.counselling import CounsellingHeld
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
from shared.events.cases.help import (
    HelpEnded,
    HelpGiven,
    HelpRefused,
    HelpRequested,
    NeedAssessed,
    NeedClosed,
)
from shared.events.cases.household import EmploymentRecorded, HouseholdRecorded
from shared.events.cases.leave import LeaveExtended, LeaveReported, ReturnedFromLeave
from shared.events.cases.plan import GoalChanged, GoalClosed, GoalSet, PlanReviewed
from shared.events.cases.points import MeritRecorded
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

CATEGORY_OF: Mapping[type[CaseEvent], Category] = {
    CaseOpened: Category.OPENING,
    OpeningRequested: Category.OPENING,
    OpeningAnnulled: Category.OPENING,
    CaseReassigned: Category.OPENING,
    PersonFactsCorrected: Category.OPENING,
    StandingPublished: Category.OPENING,
    ReportedIn: Category.PROGRAMME,
    AgreementSigned: Category.PROGRAMME,
    ProgrammeSuspended: Category.PROGRAMME,
    ProgrammeResumed: Category.PROGRAMME,
    KindChanged: Category.PROGRAMME,
    TimeServedCredited: Category.PROGRAMME,
    MaintenanceStarted: Category.PROGRAMME,
    MaintenanceEnded: Category.PROGRAMME,
    CaseEnded: Category.PROGRAMME,
    CaseReopened: Category.PROGRAMME,
    EndingNotified: Category.PROGRAMME,
    LeaveReported: Category.PROGRAMME,
    LeaveExtended: Category.PROGRAMME,
    ReturnedFromLeave: Category.PROGRAMME,
    ClientInformed: Category.PROGRAMME,
    WarningGiven: Category.PROGRAMME,
    RegularReportMade: Category.PROGRAMME,
    DepartureFound: Category.PROGRAMME,
    FindingConfirmed: Category.PROGRAMME,
    FindingDismissed: Category.PROGRAMME,
    PoliceToldOfFinding: Category.PROGRAMME,
    ClosingReportSigned: Category.PROGRAMME,
    GoalSet: Category.HELP,
    GoalChanged: Category.HELP,
    GoalClosed: Category.HELP,
    PlanReviewed: Category.HELP,
    ContactRecorded: Category.CONTACTS,
    CrisisFollowedUp: Category.CONTACTS,
    DrugTestAppointed: Category.TESTS,
    SampleTaken: Category.TESTS,
    DrugTestRecorded: Category.TESTS,
    DrugTestDisputed: Category.TESTS,
    DrugTestRechecked: Category.TESTS,
    RiskAssessed: Category.ASSESSMENTS,
    SummaryWritten: Category.ASSESSMENTS,
    EvaluationMade: Category.ASSESSMENTS,
    MeritRecorded: Category.HELP,
    NeedAssessed: Category.HELP,
    NeedClosed: Category.HELP,
    HelpRequested: Category.HELP,
    HelpRefused: Category.HELP,
    HelpGiven: Category.HELP,
    HelpEnded: Category.HELP,
    HouseholdRecorded: Category.HELP,
    EmploymentRecorded: Category.HELP,
    CounsellingHeld: Category.HELP,
    TeamMemberJoined: Category.TEAM,
    TeamMemberLeft: Category.TEAM,
}

_BY_NAME = {type_of(model): category for model, category in CATEGORY_OF.items()}


def category_of(type_name: str) -> Category:
    """The category of an entry, by its published type.

    >>> category_of("cases.ContactRecorded.v1")
    <Category.CONTACTS: 'contacts'>
    """
    return _BY_NAME[type_name]
