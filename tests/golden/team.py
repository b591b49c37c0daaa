"""Examples of support teams."""

from datetime import date

from shared.events import Event
from shared.events.cases.team import FamilyTie, TeamLeaving, TeamMemberJoined, TeamMemberLeft
from tests.golden.parts import ENTRY, an_id

TEAM: list[Event] = [
    TeamMemberJoined(
        **ENTRY,
        role="grid_administrator",
        agency="example-community",
        worker_id=an_id(7),
        external=True,
        paired=True,
        family=FamilyTie.SIBLING,
    ),
    TeamMemberLeft(
        **ENTRY,
        joining_id=an_id(3),
        role="grid_administrator",
        agency="example-community",
        worker_id=an_id(7),
        joined_on=date(2019, 3, 1),
        reason=TeamLeaving.HANDED_OVER,
    ),
]
