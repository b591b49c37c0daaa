"""Campaigns and special actions: launched in a period, running at its end, and their aims."""

from services.reporting.declared.measures.campaigns import (
    CAMPAIGN_AIMS,
    CAMPAIGN_HOUSEHOLDS,
    CAMPAIGN_PEOPLE,
    CAMPAIGN_PLACES,
    CAMPAIGNS,
    CAMPAIGNS_LAUNCHED,
)
from services.reporting.declared.words import Indicator, Selection
from shared.text import Text

LAUNCHED = Indicator(
    code="campaigns_launched",
    name=Text(zh="开展专项活动", en="Campaigns"),
    unit="项活动",
    formula=Text(
        zh="期内开始的宣传月（周）和专项行动数",
        en="campaigns and special actions that began in the period",
    ),
    numerator=Selection(CAMPAIGNS_LAUNCHED),
)
SPECIAL_ACTIONS = Indicator(
    code="special_actions",
    name=Text(zh="专项行动", en="Special actions"),
    unit="项活动",
    formula=Text(zh="期内开始的专项行动数", en="special actions that began in the period"),
    numerator=Selection(CAMPAIGNS_LAUNCHED, {"campaign_kind": ("special_action",)}),
)
RUNNING = Indicator(
    code="campaigns_running",
    name=Text(zh="进行中的专项活动", en="Campaigns that go on"),
    unit="项活动",
    formula=Text(
        zh="期末仍在进行的宣传月（周）和专项行动数",
        en="campaigns and special actions that go on at the period's end",
    ),
    numerator=Selection(CAMPAIGNS, counting="stock"),
)
AIMS_OF_CAMPAIGNS = Indicator(
    code="campaign_aims",
    name=Text(zh="专项活动目标", en="Aims of campaigns"),
    unit="目标数",
    formula=Text(
        zh="期内开始的专项活动所定的目标数；目标内容不同，只按内容分别查看，合计没有意义",
        en="what the campaigns that began in the period aim at; of aims that count different"
        " things the sum means nothing, so look at it by aim",
    ),
    numerator=Selection(CAMPAIGN_AIMS),
)
SESSIONS_BY_CAMPAIGN = Indicator(
    code="sessions_by_campaign",
    name=Text(zh="各专项活动的宣传活动", en="Prevention sessions by campaign"),
    unit="场",
    formula=Text(
        zh="期内属于某一专项活动的宣传活动场数；不属于专项活动的不计",
        en="prevention sessions of a campaign; those of none do not count",
    ),
    numerator=Selection(CAMPAIGN_PLACES),
)
PEOPLE = Indicator(
    code="campaign_people",
    name=Text(zh="专项活动参加人次", en="People reached by campaigns"),
    unit="人次",
    formula=Text(
        zh="期内登记了专项活动代码的宣传活动参加人数之和",
        en="the attendance of prevention sessions that carry the code of a campaign",
    ),
    numerator=Selection(CAMPAIGN_PEOPLE),
)
HOUSEHOLDS = Indicator(
    code="campaign_households",
    name=Text(zh="专项活动入户数", en="Households reached by campaigns"),
    unit="户次",
    formula=Text(
        zh="期内登记了专项活动代码的各类活动入户数之和",
        en="the households reached by activities that carry the code of a campaign",
    ),
    numerator=Selection(CAMPAIGN_HOUSEHOLDS),
)
