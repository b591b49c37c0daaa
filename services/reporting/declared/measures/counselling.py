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
# Of the roster: the qualification stood there, valid on the day. Of others the entry alone says it.
OF_ROSTER = ClosedDimension(
    "of_roster", Text(zh="咨询师在名册中", en="counsellor of the roster"), Whether
)
STAGE = ClosedDimension("stage", Text(zh="戒毒动机阶段", en="stage of motivation"), MotivationStage)
STAGE_CHANGE = ClosedDimension(
    "stage_change", Text(zh="动机变化", en="change of motivation"), StageChange
)


def _held(event: CounsellingHeld) -> tuple[Fact, ...]:
    in_roster = whether(event.counsellor_id is not None)
    values = (event.kind, event.qualification, whether(event.crisis), in_roster)
    return (entry_fact(event, values),)


def _stage(event: CounsellingHeld) -> tuple[Fact, ...]:
    if event.stage is None:
        return ()
    return (entry_fact(event, (event.kind, event.stage, event.change)),)


COUNSELLING = Measure(
    "counselling",
    (KIND, QUALIFICATION, ANSWERS_CRISIS, OF_ROSTER),
    {CounsellingHeld: _held},
    (GROUP,),
)
COUNSELLING_STAGES = Measure(
    "counselling_stages", (KIND, STAGE, STAGE_CHANGE), {CounsellingHeld: _stage}, (GROUP,)
)
