"""Treatment that began and ended, and days served elsewhere: what the formulas name."""

from datetime import date

from shared.events.cases.programme import (
    MaintenanceEnded,
    MaintenanceStarted,
    TimeServedCredited,
)
from tests.services.reporting.declared.by_hand import numerator
from tests.services.reporting.deliveries import DETOX, REHAB, Ledger

DAY = date(2019, 3, 4)


def treatments() -> Ledger:
    """Two began and a third is void; one ended. 30 days in isolation, 12 in detention."""
    ledger = Ledger()
    file, other = ledger.case(REHAB), ledger.case(DETOX)
    first = file.entry(MaintenanceStarted, DAY, evidence="clinic_record")
    other.entry(MaintenanceStarted, DAY, evidence="clinic_record")
    ledger.void(other.entry(MaintenanceStarted, DAY, evidence="clinic_record"))
    file.entry(MaintenanceEnded, date(2019, 9, 1), started_id=first, reason="left")
    for days, where, evidence in (
        (30, "compulsory_isolation", "release_certificate"),
        (12, "detention", "detention_notice"),
    ):
        file.entry(TimeServedCredited, DAY, days=days, where=where, evidence=evidence)
    return ledger


def test_maintenance_started() -> None:
    """What is void did not begin."""
    assert numerator("maintenance_started", treatments()) == 2


def test_maintenance_ended() -> None:
    """For whatever reason."""
    assert numerator("maintenance_ended", treatments()) == 1


def test_days_served_elsewhere() -> None:
    """Days, wherever they were served."""
    assert numerator("days_served_elsewhere", treatments()) == 42
