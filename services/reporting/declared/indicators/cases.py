"""Clients and their cases."""

from services.reporting.declared.measures.cases import CASES_OPENED
from services.reporting.declared.words import Indicator, Selection
from shared.text import Text

CLIENTS = Indicator(
    code="clients",
    name=Text(zh="服务对象", en="Clients"),
    unit="人",
    formula=Text(
        zh="期末有在办档案的人数，每人只计一次；决定日期不详的档案一直计入",
        en="persons with an open case at the end of the period, each counted once; a case"
        " without a known day of decision has always been open",
    ),
    numerator=Selection(CASES_OPENED, counting="stock"),
)

NEW_CASES = Indicator(
    code="cases_opened",
    name=Text(zh="新建档案", en="Cases opened"),
    unit="份",
    formula=Text(
        zh="决定日期在期内的档案数（日期不详的不计）",
        en="cases whose day of decision lies in the period (those without one are left out)",
    ),
    numerator=Selection(CASES_OPENED),
)
