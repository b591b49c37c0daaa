"""Clients at the end of a period: each indicator counts what its formula names, and no more."""

from datetime import date

from tests.services.reporting.declared.by_hand import numerator
from tests.services.reporting.deliveries import AT_LARGE, DETOX, REHAB, Ledger

DAY = date(2019, 3, 4)
LATER = date(2020, 3, 4)


def clients() -> Ledger:
    """Three in a programme, of whom one is suspended, two at large; four more are gone."""
    ledger = Ledger()
    ledger.case(DETOX, opened=DAY).suspend(LATER)
    resumed = ledger.case(REHAB, opened=DAY)
    resumed.suspend(LATER)
    resumed.resume(date(2020, 4, 5))
    changed = ledger.case(AT_LARGE)
    changed.change_kind(LATER, DETOX)
    changed.reach_level(date(2020, 5, 6), "extreme")
    treated = ledger.case(AT_LARGE, opened=DAY)
    treated.start_maintenance(LATER)
    treated.reach_level(LATER, "high")
    calmer = ledger.case(AT_LARGE)
    calmer.reach_level(DAY, "a")
    calmer.reach_level(LATER, "c2")
    ledger.case(DETOX, opened=DAY).end(LATER)
    gone = ledger.case(AT_LARGE)
    gone.start_maintenance(DAY)
    gone.end(LATER, "died", None)
    treated_twice = ledger.case(REHAB, opened=DAY)
    treated_twice.end(LATER)
    treated_twice.reopen(date(2020, 5, 6))
    treated_twice.end(date(2020, 6, 7))
    ledger.void(ledger.case(REHAB, opened=DAY).opening)
    return ledger


def test_clients() -> None:
    """Who has an open case; not from its ending on, and not by an opening in error."""
    assert numerator("clients", clients()) == 5


def test_clients_by_sex_and_age() -> None:
    """The same persons, whatever is known of them."""
    assert numerator("clients_by_sex_and_age", clients()) == 5


def test_clients_by_substance() -> None:
    """The same persons, whatever is known of them."""
    assert numerator("clients_by_substance", clients()) == 5


def test_clients_in_programme() -> None:
    """Of either kind, suspended or not; who became one counts as one."""
    assert numerator("clients_in_programme", clients()) == 3


def test_clients_at_large() -> None:
    """Not the one whose case became a programme."""
    assert numerator("clients_at_large", clients()) == 2


def test_clients_under_agreement() -> None:
    """The one that went on; what is suspended or not agreed yet is left out."""
    assert numerator("clients_under_agreement", clients()) == 1


def test_clients_suspended() -> None:
    """Not the one that went on."""
    assert numerator("clients_suspended", clients()) == 1


def test_clients_in_maintenance() -> None:
    """Not the one whose case ended."""
    assert numerator("clients_in_maintenance", clients()) == 1


def test_clients_at_high_risk() -> None:
    """By the latest assessment, of whatever scheme."""
    assert numerator("clients_at_high_risk", clients()) == 2


def test_clients_not_assessed() -> None:
    """Those without any assessment."""
    assert numerator("clients_not_assessed", clients()) == 2


def test_a_void_ending_is_taken_back() -> None:
    """The void says by itself what the case stands at again, in whatever measure it counts."""
    ledger = Ledger()
    file = ledger.case(DETOX, opened=DAY)
    ledger.void(file.end(LATER))
    assert numerator("clients", ledger) == 1
    assert numerator("cases_ended", ledger) == 0
