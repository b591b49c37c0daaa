"""What was found in clients' households, and what happened in their families."""

from services.reporting.declared.measures.household import FAMILY_EVENTS, HOUSEHOLDS
from services.reporting.declared.words import Indicator, Selection
from shared.text import Text

PERSONS_BY_HOUSEHOLD = Indicator(
    code="persons_by_household",
    name=Text(zh="登记了家庭情况的人数", en="Persons by household"),
    unit="人",
    formula=Text(
        zh="期内登记有某种家庭情况的人数，同一人只计一次；可按家庭情况分组，各组相加大于合计",
        en="persons in whose household something was found in the period, each counted once; by"
        " what was found, the groups add up to more than the total",
    ),
    numerator=Selection(HOUSEHOLDS, counting="persons"),
)

IN_THE_FAMILY = Indicator(
    code="family_events",
    name=Text(zh="家庭变化", en="Events in clients' families"),
    unit="次",
    formula=Text(
        zh="期内登记的家庭变化次数，如子女出生、与家人团聚",
        en="what happened in clients' families in the period, such as a birth or a reunion",
    ),
    numerator=Selection(FAMILY_EVENTS),
)
