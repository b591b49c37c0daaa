"""Drug tests, done and not done."""

from services.reporting.declared.dimensions import GROUP, KIND
from services.reporting.declared.words import ClosedDimension, Fact, Measure
from shared.events.cases.drug_tests import (
    DrugTestMethod,
    DrugTestRecorded,
    DrugTestResult,
    NotDoneReason,
)
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


def _test(event: DrugTestRecorded) -> tuple[Fact, ...]:
    values = (event.kind, event.method, event.result, event.not_done_reason or "")
    return (Fact(event.occurred_on, event.region, values, 1, event.client_id),)


TESTS = Measure(
    "tests", (KIND, METHOD, RESULT, NOT_DONE_REASON), {DrugTestRecorded: _test}, (GROUP,)
)
