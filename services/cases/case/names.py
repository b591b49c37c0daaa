"""The entries of a case by name, for people. Pure."""

from collections.abc import Mapping

from shared.events import Event, type_of
from shared.events.cases.assessments import EvaluationMade, RiskAssessed, SummaryWritten
from shared.events.cases.case import CaseOpened, PersonFactsCorrected
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
from shared.text import Text

_NAMES: Mapping[type[Event], Text] = {
    CaseOpened: Text(zh="建档", en="opening"),
    ReportedIn: Text(zh="报到", en="reporting in"),
    AgreementSigned: Text(zh="协议", en="agreement"),
    ProgrammeSuspended: Text(zh="中止执行", en="suspension"),
    ProgrammeResumed: Text(zh="恢复执行", en="resumption"),
    KindChanged: Text(zh="类别变更", en="change of kind"),
    TimeServedCredited: Text(zh="已执行期限折抵", en="time served elsewhere"),
    MaintenanceStarted: Text(zh="参加维持治疗", en="start of maintenance treatment"),
    MaintenanceEnded: Text(zh="退出维持治疗", en="end of maintenance treatment"),
    CaseEnded: Text(zh="终止", en="ending"),
    CaseReopened: Text(zh="恢复档案", en="reopening"),
    EndingNotified: Text(zh="终止通知", en="notice of the ending"),
    PersonFactsCorrected: Text(zh="人员信息代码更正", en="correction of coded facts"),
    ContactRecorded: Text(zh="帮教记录", en="contacts"),
    CrisisFollowedUp: Text(zh="危机跟进", en="follow-ups of a crisis"),
    DrugTestAppointed: Text(zh="检测预约", en="appointments for a test"),
    SampleTaken: Text(zh="采样", en="samples"),
    DrugTestRecorded: Text(zh="检测记录", en="drug tests"),
    DrugTestDisputed: Text(zh="检测异议", en="objections to a test"),
    DrugTestRechecked: Text(zh="复检", en="re-checks of a test"),
    RiskAssessed: Text(zh="风险评估", en="risk assessments"),
    SummaryWritten: Text(zh="半年小结", en="summaries"),
    EvaluationMade: Text(zh="年度评估", en="evaluations"),
    LeaveReported: Text(zh="请假", en="leaves"),
    LeaveExtended: Text(zh="续假", en="extensions of a leave"),
    ReturnedFromLeave: Text(zh="销假", en="returns from leave"),
    ClientInformed: Text(zh="告知", en="informing"),
    WarningGiven: Text(zh="告诫", en="warnings"),
    RegularReportMade: Text(zh="定期报到", en="regular reports"),
    MeritRecorded: Text(zh="积分事项", en="what earns points"),
    NeedAssessed: Text(zh="需求评估", en="assessments of a need"),
    NeedClosed: Text(zh="需求办结", en="needs closed"),
    HelpRequested: Text(zh="帮扶申请", en="applications for help"),
    HelpRefused: Text(zh="帮扶申请未获批准", en="applications refused"),
    HelpGiven: Text(zh="帮扶", en="help"),
    HelpEnded: Text(zh="帮扶结束", en="ends of help"),
    HouseholdRecorded: Text(zh="家庭情况", en="household facts"),
    EmploymentRecorded: Text(zh="就业情况", en="employment"),
    CounsellingHeld: Text(zh="心理咨询", en="counselling"),
    DepartureFound: Text(zh="擅自离开", en="departures without a report"),
    FindingConfirmed: Text(zh="违规认定", en="confirmed findings"),
    FindingDismissed: Text(zh="违规不予认定", en="dismissed findings"),
    GoalSet: Text(zh="帮教目标", en="goals"),
    GoalChanged: Text(zh="帮教目标变更", en="changes of a goal"),
    GoalClosed: Text(zh="帮教目标完结", en="outcomes of goals"),
    PlanReviewed: Text(zh="帮教计划检视", en="reviews of the plan"),
    ClosingReportSigned: Text(zh="结案报告", en="closing reports"),
    PoliceToldOfFinding: Text(zh="违规报告公安", en="reports of a finding to the police"),
    TeamMemberJoined: Text(zh="加入帮教小组", en="joinings of the team"),
    TeamMemberLeft: Text(zh="退出帮教小组", en="leavings of the team"),
}
NAMES: Mapping[str, Text] = {type_of(model): name for model, name in _NAMES.items()}
