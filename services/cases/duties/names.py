"""Duties by name, and the state that each is in on a day, for people. Pure."""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import Literal

from services.cases.duties.windows import Window
from shared.events.cases.duties import Duty
from shared.events.cases.endings import Noticed
from shared.names.duties import OUTCOMES
from shared.names.endings import NOTICED
from shared.policies.naming import DUTIES
from shared.text import Text


class DutyState(StrEnum):
    """How a duty stands on a day: what became of it, or how near its last day is.

    `OVERDUE` is both: its last day has passed, and it is awaited still.
    """

    UPCOMING = "upcoming"
    DUE = "due"
    DUE_SOON = "due_soon"
    OVERDUE = "overdue"
    MET = "met"
    LATE = "late"
    MISSED = "missed"
    EXCUSED = "excused"
    FALLEN_AWAY = "fallen_away"


AwaitedState = Literal[DutyState.OVERDUE, DutyState.DUE_SOON, DutyState.DUE]

# In these something is still to be done.
OPEN_STATES = frozenset(
    {DutyState.UPCOMING, DutyState.DUE, DutyState.DUE_SOON, DutyState.OVERDUE},
)

STATES: Mapping[DutyState, Text] = {
    DutyState.UPCOMING: Text(zh="未到期", en="upcoming"),
    DutyState.DUE: Text(zh="待办", en="due"),
    DutyState.DUE_SOON: Text(zh="即将到期", en="due soon"),
    **{DutyState(outcome.value): name for outcome, name in OUTCOMES.items()},
}


def in_words(duty: Duty, to_whom: str = "") -> Text:
    """The name of a duty, and who is to be told where it is a notice.

    >>> in_words(Duty.ENDING_NOTICE, "family").zh
    '终止通知（家属）'
    """
    name = DUTIES[duty]
    if not to_whom:
        return name
    party = NOTICED[Noticed(to_whom)]
    return Text(zh=f"{name.zh}（{party.zh}）", en=f"{name.en} ({party.en})")


def state_of(window: Window, today: date) -> DutyState:
    """How a window stands on a day; one that is met, or settled otherwise, says so at once."""
    if window.outcome is not None:
        return DutyState(window.outcome.value)
    if window.met_on is not None:
        return DutyState.MET
    if window.settled is not None:
        return DutyState(window.settled.value)
    if today < window.since:
        return DutyState.UPCOMING
    return awaited_state(window.until, window.soon_from, today)


def awaited_state(until: date, soon_from: date, today: date) -> AwaitedState:
    """How something stands that can be done now, in time until the day before `until`.

    >>> awaited_state(date(2019, 4, 1), date(2019, 3, 24), date(2019, 3, 24)).value
    'due_soon'
    """
    if until <= today:
        return DutyState.OVERDUE
    return DutyState.DUE_SOON if soon_from <= today else DutyState.DUE
