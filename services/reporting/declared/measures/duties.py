"""What was due in cases and what became of it: by outcome, how late, how soon after a reminder.

A duty counts on the last day of its time, with its last outcome alone: one that is replaced is
taken back. Due are those that were met, late, overdue or missed; what was excused or fell away was
not due after all.
"""

from enum import StrEnum

from services.reporting.declared.dimensions import GROUP, KIND, Whether, whether
from services.reporting.declared.entry_facts import entry_fact
from services.reporting.declared.words import ClosedDimension, Fact, Grouping, Measure
from shared.events.cases.duties import Duty, DutyClosed, DutyOutcome
from shared.text import Text

DUE = (DutyOutcome.MET, DutyOutcome.LATE, DutyOutcome.OVERDUE, DutyOutcome.MISSED)
DONE = (DutyOutcome.MET, DutyOutcome.LATE)
NOT_DONE = (DutyOutcome.OVERDUE, DutyOutcome.MISSED)


class Whose(StrEnum):
    """Who has to do what is due."""

    CLIENT = "client"
    WORKER = "worker"
    POLICE = "police"


class Lateness(StrEnum):
    """How many days after its last day a duty was done."""

    UP_TO_7 = "1_to_7_days"
    UP_TO_30 = "8_to_30_days"
    LATER = "31_days_and_over"


class Answered(StrEnum):
    """How many days after its reminder a duty was done."""

    UP_TO_3 = "up_to_3_days"
    UP_TO_7 = "4_to_7_days"
    UP_TO_30 = "8_to_30_days"
    LATER = "31_days_and_over"
    NOT_YET = "not_done"


DUTY = ClosedDimension("duty", Text(zh="应办事项", en="duty"), Duty)
DUTY_OUTCOME = ClosedDimension(
    "duty_outcome", Text(zh="办理情况", en="outcome of the duty"), DutyOutcome
)
WHOSE = Grouping(
    "whose",
    Text(zh="责任方", en="whose duty"),
    DUTY,
    {
        Duty.REPORT_IN: Whose.CLIENT,
        Duty.AGREEMENT: Whose.WORKER,
        Duty.CONTACT: Whose.WORKER,
        Duty.REGULAR_REPORT: Whose.CLIENT,
        Duty.TEST: Whose.CLIENT,
        Duty.APPOINTED_TEST: Whose.CLIENT,
        Duty.ASSESSMENT: Whose.WORKER,
        Duty.SUMMARY: Whose.WORKER,
        Duty.EVALUATION: Whose.WORKER,
        Duty.RETURN_FROM_LEAVE: Whose.CLIENT,
        Duty.CRISIS_FOLLOW_UP: Whose.WORKER,
        Duty.END_OF_TERM: Whose.POLICE,
        Duty.END_OF_POST: Whose.WORKER,
        Duty.ENDING_NOTICE: Whose.WORKER,
        Duty.FINDING: Whose.WORKER,
        Duty.FINDING_REVIEW: Whose.WORKER,
        Duty.POLICE_NOTICE: Whose.WORKER,
        Duty.CLOSING_REPORT: Whose.WORKER,
        Duty.TEAM: Whose.WORKER,
    },
)
LATENESS = ClosedDimension("lateness", Text(zh="逾期天数", en="how late"), Lateness)
ANSWERED = ClosedDimension(
    "answered", Text(zh="提醒后办理用时", en="how soon after the reminder"), Answered
)
LOST = ClosedDimension(
    "lost", Text(zh="失控", en="lost"), Whether, optional=True, applies_by=DUTY_OUTCOME
)


def _closed(event: DutyClosed) -> tuple[Fact, ...]:
    return (entry_fact(event, (event.kind, event.duty, event.outcome)),)


def _days_late(event: DutyClosed) -> tuple[Fact, ...]:
    if event.outcome is not DutyOutcome.LATE:
        return ()
    return (entry_fact(event, (event.kind, event.duty), event.days_late),)


def _late(event: DutyClosed) -> tuple[Fact, ...]:
    if event.outcome is not DutyOutcome.LATE:
        return ()
    return (entry_fact(event, (event.kind, event.duty, lateness(event.days_late))),)


def lateness(days: int) -> Lateness:
    """The band of so many days.

    >>> str(lateness(7)), str(lateness(8)), str(lateness(31))
    ('1_to_7_days', '8_to_30_days', '31_days_and_over')
    """
    if days <= 7:
        return Lateness.UP_TO_7
    return Lateness.UP_TO_30 if days <= 30 else Lateness.LATER


def _reminded(event: DutyClosed) -> tuple[Fact, ...]:
    """What was due and not done when its reminder came: one that was done before needed none."""
    if event.outcome not in DUE:
        return ()
    if event.met_on is None:
        band = Answered.NOT_YET
    elif event.met_on < event.reminded_on:
        return ()
    else:
        band = answered((event.met_on - event.reminded_on).days)
    return (entry_fact(event, (event.kind, event.duty, band)),)


def answered(days: int) -> Answered:
    """The band of a duty that was done so many days after its reminder.

    >>> str(answered(3)), str(answered(4)), str(answered(31))
    ('up_to_3_days', '4_to_7_days', '31_days_and_over')
    """
    if days <= 3:
        return Answered.UP_TO_3
    if days <= 7:
        return Answered.UP_TO_7
    return Answered.UP_TO_30 if days <= 30 else Answered.LATER


def _meeting(event: DutyClosed) -> tuple[Fact, ...]:
    """A time in which the client was to be met; if that failed, whether the client is lost."""
    if event.duty is not Duty.CONTACT or event.outcome not in DUE:
        return ()
    lost = "" if event.outcome in DONE else whether(event.lost)
    return (entry_fact(event, (event.kind, event.outcome, lost)),)


DUTIES = Measure("duties", (KIND, DUTY, DUTY_OUTCOME), {DutyClosed: _closed}, (GROUP, WHOSE))
DUTY_DAYS_LATE = Measure("duty_days_late", (KIND, DUTY), {DutyClosed: _days_late}, (GROUP, WHOSE))
DUTIES_LATE = Measure("duties_late", (KIND, DUTY, LATENESS), {DutyClosed: _late}, (GROUP, WHOSE))
DUTIES_REMINDED = Measure(
    "duties_reminded", (KIND, DUTY, ANSWERED), {DutyClosed: _reminded}, (GROUP, WHOSE)
)
MEETINGS_DUE = Measure("meetings_due", (KIND, DUTY_OUTCOME, LOST), {DutyClosed: _meeting}, (GROUP,))
