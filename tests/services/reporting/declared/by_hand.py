"""Indicators calculated from a ledger's facts one by one, without a database."""

from collections import Counter
from uuid import UUID

from services.reporting.counting.fold import FactRow, fold
from services.reporting.declared.indicators import INDICATORS
from services.reporting.declared.words import Selection
from tests.services.reporting.deliveries import Ledger


def numerator(code: str, ledger: Ledger) -> int:
    """The numerator of an indicator over a whole ledger."""
    return counted(INDICATORS[code].numerator, ledger)


def denominator(code: str, ledger: Ledger) -> int:
    """The denominator of an indicator over a whole ledger."""
    part = INDICATORS[code].denominator
    assert part is not None
    return counted(part, ledger)


def counted(part: Selection, ledger: Ledger) -> int:
    """A selection over a whole ledger: a sum or stock, or persons."""
    rows = [FactRow(*row) for row in fold(ledger.events).facts]
    facts = [
        row
        for row in rows
        if row.measure == part.measure.code and part.values(row.dims, {}) is not None
    ]
    if part.counting == "recorded":
        return sum(fact.delta > 0 for fact in facts)
    if part.counting != "persons":
        return sum(fact.delta for fact in facts)
    persons: Counter[UUID | None] = Counter()
    for fact in facts:
        persons[fact.subject] += fact.delta
    return sum(total > 0 for total in persons.values())
