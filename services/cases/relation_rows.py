"""Rows of what agencies are to cases: a part begins and ends with a version of the case. Pure."""

from datetime import date
from uuid import UUID

from services.cases.access_table import Relation
from shared.journal.journal import Part, Row

BEGUN = Part(
    "INSERT INTO relations (case_id, agency, relation, subject, begun, until) {rows}",
    ("uuid", "text", "text", "uuid", "int4", "date"),
)
ENDED = Part(
    """
    UPDATE relations SET ended = now.ended, ended_at = clock_timestamp()
    FROM ({rows}) AS now (case_id, relation, subject, ended)
    WHERE relations.case_id = now.case_id AND relations.relation = now.relation
    AND relations.subject = now.subject AND relations.ended IS NULL
    """,
    ("uuid", "text", "uuid", "int4"),
)


def begun(
    case_id: UUID,
    agency: str,
    relation: Relation,
    subject: UUID,
    version: int,
    until: date | None = None,
) -> Row:
    """A part begins with a version of the case; `until` lets the person be known until then."""
    return Row(BEGUN, (case_id, agency, relation.value, subject, version, until))


def ended(case_id: UUID, relation: Relation, subject: UUID, version: int) -> Row:
    """The same part ends with a version of the case; where there is none, nothing does."""
    return Row(ENDED, (case_id, relation.value, subject, version))
