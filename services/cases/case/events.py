"""The events of a case, by what they do to it: a closed union, so that a missing arm fails mypy."""

from typing import TypeAlias

from shared.events.cases.assessments import EvaluationMade, RiskAssessed, SummaryWritten
from shared.events.cases.case import (
    CaseOpened,
    CaseReassigned,
    EntryVoided,
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

# What moves a case from one phase to another.
Step: TypeAlias = (
    ReportedIn
    | AgreementSigned
    | ProgrammeSuspended
    | ProgrammeResumed
    | KindChanged
    | CaseEnded
    | CaseReopened
)
# What changes what a case stands at within its phase.
Mark: TypeAlias = (
    RiskAssessed
    | MaintenanceStarted
    | MaintenanceEnded
    | PersonFactsCorrected
    | EmploymentRecorded
    | HelpGiven
    | HelpEnded
    | TeamMemberJoined
    | TeamMemberLeft
)
# What leaves the phase as it is.
LedgerEntry: TypeAlias = (
    ContactRecorded  # first, for it is asked first of each entry, and most are contacts
    | Mark
    | CrisisFollowedUp
    | DrugTestAppointed
    | SampleTaken
    | DrugTestRecorded
    | DrugTestDisputed
    | DrugTestRechecked
    | SummaryWritten
    | EvaluationMade
    | LeaveReported
    | LeaveExtended
    | ReturnedFromLeave
    | ClientInformed
    | WarningGiven
    | RegularReportMade
    | MeritRecorded
    | TimeServedCredited
    | EndingNotified
    | NeedAssessed
    | NeedClosed
    | HelpRequested
    | HelpRefused
    | HouseholdRecorded
    | CounsellingHeld
    | DepartureFound
    | FindingConfirmed
    | FindingDismissed
    | PoliceToldOfFinding
    | GoalSet
    | GoalChanged
    | GoalClosed
    | PlanReviewed
    | ClosingReportSigned
)
CaseEvent: TypeAlias = (
    CaseOpened
    | Step
    | LedgerEntry
    | EntryVoided
    | OpeningRequested
    | OpeningAnnulled
    | CaseReassigned
    | StandingPublished
)
