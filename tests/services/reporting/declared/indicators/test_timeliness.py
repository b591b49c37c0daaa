"""How soon entries are recorded; by delay it is asked of a read model, in test_delays.py."""

from datetime import date

from tests.services.reporting.declared.by_hand import numerator
from tests.services.reporting.deliveries import DETOX, Ledger

DAY = date(2019, 3, 4)


def test_contacts_recorded() -> None:
    """As they were recorded: a void one was, too."""
    ledger = Ledger()
    file = ledger.case(DETOX)
    file.contact(DAY)
    ledger.void(file.contact(DAY))
    file.assessment(DAY)
    assert numerator("contacts_recorded", ledger) == 2
    assert numerator("contacts", ledger) == 1


def test_risk_assessments_recorded() -> None:
    """As they were recorded: a void one was, too."""
    ledger = Ledger()
    file = ledger.case(DETOX)
    ledger.void(file.assessment(DAY))
    file.assessment(DAY)
    file.contact(DAY)
    assert numerator("risk_assessments_recorded", ledger) == 2
