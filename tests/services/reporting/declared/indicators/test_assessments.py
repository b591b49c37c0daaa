"""Risk assessments."""

from datetime import date

from tests.services.reporting.declared.by_hand import numerator
from tests.services.reporting.deliveries import AT_LARGE, Ledger


def test_risk_assessments() -> None:
    """Assessments at every level."""
    ledger = Ledger()
    file = ledger.case(AT_LARGE)
    for level in ("high", "medium", "low", "low"):
        file.assessment(date(2019, 3, 4), level)
    assert numerator("risk_assessments", ledger) == 4
