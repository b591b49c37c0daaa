"""How late duties were done, how soon after a reminder, and who is lost."""

from datetime import date, timedelta

import pytest

from services.reporting.counting.fold import FactRow, fold
from services.reporting.declared.indicators import INDICATORS
from services.reporting.declared.measures.duties import LATENESS
from shared.events.cases.duties import Duty, DutyOutcome
from tests.services.reporting.closing import closed
from tests.services.reporting.declared.by_hand import denominator, numerator
from tests.services.reporting.deliveries import DETOX, Ledger

MET, LATE, OVERDUE, MISSED, EXCUSED, FALLEN_AWAY = DutyOutcome
LAST_DAY = date(2019, 3, 31)


def late(*days: int) -> Ledger:
    """Done so many days late; one in time, one that is not done, and a late one taken back."""
    ledger = Ledger()
    for each in days:
        closed(ledger.case(DETOX), Duty.TEST, LATE, LAST_DAY + timedelta(days=each))
    closed(ledger.case(DETOX), Duty.TEST, MET)
    closed(ledger.case(DETOX), Duty.TEST, OVERDUE)
    closed(ledger.case(DETOX), Duty.TEST, LATE, LAST_DAY + timedelta(days=500)).take_back()
    return ledger


def test_duties_late() -> None:
    """Each once, however late."""
    assert numerator("duties_late", late(1, 7, 8, 30, 31)) == 5


@pytest.mark.parametrize(
    ("days", "band"),
    [
        (1, "1_to_7_days"),
        (7, "1_to_7_days"),
        (8, "8_to_30_days"),
        (30, "8_to_30_days"),
        (31, "31_days_and_over"),
        (400, "31_days_and_over"),
    ],
)
def test_how_late(days: int, band: str) -> None:
    """The first and the last day of each band."""
    assert band in LATENESS.values
    assert values("duties_late", late(days)) == {f"community_detoxification/test/{band}": 1}


def test_days_late() -> None:
    """Days are added up; who was in time or has not come adds none."""
    assert numerator("days_late", late(1, 7, 30)) == 38


def test_average_days_late() -> None:
    """Of those that were late: not of those in time, and nothing is known of those not done."""
    assert numerator("average_days_late", late(1, 7, 30)) == 38
    assert denominator("average_days_late", late(1, 7, 30)) == 3
    assert INDICATORS["average_days_late"].times == 1


def reminders(*days: int) -> Ledger:
    """Done so many days after the reminder; also before it, not done, excused and fallen away."""
    ledger = Ledger()
    said = date(2019, 3, 10)
    for each in days:
        day = said + timedelta(days=each)
        outcome = MET if day <= LAST_DAY else LATE
        closed(ledger.case(DETOX), Duty.CONTACT, outcome, day, reminded_on=said)
    closed(ledger.case(DETOX), Duty.CONTACT, MET, said - timedelta(days=1), reminded_on=said)
    for outcome in (OVERDUE, MISSED, EXCUSED, FALLEN_AWAY):
        closed(ledger.case(DETOX), Duty.CONTACT, outcome, reminded_on=said)
    return ledger


def test_duties_reminded() -> None:
    """One that was done before needed no reminder; one that is not done had it."""
    assert numerator("duties_reminded", reminders(0, 3, 40)) == 3 + 2


def test_how_soon_after_a_reminder() -> None:
    """The first and the last day of each band."""
    bands = values("duties_reminded", reminders(0, 3, 4, 7, 8, 30, 31))
    assert bands == {
        "community_detoxification/contact/up_to_3_days": 2,
        "community_detoxification/contact/4_to_7_days": 2,
        "community_detoxification/contact/8_to_30_days": 2,
        "community_detoxification/contact/31_days_and_over": 1,
        "community_detoxification/contact/not_done": 2,
    }


def test_answered_within_3_days() -> None:
    """Of all that had a reminder, those not done among them."""
    assert numerator("answered_within_3_days", reminders(0, 3, 4, 7, 8)) == 2
    assert denominator("answered_within_3_days", reminders(0, 3, 4, 7, 8)) == 5 + 2


def test_answered_within_7_days() -> None:
    """Within three days is within seven."""
    assert numerator("answered_within_7_days", reminders(0, 3, 4, 7, 8)) == 4
    assert denominator("answered_within_7_days", reminders(0, 3, 4, 7, 8)) == 5 + 2


def meetings() -> Ledger:
    """One client lost since March and not found, one found in May, one met, one suspended."""
    ledger = Ledger()
    gone, found, met, suspended = (ledger.case(DETOX) for _ in range(4))
    for month in range(2, 6):
        until, row = date(2019, month, 1), month - 1
        outcome = OVERDUE if month == 5 else MISSED
        closed(gone, Duty.CONTACT, outcome, until=until, lost=row >= 3)
        outcome = MET if month == 5 else MISSED
        row = 0 if month == 5 else row
        closed(found, Duty.CONTACT, outcome, until=until, lost=row >= 3)
        closed(met, Duty.CONTACT, MET, until=until)
        closed(suspended, Duty.CONTACT, EXCUSED, until=until)
    closed(met, Duty.TEST, OVERDUE)
    return ledger


def test_lost_rate() -> None:
    """Of the months in which clients were to be met those in which one was lost: 2 of 3, and 1."""
    assert numerator("lost_rate", meetings()) == 2 + 1
    assert denominator("lost_rate", meetings()) == 3 * 4


def test_clients_lost() -> None:
    """One is lost still; who was found is lost no more."""
    assert numerator("clients_lost", meetings()) == 1
    assert INDICATORS["clients_lost"].numerator.counting == "stock"


def values(code: str, ledger: Ledger) -> dict[str, int]:
    """What an indicator counts, by the values of its facts."""
    part = INDICATORS[code].numerator
    sums: dict[str, int] = {}
    for row in map(FactRow._make, fold(ledger.events).facts):
        if row.measure == part.measure.code and part.values(row.dims, {}) is not None:
            sums[row.dims] = sums.get(row.dims, 0) + row.delta
    return {text: value for text, value in sums.items() if value}
