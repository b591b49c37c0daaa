"""Clients: how many there are at the end of a period. All are stocks."""

from services.reporting.declared.dimensions import AT_LARGE, NOT_ASSESSED, PROGRAMME, Whether
from services.reporting.declared.measures.standing import (
    STANDING,
    STANDING_PERSONS,
    STANDING_SUBSTANCES,
)
from services.reporting.declared.words import Indicator, Selection, Where
from shared.events.cases.standing import StandingPhase
from shared.text import Text

CLIENTS = Indicator(
    code="clients",
    name=Text(zh="服务对象", en="Clients"),
    unit="人",
    formula=Text(
        zh="期末在办档案数；一人至多有一份在办档案。档案自终止之日起不再计入，决定日期不详的自始计入",
        en="cases open at the end of the period, of which a person has one at most; not from the"
        " day of its ending on; a case without a known day of decision has always been open",
    ),
    numerator=Selection(STANDING, counting="stock"),
)

CLIENTS_BY_PERSON = Indicator(
    code="clients_by_sex_and_age",
    name=Text(zh="服务对象（按性别、年龄段）", en="Clients by sex and age band"),
    unit="人",
    formula=Text(
        zh="期末在办档案数，可按性别、建档时年龄段分组；合计与“服务对象”相同",
        en="the same clients, by their sex and by their age band at the opening of the case; the"
        " total is the same",
    ),
    numerator=Selection(STANDING_PERSONS, counting="stock"),
)

CLIENTS_BY_SUBSTANCE = Indicator(
    code="clients_by_substance",
    name=Text(zh="服务对象（按毒品种类）", en="Clients by substance"),
    unit="人",
    formula=Text(
        zh="期末在办档案数，可按主要滥用毒品种类分组；合计与“服务对象”相同",
        en="the same clients, by the substance that they used; the total is the same",
    ),
    numerator=Selection(STANDING_SUBSTANCES, counting="stock"),
)


def _part(code: str, where: Where, name: Text, formula: Text) -> Indicator:
    """The clients of one kind, phase, level or treatment: a part of `CLIENTS`."""
    return Indicator(
        code=code,
        name=name,
        unit="人",
        formula=formula,
        numerator=Selection(STANDING, where, "stock"),
    )


CLIENTS_IN_PROGRAMME = _part(
    "clients_in_programme",
    {"group": (PROGRAMME,)},
    Text(zh="在册社区戒毒、社区康复人员", en="Clients in a programme"),
    Text(
        zh="期末有在办社区戒毒、社区康复档案的人数，含尚未报到和中止执行的",
        en="clients in community detoxification or community rehabilitation at the end of the"
        " period, also those who have not reported in and those whose programme is suspended",
    ),
)
CLIENTS_AT_LARGE = _part(
    "clients_at_large",
    {"group": (AT_LARGE,)},
    Text(zh="在册社会面吸毒人员", en="Users at large"),
    Text(
        zh="期末有在办社会面档案的人数",
        en="users at large with an open case at the end of the period",
    ),
)
CLIENTS_UNDER_AGREEMENT = _part(
    "clients_under_agreement",
    {"phase": (StandingPhase.AGREED,)},
    Text(zh="协议执行中的人员", en="Clients under an agreement"),
    Text(
        zh="期末已签订协议、正在执行社区戒毒或社区康复的人数，不含中止执行的",
        en="clients whose programme runs under a signed agreement at the end of the period;"
        " suspended programmes are left out",
    ),
)
CLIENTS_SUSPENDED = _part(
    "clients_suspended",
    {"phase": (StandingPhase.SUSPENDED,)},
    Text(zh="中止执行的人员", en="Clients whose programme is suspended"),
    Text(
        zh="期末社区戒毒、社区康复处于中止执行状态的人数",
        en="clients whose programme is suspended at the end of the period",
    ),
)
CLIENTS_IN_MAINTENANCE = _part(
    "clients_in_maintenance",
    {"maintenance": (Whether.YES,)},
    Text(zh="参加维持治疗的人员", en="Clients in maintenance treatment"),
    Text(
        zh="期末参加戒毒药物维持治疗、且有在办档案的人数",
        en="clients with an open case who are in maintenance treatment at the end of the period",
    ),
)
CLIENTS_AT_HIGH_RISK = _part(
    "clients_at_high_risk",
    {"level": ("extreme", "high", "a")},
    Text(zh="高风险人员", en="Clients at high risk"),
    Text(
        zh="期末最近一次评估为极高风险、高风险或A类的在办人数",
        en="clients whose latest assessment by the end of the period was at the level extreme, high"
        " or A",
    ),
)
CLIENTS_NOT_ASSESSED = _part(
    "clients_not_assessed",
    {"level": (NOT_ASSESSED,)},
    Text(zh="尚未评估的人员", en="Clients not assessed yet"),
    Text(
        zh="期末尚未做过风险评估的在办人数",
        en="clients with an open case who had not been assessed by the end of the period",
    ),
)
