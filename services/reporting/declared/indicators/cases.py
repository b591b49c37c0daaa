"""Clients and their cases."""

from services.reporting.declared.measures.cases import CASES_OPENED
from services.reporting.declared.measures.standing import STANDING
from services.reporting.declared.words import Indicator, Selection
from shared.text import Text

CLIENTS = Indicator(
    code="clients",
    name=Text(zh="服务对象", en="Clients"),
    unit="人",
    formula=Text(
        zh="期末有在办档案的人数，每人只计一次；终止之日起不再计入，决定日期不详的档案自始计入",
        en="persons with an open case at the end of the period, each counted once; not from the"
        " day of its ending on; a case without a known day of decision has always been open",
    ),
    numerator=Selection(STANDING, counting="stock"),
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
