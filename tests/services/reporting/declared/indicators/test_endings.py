"""Endings: each indicator counts what its formula names, and nothing else."""

from datetime import date

from shared.events.cases.endings import Ending
from tests.services.reporting.declared.by_hand import denominator, numerator
from tests.services.reporting.deliveries import AT_LARGE, DETOX, REHAB, Ledger

DAY = date(2019, 3, 4)
LATER = date(2022, 3, 4)


def endings() -> Ledger:
    """Every ending of each kind, as far as it can be; completions after 36 months, 35 and 12."""
    ledger = Ledger()
    for kind in (DETOX, REHAB, AT_LARGE):
        programme = kind is not AT_LARGE
        for ending in Ending:
            if ending is (Ending.TAKEN_OFF_REGISTER if programme else Ending.COMPLETED):
                continue
            ledger.case(kind, opened=DAY).end(LATER, ending, 36 if programme else None)
    for months, drug_use in ((35, "abstinent"), (36, "relapsed"), (37, None), (12, "not_known")):
        ledger.case(DETOX, opened=DAY).end(LATER, "completed", months, drug_use)
    ledger.case(DETOX, opened=DAY).end(LATER, "completed", 48, work="employed")
    ledger.void(ledger.case(DETOX, opened=DAY).end(LATER))
    return ledger


def test_cases_ended() -> None:
    """In whatever way; a void ending does not count."""
    assert numerator("cases_ended", endings()) == 3 * 6 + 5


def test_programmes_completed() -> None:
    """However long they lasted."""
    assert numerator("programmes_completed", endings()) == 2 + 5


def test_recovered() -> None:
    """Completed, after 36 months, abstinent: all three."""
    assert numerator("recovered", endings()) == 2 + 1


def test_share_completed() -> None:
    """Of the programmes that ended; users at large have nothing to complete."""
    assert numerator("share_completed", endings()) == 7
    assert denominator("share_completed", endings()) == 2 * 6 + 5


def notices() -> Ledger:
    """On the last day, a day late, and at once."""
    ledger = Ledger()
    file = ledger.case(DETOX, opened=DAY)
    file.end(LATER)
    due_on = date(2022, 3, 11)
    file.tell(due_on, due_on)
    file.tell(date(2022, 3, 12), due_on, "family")
    ledger.void(file.tell(LATER, due_on))
    file.tell(LATER, due_on)
    return ledger


def test_ending_notices() -> None:
    """To whomever, in time or not."""
    assert numerator("ending_notices", notices()) == 3
