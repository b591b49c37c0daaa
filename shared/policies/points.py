"""What earns points, and how many: by kind of entry, with limits a month and a year. Pure."""

from dataclasses import dataclass

from shared.events.cases.earning import PointsFor
from shared.policies.holding import UNSAID, Holding
from shared.text import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class PointsRule:
    """So many points for each entry of a kind; 0 where it earns none.

    In a calendar month, and a year, only so many entries earn them; None sets no limit.
    """

    code: str
    earned_for: PointsFor
    points: int
    holding: Holding
    most_a_month: int | None = None
    most_a_year: int | None = None
    source: Text = UNSAID
    note: str = ""
