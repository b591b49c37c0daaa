"""Dimensions that several measures share."""

from enum import StrEnum

from services.reporting.declared.words import ClosedDimension, Delay, Grouping, OpenDimension
from shared.events.cases.kinds import CaseKind
from shared.events.cases.person import AgeBand, Sex, Substance
from shared.events.cases.standing import StandingPhase
from shared.text import Text

PROGRAMME = "programme"
AT_LARGE = "at_large"

KIND = ClosedDimension("kind", Text(zh="类别", en="kind of case"), CaseKind)

GROUP = Grouping(
    "group",
    Text(zh="人群", en="group"),
    KIND,
    {
        CaseKind.DETOXIFICATION: PROGRAMME,
        CaseKind.REHABILITATION: PROGRAMME,
        CaseKind.AT_LARGE: AT_LARGE,
    },
)


class Whether(StrEnum):
    """Whether something is so."""

    YES = "yes"
    NO = "no"


def whether(so: object) -> Whether:
    """`YES` for what is true or not empty."""
    return Whether.YES if so else Whether.NO


PHASE = ClosedDimension("phase", Text(zh="阶段", en="phase"), StandingPhase)
# Levels are data of a scheme.
LEVEL = OpenDimension("level", Text(zh="风险等级", en="level of risk"))
NOT_ASSESSED = "not_assessed"
MAINTENANCE = ClosedDimension(
    "maintenance", Text(zh="维持治疗", en="in maintenance treatment"), Whether
)
SEX = ClosedDimension("sex", Text(zh="性别", en="sex"), Sex, may_be_unknown=True)
AGE_BAND = ClosedDimension(
    "age_band", Text(zh="年龄段", en="age band"), AgeBand, may_be_unknown=True
)
SUBSTANCE = ClosedDimension(
    "substance", Text(zh="毒品种类", en="substance"), Substance, may_be_unknown=True
)

DELAY = Delay(
    "delay",
    Text(zh="登记间隔", en="days until it was recorded"),
    {"same_day": 0, "1_to_3_days": 1, "4_to_7_days": 4, "8_to_30_days": 8, "31_days_and_over": 31},
)
WITH_POLICE = ClosedDimension("with_police", Text(zh="民警参与", en="with the police"), Whether)
