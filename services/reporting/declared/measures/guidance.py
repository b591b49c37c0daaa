"""What clients are told and warned of, and their regular reports."""

from services.reporting.declared.dimensions import GROUP, KIND
from services.reporting.declared.entry_facts import entry_fact
from services.reporting.declared.words import ClosedDimension, Fact, Measure
from shared.events.cases.guidance import (
    ClientInformed,
    RegularReportMade,
    ReportingMode,
    WarningGiven,
    WarningReason,
)
from shared.text import Text

WARNING_REASON = ClosedDimension(
    "warning_reason", Text(zh="告诫事由", en="reason for the warning"), WarningReason
)
REPORTING_MODE = ClosedDimension(
    "reporting_mode", Text(zh="报到方式", en="mode of reporting"), ReportingMode
)


def _informed(event: ClientInformed) -> tuple[Fact, ...]:
    return (entry_fact(event, (event.kind,)),)


def _warned(event: WarningGiven) -> tuple[Fact, ...]:
    values = (event.kind, event.reason)
    return (entry_fact(event, values),)


def _reported(event: RegularReportMade) -> tuple[Fact, ...]:
    values = (event.kind, event.mode)
    return (entry_fact(event, values),)


INFORMED = Measure("informed", (KIND,), {ClientInformed: _informed}, (GROUP,))
WARNINGS = Measure("warnings", (KIND, WARNING_REASON), {WarningGiven: _warned}, (GROUP,))
REGULAR_REPORTS = Measure(
    "regular_reports", (KIND, REPORTING_MODE), {RegularReportMade: _reported}, (GROUP,)
)
