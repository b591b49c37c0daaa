"""The closed codes of prevention by name; the rest are words of the dictionaries. Pure."""

from collections.abc import Mapping

from shared.events.outreach.sessions import Occasion
from shared.text import Text

OCCASIONS: Mapping[Occasion, Text] = {
    Occasion.ANTI_DRUG_DAY: Text(zh="6·26国际禁毒日", en="Anti-Drug Day (26 June)"),
    Occasion.LAW_AND_ORDER_MONTH: Text(zh="综治宣传月", en="law-and-order month"),
    Occasion.QIXI: Text(zh="七夕", en="Qixi"),
    Occasion.DOUBLE_NINTH: Text(zh="重阳", en="Double Ninth"),
}
