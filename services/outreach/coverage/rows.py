"""The cells of coverage: how many sessions a region has seen in a kind of place in a year. Pure.

A session's append adds to its cell, its void takes away, so that coverage reads a few rows however
many sessions there are.
"""

from datetime import date

from shared.journal.journal import Part, Row

# The sum of a cell's changes is made first, for several appends may come in one statement; in
# order, so that two statements never wait for each other.
CELL = Part(
    """
    INSERT INTO coverage_cells AS kept (year, region, kind, sessions)
    SELECT year, region, kind, sum(change)
    FROM ({rows}) AS each (year, region, kind, change)
    GROUP BY year, region, kind ORDER BY year, region, kind
    ON CONFLICT (year, region, kind) DO UPDATE SET sessions = kept.sessions + excluded.sessions
    """,
    ("int4", "text", "text", "int4"),
)


def cell(day: date, region: str, kind: str, change: int) -> Row:
    """What an append changes of a cell."""
    return Row(CELL, (day.year, region, kind, change))
