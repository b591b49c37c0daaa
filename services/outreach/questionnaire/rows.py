"""The row of a questionnaire: what its list asks, written in each append. Pure."""

from collections.abc import Sequence

from services.outreach.questionnaire.rules import (
    Questionnaire,
    QuestionnaireEvent,
    Unpublished,
)
from shared.journal.journal import Part, Row

QUESTIONNAIRE = Part(
    """
    INSERT INTO questionnaires (questionnaire_id, code, agency, region, surveyed, title, edition,
        published_on)
    {rows}
    ON CONFLICT (questionnaire_id) DO UPDATE SET
        title = excluded.title, edition = excluded.edition, changed_at = clock_timestamp()
    """,
    ("uuid", "text", "text", "text", "text", "text", "int4", "date"),
)


def rows_of(state: Questionnaire, events: Sequence[QuestionnaireEvent], version: int) -> list[Row]:
    """The row of a questionnaire after an append; the day is that of its first edition."""
    if isinstance(state, Unpublished):
        return []
    its, first = state.current, state.editions[0]
    values = (its.questionnaire_id, its.code, its.agency, its.region, its.surveyed.value)
    return [Row(QUESTIONNAIRE, (*values, its.title, its.edition, first.published_on))]
