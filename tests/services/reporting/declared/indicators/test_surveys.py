"""Surveys, their answers, and the three rates."""

from datetime import date

from tests.services.reporting.declared.by_hand import denominator, numerator
from tests.services.reporting.deliveries import Ledger
from tests.services.reporting.surveyed import answers, closed

DAY = date(2019, 6, 20)


def three_kinds() -> Ledger:
    """A survey of each kind, by two groups, with another number of those who count."""
    ledger = Ledger()
    for students, surveyed in ((90, "awareness"), (91, "legal_knowledge"), (92, "satisfaction")):
        groups = {"students": (students, 100), "residents": (40, 50)}
        answers(ledger, DAY, groups, surveyed=surveyed)
    return ledger


def test_awareness_rate() -> None:
    """Who is aware ÷ who answered such questionnaires, of all groups."""
    ledger = three_kinds()
    assert numerator("awareness_rate", ledger) == 130
    assert denominator("awareness_rate", ledger) == 150


def test_legal_knowledge_rate() -> None:
    """Kept apart from awareness."""
    ledger = three_kinds()
    assert numerator("legal_knowledge_rate", ledger) == 131
    assert denominator("legal_knowledge_rate", ledger) == 150


def test_satisfaction_rate() -> None:
    """And from satisfaction."""
    ledger = three_kinds()
    assert numerator("satisfaction_rate", ledger) == 132
    assert denominator("satisfaction_rate", ledger) == 150


def test_survey_answers() -> None:
    """All answers, whatever the questionnaire measures; of a group nobody is no fact."""
    ledger = three_kinds()
    answers(ledger, DAY, {"students": (0, 7), "residents": (3, 3), "women": (0, 0)})
    assert numerator("survey_answers", ledger) == 460
    assert (numerator("awareness_rate", ledger), denominator("awareness_rate", ledger)) == (
        133,
        160,
    )


def test_surveys_held() -> None:
    """Those that were closed; one that was closed, reopened and closed again is one."""
    ledger = Ledger()
    ledger.void(closed(ledger, DAY))
    closed(ledger, DAY)
    closed(ledger, DAY, surveyed="satisfaction")
    assert numerator("surveys_held", ledger) == 2


def test_surveys_sample_met() -> None:
    """As many of each group as planned ÷ all that were closed; as the last closing says."""
    ledger = Ledger()
    ledger.void(closed(ledger, DAY, met=True))
    closed(ledger, DAY, met=False)
    closed(ledger, DAY, met=True)
    assert numerator("surveys_sample_met", ledger) == 1
    assert denominator("surveys_sample_met", ledger) == 2


def test_what_is_void_counts_in_no_figure() -> None:
    """A batch that was taken back and recorded anew counts once; nothing is doubled."""
    ledger = Ledger()
    ledger.void(answers(ledger, DAY, {"students": (500, 500)}))
    answers(ledger, DAY, {"students": (49, 50)})
    assert numerator("survey_answers", ledger) == 50
    assert (numerator("awareness_rate", ledger), denominator("awareness_rate", ledger)) == (49, 50)
