"""How many informants there are."""

from services.reporting.declared.measures.informants import INFORMANTS
from services.reporting.declared.words import Indicator, Selection
from shared.text import Text

INFORMANTS_NOW = Indicator(
    code="informants",
    name=Text(zh="信息员", en="Informants"),
    unit="人",
    formula=Text(
        zh="期末各社区最近一次统计的信息员人数之和",
        en="informants by the last count of each community until the period's end, added up",
    ),
    numerator=Selection(INFORMANTS, counting="stock"),
)
