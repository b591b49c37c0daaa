"""Cases that come in."""

from datetime import date

from shared.ids import new_id
from tests.services.reporting.declared.by_hand import numerator
from tests.services.reporting.deliveries import AT_LARGE, DETOX, REHAB, Ledger

DAY = date(2019, 3, 4)
LATER = date(2020, 3, 4)


def test_cases_opened() -> None:
    """Every case; two of one person are two."""
    ledger, person = Ledger(), new_id()
    ledger.case(DETOX, client_id=person, opened=DAY).end(LATER)
    ledger.case(REHAB, client_id=person, opened=LATER)
    assert numerator("cases_opened", ledger) == 2


def test_cases_reopened() -> None:
    """Every reopening, whatever its reason; a void one does not count."""
    ledger = Ledger()
    file = ledger.case(DETOX, opened=DAY)
    for reason in ("released", "used_again"):
        file.end(LATER)
        file.reopen(LATER, reason)
    file.end(LATER)
    ledger.void(file.reopen(LATER))
    assert numerator("cases_reopened", ledger) == 2


def test_kind_changes() -> None:
    """From every kind to another one; the same programme that is decided anew is no change."""
    ledger = Ledger()
    file = ledger.case(AT_LARGE, opened=DAY)
    file.change_kind(LATER, DETOX)
    file.change_kind(LATER, REHAB)
    file.end(LATER)
    file.reopen(LATER)
    file.change_kind(LATER, REHAB)
    assert numerator("kind_changes", ledger) == 2
