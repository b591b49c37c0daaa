"""How soon entries are recorded: as they were, also those that were made void later."""

from services.reporting.declared.dimensions import DELAY
from services.reporting.declared.measures.assessments import RISK_ASSESSMENTS
from services.reporting.declared.measures.contacts import CONTACTS
from services.reporting.declared.words import Indicator, Selection
from shared.text import Text

CONTACTS_BY_DELAY = Indicator(
    code="contacts_recorded",
    name=Text(zh="帮教记录的及时性", en="Contacts by how soon they were recorded"),
    unit="条",
    formula=Text(
        zh="发生日期在期内的帮教记录条数，按登记日期与发生日期相差的天数分组；后来作废的也计入",
        en="records of contacts of the period, by the days from the contact until it was recorded;"
        " also those that were made void later",
    ),
    numerator=Selection(CONTACTS, counting="recorded", delay=DELAY),
)

ASSESSMENTS_BY_DELAY = Indicator(
    code="risk_assessments_recorded",
    name=Text(zh="风险评估记录的及时性", en="Risk assessments by how soon they were recorded"),
    unit="条",
    formula=Text(
        zh="评估日期在期内的风险评估记录条数，按登记日期与评估日期相差的天数分组；后来作废的也计入",
        en="records of risk assessments of the period, by the days from the assessment until it was"
        " recorded; also those that were made void later",
    ),
    numerator=Selection(RISK_ASSESSMENTS, counting="recorded", delay=DELAY),
)
