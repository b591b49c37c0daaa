"""What contacts say: each indicator counts what its formula names, and nothing else."""

from datetime import date

import pytest

from services.reporting.declared.indicators import INDICATORS
from services.reporting.declared.words import Selection
from tests.services.reporting.declared.by_hand import counted, numerator
from tests.services.reporting.deliveries import AT_LARGE, DETOX, Ledger

DAY = date(2019, 3, 4)


def grouped(code: str, ledger: Ledger, dimension: str) -> dict[str, int]:
    """The figure of an indicator for each value of a dimension, without those that are zero."""
    part = INDICATORS[code].numerator
    figures = {
        value: counted(
            Selection(part.measure, {**part.where, dimension: (value,)}, part.counting), ledger
        )
        for value in part.where.get(dimension, part.dimension(dimension).values)
    }
    return {value: figure for value, figure in figures.items() if figure}


def test_contacts_by_direction() -> None:
    """By who turned to whom; a contact that does not say it is not counted."""
    ledger = Ledger()
    file = ledger.case(DETOX)
    file.contact(DAY)
    for times, direction in enumerate(("worker_to_client", "client_to_worker", "family"), 1):
        for _ in range(times):
            file.contact(DAY, "phone", direction=direction)
    ledger.void(file.contact(DAY, direction="family"))
    directions = {"worker_to_client": 1, "client_to_worker": 2, "family": 3}
    assert grouped("contacts_by_direction", ledger, "direction") == directions


def present() -> Ledger:
    """Contacts with more and more of those who may take part."""
    ledger = Ledger()
    file = ledger.case(DETOX)
    for roles in (
        (),
        ("social_worker",),
        ("social_worker", "volunteer", "family"),
        ("social_worker", "grid_administrator"),
        ("police",),
        ("social_worker", "police", "grid_administrator"),
        ("cadre", "community_official"),
    ):
        file.contact(DAY, present=roles)
    ledger.void(file.contact(DAY, present=("social_worker", "police")))
    return ledger


def test_contacts_joint() -> None:
    """Two or more roles of agencies; however many there are, it is one contact.

    A volunteer or the family makes no contact a joint one.
    """
    assert numerator("contacts_joint", present()) == 3
    assert numerator("contacts", present()) == 7


def test_contacts_with_police() -> None:
    """With others, or alone."""
    assert numerator("contacts_with_police", present()) == 2


def test_contacts_arranged_with_police() -> None:
    """Only those of which it is said, by mode."""
    ledger = Ledger()
    file = ledger.case(AT_LARGE)
    file.contact(DAY, "phone")
    file.contact(DAY, "phone", arranged_with_police=True)
    file.contact(DAY, "video", arranged_with_police=True)
    ledger.void(file.contact(DAY, "wechat", arranged_with_police=True))
    assert grouped("contacts_arranged_with_police", ledger, "mode") == {"phone": 1, "video": 1}


def test_persons_with_poor_findings() -> None:
    """Each person once, whatever was poor and how often; work, family and motivation are others."""
    ledger = Ledger()
    one, other, third = (ledger.case(DETOX) for _ in range(3))
    one.contact(DAY, observations={"living": "poor", "mind": "poor", "health": "fair"})
    one.contact(DAY, observations={"living": "poor"})
    other.contact(DAY, observations={"health": "poor"})
    third.contact(DAY, observations={"work": "poor", "family": "poor", "motivation": "poor"})
    third.contact(DAY, observations={"living": "good", "mind": "fair"})
    ledger.void(third.contact(DAY, observations={"mind": "poor"}))
    assert numerator("persons_with_poor_findings", ledger) == 2
    assert grouped("persons_with_poor_findings", ledger, "subject") == {
        "living": 1,
        "mind": 1,
        "health": 1,
    }


def test_advice_given() -> None:
    """A contact counts under each kind of advice, once, and never adds up to the contacts."""
    ledger = Ledger()
    file = ledger.case(DETOX)
    file.contact(DAY, advice=("health", "work"))
    file.contact(DAY, advice=("work", "work"))
    file.contact(DAY)
    ledger.void(file.contact(DAY, advice=("law",)))
    assert grouped("advice_given", ledger, "advice") == {"health": 1, "work": 2}
    assert numerator("contacts", ledger) == 3


@pytest.mark.parametrize("incident", ["abuse", "threat", "violence"])
def test_safety_incidents(incident: str) -> None:
    """By kind; a contact without one adds nothing."""
    ledger = Ledger()
    file = ledger.case(DETOX)
    file.contact(DAY, safety=incident)
    file.contact(DAY)
    ledger.void(file.contact(DAY, safety="threat"))
    assert grouped("safety_incidents", ledger, "incident") == {incident: 1}
