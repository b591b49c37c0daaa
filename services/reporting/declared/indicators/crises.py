"""Crises: how many were seen and followed up, and for how many persons one is open."""

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

PERSONS_IN_CRISIS = Indicator(
    code="persons_in_open_crisis",
    name=Text(zh="危机未跟进人数", en="Persons with an open crisis"),
    unit="人",
    formula=Text(
        zh="期末仍有危机未跟进的人数，每人只计一次",
        en="persons of whom a crisis was seen until the end of the period that was not followed up"
        " until then, each counted once",
    ),
    numerator=Selection(CRISES_OPEN, counting="stock"),
)
