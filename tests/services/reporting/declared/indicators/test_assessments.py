"""Risk assessments, whose risk rose and fell, summaries and evaluations."""

from datetime import date

from services.reporting.declared.indicators import INDICATORS
from services.reporting.declared.words import Selection
from tests.services.reporting.declared.by_hand import counted, numerator
from tests.services.reporting.deliveries import AT_LARGE, DETOX, Ledger

SPRING, AUTUMN = date(2019, 3, 4), date(2019, 9, 2)


def test_risk_assessments() -> None:
    """Assessments at every level."""
    ledger = Ledger()
    file = ledger.case(AT_LARGE)
    for level in ("high", "medium", "low", "low"):
        file.assessment(SPRING, level)
    assert numerator("risk_assessments", ledger) == 4


def test_risk_assessments_by_scheme() -> None:
    """All of them, and of each scheme its own, though levels are named alike."""
    ledger = Ledger()
    file = ledger.case(DETOX)
    file.assessment(SPRING, "high")
    file.assessment(SPRING, "high", scheme="four_levels")
    void = file.assessment(SPRING, "c1", scheme="abc")
    file.assessment(AUTUMN, "c2", scheme="abc")
    ledger.void(void)
    assert numerator("risk_assessments_by_scheme", ledger) == 3
    measure = INDICATORS["risk_assessments_by_scheme"].numerator.measure
    for scheme, level, expected in (
        ("three_levels", "high", 1),
        ("four_levels", "high", 1),
        ("abc", "c2", 1),
        ("abc", "c1", 0),
    ):
        where = {"scheme": (scheme,), "level": (level,)}
        assert counted(Selection(measure, where), ledger) == expected


def test_risk_assessments_with_police() -> None:
    """Only those in which they took part, whoever else did."""
    ledger = Ledger()
    file = ledger.case(DETOX)
    file.assessment(SPRING, present=("social_worker", "police"))
    file.assessment(SPRING, present=("social_worker",))
    file.assessment(SPRING)
    assert numerator("risk_assessments_with_police", ledger) == 1


def test_risk_assessments_by_reason() -> None:
    """One with two reasons counts once for each, one that names a reason twice once."""
    ledger = Ledger()
    file = ledger.case(DETOX)
    file.assessment(SPRING, reasons=("no_income", "no_family"))
    file.assessment(SPRING, reasons=("no_income", "no_income"))
    file.assessment(SPRING)
    assert numerator("risk_assessments_by_reason", ledger) == 3
    measure = INDICATORS["risk_assessments_by_reason"].numerator.measure
    assert counted(Selection(measure, {"reason": ("no_income",)}), ledger) == 2


def test_persons_assessed() -> None:
    """Each person once, however often, also in two files; none whose assessments are void."""
    ledger = Ledger()
    twice, void = ledger.case(DETOX), ledger.case(DETOX)
    again = ledger.case(AT_LARGE, client_id=twice.client_id)
    twice.assessment(SPRING)
    twice.assessment(AUTUMN)
    again.assessment(AUTUMN)
    ledger.void(void.assessment(SPRING))
    assert numerator("persons_assessed", ledger) == 1


def test_persons_risk_rose() -> None:
    """Each person once of whom an assessment says so."""
    ledger = Ledger()
    risen, fallen = ledger.case(DETOX), ledger.case(DETOX)
    risen.assessment(SPRING, "medium")
    risen.assessment(SPRING, "high", change="rose")
    risen.assessment(AUTUMN, "high", change="rose")
    fallen.assessment(AUTUMN, "low", change="fell")
    assert numerator("persons_risk_rose", ledger) == 1


def test_persons_risk_fell() -> None:
    """Each person once of whom an assessment says so, but none that only stayed the same."""
    ledger = Ledger()
    first, second, same = (ledger.case(DETOX) for _ in range(3))
    first.assessment(SPRING, "medium", change="fell")
    first.assessment(AUTUMN, "high", change="rose")
    second.assessment(AUTUMN, "low", change="fell")
    same.assessment(AUTUMN, "low", change="same")
    assert numerator("persons_risk_fell", ledger) == 2


def test_summaries_written() -> None:
    """Every one that counts."""
    ledger = Ledger()
    file = ledger.case(DETOX)
    file.summary(SPRING)
    file.summary(AUTUMN)
    ledger.void(file.summary(AUTUMN))
    assert numerator("summaries_written", ledger) == 2


def test_evaluations_made() -> None:
    """All outcomes together, and each by itself."""
    ledger = Ledger()
    file = ledger.case(DETOX)
    for outcome in ("kept", "kept", "partly_kept", "not_kept"):
        file.evaluation(SPRING, outcome)
    assert numerator("evaluations_made", ledger) == 4
    measure = INDICATORS["evaluations_made"].numerator.measure
    assert counted(Selection(measure, {"outcome": ("kept",)}), ledger) == 2
