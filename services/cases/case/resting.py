"""Which entries of a file an entry is about, so that they stand as long as it does. Pure."""

from uuid import UUID

from services.cases.case.events import CaseEvent
from services.cases.case.state import File
from shared.events.cases.assessments import EvaluationMade, SummaryWritten
from shared.events.cases.case import (
    CaseEntry,
)
from shared.events.cases.closing import ClosingReportSigned
from shared.events.cases.contacts import CrisisFollowedUp
from shared.events.cases.counselling import CounsellingHeld
from shared.events.cases.drug_tests import (
    DrugTestAppointed,
    DrugTestDisputed,
    DrugTestRechecked,
    DrugTestRecorded,
    DrugTestResult,
    SampleTaken,
)
from shared.events.cases.endings import EndingNotified
from shared.events.cases.findings import (
    DepartureFound,
    FindingConfirmed,
    FindingDismissed,
    PoliceToldOfFinding,
)
from shared.events.cases.guidance import RegularReportMade, WarningGiven
from shared.events.cases.help import (
    HelpEnded,
    HelpGiven,
    HelpRefused,
    HelpRequested,
    NeedAssessed,
    NeedClosed,
)
from shared.events.cases.leave import LeaveExtended, LeaveReported, ReturnedFromLeave
from shared.events.cases.plan import GoalChanged, GoalClosed, GoalSet
from shared.events.cases.programme import (
    MaintenanceEnded,
    MaintenanceStarted,
    TimeServedCredited,
)
from shared.events.cases.team import TeamMemberJoined, TeamMemberLeft

# Entries that later ones are about, or are decided by: also what only a programme has, for whether
# the programme can be taken back.
NAMED: frozenset[type[CaseEvent]] = frozenset(
    {
        SummaryWritten,
        EvaluationMade,
        WarningGiven,
        RegularReportMade,
        DrugTestAppointed,
        SampleTaken,
        DrugTestRecorded,
        DrugTestDisputed,
        DrugTestRechecked,
        LeaveReported,
        LeaveExtended,
        ReturnedFromLeave,
        MaintenanceStarted,
        TimeServedCredited,
        EndingNotified,
        NeedAssessed,
        NeedClosed,
        HelpRequested,
        HelpRefused,
        HelpGiven,
        HelpEnded,
        CounsellingHeld,
        DepartureFound,
        FindingConfirmed,
        FindingDismissed,
        PoliceToldOfFinding,
        GoalSet,
        GoalChanged,
        GoalClosed,
        ClosingReportSigned,
        TeamMemberJoined,
    }
)


def rests_on(file: File, event: CaseEntry) -> set[UUID]:
    """The entries of a file without which one more cannot stand.

    What is said of a leave was said of its end by then, and a treatment starts again after the
    ends of those before: so an extension, and an end, stay while a later entry rests on them. A
    test that was not positive is checked again because of the objection.
    """
    match event:
        case LeaveExtended() | ReturnedFromLeave():
            extended = (each for each in file.named.values() if isinstance(each, LeaveExtended))
            before = {each.entry_id for each in extended if each.leave_id == event.leave_id}
            return {event.leave_id, *before}
        case DrugTestRechecked() if event.before is not DrugTestResult.POSITIVE:
            disputed = (each for each in file.named.values() if isinstance(each, DrugTestDisputed))
            about_it = {each.entry_id for each in disputed if each.test_id == event.test_id}
            return {event.test_id, *about_it}
        case MaintenanceStarted():
            return {each.entry_id for each in file.marks if isinstance(each, MaintenanceEnded)}
        case CrisisFollowedUp():
            return {event.contact_id}
        case DrugTestRecorded() if event.sample_id is not None:
            return {event.sample_id}
        case DrugTestDisputed() | DrugTestRechecked():
            return {event.test_id}
        case MaintenanceEnded():
            return {event.started_id}
        case EndingNotified():
            return {event.ending_id}
        case GoalChanged() | GoalClosed():
            changed = (each for each in file.named.values() if isinstance(each, GoalChanged))
            before = {each.entry_id for each in changed if each.goal_id == event.goal_id}
            return {event.goal_id, *before}
        case ClosingReportSigned():
            return {event.ending_id}
        case PoliceToldOfFinding():
            return {event.finding_id}
        case _:
            return _helped(file, event)


def _helped(file: File, event: CaseEntry) -> set[UUID]:
    """The entries without which one about needs, help, counselling or the team cannot stand.

    Help that goes on begins again after the ends of the same help before.
    """
    about: tuple[UUID | None, ...] = ()
    match event:
        case NeedClosed():
            about = (event.need_id,)
        case HelpRequested():
            about = (event.need_id,)
        case HelpRefused():
            about = (event.request_id,)
        case HelpGiven():
            ends = (each for each in file.marks if isinstance(each, HelpEnded))
            before = [each.entry_id for each in ends if each.help == event.help]
            about = (event.request_id, event.need_id, event.contact_id, *before)
        case HelpEnded():
            about = (event.help_id,)
        case CounsellingHeld():
            about = (event.contact_id,)
        case TeamMemberLeft():
            about = (event.joining_id,)
    return {each for each in about if each is not None}
