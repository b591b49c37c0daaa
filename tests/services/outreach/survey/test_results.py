"""What of a survey's results is shown to whom."""

from datetime import date
from typing import Any

from services.outreach.survey.showing import shown
from services.outreach.survey.state import Closed, Open, VoidedSurvey
from shared.events.outreach.surveys import GroupAnswers
from shared.policies.in_force import policies_in_force
from tests.golden.surveys import ANSWERS, CLOSED, OPENED, PREPARED

TODAY = date(2019, 7, 1)
FEW = Open(PREPARED, OPENED.entry_id, (ANSWERS,))
MANY = Open(
    PREPARED,
    OPENED.entry_id,
    (
        ANSWERS,
        ANSWERS.model_copy(
            update={"groups": (GroupAnswers(audience="students", answered=98, counting=97),)}
        ),
    ),
)


def facts(state: Open | Closed | VoidedSurvey, *, own: bool) -> dict[str, Any]:
    """A survey as it is shown."""
    policies = policies_in_force()
    return shown(state, 3, own=own, policies=policies, today=TODAY).model_dump()


def over(state: Open) -> Closed:
    """The survey when it is closed."""
    return Closed(state, CLOSED.entry_id)


def test_its_agency_is_shown_all() -> None:
    """Numbers, rates with their intervals, bands in both languages, choices and batches."""
    told = facts(MANY, own=True)
    assert told["groups"] == [
        {
            "audience": "students",
            "planned": 2,
            "answered": 100,
            "counting": 98,
            "rate": {"percent": 98.0, "low": 93.0, "high": 99.45},
            "band": {"number": 1, "name": "98% and over", "name_zh": "98%及以上"},
        },
        {
            "audience": "residents",
            "planned": 40,
            "answered": 40,
            "counting": 37,
            "rate": {"percent": 92.5, "low": 80.14, "high": 97.42},
            "band": {"number": 3, "name": "under 95%", "name_zh": "低于95%"},
        },
    ]
    assert told["whole"] == {
        "planned": 42,
        "answered": 140,
        "counting": 135,
        "rate": {"percent": 96.43, "low": 91.91, "high": 98.47},
        "band": {"number": 2, "name": "95% to under 98%", "name_zh": "95%至不足98%"},
    }
    assert len(told["batches"]) == 2
    assert {"question": "hotline", "choice": "a", "number": 2} in told["choices"]


def test_others_are_shown_no_small_sample() -> None:
    """Two students are hidden, and the residents too: else they are what the whole leaves over."""
    told = facts(over(FEW), own=False)
    students, residents = told["groups"]
    assert students["rate"] is students["answered"] is students["band"] is None
    assert residents["rate"] is residents["answered"] is None
    assert told["whole"]["answered"] == 42
    assert told["choices"] is told["batches"] is None


def test_of_a_community_others_are_shown_rates_alone() -> None:
    """Rounded, so that they do not say of how many; nothing where the whole sample is small."""
    plan = PREPARED.model_copy(update={"region": "410102001003"})
    told = facts(over(Open(plan, OPENED.entry_id, MANY.batches)), own=False)
    assert told["whole"]["rate"] == {"percent": 96.0, "low": 90.0, "high": 100.0}
    assert told["whole"]["answered"] is None
    small = ANSWERS.model_copy(update={"groups": ANSWERS.groups[1:]})
    told = facts(over(Open(plan, OPENED.entry_id, (small,))), own=False)
    assert told["whole"]["rate"] is None


def test_while_answers_come_others_are_shown_none() -> None:
    """Else the difference of two looks is what a single sheet says."""
    told = facts(MANY, own=False)
    for each in (told["whole"], *told["groups"]):
        assert each["planned"]
        assert each["answered"] is each["counting"] is each["rate"] is each["band"] is None
    assert facts(over(MANY), own=False)["whole"]["answered"] == 140


def test_a_void_survey_has_no_result() -> None:
    """What was answered counts nowhere."""
    told = facts(VoidedSurvey(PREPARED, was_open=True), own=True)
    assert (told["state"], told["whole"]["answered"], told["whole"]["rate"]) == (
        "void",
        0,
        None,
    )
