"""Risk assessments, written summaries and evaluations."""

from enum import StrEnum

from shared.events import published
from shared.events.cases.case import CaseEntry, StandingEntry
from shared.events.cases.contacts import Present

DEFAULT_SCHEME = "three_levels"


class RiskReason(StrEnum):
    """What a level rests on."""

    RECENT_USE = "recent_use"
    POSITIVE_TEST = "positive_test"
    MISSED_TESTS = "missed_tests"
    NOT_REACHED = "not_reached"
    MENTAL_HEALTH = "mental_health"
    VIOLENCE = "violence"
    NO_INCOME = "no_income"
    NO_FAMILY = "no_family"
    STABLE_LIFE = "stable_life"
    LONG_ABSTINENCE = "long_abstinence"


class LevelChange(StrEnum):
    """How a level compares with that of the assessment before."""

    ROSE = "rose"
    FELL = "fell"
    SAME = "same"
    NOT_COMPARED = "not_compared"


@published("cases.RiskAssessed.v1")
class RiskAssessed(StandingEntry):
    """The client's risk was assessed, at a level of a scheme.

    Levels are data: the scheme says which there are. Before there were several, it was the one of
    three levels. `change` compares it with the last assessment up to that day, as far as it was
    written then: what is entered late, or made void, changes no later entry. Nothing is compared
    where there was none before, or one by another scheme.
    """

    level: str
    scheme: str = DEFAULT_SCHEME
    reasons: tuple[RiskReason, ...] = ()
    present: tuple[Present, ...] = ()
    change: LevelChange = LevelChange.NOT_COMPARED


@published("cases.SummaryWritten.v1")
class SummaryWritten(CaseEntry):
    """A summary of the half year was written; its text is in the vault."""


class Evaluated(StrEnum):
    """How the programme is kept."""

    KEPT = "kept"
    PARTLY_KEPT = "partly_kept"
    NOT_KEPT = "not_kept"


@published("cases.EvaluationMade.v1")
class EvaluationMade(CaseEntry):
    """The year was evaluated."""

    outcome: Evaluated
    present: tuple[Present, ...] = ()
