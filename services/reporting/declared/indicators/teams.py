"""Support teams: members who joined and left, clients who were paired, cases handed over."""

from services.reporting.declared.dimensions import Whether
from services.reporting.declared.measures.teams import TEAM_JOINED, TEAM_LEFT
from services.reporting.declared.words import Indicator, Selection
from shared.events.cases.team import TeamLeaving
from shared.text import Text

MEMBERS_JOINED = Indicator(
    code="team_members_joined",
    name=Text(zh="加入帮教小组", en="Members who joined teams"),
    unit="人次",
    formula=Text(
        zh="期内加入帮教小组的人次；同一人加入几个小组计几次",
        en="members who joined support teams; who joined several counts in each",
    ),
    numerator=Selection(TEAM_JOINED),
)
MEMBERS_LEFT = Indicator(
    code="team_members_left",
    name=Text(zh="退出帮教小组", en="Members who left teams"),
    unit="人次",
    formula=Text(
        zh="期内退出帮教小组的人次，含工作交接",
        en="members who left support teams, handovers included",
    ),
    numerator=Selection(TEAM_LEFT),
)
CASES_HANDED_OVER = Indicator(
    code="handovers",
    name=Text(zh="工作交接", en="Cases handed over"),
    unit="次",
    formula=Text(
        zh="期内小组成员因工作交接退出的次数",
        en="times that a member of a team handed over to another",
    ),
    numerator=Selection(TEAM_LEFT, {"team_leaving": (TeamLeaving.HANDED_OVER,)}),
)
CLIENTS_PAIRED = Indicator(
    code="clients_paired",
    name=Text(zh="结对帮扶人数", en="Clients who were paired"),
    unit="人",
    formula=Text(
        zh="期内至少有一名小组成员与其结对的服务对象人数",
        en="clients with whom at least one member who joined was paired",
    ),
    numerator=Selection(TEAM_JOINED, {"paired": (Whether.YES,)}, counting="persons"),
)
