"""The codes of counselling by name. Pure."""

from collections.abc import Mapping

from shared.events.cases.counselling import (
    CounsellorQualification,
    MotivationStage,
    StageChange,
)
from shared.text import Text

QUALIFICATIONS: Mapping[CounsellorQualification, Text] = {
    CounsellorQualification.COUNSELLOR: Text(zh="心理咨询师", en="counsellor"),
    CounsellorQualification.PSYCHOTHERAPIST: Text(zh="心理治疗师", en="psychotherapist"),
    CounsellorQualification.PSYCHIATRIST: Text(zh="精神科医师", en="psychiatrist"),
    CounsellorQualification.SOCIAL_WORKER: Text(zh="社会工作者", en="social worker"),
}
STAGES: Mapping[MotivationStage, Text] = {
    MotivationStage.PRECONTEMPLATION: Text(zh="前意向阶段", en="pre-contemplation"),
    MotivationStage.CONTEMPLATION: Text(zh="意向阶段", en="contemplation"),
    MotivationStage.PREPARATION: Text(zh="准备阶段", en="preparation"),
    MotivationStage.ACTION: Text(zh="行动阶段", en="action"),
    MotivationStage.MAINTENANCE: Text(zh="维持阶段", en="maintenance"),
}
STAGE_CHANGES: Mapping[StageChange, Text] = {
    StageChange.FORWARD: Text(zh="较上次前进", en="further than before"),
    StageChange.BACK: Text(zh="较上次后退", en="back from before"),
    StageChange.SAME: Text(zh="与上次相同", en="as before"),
    StageChange.NOT_COMPARED: Text(zh="未比较", en="not compared"),
}
