"""Counselling: sessions, the crises that they answer, and stages of motivation."""

from services.reporting.declared.dimensions import GROUP, KIND, Whether, whether
from services.reporting.declared.entry_facts import entry_fact
from services.reporting.declared.words import ClosedDimension, Fact, Measure
from shared.events.cases.counselling import (
    CounsellingHeld,
    CounsellorQualification,
    MotivationStage,
    StageChange,
)
from shared.text import Text

QUALIFICATION = ClosedDimension(
    "qualification", Text(zh="咨询人员资质", en="qualification"), CounsellorQualification
)
ANSWERS_CRISIS = ClosedDimension(
    "answers_crisis", Text(zh="是否回应危机", en="answers a crisis"), Whether
)
STAGE = ClosedDimension("stage", Text(zh="戒毒动机阶段", en="stage of motivation"), MotivationStage)
STAGE_CHANGE = ClosedDimension(
    "stage_change", Text(zh="动机变化", en="change of motivation"), StageChange
)


def _held(event: CounsellingHeld) -> tuple[Fact, ...]:
    values = (event.kind, event.qualification, whether(event.crisis))
    return (entry_fact(event, values),)


def _stage(event: CounsellingHeld) -> tuple[Fact, ...]:
    if event.stage is None:
        return ()
    return (entry_fact(event, (event.kind, event.stage, event.change)),)


COUNSELLING = Measure(
    "counselling", (KIND, QUALIFICATION, ANSWERS_CRISIS), {CounsellingHeld: _held}, (GROUP,)
)
COUNSELLING_STAGES = Measure(
    "counselling_stages", (KIND, STAGE, STAGE_CHANGE), {CounsellingHeld: _stage}, (GROUP,)
)
