"""Trainings and qualifications of workers by name: codes of no closed list. Pure."""

from collections.abc import Mapping

from shared.text import Text

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
