"""Informing, warnings, regular reports: each indicator counts what its formula names."""

from datetime import date

from shared.events.cases.guidance import ClientInformed, RegularReportMade, WarningGiven
from tests.services.reporting.declared.by_hand import numerator
from tests.services.reporting.deliveries import AT_LARGE, REHAB, Ledger

DAY = date(2019, 3, 4)


def guidance() -> Ledger:
    """One client is told twice, another once; 3 warnings of which one is void; 4 reports."""
    ledger = Ledger()
    file, other = ledger.case(REHAB), ledger.case(AT_LARGE)
    for each in (file, file, other):
        each.entry(ClientInformed, DAY, topics=("rights",))
    file.entry(WarningGiven, DAY, reason="missed_test")
    other.entry(WarningGiven, DAY, reason="overstayed_leave")
    ledger.void(file.entry(WarningGiven, DAY, reason="broke_agreement"))
    for mode in ("in_person", "in_person", "remote", "in_person"):
        file.entry(RegularReportMade, DAY, mode=mode)
    return ledger


def test_clients_informed() -> None:
    """Persons, not times."""
    assert numerator("clients_informed", guidance()) == 2


def test_warnings() -> None:
    """For whatever reason; what is void was none."""
    assert numerator("warnings", guidance()) == 2


def test_regular_reports() -> None:
    """Once for each time, in person or remotely."""
    assert numerator("regular_reports", guidance()) == 4
