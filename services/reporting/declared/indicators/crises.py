"""Crises: how many were seen and followed up, and how many are open."""

from services.reporting.declared.measures.crises import CRISES, CRISES_FOLLOWED_UP, CRISES_OPEN
from services.reporting.declared.words import Indicator, Selection
from shared.text import Text

CRISES_SEEN = Indicator(
    code="crises",
    name=Text(zh="发现危机", en="Crises seen"),
    unit="次",
    formula=Text(
        zh="期内帮教联系中发现危及自身或他人的次数",
        en="contacts in the period at which a danger to self or others was seen",
    ),
    numerator=Selection(CRISES),
)

CRISES_ANSWERED = Indicator(
    code="crises_followed_up",
    name=Text(zh="危机跟进", en="Crises followed up"),
    unit="次",
    formula=Text(
        zh="期内登记跟进结果的危机次数，按跟进之日计",
        en="follow-ups of a crisis in the period, each with its outcome, on the day they were made",
    ),
    numerator=Selection(CRISES_FOLLOWED_UP),
)

OPEN = Indicator(
    code="open_crises",
    name=Text(zh="未跟进的危机", en="Open crises"),
    unit="件",
    better="low",
    formula=Text(
        zh="期末已发现而尚未跟进的危机件数；同一人有几件未跟进的，按件计",
        en="crises that were seen until the end of the period and not followed up until then;"
        " several of one person are counted one by one",
    ),
    numerator=Selection(CRISES_OPEN, counting="stock"),
)
