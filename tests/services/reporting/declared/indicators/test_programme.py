"""The steps of a programme."""

from datetime import date

from tests.services.reporting.declared.by_hand import numerator
from tests.services.reporting.deliveries import DETOX, Ledger

DAY = date(2019, 3, 4)


def test_reported_in() -> None:
    """Reportings in."""
    ledger = Ledger()
    ledger.case(DETOX).report_in(DAY)
    ledger.case(DETOX)
    assert numerator("reported_in", ledger) == 1


def test_agreements_signed() -> None:
    """Agreements signed."""
    ledger = Ledger()
    ledger.case(DETOX).agreement(DAY)
    ledger.case(DETOX)
    assert numerator("agreements_signed", ledger) == 1


def test_suspensions() -> None:
    """Every one, for whatever reason."""
    ledger = Ledger()
    file = ledger.case(DETOX, opened=DAY)
    for reason in ("detained", "in_hospital"):
        file.suspend(DAY, reason)
        file.resume(DAY)
    assert numerator("suspensions", ledger) == 2
