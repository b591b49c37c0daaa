"""What a client earns points for, and the lines by which entries say what they change of them.

Each event that changes what is earned says so by itself, and so does a void: the points of a case
are the sum of the lines of its entries.
"""

from datetime import date
from enum import StrEnum
from uuid import UUID

from shared.events import Event


class PointsFor(StrEnum):
    """What points are earned for; how many, a place's policies say."""

    CONTACT = "contact"
    NEGATIVE_TEST = "negative_test"
    REGULAR_REPORT = "regular_report"
    TRAINING_ATTENDED = "training_attended"
    GOAL_MET = "goal_met"
    VOLUNTEER_HELP = "volunteer_help"


class PointsLine(Event):
    """Points that an entry earns, by its id; fewer than none where they are taken back.

    `rule` is the code of the policy that they follow from; `occurred_on` is the entry's day, `on`
    the day from which they count, which is later where they are taken back. 0 where the limit of
    the rule was reached: the entry earns them should another one of that time be made void.
    """

    about: UUID
    earned_for: PointsFor
    rule: str
    occurred_on: date
    on: date
    points: int


class OnPoints(Event):
    """What every event carries that may change what a client has earned."""

    points: tuple[PointsLine, ...] = ()
