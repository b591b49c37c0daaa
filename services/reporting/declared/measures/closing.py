"""Reports that close a file, by the ending that each is about."""

from services.reporting.declared.dimensions import GROUP, KIND
from services.reporting.declared.entry_facts import entry_fact
from services.reporting.declared.measures.endings import ENDING
from services.reporting.declared.words import Fact, Measure
from shared.events.cases.closing import ClosingReportSigned


def _signed(event: ClosingReportSigned) -> tuple[Fact, ...]:
    return (entry_fact(event, (event.kind, event.ending)),)


CLOSING_REPORTS = Measure(
    "closing_reports", (KIND, ENDING), {ClosingReportSigned: _signed}, (GROUP,)
)
