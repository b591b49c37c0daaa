"""What is due of findings: a decision, the report to the police, a second look; and of endings."""

import pytest

from services.cases.case.events import CaseEvent
from services.cases.duties.history import History
from services.cases.duties.proposals import proposals
from services.cases.duties.schedule import pending, schedule
from shared.events.cases.closing import ClosingReportSigned
from shared.events.cases.drug_tests import NotDoneReason
from shared.events.cases.duties import Duty
from shared.events.cases.endings import CaseEnded, Ending
from shared.policies.reading import built_in
from tests.services.cases.duties.found import confirmed, dismissed, police_told
from tests.services.cases.duties.saying import lines, said
from tests.services.cases.duties.told import (
    an_entry,
    day,
    ended,
    history,
    met,
    not_tested,
    opened,
    reopened,
    reported,
    void,
)

SUMMER = day("2019-06-01")
MET = [met(f"2019-{month:02}-03") for month in range(1, 13)]
TESTS = [not_tested(f"2019-{month:02}-20", NotDoneReason.EVADED) for month in (2, 3, 4, 5)]
KEPT: list[CaseEvent] = [opened("2019-01-01"), reported("2019-01-10"), *MET]
THREE: list[CaseEvent] = [*KEPT, *TESTS[:3]]
[FOUND] = proposals(history(*THREE), built_in(), day("2019-04-20"))
CONFIRMED = confirmed(FOUND, "2019-04-22")


@pytest.mark.parametrize(
    ("events", "line"),
    [
        ([], "2019-04-20..2019-04-27 overdue"),
        ([CONFIRMED], "2019-04-20..2019-04-27 met on 2019-04-22"),
        ([dismissed(FOUND, "2019-04-28")], "2019-04-20..2019-04-27 late on 2019-04-28"),
        ([ended("2019-04-24")], "2019-04-20..2019-04-24 fallen_away"),
    ],
)
def test_a_proposal_waits_for_a_decision(events: list[CaseEvent], line: str) -> None:
    """Seven days from the day on which its condition was met; whatever is decided meets it."""
    assert said(history(*THREE, *events), Duty.FINDING, "2019-06-01")[0] == line


def test_the_worklist_has_a_proposal_under_its_id() -> None:
    """The same as the page of the case: also one that comes by time alone, from its day on."""
    case = history(opened("2019-01-01"))
    [row] = [
        each
        for each in pending(schedule(case, built_in(), day("2019-01-02")))
        if each.duty is Duty.FINDING
    ]
    assert row.since == day("2019-01-17")
    for today in ("2019-01-17", "2019-03-01"):
        [found] = proposals(case, built_in(), day(today))
        assert (found.proposal_id, found.met_on) == (row.subject, row.since)


def decisions(case: History) -> list[str]:
    """The decisions that were due by the summer, a line each."""
    windows = schedule(case, built_in(), SUMMER)
    return lines(each for each in windows if each.duty is Duty.FINDING and each.since <= SUMMER)


def test_a_void_takes_the_decision_that_was_due_with_it() -> None:
    """Nothing is left to decide on."""
    assert decisions(history(*THREE, void(TESTS[0]))) == []


def test_a_further_entry_is_due_a_decision_of_its_own() -> None:
    """What was decided stays as it was met; the further one counts from its own day."""
    case = history(*THREE, CONFIRMED, TESTS[3])
    assert decisions(case) == [
        "2019-04-20..2019-04-27 met on 2019-04-22",
        "2019-05-20..2019-05-27 overdue",
    ]


@pytest.mark.parametrize(
    ("events", "lines"),
    [
        ([CONFIRMED], ["2019-04-22..2019-04-23 overdue"]),
        (
            [CONFIRMED, police_told(CONFIRMED, "2019-04-23")],
            ["2019-04-22..2019-04-23 met on 2019-04-23"],
        ),
        (
            [CONFIRMED, police_told(CONFIRMED, "2019-04-25")],
            ["2019-04-22..2019-04-23 late on 2019-04-25"],
        ),
        ([dismissed(FOUND, "2019-04-22")], []),
        ([CONFIRMED, void(CONFIRMED)], []),
        ([CONFIRMED, ended("2019-04-22")], ["2019-04-22..2019-04-22 fallen_away"]),
    ],
)
def test_the_police_are_told_of_a_confirmed_finding(
    events: list[CaseEvent], lines: list[str]
) -> None:
    """Within a day by default; of a dismissed one nobody is told."""
    assert said(history(*THREE, *events), Duty.POLICE_NOTICE, "2019-06-01") == lines


def test_a_finding_whose_entry_is_void_is_looked_at_again() -> None:
    """From the day of the void on, until the finding is void itself; a dismissed one needs none."""
    doubted: list[CaseEvent] = [*THREE, CONFIRMED, void(TESTS[0])]
    case = history(*doubted, recorded_on="2019-05-02")
    assert said(case, Duty.FINDING_REVIEW, "2019-05-20") == ["2019-05-02..2019-05-09 overdue"]
    assert said(history(*doubted, void(CONFIRMED)), Duty.FINDING_REVIEW, "2019-05-20") == []
    gone = history(*THREE, dismissed(FOUND, "2019-04-22"), void(TESTS[0]))
    assert said(gone, Duty.FINDING_REVIEW, "2019-05-20") == []


def reported_on(ending: CaseEnded, on: str) -> ClosingReportSigned:
    """The report on an ending was signed."""
    return ClosingReportSigned(
        **an_entry(on),
        ending_id=ending.entry_id,
        ending=ending.ending,
        ended_on=ending.occurred_on,
    )


DIED = ended("2019-05-01", Ending.DIED)


@pytest.mark.parametrize(
    ("events", "line"),
    [
        ([DIED], "2019-05-01..2019-05-31 overdue"),
        ([DIED, reported_on(DIED, "2019-05-31")], "2019-05-01..2019-05-31 met on 2019-05-31"),
        ([DIED, reported_on(DIED, "2019-06-01")], "2019-05-01..2019-05-31 late on 2019-06-01"),
        ([DIED, reopened("2019-05-10")], "2019-05-01..2019-05-09 fallen_away"),
    ],
)
def test_a_closing_report_is_due_after_each_ending(events: list[CaseEvent], line: str) -> None:
    """However the case ended; none is due of what was opened again before."""
    assert said(history(*KEPT, *events), Duty.CLOSING_REPORT, "2019-07-01") == [line]
