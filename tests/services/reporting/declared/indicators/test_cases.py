"""Clients and their cases."""

from datetime import date

from shared.ids import new_id
from tests.services.reporting.declared.by_hand import numerator
from tests.services.reporting.deliveries import AT_LARGE, DETOX, REHAB, Ledger

DAY = date(2019, 3, 4)


def test_clients() -> None:
    """A person with two cases after each other is one client."""
    ledger, person = Ledger(), new_id()
    ledger.case(DETOX, client_id=person)
    ledger.case(REHAB, client_id=person)
    ledger.case(AT_LARGE)
    assert numerator("clients", ledger) == 2


def test_cases_opened() -> None:
    """Every case; two of one person are two."""
    ledger, person = Ledger(), new_id()
    ledger.case(DETOX, client_id=person, opened=DAY)
    ledger.case(REHAB, client_id=person, opened=DAY)
    assert numerator("cases_opened", ledger) == 2
