"""Drug tests, done and not done: what they showed, why they were made, and by whom.

A re-check takes the place of the result that it corrects: it takes away the fact that the test has
added, and adds one with its own result, on the day of the test. So a test is one test, however
often its result is looked at. What a test does not say adds nothing. A test may be positive for
several substances: each is a fact of a measure of its own, whose total is not the number of tests.
"""

from services.reporting.declared.dimensions import GROUP, KIND
from services.reporting.declared.entry_facts import entry_fact
from services.reporting.declared.words import ClosedDimension, Fact, Measure
from shared.events.cases.drug_tests import (
    DrugTestMethod,
    DrugTestRechecked,
    DrugTestRecorded,
    DrugTestResult,
    NotDoneReason,
    Tester,
    TestReason,
)
from shared.events.cases.person import Substance
from shared.text import Text

METHOD = ClosedDimension("method", Text(zh="检测方法", en="method"), DrugTestMethod)
RESULT = ClosedDimension("result", Text(zh="结果", en="result"), DrugTestResult)
NOT_DONE_REASON = ClosedDimension(
    "not_done_reason",
    Text(zh="未检原因", en="reason why not done"),
    NotDoneReason,
    optional=True,
    applies_by=RESULT,
)
TEST_REASON = ClosedDimension(
    "test_reason", Text(zh="检测原因", en="why the test was made"), TestReason
)
TESTER = ClosedDimension("tester", Text(zh="检测单位类别", en="who tested"), Tester)
SUBSTANCE_FOUND = ClosedDimension(
    "substance_found", Text(zh="检出毒品种类", en="substance found"), Substance
)

_AnyTest = DrugTestRecorded | DrugTestRechecked


def _test(event: DrugTestRecorded) -> tuple[Fact, ...]:
    values = (event.kind, event.method, event.result, event.not_done_reason or "")
    return (entry_fact(event, values),)


def _test_corrected(event: DrugTestRechecked) -> list[Fact]:
    return [
        _on_test(event, (event.kind, event.method, result, ""), delta)
        for result, delta in _results(event)
    ]


def _reason(event: _AnyTest) -> list[Fact]:
    """Why it was made, by what it showed."""
    if event.reason is None:
        return []
    return [
        _on_test(event, (event.kind, result, event.reason), delta)
        for result, delta in _results(event)
    ]


def _tester(event: _AnyTest) -> list[Fact]:
    """Who made it first: a re-check corrects what it showed, and not who made it."""
    first = event.tested_by_before if isinstance(event, DrugTestRechecked) else event.tested_by
    if first is None:
        return []
    return [
        _on_test(event, (event.kind, result, first), delta) for result, delta in _results(event)
    ]


def _substances(event: _AnyTest) -> list[Fact]:
    found = [(each, 1) for each in dict.fromkeys(event.substances)]
    if isinstance(event, DrugTestRechecked):
        found += [(each, -1) for each in dict.fromkeys(event.substances_before)]
    return [_on_test(event, (event.kind, each), delta) for each, delta in found]


def _results(event: _AnyTest) -> list[tuple[DrugTestResult, int]]:
    """What a test showed; of a re-check, what counts no more, and what counts instead."""
    if isinstance(event, DrugTestRechecked):
        return [(event.before, -1), (event.result, 1)]
    return [(event.result, 1)]


def _on_test(event: _AnyTest, values: tuple[str, ...], delta: int) -> Fact:
    """A fact of the test on its day, which for a re-check is an earlier one than its own."""
    if isinstance(event, DrugTestRechecked):
        place = (event.tested_on, event.region)
        return Fact(*place, values, delta, event.client_id, event.test_id)
    return Fact(event.occurred_on, event.region, values, delta, event.client_id)


def _entry(event: DrugTestRecorded) -> tuple[Fact, ...]:
    """That a test was written down, whatever became of its result: no re-check is one."""
    return (entry_fact(event, (event.kind, event.result)),)


_RECHECKED = frozenset({DrugTestRechecked})

TESTS = Measure(
    "tests",
    (KIND, METHOD, RESULT, NOT_DONE_REASON),
    {DrugTestRecorded: _test, DrugTestRechecked: _test_corrected},
    (GROUP,),
    never_without=_RECHECKED,
)
TEST_ENTRIES = Measure("test_entries", (KIND, RESULT), {DrugTestRecorded: _entry}, (GROUP,))
TEST_REASONS = Measure(
    "test_reasons",
    (KIND, RESULT, TEST_REASON),
    {DrugTestRecorded: _reason, DrugTestRechecked: _reason},
    (GROUP,),
)
TESTERS = Measure(
    "testers",
    (KIND, RESULT, TESTER),
    {DrugTestRecorded: _tester, DrugTestRechecked: _tester},
    (GROUP,),
)
SUBSTANCES_FOUND = Measure(
    "substances_found",
    (KIND, SUBSTANCE_FOUND),
    {DrugTestRecorded: _substances, DrugTestRechecked: _substances},
    (GROUP,),
)
