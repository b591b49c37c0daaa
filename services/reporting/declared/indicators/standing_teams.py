"""Clients in a programme by their teams: complete, and without anybody who has the case."""

from services.reporting.declared.measures.lacking import WITHOUT_WORKER
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
CLIENTS_WITHOUT_WORKER = Indicator(
    code="clients_without_worker",
    name=Text(zh="没有责任社工的人数", en="Clients whom no worker has"),
    unit="人",
    formula=Text(
        zh="期末在册、无人负责的人数：小组没有责任社工（专干），或其已离岗，或缺勤超过政策天数且无人顶岗；"
        "社会面人员只计曾经有责任社工的。离岗、缺勤自系统发现之日起计",
        en="clients whom nobody has at the end of the period: nobody in the team carries the case,"
        " or who does has left, or is absent for longer than the policy allows and nobody stands"
        " in; of those at large only who once had somebody. Who has left or is absent counts from"
        " the day on which it was observed",
    ),
    numerator=Selection(WITHOUT_WORKER, counting="stock"),
    better="low",
)
