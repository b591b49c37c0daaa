"""The codes of contacts by name, for people. Pure."""

from collections.abc import Mapping

from shared.events.cases.contacts import (
    Advice,
    Agreed,
    ContactMode,
    ContactPlace,
    Crisis,
    CrisisOutcome,
    Direction,
    Observed,
    Present,
    SafetyIncident,
    Subject,
)
from shared.text import Text

MODES: Mapping[ContactMode, Text] = {
    ContactMode.HOME_VISIT: Text(zh="入户走访", en="home visit"),
    ContactMode.OFFICE: Text(zh="面谈", en="talk at the office"),
    ContactMode.PHONE: Text(zh="电话联系", en="phone call"),
    ContactMode.WECHAT: Text(zh="微信联系", en="talk on WeChat"),
    ContactMode.VIDEO: Text(zh="视频联系", en="video call"),
}
DIRECTIONS: Mapping[Direction, Text] = {
    Direction.WORKER_TO_CLIENT: Text(zh="社工联系对象", en="worker to client"),
    Direction.CLIENT_TO_WORKER: Text(zh="对象联系社工", en="client to worker"),
    Direction.FAMILY: Text(zh="与家属联系", en="with the family"),
}
PLACES: Mapping[ContactPlace, Text] = {
    ContactPlace.HOME: Text(zh="家中", en="home"),
    ContactPlace.WORKSTATION: Text(zh="工作站", en="workstation"),
    ContactPlace.POLICE_STATION: Text(zh="派出所", en="police station"),
    ContactPlace.HOSPITAL: Text(zh="医院", en="hospital"),
    ContactPlace.WORKPLACE: Text(zh="工作单位", en="workplace"),
    ContactPlace.PUBLIC_PLACE: Text(zh="公共场所", en="public place"),
}
PRESENT: Mapping[Present, Text] = {
    Present.SOCIAL_WORKER: Text(zh="社工", en="social worker"),
    Present.CADRE: Text(zh="禁毒专干", en="full-time cadre"),
    Present.GRID_ADMINISTRATOR: Text(zh="网格员", en="grid administrator"),
    Present.POLICE: Text(zh="民警", en="police"),
    Present.VOLUNTEER: Text(zh="志愿者", en="volunteer"),
    Present.COMMUNITY_OFFICIAL: Text(zh="社区干部", en="community official"),
    Present.FAMILY: Text(zh="家属", en="family"),
}
SUBJECTS: Mapping[Subject, Text] = {
    Subject.LIVING: Text(zh="生活状况", en="living"),
    Subject.MIND: Text(zh="心理状况", en="mind"),
    Subject.HEALTH: Text(zh="身体状况", en="health"),
    Subject.WORK: Text(zh="就业状况", en="work"),
    Subject.FAMILY: Text(zh="家庭关系", en="family"),
    Subject.MOTIVATION: Text(zh="戒毒意愿", en="motivation"),
}
OBSERVED: Mapping[Observed, Text] = {
    Observed.GOOD: Text(zh="好", en="good"),
    Observed.FAIR: Text(zh="一般", en="fair"),
    Observed.POOR: Text(zh="差", en="poor"),
}
ADVICE: Mapping[Advice, Text] = {
    Advice.ABSTINENCE: Text(zh="坚持戒毒", en="stay abstinent"),
    Advice.HEALTH: Text(zh="注意健康", en="health"),
    Advice.TREATMENT: Text(zh="就医治疗", en="treatment"),
    Advice.COUNSELLING: Text(zh="心理咨询", en="counselling"),
    Advice.WORK: Text(zh="就业", en="work"),
    Advice.RELIEF: Text(zh="申请救助", en="relief"),
    Advice.FAMILY: Text(zh="改善家庭关系", en="family"),
    Advice.LAW: Text(zh="遵纪守法", en="the law"),
    Advice.COMPANY: Text(zh="谨慎交友", en="company"),
}
AGREED: Mapping[Agreed, Text] = {
    Agreed.NEXT_CONTACT: Text(zh="下次联系", en="the next contact"),
    Agreed.TEST: Text(zh="检测", en="a test"),
    Agreed.MEDICAL_VISIT: Text(zh="就医", en="a visit to a doctor"),
    Agreed.COUNSELLING: Text(zh="心理咨询", en="counselling"),
    Agreed.JOB_SEARCH: Text(zh="求职", en="to look for work"),
    Agreed.RELIEF_REQUEST: Text(zh="申请救助", en="to apply for relief"),
    Agreed.FAMILY_TALK: Text(zh="与家人沟通", en="a talk with the family"),
}
CRISES: Mapping[Crisis, Text] = {
    Crisis.DANGER_TO_SELF: Text(zh="自伤或自杀危险", en="danger to self"),
    Crisis.DANGER_TO_OTHERS: Text(zh="伤害他人危险", en="danger to others"),
}
SAFETY_INCIDENTS: Mapping[SafetyIncident, Text] = {
    SafetyIncident.ABUSE: Text(zh="辱骂", en="abuse"),
    SafetyIncident.THREAT: Text(zh="威胁", en="threat"),
    SafetyIncident.VIOLENCE: Text(zh="暴力", en="violence"),
}
CRISIS_OUTCOMES: Mapping[CrisisOutcome, Text] = {
    CrisisOutcome.SAFE: Text(zh="已脱离危险", en="safe"),
    CrisisOutcome.IN_TREATMENT: Text(zh="正在治疗", en="in treatment"),
    CrisisOutcome.WITH_FAMILY: Text(zh="由家属照看", en="with the family"),
    CrisisOutcome.WITH_POLICE: Text(zh="由公安机关处置", en="with the police"),
}
