"""Names of what is said of workers and of posts. Pure."""

from collections.abc import Mapping

from shared.events.cases.posts import Funds, PostEnding, PostState, VacancyReason
from shared.events.cases.staff import EmployedAs, Field, LeavingReason
from shared.text import Text

EMPLOYMENTS: Mapping[EmployedAs, Text] = {
    EmployedAs.FULL_TIME_CADRE: Text(zh="禁毒专干", en="full-time cadre"),
    EmployedAs.SOCIAL_WORKER: Text(zh="禁毒社工", en="social worker"),
    EmployedAs.VOLUNTEER: Text(zh="志愿者", en="volunteer"),
    EmployedAs.GRID_ADMINISTRATOR: Text(zh="网格员", en="grid administrator"),
    EmployedAs.POLICE_OFFICER: Text(zh="民警", en="police officer"),
    EmployedAs.OTHER: Text(zh="其他", en="other"),
}
FIELDS: Mapping[Field, Text] = {
    Field.COMMUNITY: Text(zh="社区戒毒社区康复", en="community rehabilitation"),
    Field.PREVENTION: Text(zh="预防宣传", en="prevention"),
    Field.MAINTENANCE: Text(zh="药物维持治疗", en="maintenance treatment"),
    Field.COMPULSORY: Text(zh="强制隔离戒毒", en="compulsory rehabilitation"),
    Field.OTHER: Text(zh="其他", en="other"),
}
LEAVING_REASONS: Mapping[LeavingReason, Text] = {
    LeavingReason.CONTRACT_ENDED: Text(zh="合同到期", en="contract ended"),
    LeavingReason.RESIGNED: Text(zh="辞职", en="resigned"),
    LeavingReason.TRANSFERRED: Text(zh="调离", en="transferred"),
    LeavingReason.RETIRED: Text(zh="退休", en="retired"),
    LeavingReason.DISMISSED: Text(zh="解聘", en="dismissed"),
    LeavingReason.DIED: Text(zh="去世", en="died"),
    LeavingReason.REGISTERED_IN_ERROR: Text(zh="误登", en="registered in error"),
}
FUNDS: Mapping[Funds, Text] = {
    Funds.CENTRAL: Text(zh="中央财政", en="central budget"),
    Funds.PROVINCE: Text(zh="省级财政", en="budget of the province"),
    Funds.CITY: Text(zh="市级财政", en="budget of the city"),
    Funds.COUNTY: Text(zh="区县财政", en="budget of the county"),
    Funds.STREET: Text(zh="街道（乡镇）自筹", en="the street's or town's own"),
    Funds.LOTTERY: Text(zh="福利彩票公益金", en="welfare lottery"),
    Funds.OTHER: Text(zh="其他", en="other"),
}
POST_STATES: Mapping[PostState, Text] = {
    PostState.VACANT: Text(zh="空缺", en="vacant"),
    PostState.FILLED: Text(zh="在岗", en="filled"),
}
VACANCY_REASONS: Mapping[VacancyReason, Text] = {
    VacancyReason.WORKER_LEFT: Text(zh="人员离岗", en="the worker left"),
    VacancyReason.WORKER_MOVED: Text(zh="人员调动", en="the worker was moved"),
    VacancyReason.ENTERED_IN_ERROR: Text(zh="误登", en="entered in error"),
}
POST_ENDINGS: Mapping[PostEnding, Text] = {
    PostEnding.CONTRACT_ENDED: Text(zh="合同到期", en="contract ended"),
    PostEnding.CANCELLED: Text(zh="取消", en="cancelled"),
    PostEnding.ENTERED_IN_ERROR: Text(zh="误登", en="entered in error"),
}
# Codes that the program knows by name; a place has others, which are shown as they are.
TRAININGS: Mapping[str, Text] = {
    "induction": Text(zh="岗前培训", en="induction"),
    "anti_drug_law": Text(zh="禁毒法律法规", en="drug control law"),
    "drug_knowledge": Text(zh="毒品知识", en="knowledge of drugs"),
    "drug_testing": Text(zh="毒品检测", en="drug testing"),
    "risk_assessment": Text(zh="风险评估", en="risk assessment"),
    "motivational_interviewing": Text(zh="动机式访谈", en="motivational interviewing"),
    "counselling_skills": Text(zh="心理咨询技能", en="counselling skills"),
    "crisis_intervention": Text(zh="危机干预", en="crisis intervention"),
    "relapse_prevention": Text(zh="防复吸训练", en="relapse prevention"),
    "case_management": Text(zh="个案管理", en="case management"),
    "group_work": Text(zh="小组工作", en="group work"),
    "prevention_education": Text(zh="预防宣传教育", en="prevention education"),
    "maintenance_treatment": Text(zh="药物维持治疗", en="maintenance treatment"),
    "overdose_first_aid": Text(zh="过量急救", en="first aid at an overdose"),
    "own_safety": Text(zh="自身安全防护", en="the worker's own safety"),
    "data_protection": Text(zh="个人信息保护", en="protection of personal data"),
    "records": Text(zh="档案与系统操作", en="records and the system"),
}
WORKER_QUALIFICATIONS: Mapping[str, Text] = {
    "counsellor": Text(zh="心理咨询师", en="counsellor"),
    "psychotherapist": Text(zh="心理治疗师", en="psychotherapist"),
    "psychiatrist": Text(zh="精神科医师", en="psychiatrist"),
    "assistant_social_worker": Text(zh="助理社会工作师", en="assistant social worker"),
    "social_worker": Text(zh="社会工作师", en="social worker"),
    "senior_social_worker": Text(zh="高级社会工作师", en="senior social worker"),
    "social_work_certificate": Text(zh="社会工作者职业资格", en="social work certificate"),
    "doctor": Text(zh="执业医师", en="doctor"),
    "nurse": Text(zh="护士", en="nurse"),
    "first_aid": Text(zh="急救员", en="first aid"),
    "teacher": Text(zh="教师", en="teacher"),
    "lawyer": Text(zh="法律职业资格", en="lawyer"),
}


def training_name(code: str) -> Text:
    """What a training is called: its code, where only a place knows it.

    >>> training_name("own_safety").en, training_name("karate").en
    ("the worker's own safety", 'karate')
    """
    return TRAININGS.get(code) or Text(zh=code, en=code)


def qualification_name(code: str) -> Text:
    """What a qualification is called, likewise."""
    return WORKER_QUALIFICATIONS.get(code) or Text(zh=code, en=code)
