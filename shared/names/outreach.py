"""The closed codes of prevention by name; the rest are words of the dictionaries. Pure."""

from collections.abc import Mapping

from shared.events.outreach.plans import CallingOffReason
from shared.events.outreach.sessions import ActivityKind, MeetingLevel, ServingRole
from shared.text import Text

ACTIVITY_KINDS: Mapping[ActivityKind, Text] = {
    ActivityKind.SESSION: Text(zh="宣传活动", en="prevention sessions"),
    ActivityKind.CADRE_TRAINING: Text(zh="干部培训", en="trainings of cadres"),
    ActivityKind.WORKER_TRAINING: Text(zh="社工培训", en="trainings of social workers"),
    ActivityKind.MOBILISATION_MEETING: Text(zh="动员会", en="mobilisation meetings"),
    ActivityKind.EMERGENCY_DUTY: Text(zh="应急值守", en="emergency duty"),
    ActivityKind.OTHER_PUBLICITY: Text(zh="其他主题宣传", en="publicity on other subjects"),
}
MEETING_LEVELS: Mapping[MeetingLevel, Text] = {
    MeetingLevel.CITY: Text(zh="市级", en="city"),
    MeetingLevel.COUNTY: Text(zh="区县级", en="county or district"),
    MeetingLevel.STREET: Text(zh="街道（乡镇）级", en="street or town"),
    MeetingLevel.COMMUNITY: Text(zh="社区（村）级", en="community or village"),
    MeetingLevel.COMPOUND: Text(zh="小区、院落级", en="residential compound"),
}
SERVING_ROLES: Mapping[ServingRole, Text] = {
    ServingRole.CADRE: Text(zh="专职干部", en="full-time cadre"),
    ServingRole.SOCIAL_WORKER: Text(zh="社工", en="social worker"),
    ServingRole.GRID_ADMINISTRATOR: Text(zh="网格员", en="grid administrator"),
    ServingRole.VOLUNTEER: Text(zh="志愿者", en="volunteer"),
    ServingRole.OTHER: Text(zh="其他人员", en="others"),
}
CALLING_OFF_REASONS: Mapping[CallingOffReason, Text] = {
    CallingOffReason.WEATHER: Text(zh="天气原因", en="weather"),
    CallingOffReason.EPIDEMIC: Text(zh="疫情防控", en="epidemic control"),
    CallingOffReason.PLACE_NOT_FREE: Text(zh="场地不可用", en="the place is not free"),
    CallingOffReason.PARTNER_CANNOT: Text(zh="合作单位不能参加", en="a partner cannot come"),
    CallingOffReason.OTHER_WORK: Text(zh="其他工作安排", en="other work goes first"),
    CallingOffReason.MISTAKEN: Text(zh="登记有误", en="planned by mistake"),
    CallingOffReason.OTHER: Text(zh="其他原因", en="another reason"),
}
