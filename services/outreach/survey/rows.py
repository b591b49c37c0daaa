"""The row of a survey: what its list asks, written in each append. Pure."""

from collections.abc import Sequence
from enum import StrEnum

from services.outreach.survey.rules import SurveyEvent
from services.outreach.survey.state import (
    Closed,
    Known,
    Open,
    Prepared,
    Survey,
    Unprepared,
    VoidedSurvey,
)
from shared.journal.journal import Part, Row


class SurveyStanding(StrEnum):
    """How far a survey is."""

    PREPARED = "prepared"
    OPEN = "open"
    CLOSED = "closed"
    VOID = "void"


SURVEY = Part(
    """
    INSERT INTO surveys (survey_id, agency, region, questionnaire_id, edition, surveyed, title,
        since, until, state, was_open, version)
    {rows}
    ON CONFLICT (survey_id) DO UPDATE SET
        state = excluded.state, was_open = excluded.was_open, version = excluded.version,
        changed_at = clock_timestamp()
    """,
    (
        *("uuid", "text", "text", "uuid", "int4", "text", "text"),
        *("date", "date", "text", "bool", "int4"),
    ),
)


def standing_of(state: Known) -> SurveyStanding:
    """How far a survey is, by its state."""
    return {
        Prepared: SurveyStanding.PREPARED,
        Open: SurveyStanding.OPEN,
        Closed: SurveyStanding.CLOSED,
        VoidedSurvey: SurveyStanding.VOID,
    }[type(state)]


def was_open(state: Known) -> bool:
    """Whether others than its agency know of a survey."""
    return state.was_open if isinstance(state, VoidedSurvey) else not isinstance(state, Prepared)


def rows_of(state: Survey, events: Sequence[SurveyEvent], version: int) -> list[Row]:
    """The row of a survey as it stands after an append."""
    if isinstance(state, Unprepared):
        return []
    its = state.plan
    return [
        Row(
            SURVEY,
            (
                *(its.survey_id, its.agency, its.region, its.questionnaire_id, its.edition),
                *(its.surveyed.value, its.title, its.since, its.until),
                *(standing_of(state).value, was_open(state), version),
            ),
        )
    ]
