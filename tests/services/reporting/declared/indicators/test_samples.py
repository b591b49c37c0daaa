"""Appointments, samples, objections and re-checks: each indicator counts what its formula names."""

from datetime import date
from typing import Any
from uuid import UUID

import pytest

from services.reporting.counting.fold import fold
from services.reporting.declared.indicators import INDICATORS
from services.reporting.declared.words import stored_values
from shared.events.cases.case import CaseEntry
from shared.events.cases.drug_tests import (
    DrugTestAppointed,
    DrugTestDisputed,
    DrugTestRechecked,
    DrugTestRecorded,
    SampleTaken,
)
from shared.ids import new_id
from tests.services.reporting.declared.by_hand import denominator, numerator
from tests.services.reporting.deliveries import DETOX, REHAB, File, Ledger

DAY, LATER = date(2019, 3, 4), date(2019, 4, 2)


def enter(file: File, model: type[CaseEntry], day: date = DAY, **facts: Any) -> UUID:
    """Make an entry in a file."""
    common = {
        "entry_id": new_id(),
        "case_id": file.case_id,
        "client_id": file.client_id,
        "kind": file.kind,
        "region": file.region,
        "occurred_on": day,
    }
    return file.ledger.add(file.stream_id, model.model_validate({**common, **facts}))


def grouped(code: str, dimension: str, ledger: Ledger) -> dict[str, int]:
    """An indicator over a whole ledger, by one of its dimensions; what is 0 is left out."""
    part = INDICATORS[code].numerator
    sums: dict[str, int] = {}
    for measure, _, _, text, delta, *_ in fold(ledger.events).facts:
        if measure == part.measure.code and part.values(text, {}) is not None:
            values = stored_values(part.measure, text)
            assert values is not None
            sums[values[dimension]] = sums.get(values[dimension], 0) + delta
    return {value: count for value, count in sums.items() if count}


POSITIVE: dict[str, Any] = {
    "result": "positive",
    "substances": ["heroin", "ketamine"],
    "tested_by": "police",
    "reason": "random",
}
OVERTURNED: dict[str, Any] = {
    "tested_on": DAY,
    "method": "urine",
    "before": "positive",
    "substances_before": ["heroin", "ketamine"],
    "result": "negative",
    "substances": [],
    "tested_by": "laboratory",
    "tested_by_before": "police",
    "reason": "random",
}


def some_tests() -> tuple[Ledger, File, UUID]:
    """One positive test for two substances, one that says nothing more, and four missed ones."""
    ledger = Ledger()
    file = ledger.case(REHAB)
    test = enter(file, DrugTestRecorded, **POSITIVE)
    file.test(DAY, "positive")
    for reason in ("excused", "unexcused", "evaded", "refused"):
        missed: dict[str, Any] = {
            "result": "not_done",
            "not_done_reason": reason,
            "tested_by": "hospital",
        }
        enter(file, DrugTestRecorded, **missed, reason="scheduled")
    return ledger, file, test


def test_tests_evaded_or_refused() -> None:
    """Two of the four reasons."""
    ledger, _, _ = some_tests()
    assert numerator("tests_evaded_or_refused", ledger) == 2
    reasons = grouped("tests_not_done", "not_done_reason", ledger)
    assert reasons == {"excused": 1, "unexcused": 1, "evaded": 1, "refused": 1}


def test_tests_by_reason() -> None:
    """Those that say why they were made, done or not."""
    ledger, _, _ = some_tests()
    assert numerator("tests_by_reason", ledger) == 5
    assert grouped("tests_by_reason", "test_reason", ledger) == {"random": 1, "scheduled": 4}


def test_tests_by_tester() -> None:
    """Those done that say who made them; who would have made one that was missed is none."""
    ledger, _, _ = some_tests()
    assert grouped("tests_by_tester", "tester", ledger) == {"police": 1}


def test_positives_by_substance() -> None:
    """A test for two substances counts under each, and is still one positive test."""
    ledger, _, _ = some_tests()
    found = grouped("positives_by_substance", "substance_found", ledger)
    assert found == {"heroin": 1, "ketamine": 1}
    assert numerator("tests_positive", ledger) == 2


def test_test_appointments() -> None:
    """By whether another agency was asked; one that was made void was none."""
    ledger = Ledger()
    file = ledger.case(DETOX)
    enter(file, DrugTestAppointed, asked_of="hospital", due_on=LATER)
    enter(file, DrugTestAppointed, asked_of="", due_on=LATER, place="home")
    ledger.void(enter(file, DrugTestAppointed, asked_of="hospital", due_on=LATER))
    assert numerator("test_appointments", ledger) == 2
    assert grouped("test_appointments", "entrusted", ledger) == {"yes": 1, "no": 1}


def test_appointments_by_place() -> None:
    """Those that say the place."""
    ledger = Ledger()
    file = ledger.case(DETOX)
    for place in ("hospital", "hospital", "home", None):
        enter(file, DrugTestAppointed, asked_of="", due_on=LATER, place=place)
    assert grouped("appointments_by_place", "place", ledger) == {"hospital": 2, "home": 1}


HAIR: dict[str, Any] = {"method": "hair", "place": "hospital", "taken_by": "hospital"}


def test_samples() -> None:
    """By what was taken, where and by whom."""
    ledger = Ledger()
    file = ledger.case(DETOX)
    enter(file, SampleTaken, **HAIR)
    enter(file, SampleTaken, **{**HAIR, "method": "urine", "taken_by": "police"})
    assert numerator("samples", ledger) == 2
    assert grouped("samples", "taken_by", ledger) == {"hospital": 1, "police": 1}


def test_samples_waiting() -> None:
    """Each until its result, two of one person too, of any kind; a void result waits again."""
    ledger = Ledger()
    one, other = ledger.case(DETOX), ledger.case(DETOX)
    sample = enter(one, SampleTaken, **HAIR)
    enter(one, SampleTaken, **HAIR)
    other_sample = enter(other, SampleTaken, **HAIR)
    assert numerator("samples_waiting", ledger) == 3
    enter(one, DrugTestRecorded, LATER, method="hair", result="negative", sample_id=sample)
    one.test(LATER)
    assert numerator("samples_waiting", ledger) == 2
    other.kind = REHAB
    result = enter(
        other, DrugTestRecorded, LATER, method="hair", result="negative", sample_id=other_sample
    )
    assert numerator("samples_waiting", ledger) == 1
    ledger.void(result)
    assert numerator("samples_waiting", ledger) == 2


def test_tests_disputed() -> None:
    """Objections, and not the tests that were objected to."""
    ledger, file, test = some_tests()
    enter(file, DrugTestDisputed, LATER, test_id=test, told_on=LATER)
    assert numerator("tests_disputed", ledger) == 1
    assert numerator("tests_positive", ledger) == 2


def test_tests_rechecked() -> None:
    """Whatever they showed."""
    ledger, file, test = some_tests()
    enter(file, DrugTestRechecked, LATER, test_id=test, **OVERTURNED)
    same = {**OVERTURNED, "result": "positive", "substances": ["heroin"]}
    enter(file, DrugTestRechecked, LATER, test_id=new_id(), **same)
    assert numerator("tests_rechecked", ledger) == 2


def test_tests_overturned() -> None:
    """A re-check that showed another substance has overturned nothing."""
    ledger, file, test = some_tests()
    same = {**OVERTURNED, "result": "positive", "substances": ["cocaine"]}
    enter(file, DrugTestRechecked, LATER, test_id=test, **same)
    assert numerator("tests_overturned", ledger) == 0
    enter(file, DrugTestRechecked, LATER, test_id=test, **OVERTURNED)
    assert numerator("tests_overturned", ledger) == 1


COUNTS = ("tests_done", "tests_not_done", "test_rate", "tests_by_reason", "tests_by_tester")


def test_a_recheck_takes_the_place_of_the_first_result() -> None:
    """The positive test counts no more, and the tests done and due are as many as before."""
    ledger, file, test = some_tests()
    before = {code: numerator(code, ledger) for code in COUNTS}
    assert numerator("tests_positive", ledger) == 2
    recheck = enter(file, DrugTestRechecked, LATER, test_id=test, **OVERTURNED)
    assert numerator("tests_positive", ledger) == 1
    assert {code: numerator(code, ledger) for code in COUNTS} == before
    assert denominator("test_rate", ledger) == 6
    assert grouped("tests_done", "result", ledger) == {"positive": 1, "negative": 1}
    assert grouped("tests_by_tester", "tester", ledger) == {"police": 1}
    assert grouped("positives_by_substance", "substance_found", ledger) == {}
    ledger.void(recheck)
    assert numerator("tests_positive", ledger) == 2
    assert numerator("positives_by_substance", ledger) == 2


@pytest.mark.parametrize("is_void", [False, True])
def test_a_recheck_corrects_the_month_of_the_test(*, is_void: bool) -> None:
    """Its facts stand on the day of the test: no month shows a test that was not made in it."""
    ledger, file, test = some_tests()
    recheck = enter(file, DrugTestRechecked, LATER, test_id=test, **OVERTURNED)
    if is_void:
        ledger.void(recheck)
    of_tests = {"tests", "test_reasons", "testers", "substances_found"}
    days = {row[1] for row in fold(ledger.events).facts if row[0] in of_tests}
    assert days == {DAY}


def test_a_recheck_may_find_another_substance() -> None:
    """What the first test was positive for counts no more."""
    ledger, file, test = some_tests()
    other = {**OVERTURNED, "result": "positive", "substances": ["heroin", "cocaine"]}
    enter(file, DrugTestRechecked, LATER, test_id=test, **other)
    found = grouped("positives_by_substance", "substance_found", ledger)
    assert found == {"heroin": 1, "cocaine": 1}
    assert numerator("tests_positive", ledger) == 2
