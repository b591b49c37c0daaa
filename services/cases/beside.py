"""What is written beside a case, on a stream of its own, only while the case stands as read. Pure.

A right in the case that ends, or an entry of it on which the other stream was decided, cannot come
in between: the append then meets a conflict, and is decided anew.
"""

from uuid import UUID

from shared.journal.journal import Part, Row

# The row of the case is held until the append has committed, and each append of the case writes it.
# Where a case has moved on this divides by zero, which an append takes for a conflict. Nothing is
# ever inserted: a part must write, since PostgreSQL does not run another one.
UNMOVED = Part(
    """
    INSERT INTO claims (name, holder)
    SELECT '', '' WHERE 0 = 1 / ((
        SELECT count(*) FROM (
            SELECT kept.case_id FROM case_register AS kept
            JOIN ({rows}) AS at (case_id, version)
                ON kept.case_id = at.case_id AND kept.version = at.version
            FOR SHARE OF kept
        ) AS held
    ) = (SELECT count(*) FROM ({rows}) AS at))::int
    """,
    ("uuid", "int4"),
)


def unmoved(case_id: UUID, version: int) -> Row:
    """The append holds only while the case stands at this version."""
    return Row(UNMOVED, (case_id, version))
