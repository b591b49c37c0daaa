"""Drug tests: how many were done, what they showed, and how many were missed."""

from services.reporting.declared.measures.drug_tests import (
    SUBSTANCES_FOUND,
    TEST_REASONS,
    TESTERS,
    TESTS,
)
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
    formula=Text(
        zh="结果为阳性的检测次数；经复检的，以复检结果为准",
        en="tests with a positive result; of one that was checked again, that result",
    ),
    numerator=Selection(TESTS, {"result": ("positive",)}),
)

TESTS_NOT_DONE = Indicator(
    code="tests_not_done",
    name=Text(zh="应检未检", en="Drug tests not done"),
    unit="次",
    better="low",
    formula=Text(zh="应检而未检的次数", en="tests that were due and not done, for whatever reason"),
    numerator=Selection(TESTS, {"result": ("not_done",)}),
)

TESTS_EVADED_OR_REFUSED = Indicator(
    code="tests_evaded_or_refused",
    name=Text(zh="逃避或拒绝检测", en="Tests evaded or refused"),
    unit="次",
    better="low",
    formula=Text(
        zh="应检而逃避或拒绝检测的次数，请假和无故未检的不计",
        en="tests that were due and evaded or refused; those missed with or without an excuse are"
        " left out",
    ),
    numerator=Selection(TESTS, {"not_done_reason": ("evaded", "refused")}),
)

TESTS_BY_REASON = Indicator(
    code="tests_by_reason",
    name=Text(zh="按原因的检测", en="Drug tests by why they were made"),
    unit="次",
    formula=Text(
        zh="填写了检测原因的应检次数（已检与未检之和）",
        en="tests that say why they were made, done and not done",
    ),
    numerator=Selection(TEST_REASONS),
)

TESTS_BY_TESTER = Indicator(
    code="tests_by_tester",
    name=Text(zh="按检测单位的检测", en="Drug tests by who made them"),
    unit="次",
    formula=Text(
        zh="填写了检测单位的已完成检测次数；经复检的，仍计为原检测单位",
        en="tests done that say who made them; one that was checked again is still of who made it"
        " first",
    ),
    numerator=Selection(TESTERS, {"result": _DONE}),
)

POSITIVES_BY_SUBSTANCE = Indicator(
    code="positives_by_substance",
    name=Text(zh="检出毒品种类", en="Substances found"),
    unit="次",
    formula=Text(
        zh="检出某种毒品的阳性检测次数；一次检测检出几种就计几次，各种相加不等于阳性次数，未填写种"
        "类的不计；经复检的，以复检结果为准",
        en="positive tests that found a substance; one that found two counts once for each, so that"
        " they do not add up to the positive tests, and one that does not say is left out; of one"
        " that was checked again, what that found",
    ),
    numerator=Selection(SUBSTANCES_FOUND),
)

TEST_RATE = Indicator(
    code="test_rate",
    name=Text(zh="登记尿检完成率", en="Share of the urine tests recorded that were done"),
    unit="%",
    better="high",
    formula=Text(
        zh="已完成的尿检次数 ÷ 登记的尿检次数（已检与未检之和）× 100%；没有登记的不在内，完成的占应"
        "检的比例见“尿检率”",
        en="urine tests done ÷ urine tests recorded (done and not done) × 100%; a test that nobody"
        " recorded is in neither: what was done of what was due is due_tests_rate",
    ),
    numerator=Selection(TESTS, {"method": ("urine",), "result": _DONE}),
    denominator=Selection(TESTS, {"method": ("urine",)}),
)
