"""What an entry says that needs no column: it follows from others, or the import always says it."""

from collections.abc import Mapping

# What a finding is made of follows from the entries and the policies.
_MADE_OF = frozenset({"finding", "entries", "count", "number", "met_on", "rule", "policies"})
# What the service finds out by itself, or what the import always says: it needs no column.
FOLLOWS: Mapping[str, frozenset[str]] = {
    "cases.DrugTestRecorded": frozenset({"sample_id"}),
    "cases.SampleTaken": frozenset({"method"}),
    "cases.LeaveExtended": frozenset({"until"}),
    "cases.DrugTestRechecked": frozenset(
        {"tested_on", "method", "before", "substances_before", "tested_by_before", "reason"}
    ),
    "cases.RiskAssessed": frozenset({"change"}),
    "cases.CrisisFollowedUp": frozenset({"crisis"}),
    "cases.KindChanged": frozenset({"from_kind"}),
    "cases.CaseEnded": frozenset({"months"}),
    "cases.EndingNotified": frozenset({"due_on"}),
    "cases.ReturnedFromLeave": frozenset({"due_on"}),
    "cases.MaintenanceStarted": frozenset({"evidence"}),
    "cases.TeamMemberJoined": frozenset({"external"}),
    "cases.PointsSpent": frozenset({"cost"}),
    "cases.TeamMemberLeft": frozenset({"role", "agency", "joined_on"}),
    "cases.NeedClosed": frozenset({"need", "urgency", "assessed_on"}),
    "cases.HelpRequested": frozenset({"form"}),
    "cases.HelpRefused": frozenset({"help", "source", "requested_on"}),
    "cases.HelpGiven": frozenset({"form", "at_latest"}),
    "cases.HelpEnded": frozenset({"help", "form", "source", "since", "until"}),
    "cases.CounsellingHeld": frozenset({"crisis", "change"}),
    "cases.FindingConfirmed": _MADE_OF,
    "cases.FindingDismissed": _MADE_OF,
    "cases.PoliceToldOfFinding": frozenset({"finding"}),
    "cases.GoalChanged": frozenset({"goal", "due_before"}),
    "cases.GoalClosed": frozenset({"goal", "due_on", "owner"}),
    "cases.PlanReviewed": frozenset({"goals_set", "goals_met", "goals_dropped", "goals_open"}),
    "cases.ClosingReportSigned": frozenset(
        {
            *("ending", "ended_on", "months", "phases", "goals_set", "goals_met"),
            *("tests_due", "tests_done", "contacts_due", "contacts_done", "findings_confirmed"),
            "help_given",
        }
    ),
}
