"""How cases end, what became of the client, and whether who must be told was told in time."""

from enum import StrEnum

from services.reporting.declared.dimensions import GROUP, KIND, Whether, whether
from services.reporting.declared.entry_facts import entry_fact
from services.reporting.declared.words import NOT_KNOWN, ClosedDimension, Fact, Measure
from shared.events.cases.endings import (
    CaseEnded,
    ClientView,
    DrugUse,
    Ending,
    EndingNotified,
    Household,
    Noticed,
    Work,
)
from shared.text import Text


class Served(StrEnum):
    """How long a programme had lasted when it ended; none at large, or before reporting in."""

    NONE = "none"
    UNDER_12 = "under_12_months"
    FROM_12 = "12_to_23_months"
    FROM_24 = "24_to_35_months"
    FROM_36 = "36_months_and_over"


ENDING = ClosedDimension("ending", Text(zh="终止方式", en="ending"), Ending)
SERVED = ClosedDimension("served", Text(zh="已执行时间", en="time in the programme"), Served)
DRUG_USE = ClosedDimension(
    "drug_use", Text(zh="终止时吸毒情况", en="drug use at the end"), DrugUse, may_be_unknown=True
)
WORK = ClosedDimension(
    "work", Text(zh="终止时就业情况", en="work at the end"), Work, may_be_unknown=True
)
HOUSEHOLD = ClosedDimension(
    "household",
    Text(zh="终止时居住情况", en="household at the end"),
    Household,
    may_be_unknown=True,
)
CLIENT_VIEW = ClosedDimension(
    "client_view",
    Text(zh="本人对帮扶的评价", en="client's view of the support"),
    ClientView,
    may_be_unknown=True,
)
TOLD = ClosedDimension("told", Text(zh="通知对象", en="who was told"), Noticed)
IN_TIME = ClosedDimension("in_time", Text(zh="按时", en="in time"), Whether)


def _ended(event: CaseEnded) -> tuple[Fact, ...]:
    values = (
        event.kind,
        event.ending,
        _served(event.months),
        event.drug_use or NOT_KNOWN,
        event.work or NOT_KNOWN,
        event.household or NOT_KNOWN,
        event.client_view or NOT_KNOWN,
    )
    return (entry_fact(event, values),)


def _served(months: int | None) -> Served:
    if months is None:
        return Served.NONE
    bands = (Served.UNDER_12, Served.FROM_12, Served.FROM_24, Served.FROM_36)
    return bands[min(months // 12, 3)]


def _notified(event: EndingNotified) -> tuple[Fact, ...]:
    in_time = whether(event.occurred_on <= event.due_on)
    values = (event.kind, event.told, in_time)
    return (entry_fact(event, values),)


ENDINGS = Measure(
    "endings",
    (KIND, ENDING, SERVED, DRUG_USE, WORK, HOUSEHOLD, CLIENT_VIEW),
    {CaseEnded: _ended},
    (GROUP,),
)
ENDING_NOTICES = Measure(
    "ending_notices", (KIND, TOLD, IN_TIME), {EndingNotified: _notified}, (GROUP,)
)
