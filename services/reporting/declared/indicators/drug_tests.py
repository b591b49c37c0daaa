"""Drug tests: how many were done, what they showed, and how many were missed."""

from services.reporting.declared.measures.drug_tests import TESTS
from services.reporting.declared.words import Indicator, Selection
from shared.text import Text

_DONE = ("negative", "positive")

TESTS_DONE = Indicator(
    code="tests_done",
    name=Text(zh="已完成检测", en="Drug tests done"),
    unit="次",
    formula=Text(zh="结果为阴性或阳性的检测次数", en="tests with a negative or a positive result"),
    numerator=Selection(TESTS, {"result": _DONE}),
)

TESTS_POSITIVE = Indicator(
    code="tests_positive",
    name=Text(zh="检测阳性", en="Drug tests positive"),
    unit="次",
    formula=Text(zh="结果为阳性的检测次数", en="tests with a positive result"),
    numerator=Selection(TESTS, {"result": ("positive",)}),
)

TESTS_NOT_DONE = Indicator(
    code="tests_not_done",
    name=Text(zh="应检未检", en="Drug tests not done"),
    unit="次",
    formula=Text(zh="应检而未检的次数", en="tests that were due and not done, for whatever reason"),
    numerator=Selection(TESTS, {"result": ("not_done",)}),
)

TEST_RATE = Indicator(
    code="test_rate",
    name=Text(zh="尿检率", en="Share of urine tests done"),
    unit="%",
    formula=Text(
        zh="已完成的尿检次数 ÷ 登记的应检次数（已检与未检之和）× 100%",
        en="urine tests done ÷ urine tests recorded as due (done and not done) × 100%",
    ),
    numerator=Selection(TESTS, {"method": ("urine",), "result": _DONE}),
    denominator=Selection(TESTS, {"method": ("urine",)}),
)
