"""Shares of entries that were recorded soon; by delay they are asked in test_compare.py."""

from datetime import date

from services.reporting.declared.indicators import INDICATORS
from tests.services.reporting.declared.by_hand import denominator
from tests.services.reporting.deliveries import DETOX, File, Ledger

DAY = date(2019, 3, 4)


def began() -> tuple[Ledger, File]:
    """A ledger with a case in a programme."""
    ledger = Ledger()
    return ledger, ledger.case(DETOX)


def _is_share_of_those_within_3_days(code: str) -> None:
    """The numerator has the first bands of the denominator's own records."""
    number, of = INDICATORS[code].parts
    assert (number.measure, number.counting) == (of.measure, of.counting)
    assert number.delay is not None
    assert [number.delay.bands[band] for band in ("same_day", "1_to_3_days", "4_to_7_days")] == [
        0, 1, 4,
    ]  # fmt: skip
    assert number.where == {"delay": ("same_day", "1_to_3_days")}
    assert of.where == {}
    assert "delay" not in {each.code for each in INDICATORS[code].dimensions}


def test_contacts_recorded_in_3_days() -> None:
    """Of all records, void ones too."""
    ledger, file = began()
    file.contact(DAY)
    ledger.void(file.contact(DAY))
    file.assessment(DAY)
    assert denominator("contacts_recorded_in_3_days", ledger) == 2
    _is_share_of_those_within_3_days("contacts_recorded_in_3_days")


def test_risk_assessments_recorded_in_3_days() -> None:
    """Of all records, void ones too."""
    ledger, file = began()
    ledger.void(file.assessment(DAY))
    file.assessment(DAY)
    assert denominator("risk_assessments_recorded_in_3_days", ledger) == 2
    _is_share_of_those_within_3_days("risk_assessments_recorded_in_3_days")


def test_tests_recorded_in_3_days() -> None:
    """Of all records, of tests not done too."""
    ledger, file = began()
    file.test(DAY)
    file.test(DAY, "not_done", "evaded")
    assert denominator("tests_recorded_in_3_days", ledger) == 2
    _is_share_of_those_within_3_days("tests_recorded_in_3_days")
