"""Appointments for a test, samples and what waits, objections and re-checks."""

from services.reporting.declared.measures.samples import (
    APPOINTMENT_PLACES,
    SAMPLES,
    SAMPLES_WAITING,
    TEST_APPOINTMENTS,
    TESTS_DISPUTED,
    TESTS_RECHECKED,
)
from services.reporting.declared.words import Indicator, Selection
from shared.text import Text

APPOINTED = Indicator(
    code="test_appointments",
    name=Text(zh="检测预约", en="Appointments for a test"),
    unit="次",
    formula=Text(
        zh="期内所作的检测预约次数，按预约日期计，含委托其他单位和本单位自行检测",
        en="appointments for a test by the day they were made, whether another agency was asked or"
        " the responsible one tests itself",
    ),
    numerator=Selection(TEST_APPOINTMENTS),
)

APPOINTED_BY_PLACE = Indicator(
    code="appointments_by_place",
    name=Text(zh="按地点的检测预约", en="Appointments for a test by place"),
    unit="次",
    formula=Text(
        zh="期内填写了采样地点的检测预约次数，按预约日期计",
        en="appointments for a test that say the place, by the day they were made",
    ),
    numerator=Selection(APPOINTMENT_PLACES),
)

SAMPLES_TAKEN = Indicator(
    code="samples",
    name=Text(zh="采样", en="Samples taken"),
    unit="份",
    formula=Text(zh="期内登记的采样份数", en="samples that were taken"),
    numerator=Selection(SAMPLES),
)

WAITING = Indicator(
    code="samples_waiting",
    name=Text(zh="待出结果样本", en="Samples that wait for their result"),
    unit="份",
    better="low",
    formula=Text(
        zh="期末已采样而结果尚未登记的样本份数；同一人有几份未出结果的，按份计",
        en="samples that were taken until the end of the period and whose result was not found"
        " until then; several of one person are counted one by one",
    ),
    numerator=Selection(SAMPLES_WAITING, counting="stock"),
)

DISPUTED = Indicator(
    code="tests_disputed",
    name=Text(zh="对检测结果的异议", en="Test results objected to"),
    unit="次",
    formula=Text(
        zh="期内被检测人对结果提出异议的次数，按提出之日计",
        en="objections to a test's result, by the day they were made",
    ),
    numerator=Selection(TESTS_DISPUTED),
)

RECHECKED = Indicator(
    code="tests_rechecked",
    name=Text(zh="复检", en="Tests checked again"),
    unit="次",
    formula=Text(
        zh="期内登记复检结果的检测次数，按复检之日计",
        en="tests that were made again elsewhere, by the day of the re-check",
    ),
    numerator=Selection(TESTS_RECHECKED),
)

OVERTURNED = Indicator(
    code="tests_overturned",
    name=Text(zh="复检改变结果", en="Results that a re-check overturned"),
    unit="次",
    formula=Text(
        zh="期内复检结果与原结果（阴性、阳性）不同的检测次数，按复检之日计",
        en="tests whose re-check showed another result (negative, positive) than the first, by the"
        " day of the re-check",
    ),
    numerator=Selection(TESTS_RECHECKED, {"overturned": ("yes",)}),
)
