"""What a timeline says of a support team. Pure."""

from services.cases.timeline.names import NameLookup
from services.cases.timeline.phrases import clause, named, put, when
from shared.events.cases.team import TeamMemberJoined, TeamMemberLeft
from shared.policies.in_force import policies_in_force
from shared.text import Text


def of_team(event: TeamMemberJoined | TeamMemberLeft, names: NameLookup) -> tuple[Text, ...]:
    """Who joined or left, by role and agency."""
    as_code = Text(zh=event.role, en=event.role)  # of a policy that is gone
    role = policies_in_force().team_roles.get(event.role, as_code)
    agency = names.agency(event.agency) if event.agency else None
    match event:
        case TeamMemberJoined():
            return (
                clause(
                    put(role, zh="加入帮教小组：{}", en="joined the team: {}"),
                    named(event.family),
                    put(agency),
                ),
                when(event.paired, zh="与服务对象结对", en="paired with the client"),
            )
        case TeamMemberLeft():
            return (
                clause(put(role, zh="退出帮教小组：{}", en="left the team: {}"), put(agency)),
                named(event.reason, zh="原因：{}", en="reason: {}"),
            )
