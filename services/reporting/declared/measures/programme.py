"""The steps of a programme: reporting in, the agreement, and suspensions."""

from services.reporting.declared.dimensions import GROUP, KIND
from services.reporting.declared.entry_facts import entry_fact
from services.reporting.declared.words import ClosedDimension, Fact, Measure
from shared.events.cases.programme import (
    AgreementSigned,
    ProgrammeSuspended,
    ReportedIn,
    SuspensionReason,
)
from shared.text import Text

SUSPENSION_REASON = ClosedDimension(
    "suspension_reason", Text(zh="中止原因", en="reason for the suspension"), SuspensionReason
)


def _reported_in(event: ReportedIn) -> tuple[Fact, ...]:
    return (entry_fact(event, (event.kind,)),)


def _agreement(event: AgreementSigned) -> tuple[Fact, ...]:
    return (entry_fact(event, (event.kind,)),)


def _suspended(event: ProgrammeSuspended) -> tuple[Fact, ...]:
    values = (event.kind, event.reason)
    return (entry_fact(event, values),)


REPORTED_IN = Measure("reported_in", (KIND,), {ReportedIn: _reported_in}, (GROUP,))
AGREEMENTS = Measure("agreements", (KIND,), {AgreementSigned: _agreement}, (GROUP,))
SUSPENSIONS = Measure(
    "suspensions", (KIND, SUSPENSION_REASON), {ProgrammeSuspended: _suspended}, (GROUP,)
)
