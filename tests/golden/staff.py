"""Examples of workers and of support teams."""

from datetime import date

from shared.events import Event
from shared.events.cases.staff import Employment, LeavingReason, WorkerLeft, WorkerRegistered
from shared.events.cases.team import FamilyTie, TeamLeaving, TeamMemberJoined, TeamMemberLeft
from tests.golden.parts import ENTRY, an_id

STAFF: list[Event] = [
    WorkerRegistered(
        worker_id=an_id(7),
        agency="example-agency",
        region="410102001000",
        employment=Employment.GRID_ADMINISTRATOR,
        joined_on=date(2019, 1, 2),
        workstation_id=an_id(6),
        unit="第三网格",
    ),
    WorkerLeft(
        worker_id=an_id(7),
        agency="example-agency",
        region="410102001000",
        left_on=date(2020, 6, 30),
        reason=LeavingReason.RESIGNED,
    ),
]
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
