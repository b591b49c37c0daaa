"""Maintenance treatment that began and ended, and days of a term that were served elsewhere."""

from services.reporting.declared.dimensions import GROUP, KIND
from services.reporting.declared.entry_facts import entry_fact
from services.reporting.declared.words import ClosedDimension, Fact, Measure
from shared.events.cases.programme import (
    MaintenanceEnd,
    MaintenanceEnded,
    MaintenanceStarted,
    ServedWhere,
    TimeServedCredited,
)
from shared.text import Text

MAINTENANCE_END = ClosedDimension(
    "maintenance_end", Text(zh="退出原因", en="why the treatment ended"), MaintenanceEnd
)
SERVED_WHERE = ClosedDimension(
    "served_where", Text(zh="折抵来源", en="where the days were served"), ServedWhere
)


def _started(event: MaintenanceStarted) -> tuple[Fact, ...]:
    return (entry_fact(event, (event.kind,)),)


def _ended(event: MaintenanceEnded) -> tuple[Fact, ...]:
    values = (event.kind, event.reason)
    return (entry_fact(event, values),)


def _served(event: TimeServedCredited) -> tuple[Fact, ...]:
    values = (event.kind, event.where)
    return (entry_fact(event, values, event.days),)


MAINTENANCE_STARTS = Measure(
    "maintenance_starts", (KIND,), {MaintenanceStarted: _started}, (GROUP,)
)
MAINTENANCE_ENDS = Measure(
    "maintenance_ends", (KIND, MAINTENANCE_END), {MaintenanceEnded: _ended}, (GROUP,)
)
DAYS_SERVED = Measure("days_served", (KIND, SERVED_WHERE), {TimeServedCredited: _served}, (GROUP,))
