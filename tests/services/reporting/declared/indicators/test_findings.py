"""Findings and departures: each indicator counts what its formula names."""

from datetime import date
from typing import Any

from shared.events.cases.duties import Duty
from shared.events.cases.findings import (
    DepartureFound,
    FindingConfirmed,
    FindingDismissed,
    PoliceToldOfFinding,
)
from shared.ids import new_id
from tests.services.reporting.declared.by_hand import numerator
from tests.services.reporting.declared.indicators.test_duties import in_time_of_due
from tests.services.reporting.deliveries import DETOX, REHAB, File, Ledger

DAY = date(2019, 3, 4)
FINDING_OF = {
    "report_in": "late_report_in",
    "tests": "serious_violation",
    "departures": "serious_violation",
    "absence": "serious_violation",
    "not_reached": "absconded",
}


def decide(file: File, condition: str, *, confirmed: bool = True) -> Any:
    """A finding of a condition is confirmed, or dismissed."""
    model = FindingConfirmed if confirmed else FindingDismissed
    more = {"basis": "visited"} if confirmed else {"reason": "excused"}
    return file.entry(
        model,
        DAY,
        finding=FINDING_OF[condition],
        condition=condition,
        entries=(new_id(),),
        count=3,
        number=3,
        met_on=DAY,
        rule="own",
        policies="own",
        proposal_id=new_id(),
        **more,
    )


def findings() -> Ledger:
    """One client of two serious violations, another of one that is void; one absconded, who was
    found to twice; one was late; two were dismissed.
    """
    ledger = Ledger()
    often, once, lost = ledger.case(DETOX), ledger.case(REHAB), ledger.case(DETOX)
    decide(often, "tests")
    decide(often, "absence")
    ledger.void(decide(once, "departures"))
    decide(once, "report_in")
    decide(lost, "not_reached")
    decide(lost, "not_reached")
    decide(once, "tests", confirmed=False)
    decide(lost, "not_reached", confirmed=False)
    return ledger


def test_findings_decided() -> None:
    """Confirmed and dismissed; what is void was none."""
    assert numerator("findings_decided", findings()) == 7


def test_findings_confirmed() -> None:
    """Whatever was found, and by which condition."""
    assert numerator("findings_confirmed", findings()) == 5


def test_serious_violations() -> None:
    """Persons: one of two conditions counts once, and what was dismissed or void does not."""
    assert numerator("serious_violations", findings()) == 1


def test_absconded() -> None:
    """Persons, not findings."""
    assert numerator("absconded", findings()) == 1


def test_departures() -> None:
    """On the days on which they were found."""
    ledger = Ledger()
    file = ledger.case(DETOX)
    for _ in range(3):
        file.entry(DepartureFound, DAY, left_on=date(2019, 3, 1))
    assert numerator("departures", ledger) == 3


def test_findings_told_to_police() -> None:
    """Each report, whatever was found."""
    ledger = Ledger()
    for finding in ("absconded", "serious_violation"):
        ledger.case(DETOX).entry(PoliceToldOfFinding, DAY, finding_id=new_id(), finding=finding)
    assert numerator("findings_told_to_police", ledger) == 2


def test_police_told_in_time() -> None:
    """By the last day for it, of those that were due."""
    in_time_of_due("police_told_in_time", Duty.POLICE_NOTICE)


def test_findings_decided_in_time() -> None:
    """Of what was proposed and waited for a person."""
    in_time_of_due("findings_decided_in_time", Duty.FINDING)
