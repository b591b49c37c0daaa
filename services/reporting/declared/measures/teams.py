"""Support teams: who joined, who was paired with a client, who left and why."""

from services.reporting.declared.dimensions import GROUP, KIND, Whether, whether
from services.reporting.declared.entry_facts import entry_fact
from services.reporting.declared.words import ClosedDimension, Fact, Measure, OpenDimension
from shared.events.cases.team import TeamLeaving, TeamMemberJoined, TeamMemberLeft
from shared.text import Text

# Roles are data of the policies.
TEAM_ROLE = OpenDimension("team_role", Text(zh="小组角色", en="role in the team"))
PAIRED = ClosedDimension("paired", Text(zh="结对", en="paired with the client"), Whether)
TEAM_LEAVING = ClosedDimension(
    "team_leaving", Text(zh="退出原因", en="reason for leaving"), TeamLeaving
)


def _joined(event: TeamMemberJoined) -> tuple[Fact, ...]:
    values = (event.kind, event.role, whether(event.paired))
    return (entry_fact(event, values),)


def _left(event: TeamMemberLeft) -> tuple[Fact, ...]:
    values = (event.kind, event.role, event.reason)
    return (entry_fact(event, values),)


TEAM_JOINED = Measure(
    "team_joined", (KIND, TEAM_ROLE, PAIRED), {TeamMemberJoined: _joined}, (GROUP,)
)
TEAM_LEFT = Measure("team_left", (KIND, TEAM_ROLE, TEAM_LEAVING), {TeamMemberLeft: _left}, (GROUP,))
