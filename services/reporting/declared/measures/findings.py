"""Findings that a person decided on, reports of them to the police, and departures."""

from enum import StrEnum

from services.reporting.declared.dimensions import GROUP, KIND
from services.reporting.declared.entry_facts import entry_fact
from services.reporting.declared.words import ClosedDimension, Fact, Measure
from shared.events.cases.findings import (
    Condition,
    DepartureFound,
    DismissalReason,
    Finding,
    FindingConfirmed,
    FindingDismissed,
    PoliceToldOfFinding,
)
from shared.text import Text


class Decided(StrEnum):
    """What a person decided on a finding that was proposed."""

    CONFIRMED = "confirmed"
    DISMISSED = "dismissed"


FINDING = ClosedDimension("finding", Text(zh="认定事项", en="finding"), Finding)
CONDITION = ClosedDimension("condition", Text(zh="情形", en="condition"), Condition)
DECIDED = ClosedDimension("decided", Text(zh="认定结果", en="decision"), Decided)
DISMISSED_FOR = ClosedDimension(
    "dismissed_for",
    Text(zh="不予认定的理由", en="reason for the dismissal"),
    DismissalReason,
    optional=True,
    applies_by=DECIDED,
)


def _confirmed(event: FindingConfirmed) -> tuple[Fact, ...]:
    values = (event.kind, event.finding, event.condition, Decided.CONFIRMED, "")
    return (entry_fact(event, values),)


def _dismissed(event: FindingDismissed) -> tuple[Fact, ...]:
    values = (event.kind, event.finding, event.condition, Decided.DISMISSED, event.reason)
    return (entry_fact(event, values),)


def _told(event: PoliceToldOfFinding) -> tuple[Fact, ...]:
    values = (event.kind, event.finding)
    return (entry_fact(event, values),)


def _departed(event: DepartureFound) -> tuple[Fact, ...]:
    return (entry_fact(event, (event.kind,)),)


FINDINGS = Measure(
    "decided_findings",
    (KIND, FINDING, CONDITION, DECIDED, DISMISSED_FOR),
    {FindingConfirmed: _confirmed, FindingDismissed: _dismissed},
    (GROUP,),
)
POLICE_NOTICES = Measure("police_notices", (KIND, FINDING), {PoliceToldOfFinding: _told}, (GROUP,))
DEPARTURES = Measure("departures", (KIND,), {DepartureFound: _departed}, (GROUP,))
