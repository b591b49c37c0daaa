"""Drug tests: each indicator counts what its formula names, and nothing else."""

from datetime import date

from tests.services.reporting.declared.by_hand import denominator, numerator
from tests.services.reporting.deliveries import REHAB, Ledger


def drug_tests() -> Ledger:
    """3 negative, 2 positive, 4 not done for four reasons."""
    ledger = Ledger()
    file = ledger.case(REHAB)
    for result in ("negative", "negative", "negative", "positive", "positive"):
        file.test(date(2019, 3, 4), result)
    for reason in ("excused", "unexcused", "evaded", "refused"):
        file.test(date(2019, 3, 4), "not_done", reason)
    return ledger


def test_tests_done() -> None:
    """Negative and positive tests."""
    assert numerator("tests_done", drug_tests()) == 5


def test_tests_positive() -> None:
    """Positive tests."""
    assert numerator("tests_positive", drug_tests()) == 2


def test_tests_not_done() -> None:
    """Tests not done, for whatever reason."""
    assert numerator("tests_not_done", drug_tests()) == 4


def test_test_rate() -> None:
    """Tests done of all that were due: five of nine."""
    assert numerator("test_rate", drug_tests()) == 5
    assert denominator("test_rate", drug_tests()) == 9
