"""Events of surveys as they arrive at reporting, made up for tests."""

from datetime import date
from uuid import UUID

from shared.events import Event
from shared.events.outreach.surveys import AnswersRecorded, SurveyClosed
from shared.ids import new_id
from tests.services.reporting.deliveries import STREET, Ledger


def answers(
    ledger: Ledger,
    day: date,
    groups: dict[str, tuple[int, int]],
    region: str = STREET,
    surveyed: str = "awareness",
) -> UUID:
    """Answers to a survey: who counts and who answered, by group."""
    told = [
        {"audience": audience, "answered": answered, "counting": counting}
        for audience, (counting, answered) in groups.items()
    ]
    return _of_survey(ledger, AnswersRecorded, (day, region, surveyed), groups=told)


def closed(
    ledger: Ledger,
    day: date,
    region: str = STREET,
    surveyed: str = "awareness",
    *,
    met: bool = True,
) -> UUID:
    """A survey is over."""
    said = (day, region, surveyed)
    return _of_survey(ledger, SurveyClosed, said, answered=1, sample_met=met)


def _of_survey(
    ledger: Ledger, model: type[Event], of: tuple[date, str, str], **more: object
) -> UUID:
    day, region, surveyed = of
    survey_id = new_id()
    fields = {
        "entry_id": new_id(),
        "survey_id": survey_id,
        "region": region,
        "surveyed": surveyed,
        "occurred_on": day,
    }
    return ledger.add(f"survey-{survey_id}", model.model_validate({**fields, **more}))
