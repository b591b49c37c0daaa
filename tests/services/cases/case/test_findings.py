"""What a person decides on findings, departures, and the report to the police; by the rules."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from services.cases.case import corrections, findings, ledger
from services.cases.case.decider import case
from services.cases.case.events import CaseEvent
from services.cases.case.findings import (
    ConfirmFinding,
    DismissFinding,
    FindDeparture,
    Proposed,
    TellPolice,
)
from services.cases.case.kind_changes import ChangeKind, EntriesNeedTheProgramme
from services.cases.case.standing import spans
from services.cases.case.state import UnderAgreement
from shared.decider import FutureDate, fold
from shared.events.cases.evidence import Document
from shared.events.cases.findings import (
    Condition,
    DepartureFound,
    DismissalReason,
    Finding,
    FindingBasis,
    FindingConfirmed,
    FindingDismissed,
    PoliceToldOfFinding,
)
from shared.events.cases.kinds import CaseKind
from shared.events.corrections import VoidReason
from tests.corrections import stored
from tests.given import TODAY, given
from tests.services.cases.case.history import (
    ON_CASE,
    agreed,
    an_id,
    ended,
    opened,
    opened_at_large,
    reported_in,
)

DAY = date(2019, 5, 2)
PROPOSED = Proposed(
    an_id(90),
    Finding.SERIOUS_VIOLATION,
    Condition.TESTS,
    (an_id(21), an_id(22), an_id(23)),
    3,
    3,
    date(2019, 4, 20),
    "serious_tests",
    "2026-1",
)
CONFIRM = ConfirmFinding(an_id(20), DAY, Condition.TESTS, PROPOSED, None, FindingBasis.VISITED)
DISMISS = DismissFinding(an_id(20), DAY, Condition.TESTS, PROPOSED, None, DismissalReason.EXCUSED)
DECIDED = {
    **ON_CASE,
    "entry_id": an_id(20),
    "occurred_on": DAY,
    "finding": Finding.SERIOUS_VIOLATION,
    "condition": Condition.TESTS,
    "entries": PROPOSED.entries,
    "count": 3,
    "number": 3,
    "met_on": date(2019, 4, 20),
    "rule": "serious_tests",
    "policies": "2026-1",
    "proposal_id": an_id(90),
}
CONFIRMED = FindingConfirmed.model_validate({**DECIDED, "basis": FindingBasis.VISITED})
KEPT: list[CaseEvent] = [opened, reported_in, agreed]
TOLD = PoliceToldOfFinding(
    **ON_CASE,
    entry_id=an_id(24),
    occurred_on=DAY,
    finding_id=an_id(20),
    finding=Finding.SERIOUS_VIOLATION,
)


def test_what_is_proposed_is_confirmed_or_dismissed() -> None:
    """The decision carries the entries, the condition, the numbers and the policy."""
    given(case, *KEPT).when(CONFIRM).then(CONFIRMED)
    dismissed = FindingDismissed.model_validate({**DECIDED, "reason": DismissalReason.EXCUSED})
    given(case, *KEPT).when(DISMISS).then(dismissed)


@pytest.mark.parametrize("command", [CONFIRM, DISMISS])
def test_nothing_is_decided_that_is_not_proposed(
    command: ConfirmFinding | DismissFinding,
) -> None:
    """Nor what was made of other entries when the caller saw it."""
    nothing = replace(command, proposed=None)
    given(case, *KEPT).when(nothing).refused(findings.NothingProposed)
    other = replace(command, proposal_id=an_id(91))
    given(case, *KEPT).when(other).refused(findings.ProposalChanged)
    given(case, opened_at_large).when(command).refused(ledger.NotInAProgramme)
    to_come = replace(command, occurred_on=TODAY + timedelta(days=1))
    given(case, *KEPT).when(to_come).refused(FutureDate)


def test_a_finding_changes_no_programme() -> None:
    """The case stands where it stood: what follows is the police's to decide."""
    before = fold(case, KEPT)
    after = case.evolve(before, CONFIRMED)
    assert isinstance(before, UnderAgreement)
    assert isinstance(after, UnderAgreement)
    assert spans(after) == spans(before)


def test_the_police_are_told_once_of_a_confirmed_finding() -> None:
    """Not before it, and not of a dismissed one; also once the case has ended."""
    tell = TellPolice(an_id(24), DAY, an_id(20))
    given(case, *KEPT, CONFIRMED).when(tell).then(TOLD)
    given(case, *KEPT, CONFIRMED, TOLD).when(replace(tell, entry_id=an_id(25))).refused(
        findings.PoliceAlreadyTold
    )
    early = replace(tell, occurred_on=DAY - timedelta(days=1))
    given(case, *KEPT, CONFIRMED).when(early).refused(findings.ToldBeforeFinding)
    given(case, *KEPT).when(tell).refused(findings.FindingUnknown)
    dismissed = FindingDismissed.model_validate({**DECIDED, "reason": DismissalReason.EXCUSED})
    given(case, *KEPT, dismissed).when(tell).refused(findings.FindingUnknown)
    given(case, *KEPT, CONFIRMED, ended).when(tell).then(TOLD)


def test_a_finding_is_void_after_the_report_that_rests_on_it() -> None:
    """Its entries are not held by it: they can be void, and the finding is looked at again."""
    void = corrections.VoidEntry(stored(CONFIRMED, an_id(20)), VoidReason.MISTAKEN)
    given(case, *KEPT, CONFIRMED, TOLD).when(void).refused(corrections.OthersRestOnIt)
    departure = DepartureFound(
        **ON_CASE, entry_id=an_id(21), occurred_on=DAY, left_on=date(2019, 4, 20)
    )
    gone = corrections.VoidEntry(stored(departure, an_id(21)), VoidReason.MISTAKEN)
    assert case.decide(gone, fold(case, [*KEPT, departure, CONFIRMED]), TODAY)


LEFT = FindDeparture(an_id(20), DAY, date(2019, 4, 20), date(2019, 4, 28))


def test_a_departure_is_found() -> None:
    """With the first day back, where the client is back."""
    for command in (LEFT, replace(LEFT, back_on=None)):
        given(case, *KEPT).when(command).then(
            DepartureFound(
                **ON_CASE,
                entry_id=an_id(20),
                occurred_on=DAY,
                left_on=command.left_on,
                back_on=command.back_on,
            )
        )


def test_the_days_of_a_departure_are_in_order() -> None:
    """Who left is back on a later day, and was not found to have left before."""
    same = replace(LEFT, back_on=LEFT.left_on)
    given(case, *KEPT).when(same).refused(findings.BackBeforeLeaving)
    later = replace(LEFT, left_on=DAY + timedelta(days=1), back_on=None)
    given(case, *KEPT).when(later).refused(findings.LeftAfterFound)
    to_come = replace(LEFT, back_on=TODAY + timedelta(days=1))
    given(case, *KEPT).when(to_come).refused(FutureDate)
    before = replace(LEFT, left_on=date(2019, 1, 9))
    given(case, *KEPT).when(before).refused(ledger.EntryBeforeDecision)
    given(case, opened_at_large).when(LEFT).refused(ledger.NotInAProgramme)


def test_a_departure_needs_its_programme() -> None:
    """On the day on which the client left, too."""
    departure = DepartureFound(
        **ON_CASE, entry_id=an_id(21), occurred_on=DAY, left_on=date(2019, 4, 20)
    )
    revoke = ChangeKind(
        an_id(30), date(2019, 4, 25), CaseKind.AT_LARGE, Document.REVOCATION_DECISION
    )
    given(case, *KEPT, departure).when(revoke).refused(EntriesNeedTheProgramme)
