"""Shares of entries that were recorded soon: within 3 days of what they record."""

from services.reporting.declared.dimensions import DELAY
from services.reporting.declared.measures.assessments import RISK_ASSESSMENTS
from services.reporting.declared.measures.contacts import CONTACTS
from services.reporting.declared.measures.drug_tests import TEST_ENTRIES
from services.reporting.declared.words import Indicator, Measure, Selection
from shared.text import Text

SOON = ("same_day", "1_to_3_days")


def _soon(code: str, measure: Measure, what: Text) -> Indicator:
    """The share of a measure's records that were made soon, as they were recorded."""
    return Indicator(
        code=code,
        name=Text(zh=f"{what.zh}3天内登记率", en=f"Share of {what.en} recorded within 3 days"),
        unit="%",
        better="high",
        formula=Text(
            zh=f"期内{what.zh}记录中，自发生之日起3天内登记的条数 ÷ 全部记录条数 × 100%；后来作废的"
            "也计入",
            en=f"records of {what.en} of the period that were made within 3 days of their day ÷ all"
            " such records × 100%; also those that were made void later",
        ),
        numerator=Selection(measure, {"delay": SOON}, "recorded", DELAY),
        denominator=Selection(measure, counting="recorded", delay=DELAY),
    )


CONTACTS_SOON = _soon("contacts_recorded_in_3_days", CONTACTS, Text(zh="帮教", en="contacts"))
ASSESSMENTS_SOON = _soon(
    "risk_assessments_recorded_in_3_days",
    RISK_ASSESSMENTS,
    Text(zh="风险评估", en="risk assessments"),
)
TESTS_SOON = _soon(
    "tests_recorded_in_3_days",
    TEST_ENTRIES,
    Text(zh="毒品检测（含未检）", en="drug tests, done and not done,"),
)
