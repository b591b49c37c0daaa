"""The row of a community's informants: its last count, written in each append. Pure."""

from collections.abc import Sequence

from services.outreach.informants.rules import Counts, InformantsEvent
from shared.journal.journal import Part, Row

INFORMANTS = Part(
    """
    INSERT INTO informants (region, occurred_on, number, version)
    {rows}
    ON CONFLICT (region) DO UPDATE SET
        occurred_on = excluded.occurred_on, number = excluded.number, version = excluded.version,
        changed_at = clock_timestamp()
    """,
    ("text", "date", "int4", "int4"),
)


def rows_of(state: Counts, events: Sequence[InformantsEvent], version: int) -> list[Row]:
    """The row after an append; where every count is void there is none to show."""
    last = state.days[-1] if state.days else None
    number = state.numbers[-1] if state.numbers else 0
    return [Row(INFORMANTS, (state.region, last, number, version))]
