"""Leave: absences that were reported, the days they last, and returns on time or late."""

from enum import StrEnum

from services.reporting.declared.dimensions import GROUP, KIND
from services.reporting.declared.entry_facts import entry_fact
from services.reporting.declared.words import ClosedDimension, Fact, Measure
from shared.events.cases.leave import (
    LeaveExtended,
    LeaveReason,
    LeaveReported,
    ReturnedFromLeave,
)
from shared.text import Text


class Promptness(StrEnum):
    """Whether a client was back by the day that was said."""

    ON_TIME = "on_time"
    LATE = "late"


LEAVE_REASON = ClosedDimension(
    "leave_reason", Text(zh="请假事由", en="reason for the leave"), LeaveReason
)
PROMPTNESS = ClosedDimension("promptness", Text(zh="是否按时", en="on time or late"), Promptness)


def _leave(event: LeaveReported) -> tuple[Fact, ...]:
    values = (event.kind, event.reason)
    return (Fact(event.leaves_on, event.region, values, 1, event.client_id),)


def _days(event: LeaveReported) -> tuple[Fact, ...]:
    days = (event.returns_on - event.leaves_on).days
    return (Fact(event.leaves_on, event.region, (event.kind,), days, event.client_id),)


def _more_days(event: LeaveExtended) -> tuple[Fact, ...]:
    days = (event.returns_on - event.until).days
    return (Fact(event.until, event.region, (event.kind,), days, event.client_id),)


def _other_days(event: ReturnedFromLeave) -> tuple[Fact, ...]:
    """Days that were not taken, or taken besides; they count on the day of the return."""
    days = (event.occurred_on - event.due_on).days
    if not days:
        return ()
    return (entry_fact(event, (event.kind,), days),)


def _return(event: ReturnedFromLeave) -> tuple[Fact, ...]:
    promptness = Promptness.ON_TIME if event.occurred_on <= event.due_on else Promptness.LATE
    values = (event.kind, promptness)
    return (entry_fact(event, values),)


LEAVES = Measure("leaves", (KIND, LEAVE_REASON), {LeaveReported: _leave}, (GROUP,))
LEAVE_DAYS = Measure(
    "leave_days",
    (KIND,),
    {LeaveReported: _days, LeaveExtended: _more_days, ReturnedFromLeave: _other_days},
    (GROUP,),
)
LEAVE_RETURNS = Measure("leave_returns", (KIND, PROMPTNESS), {ReturnedFromLeave: _return}, (GROUP,))
