"""Contacts with clients: each indicator counts what its formula names, and nothing else."""

from datetime import date

from shared.ids import new_id
from tests.services.reporting.declared.by_hand import denominator, numerator
from tests.services.reporting.deliveries import AT_LARGE, DETOX, REHAB, Ledger

DAY = date(2019, 3, 4)


def contacts() -> Ledger:
    """Every kind of client in every way: n-th mode n times, and 10 more in rehabilitation."""
    ledger = Ledger()
    for kind, more in ((DETOX, 0), (REHAB, 10), (AT_LARGE, 100)):
        file = ledger.case(kind)
        for times, mode in enumerate(("home_visit", "office", "phone", "wechat", "video"), 1):
            for _ in range(times + more):
                file.contact(DAY, mode)
    return ledger


def test_contacts_in_person_programme() -> None:
    """Home visits and office talks with clients in either programme."""
    assert numerator("contacts_in_person_programme", contacts()) == 1 + 2 + 11 + 12


def test_contacts_in_person_at_large() -> None:
    """Home visits and office talks with users at large."""
    assert numerator("contacts_in_person_at_large", contacts()) == 101 + 102


def test_contacts_by_phone_at_large() -> None:
    """Phone talks with users at large; WeChat is not the phone."""
    assert numerator("contacts_by_phone_at_large", contacts()) == 103


def test_contacts_remote_programme() -> None:
    """Phone, WeChat and video with clients in either programme."""
    assert numerator("contacts_remote_programme", contacts()) == 3 + 4 + 5 + 13 + 14 + 15


def test_contacts() -> None:
    """Every contact with everyone."""
    assert numerator("contacts", contacts()) == 15 + 65 + 515


def test_persons_contacted() -> None:
    """A person met many times is one person; a void contact does not count anyone."""
    ledger = contacts()
    ledger.void(ledger.case(DETOX).contact(DAY))
    assert numerator("persons_contacted", ledger) == 3


def test_share_of_clients_met() -> None:
    """Of three clients in a programme, one in a second case, only the two met in person count."""
    ledger, twice = Ledger(), new_id()
    first = ledger.case(DETOX, opened=DAY, client_id=twice)
    first.contact(DAY, "home_visit")
    first.end(DAY)
    ledger.case(REHAB, opened=DAY, client_id=twice).contact(DAY, "home_visit")
    ledger.case(REHAB).contact(DAY, "office")
    ledger.case(DETOX).contact(DAY, "phone")
    ledger.case(AT_LARGE).contact(DAY, "office")
    assert numerator("share_of_clients_met", ledger) == 2
    assert denominator("share_of_clients_met", ledger) == 3
