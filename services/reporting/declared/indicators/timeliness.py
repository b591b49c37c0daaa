"""How soon entries are recorded: as they were, also those that were made void later.

A void says that an entry was wrong, and nothing of how soon it was written down. So these figures
of a past period change no more when entries are made void, or are made void and entered anew.
"""

from services.reporting.declared.dimensions import DELAY
from services.reporting.declared.measures.assessments import (
    EVALUATIONS,
    RISK_ASSESSMENTS,
    SUMMARIES,
)
from services.reporting.declared.measures.cases import KIND_CHANGES
from services.reporting.declared.measures.contacts import CONTACTS
from services.reporting.declared.measures.drug_tests import TEST_ENTRIES
from services.reporting.declared.measures.endings import ENDINGS
from services.reporting.declared.measures.guidance import REGULAR_REPORTS
from services.reporting.declared.measures.programme import AGREEMENTS, REPORTED_IN, SUSPENSIONS
from services.reporting.declared.words import Indicator, Measure, Selection
from shared.text import Text


def _recorded(
    code: str, measure: Measure, what: Text, day: Text, name: Text | None = None
) -> Indicator:
    """The records of a measure by how soon they were made: `what` they are of, and on which `day`.

    `day` in Chinese is the name of the date, in English the event that the days are counted from.
    """
    return Indicator(
        code=code,
        name=name
        or Text(
            zh=f"{what.zh}记录的及时性",
            en=f"{what.en[0].upper()}{what.en[1:]} by how soon they were recorded",
        ),
        unit="条",
        formula=Text(
            zh=f"{day.zh}在期内的{what.zh}记录条数，按登记日期与{day.zh}相差的天数分组；后来作废的也计入",
            en=f"records of {what.en} of the period, by the days from {day.en} until it was"
            " recorded; also those that were made void later",
        ),
        numerator=Selection(measure, counting="recorded", delay=DELAY),
    )


CONTACTS_BY_DELAY = _recorded(
    "contacts_recorded",
    CONTACTS,
    Text(zh="帮教", en="contacts"),
    Text(zh="发生日期", en="the contact"),
)
ASSESSMENTS_BY_DELAY = _recorded(
    "risk_assessments_recorded",
    RISK_ASSESSMENTS,
    Text(zh="风险评估", en="risk assessments"),
    Text(zh="评估日期", en="the assessment"),
)
TESTS_BY_DELAY = _recorded(
    "tests_recorded",
    TEST_ENTRIES,
    Text(zh="毒品检测（含未检）", en="drug tests, done and not done,"),
    Text(zh="检测日期", en="the test"),
    Text(zh="毒品检测记录的及时性", en="Drug tests by how soon they were recorded"),
)
REPORTING_IN_BY_DELAY = _recorded(
    "reporting_in_recorded",
    REPORTED_IN,
    Text(zh="报到", en="clients' reporting in"),
    Text(zh="报到日期", en="the reporting in"),
    Text(zh="报到记录的及时性", en="Clients' reporting in by how soon it was recorded"),
)
AGREEMENTS_BY_DELAY = _recorded(
    "agreements_recorded",
    AGREEMENTS,
    Text(zh="签订协议", en="signed agreements"),
    Text(zh="签订日期", en="the signing"),
)
SUSPENSIONS_BY_DELAY = _recorded(
    "suspensions_recorded",
    SUSPENSIONS,
    Text(zh="中止执行", en="suspensions"),
    Text(zh="中止日期", en="the suspension"),
)
KIND_CHANGES_BY_DELAY = _recorded(
    "kind_changes_recorded",
    KIND_CHANGES,
    Text(zh="类别变更", en="changes of kind"),
    Text(zh="变更日期", en="the change"),
)
ENDINGS_BY_DELAY = _recorded(
    "endings_recorded",
    ENDINGS,
    Text(zh="终止", en="endings"),
    Text(zh="终止日期", en="the ending"),
)
SUMMARIES_BY_DELAY = _recorded(
    "summaries_recorded",
    SUMMARIES,
    Text(zh="半年小结", en="summaries"),
    Text(zh="小结日期", en="the summary"),
)
EVALUATIONS_BY_DELAY = _recorded(
    "evaluations_recorded",
    EVALUATIONS,
    Text(zh="年度评估", en="evaluations"),
    Text(zh="评估日期", en="the evaluation"),
)
REGULAR_REPORTS_BY_DELAY = _recorded(
    "regular_reports_recorded",
    REGULAR_REPORTS,
    Text(zh="定期报到", en="regular reports"),
    Text(zh="报到日期", en="the report"),
)
