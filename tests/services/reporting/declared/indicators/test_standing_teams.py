"""The figures of teams as they stand: complete, lacking somebody, nobody's."""

from datetime import date

from tests.services.reporting.declared.by_hand import denominator, numerator
from tests.services.reporting.declared.indicators.test_contact_details import grouped
from tests.services.reporting.deliveries import AT_LARGE, DETOX, REHAB, Ledger

DAY, LATER, AGREED = date(2019, 3, 4), date(2019, 9, 4), date(2019, 3, 10)


def teams() -> Ledger:
    """Of five under an agreement two have a complete team, one lacks somebody; a void took one's
    worker away. One has signed nothing yet, one is at large, and one of the complete is gone."""
    ledger = Ledger()
    for team in ("complete", "complete", "lacking", None):
        file = ledger.case(DETOX, opened=DAY)
        file.agree(AGREED)
        if team:
            file.joined(LATER, "social_worker", team)
    mistaken = ledger.case(REHAB, opened=DAY)
    mistaken.agree(AGREED)
    ledger.void(mistaken.joined(LATER, "social_worker", "complete"))
    ledger.case(REHAB, opened=DAY)
    ledger.case(AT_LARGE, opened=DAY)
    gone = ledger.case(DETOX, opened=DAY)
    gone.agree(AGREED)
    gone.joined(LATER, "social_worker", "complete")
    gone.end(date(2019, 12, 1))
    return ledger


def test_clients_by_team() -> None:
    """Whoever is in a programme at the end, and how the team is then."""
    counts = grouped("clients_by_team", teams(), "team")
    assert counts == {"complete": 2, "lacking": 1, "nobody": 3}


def test_clients_with_team() -> None:
    """Under an agreement, with nobody lacking."""
    assert numerator("clients_with_team", teams()) == 2


def test_clients_with_team_rate() -> None:
    """Of all under an agreement: 2 of 5."""
    assert numerator("clients_with_team_rate", teams()) == 2
    assert denominator("clients_with_team_rate", teams()) == 5


def test_clients_without_worker() -> None:
    """From the decision on, until somebody carries the case; also who has one that is not there,
    from the day on which it was observed until it was over. At large only what was observed.
    """
    ledger = teams()
    assert numerator("clients_without_worker", ledger) == 3
    ledger.without_worker(DETOX, LATER)
    ledger.without_worker(AT_LARGE, LATER)
    ledger.without_worker(DETOX, LATER, until=date(2019, 9, 20))
    ledger.without_worker(DETOX, LATER, void=True)
    ledger.without_worker(AT_LARGE, LATER, until=date(2019, 9, 20), void=True)
    counts = grouped("clients_without_worker", ledger, "lacking")
    assert counts == {"not_in_team": 3, "not_there": 2}
    assert grouped("clients_without_worker", ledger, "group") == {"programme": 4, "at_large": 1}
