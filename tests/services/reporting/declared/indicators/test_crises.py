"""Crises: what was seen, what was followed up, and what is open on a day."""

from datetime import date

from services.reporting.counting.fold import FactRow, fold
from tests.services.reporting.declared.by_hand import numerator
from tests.services.reporting.declared.indicators.test_contact_details import grouped
from tests.services.reporting.deliveries import DETOX, REHAB, Ledger

SEEN, ANSWERED = date(2019, 3, 4), date(2019, 3, 9)


def open_on(ledger: Ledger, day: date) -> int:
    """The crises that are open at the end of a day, from the facts of their stock."""
    facts = (FactRow(*row) for row in fold(ledger.events).facts)
    return sum(its.delta for its in facts if its.measure == "crises_open" and its.day <= day)


def test_crises() -> None:
    """By kind; a contact without a crisis adds nothing, nor does one that is void."""
    ledger = Ledger()
    file = ledger.case(DETOX)
    file.contact(SEEN)
    file.contact(SEEN, crisis="danger_to_self")
    file.contact(SEEN, crisis="danger_to_self")
    file.contact(SEEN, crisis="danger_to_others")
    ledger.void(file.contact(SEEN, crisis="danger_to_others"))
    by_kind = {"danger_to_self": 2, "danger_to_others": 1}
    assert grouped("crises", ledger, "crisis") == by_kind


def test_crises_followed_up() -> None:
    """By outcome, on the day of the follow-up; a follow-up that is void counts no more."""
    ledger = Ledger()
    file = ledger.case(DETOX)
    for outcome in ("in_treatment", "with_family", "with_family"):
        contact = file.contact(SEEN, crisis="danger_to_self")
        file.follow_up(ANSWERED, contact, "danger_to_self", outcome)
    contact = file.contact(SEEN, crisis="danger_to_others")
    ledger.void(file.follow_up(ANSWERED, contact, "danger_to_others", "with_police"))
    by_outcome = {"in_treatment": 1, "with_family": 2}
    assert grouped("crises_followed_up", ledger, "crisis_outcome") == by_outcome


def test_open_crises() -> None:
    """From the day of the contact to that of the follow-up; voids take back what they void.

    Two open crises of one person are two.
    """
    ledger = Ledger()
    one, other = ledger.case(DETOX), ledger.case(REHAB)
    first = one.contact(SEEN, crisis="danger_to_self")
    second = one.contact(SEEN, crisis="danger_to_self")
    mistaken = other.contact(SEEN, crisis="danger_to_others")
    assert open_on(ledger, date(2019, 3, 3)) == 0
    assert open_on(ledger, SEEN) == numerator("open_crises", ledger) == 3
    ledger.void(mistaken)
    one.follow_up(ANSWERED, first, "danger_to_self")
    assert open_on(ledger, ANSWERED) == 1
    answer = one.follow_up(ANSWERED, second, "danger_to_self")
    assert open_on(ledger, date(2019, 3, 8)) == 2
    assert open_on(ledger, ANSWERED) == numerator("open_crises", ledger) == 0
    ledger.void(answer)
    assert open_on(ledger, ANSWERED) == 1


def test_a_crisis_stays_one_when_the_kind_of_case_changes() -> None:
    """What was seen in one programme and followed up in the other is closed."""
    ledger = Ledger()
    file = ledger.case(DETOX)
    contact = file.contact(SEEN, crisis="danger_to_self")
    file.kind = REHAB
    file.follow_up(ANSWERED, contact, "danger_to_self")
    assert open_on(ledger, ANSWERED) == 0
