"""The codes of campaigns by name: kinds, what aims count, endings. Pure."""

from collections.abc import Mapping

from shared.events.outreach.campaigns import AimOf, CampaignEnding, CampaignKind
from shared.text import Text

CAMPAIGN_KINDS: Mapping[CampaignKind, Text] = {
    CampaignKind.CAMPAIGN: Text(zh="宣传月（周）", en="prevention campaign"),
    CampaignKind.SPECIAL_ACTION: Text(zh="专项行动", en="special action"),
}
AIMS: Mapping[AimOf, Text] = {
    AimOf.SESSIONS: Text(zh="活动场数", en="sessions"),
    AimOf.PLACE_KINDS: Text(zh="场所种类", en="kinds of places"),
    AimOf.PEOPLE: Text(zh="参加人次", en="people reached"),
    AimOf.HOUSEHOLDS: Text(zh="入户数", en="households reached"),
    AimOf.CONTACTS: Text(zh="走访见面", en="contacts with clients"),
    AimOf.TESTS: Text(zh="吸毒检测", en="drug tests"),
    AimOf.ASSESSMENTS: Text(zh="风险评估", en="risk assessments"),
}
CAMPAIGN_ENDINGS: Mapping[CampaignEnding, Text] = {
    CampaignEnding.COMPLETED: Text(zh="如期完成", en="completed"),
    CampaignEnding.CALLED_OFF: Text(zh="中止", en="called off"),
}
