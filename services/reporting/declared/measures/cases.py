"""Cases: opened, opened again, and changed from one kind to another."""

from services.reporting.declared.dimensions import GROUP, KIND
from services.reporting.declared.entry_facts import entry_fact
from services.reporting.declared.words import ClosedDimension, Fact, Measure
from shared.events.cases.case import CaseOpened
from shared.events.cases.endings import CaseReopened, ReopeningReason
from shared.events.cases.kinds import CaseKind
from shared.events.cases.programme import KindChanged
from shared.text import Text

REOPENING_REASON = ClosedDimension(
    "reopening_reason", Text(zh="恢复档案原因", en="reason for reopening"), ReopeningReason
)
FROM_KIND = ClosedDimension("from_kind", Text(zh="原类别", en="kind before"), CaseKind)


def _opened(event: CaseOpened) -> tuple[Fact, ...]:
    return (entry_fact(event, (event.kind,)),)


def _reopened(event: CaseReopened) -> tuple[Fact, ...]:
    values = (event.kind, event.reason)
    return (entry_fact(event, values),)


def _kind_changed(event: KindChanged) -> tuple[Fact, ...]:
    if event.kind is event.from_kind:  # the same programme, decided anew
        return ()
    values = (event.kind, event.from_kind)
    return (entry_fact(event, values),)


CASES_OPENED = Measure("cases_opened", (KIND,), {CaseOpened: _opened}, (GROUP,))
CASES_REOPENED = Measure(
    "cases_reopened", (KIND, REOPENING_REASON), {CaseReopened: _reopened}, (GROUP,)
)
KIND_CHANGES = Measure("kind_changes", (KIND, FROM_KIND), {KindChanged: _kind_changed}, (GROUP,))
