"""Clients in a programme by their teams: complete, and without anybody who has the case."""

from services.reporting.declared.measures.standing_teams import STANDING_TEAMS, Team
from services.reporting.declared.words import Indicator, Selection
from shared.events.cases.standing import StandingPhase
from shared.text import Text

_AGREED = {"phase": (StandingPhase.AGREED,)}

CLIENTS_BY_TEAM = Indicator(
    code="clients_by_team",
    name=Text(
        zh="社区戒毒、社区康复人员（按小组情况）", en="Clients in a programme, by their teams"
    ),
    unit="人",
    formula=Text(
        zh="期末在册的社区戒毒、社区康复人员；小组齐全、缺人以当日政策为准，缺勤和顶岗不计",
        en="clients in a programme at the end of the period; whether a team is complete follows"
        " from the policies of the day; absences are not looked at",
    ),
    numerator=Selection(STANDING_TEAMS, counting="stock"),
)
TEAM_COMPLETE = Indicator(
    code="clients_with_team",
    name=Text(zh="小组齐全的人数", en="Clients with a complete team"),
    unit="人",
    formula=Text(
        zh="期末协议执行中、帮教小组齐全的人数",
        en="clients under an agreement whose support team is complete at the end of the period",
    ),
    numerator=Selection(STANDING_TEAMS, {**_AGREED, "team": (Team.COMPLETE,)}, counting="stock"),
    better="high",
)
TEAM_COMPLETE_RATE = Indicator(
    code="clients_with_team_rate",
    name=Text(zh="小组齐全率", en="Share of clients with a complete team"),
    unit="%",
    formula=Text(
        zh="期末协议执行中、帮教小组齐全的人数 ÷ 期末协议执行中的人数",
        en="clients under an agreement whose support team is complete ÷ clients under an agreement,"
        " both at the end of the period",
    ),
    numerator=Selection(STANDING_TEAMS, {**_AGREED, "team": (Team.COMPLETE,)}, counting="stock"),
    denominator=Selection(STANDING_TEAMS, _AGREED, counting="stock"),
    better="high",
)
WITHOUT_WORKER = Indicator(
    code="clients_without_worker",
    name=Text(zh="没有责任社工的人数", en="Clients whom no worker has"),
    unit="人",
    formula=Text(
        zh="期末在册的社区戒毒、社区康复人员中，小组没有责任社工（专干）的人数；缺勤、顶岗和离岗不计",
        en="clients in a programme in whose team nobody carries the case at the end of the period;"
        " who is absent or has left the agency is not looked at",
    ),
    numerator=Selection(STANDING_TEAMS, {"team": (Team.NOBODY,)}, counting="stock"),
    better="low",
)
