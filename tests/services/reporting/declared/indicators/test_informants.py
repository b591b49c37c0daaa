"""Informants: the indicator counts what its formula names, and nothing else."""

from datetime import date

from services.outreach.informants.rules import (
    Command,
    CountInformants,
    InformantsEvent,
    VoidCount,
    informants,
)
from services.reporting.declared.indicators import INDICATORS
from shared.decider import fold
from tests.given import TODAY
from tests.services.reporting.declared.by_hand import numerator
from tests.services.reporting.deliveries import Ledger

FIRST, SECOND = date(2019, 1, 31), date(2019, 3, 31)


def test_informants() -> None:
    """The last count of each community; corrections and voids are not added."""
    ledger = Ledger()
    told: dict[str, list[tuple[date, int | None]]] = {
        "410102001003": [(FIRST, 15), (SECOND, 180), (SECOND, 18)],
        "410102001004": [(FIRST, 7), (SECOND, 70), (SECOND, None)],
    }
    for region, commands in told.items():
        events: list[InformantsEvent] = []
        for day, number in commands:
            command: Command = CountInformants(region, day, number) if number else VoidCount(day)
            events += informants.decide(command, fold(informants, events), TODAY)
        for event in events:
            ledger.add(f"informants-{region}", event)
    assert numerator("informants", ledger) == 25


def test_informants_are_shown_as_persons_are() -> None:
    """A small number may say who it is made of."""
    assert INDICATORS["informants"].numerator.measure.of_persons
