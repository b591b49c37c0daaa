"""Maintenance treatment that began and ended, and days of a term that were served elsewhere."""

from services.reporting.declared.measures.maintenance import (
    DAYS_SERVED,
    MAINTENANCE_ENDS,
    MAINTENANCE_STARTS,
)
from services.reporting.declared.words import Indicator, Selection
from shared.text import Text

TREATMENTS_STARTED = Indicator(
    code="maintenance_started",
    name=Text(zh="参加维持治疗", en="Maintenance treatments started"),
    unit="人次",
    formula=Text(zh="期内参加维持治疗的次数", en="maintenance treatments that began"),
    numerator=Selection(MAINTENANCE_STARTS),
)

TREATMENTS_ENDED = Indicator(
    code="maintenance_ended",
    name=Text(zh="退出维持治疗", en="Maintenance treatments ended"),
    unit="人次",
    formula=Text(
        zh="期内退出维持治疗的次数，可按退出原因分组",
        en="maintenance treatments that ended, for whatever reason",
    ),
    numerator=Selection(MAINTENANCE_ENDS),
)

DAYS_SERVED_ELSEWHERE = Indicator(
    code="days_served_elsewhere",
    name=Text(zh="折抵天数", en="Days served elsewhere"),
    unit="天",
    formula=Text(
        zh="期内登记折抵期限的天数，可按来源分组",
        en="days of a term that were served elsewhere, by the day they were credited on",
    ),
    numerator=Selection(DAYS_SERVED),
)
