"""What is recorded at a place, and that the place is void: one row, so that both cannot be. Pure.

A place and what is recorded at it are streams of their own. Each append asks this row, which the
other one holds until it has committed; where it says no, it divides by zero, which an append takes
for a conflict: then the place is looked at again.
"""

from uuid import UUID

from shared.journal.journal import Part, Row

RECORDED = Part(
    """
    INSERT INTO place_records AS kept (place_id, records)
    SELECT place_id, sum(change) FROM ({rows}) AS each (place_id, change)
    GROUP BY place_id ORDER BY place_id
    ON CONFLICT (place_id) DO UPDATE SET records = kept.records + CASE
        WHEN excluded.records > 0 THEN excluded.records / (NOT kept.void)::int
        ELSE excluded.records
    END
    """,
    ("uuid", "int4"),
)
VOIDED = Part(
    """
    INSERT INTO place_records AS kept (place_id, records, void)
    SELECT place_id, 0, true FROM ({rows}) AS each (place_id) ORDER BY place_id
    ON CONFLICT (place_id) DO UPDATE SET void = 1 / (kept.records = 0)::int = 1
    """,
    ("uuid",),
)


def recorded(place_id: UUID, change: int) -> Row:
    """An append that records something at a place, 1, or takes it back, -1."""
    return Row(RECORDED, (place_id, change))


def voided(place_id: UUID) -> Row:
    """An append that makes a place void, at which nothing is recorded."""
    return Row(VOIDED, (place_id,))
