"""Which entries stand in the row of another one: a sample in that of its test. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

TEST, SAMPLE = "cases.DrugTestRecorded", "cases.SampleTaken"


@dataclass(frozen=True)
class Beside:
    """An entry that stands in the row of another one: its fields, by those of the row.

    It names the other one in `link`, or is named by it there: then `is_named`. One that `repeats`
    may be there several times, in the order of its first field.
    """

    event: str
    link: str
    fields: Mapping[str, str]
    is_named: bool = False
    repeats: bool = False


BESIDE: Mapping[str, Sequence[Beside]] = {
    TEST: (
        Beside(
            SAMPLE,
            "sample_id",
            {
                "occurred_on": "sample_taken_on",
                "place": "sample_place",
                "taken_by": "sample_taken_by",
            },
            is_named=True,
        ),
        Beside(
            "cases.DrugTestDisputed",
            "test_id",
            {"occurred_on": "disputed_on", "told_on": "told_on"},
        ),
        Beside(
            "cases.DrugTestRechecked",
            "test_id",
            {
                "occurred_on": "rechecked_on",
                "result": "recheck_result",
                "tested_by": "rechecked_by",
                "substances": "recheck_substances",
            },
        ),
    ),
    "cases.LeaveReported": (
        Beside(
            "cases.LeaveExtended",
            "leave_id",
            {
                "returns_on": "extended_until",
                "occurred_on": "extended_on",
                "in_writing": "extended_in_writing",
            },
            repeats=True,
        ),
        Beside("cases.ReturnedFromLeave", "leave_id", {"occurred_on": "returned_on"}),
    ),
    "cases.FindingConfirmed": (
        Beside("cases.PoliceToldOfFinding", "finding_id", {"occurred_on": "told_on"}),
    ),
    "cases.GoalSet": (
        Beside(
            "cases.GoalChanged",
            "goal_id",
            {
                "occurred_on": "changed_on",
                "due_on": "changed_due_on",
                "owner": "changed_owner",
            },
            repeats=True,
        ),
        Beside(
            "cases.GoalClosed",
            "goal_id",
            {"occurred_on": "closed_on", "outcome": "outcome", "reason": "drop_reason"},
        ),
    ),
    "cases.MaintenanceStarted": (
        Beside(
            "cases.MaintenanceEnded",
            "started_id",
            {"occurred_on": "ended_on", "reason": "end_reason"},
        ),
    ),
    "cases.TeamMemberJoined": (
        Beside(
            "cases.TeamMemberLeft",
            "joining_id",
            {"occurred_on": "left_on", "reason": "leaving_reason", "note": "leaving_note"},
        ),
    ),
    "cases.NeedAssessed": (
        Beside("cases.NeedClosed", "need_id", {"occurred_on": "closed_on", "outcome": "outcome"}),
    ),
    "cases.HelpRequested": (
        Beside(
            "cases.HelpRefused",
            "request_id",
            {"occurred_on": "refused_on", "reason": "refusal_reason"},
        ),
    ),
    "cases.HelpGiven": (
        Beside("cases.HelpEnded", "help_id", {"occurred_on": "ended_on", "reason": "end_reason"}),
    ),
}
