"""培训登记 and 资格登记: trainings that workers attended, and the qualifications that they have."""

import re

from deploy.ledgers import values
from deploy.ledgers.kinds.of_workers import about_workers
from deploy.ledgers.ledger import Column, Words, day
from deploy.ledgers.workforce import worker_column
from shared.text import Text

_CODE = re.compile(r"[a-z][a-z0-9_]{0,63}")  # of a place's own
TRAININGS = {
    "岗前培训": "induction",
    "禁毒法律法规": "anti_drug_law",
    "毒品知识": "drug_knowledge",
    "毒品检测": "drug_testing",
    "风险评估": "risk_assessment",
    "动机式访谈": "motivational_interviewing",
    "心理咨询技能": "counselling_skills",
    "危机干预": "crisis_intervention",
    "防复吸训练": "relapse_prevention",
    "个案管理": "case_management",
    "小组工作": "group_work",
    "预防宣传教育": "prevention_education",
    "药物维持治疗": "maintenance_treatment",
    "过量急救": "overdose_first_aid",
    "自身安全防护": "own_safety",
    "个人信息保护": "data_protection",
    "档案与系统操作": "records",
}
QUALIFICATIONS = {
    "心理咨询师": "counsellor",
    "心理治疗师": "psychotherapist",
    "精神科医师": "psychiatrist",
    "助理社会工作师": "assistant_social_worker",
    "社会工作师": "social_worker",
    "高级社会工作师": "senior_social_worker",
    "社会工作者职业资格": "social_work_certificate",
    "执业医师": "doctor",
    "护士": "nurse",
    "急救员": "first_aid",
    "教师": "teacher",
    "法律职业资格": "lawyer",
}
_KINDS = Words(
    "unknown_training",
    Text(
        zh=f"请写{'、'.join(TRAININGS)}；本地另有培训的，请写其代码。",
        en=f"Write {', '.join(TRAININGS)}, or the code of a training of your place.",
    ),
    TRAININGS,
)
_QUALIFICATIONS = Words(
    "unknown_qualification",
    Text(
        zh=f"请写{'、'.join(QUALIFICATIONS)}；本地另有资格的，请写其代码。",
        en=f"Write {', '.join(QUALIFICATIONS)}, or the code of a qualification of your place.",
    ),
    QUALIFICATIONS,
)


def _coded(words: Words, name: str, field: str, *also: str) -> Column:
    """A column of words, or of codes that a place has besides."""
    known = values.one_of(words.codes, words.reason)

    def read(cell: str) -> str:
        code = cell.strip()
        return code if _CODE.fullmatch(code) else known(cell)

    texts = {words.reason: words.text}
    sample = next(iter(words.codes.values()))
    return Column(
        name, field, read, sample, needed=True, also=also, texts=texts, words=words.shown()
    )


def _hours(cell: str) -> int:
    """Whole hours: 8, or 8学时."""
    return values.days(re.sub(r"(学时|课时|小时)\s*$", "", cell.strip()))


_WRONG_HOURS = Text(zh="学时请写1至1000的整数。", en="Write the whole hours, from 1 to 1,000.")
TRAININGS_ATTENDED = about_workers(
    "培训登记",
    "trainings",
    "cases.TrainingAttended",
    worker_column("姓名", also=("人员姓名", "参训人员")),
    day("日期", "attended_on", also=("培训日期", "参加日期")),
    _coded(_KINDS, "培训", "training", "培训名称", "培训类别", "培训内容"),
    Column(
        "学时",
        "hours",
        _hours,
        8,
        needed=True,
        also=("课时", "培训学时"),
        texts=dict.fromkeys(("bad_number", "too_small", "too_large"), _WRONG_HOURS),
    ),
)
QUALIFICATIONS_HELD = about_workers(
    "资格登记",
    "qualifications",
    "cases.WorkerQualified",
    worker_column("姓名", also=("人员姓名",)),
    day("取得日期", "since", also=("发证日期", "有效期起")),
    _coded(_QUALIFICATIONS, "资格", "qualification", "资格名称", "证书"),
    day("有效期止", "until", needed=False, also=("失效日期",)),
    serving=False,  # it may be of before the worker joined
)
