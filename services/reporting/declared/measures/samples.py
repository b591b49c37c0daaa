"""What goes before a drug test's result, and what comes after: appointments, samples, re-checks."""

from services.reporting.declared.dimensions import GROUP, KIND, Whether, whether
from services.reporting.declared.entry_facts import entry_fact
from services.reporting.declared.measures.drug_tests import METHOD
from services.reporting.declared.words import ClosedDimension, Fact, Measure
from shared.events.cases.case import CaseEntry
from shared.events.cases.drug_tests import (
    DrugTestAppointed,
    DrugTestDisputed,
    DrugTestRechecked,
    DrugTestRecorded,
    SampleTaken,
    Tester,
    TestPlace,
)
from shared.text import Text

PLACE = ClosedDimension("place", Text(zh="采样地点", en="place"), TestPlace)
TAKEN_BY = ClosedDimension("taken_by", Text(zh="采样单位类别", en="who took the sample"), Tester)
ENTRUSTED = ClosedDimension("entrusted", Text(zh="是否委托", en="another agency asked"), Whether)
OVERTURNED = ClosedDimension("overturned", Text(zh="结果是否改变", en="overturned"), Whether)


def _appointed(event: DrugTestAppointed) -> tuple[Fact, ...]:
    return (_fact(event, event.kind, whether(event.asked_of)),)


def _appointed_at(event: DrugTestAppointed) -> tuple[Fact, ...]:
    return () if event.place is None else (_fact(event, event.kind, event.place),)


def _sample(event: SampleTaken) -> tuple[Fact, ...]:
    return (_fact(event, event.kind, event.method, event.place, event.taken_by),)


def _waits(event: SampleTaken) -> tuple[Fact, ...]:
    return (_fact(event, event.method),)


def _waits_no_more(event: DrugTestRecorded) -> tuple[Fact, ...]:
    """The result of a sample is of its method."""
    return () if event.sample_id is None else (_fact(event, event.method, delta=-1),)


def _disputed(event: DrugTestDisputed) -> tuple[Fact, ...]:
    return (_fact(event, event.kind),)


def _rechecked(event: DrugTestRechecked) -> tuple[Fact, ...]:
    return (_fact(event, event.kind, whether(event.result is not event.before)),)


def _fact(event: CaseEntry, *values: str, delta: int = 1) -> Fact:
    return entry_fact(event, values, delta)


TEST_APPOINTMENTS = Measure(
    "test_appointments", (KIND, ENTRUSTED), {DrugTestAppointed: _appointed}, (GROUP,)
)
APPOINTMENT_PLACES = Measure(
    "appointment_places", (KIND, PLACE), {DrugTestAppointed: _appointed_at}, (GROUP,)
)
SAMPLES = Measure("samples", (KIND, METHOD, PLACE, TAKEN_BY), {SampleTaken: _sample}, (GROUP,))
# By nothing that can change between a sample and its result, as the kind of case can.
SAMPLES_WAITING = Measure(
    "samples_waiting", (METHOD,), {SampleTaken: _waits, DrugTestRecorded: _waits_no_more}
)
TESTS_DISPUTED = Measure("tests_disputed", (KIND,), {DrugTestDisputed: _disputed}, (GROUP,))
TESTS_RECHECKED = Measure(
    "tests_rechecked", (KIND, OVERTURNED), {DrugTestRechecked: _rechecked}, (GROUP,)
)
