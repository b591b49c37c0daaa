"""The queries that look at every fact, for any selection and any dimensions. Pure.

One counts each person once, one the facts as they were recorded.

The stored text of a fact's values is split in the database: the values of an open dimension
cannot be listed beforehand. Only positions of dimensions are written into the statement;
values travel as parameters.
"""

import json
from collections.abc import Iterator, Sequence

from services.reporting.declared.words import Delay, Dimension, Grouping, Selection, Where
from services.reporting.statistics.places import WITHIN

LABELLED = """
SELECT label, place, since, count(*) FROM (
    SELECT ARRAY[{labels}]::text[] AS label,
        CASE WHEN $7 THEN rpad(left(region, $8), 12, '0') ELSE '' END AS place,
        date_trunc($9, day)::date AS since
    FROM live.facts
    WHERE measure = $1 AND day >= $2 AND day < $3
        AND {within}
        AND coalesce(recorded_at <= $6, true) AND {counts}
        {conditions}
    {once}
) AS counted
GROUP BY 1, 2, 3
"""
# A person counts where more was recorded than made void.
PERSON = ("subject IS NOT NULL", "GROUP BY 1, 2, 3, subject HAVING sum(delta) > 0")
RECORDED = ("delta > 0", "")  # what a void takes back was recorded, and when it was
# The days of a fact are those of Shanghai; so is the day on which it was recorded.
DAYS_LATER = """greatest(0, CASE WHEN isfinite(day)
    THEN (recorded_at AT TIME ZONE 'Asia/Shanghai')::date - day END)"""
FIXED = 9  # parameters before those of conditions and labels


def facts_query(part: Selection, by: Sequence[str], narrowed: Where) -> tuple[str, list[object]]:
    """The statement, and its parameters from `FIXED` + 1 on.

    A row is the values of the dimensions `by`, the place, the first day of the calendar period,
    and the number of persons or of facts.
    KeyError for a dimension that the measure does not have.
    """
    written = Expressions(part, FIXED)
    labels = ", ".join(written.value_of(part.dimension(code)) for code in by)
    conditions = " ".join([*written.conditions(narrowed), *written.delayed(narrowed)])
    counts, once = PERSON if part.counting == "persons" else RECORDED
    query = LABELLED.format(
        labels=labels, conditions=conditions, counts=counts, once=once, within=WITHIN
    )
    return query, written.parameters


class Expressions:
    """What of a statement about a selection's facts is written for its dimensions.

    Values travel as `parameters`, behind the `fixed` first ones of the statement.
    """

    def __init__(self, part: Selection, fixed: int) -> None:
        self.part, self.parameters = part, list[object]()
        self._fixed = fixed

    def parameter(self, value: object) -> str:
        """The place of one more parameter."""
        self.parameters.append(value)
        return f"${self._fixed + len(self.parameters)}"

    def value_of(self, dimension: Dimension) -> str:
        """The expression of a fact's value."""
        if isinstance(dimension, Grouping):
            groups = self.parameter(json.dumps(dict(dimension.groups)))
            return f"({groups}::jsonb ->> {self.value_of(dimension.of)})"
        if isinstance(dimension, Delay):
            names = self.parameter([*dimension.bands])
            starts = self.parameter([*dimension.bands.values()])
            return f"({names}::text[])[width_bucket({DAYS_LATER}, {starts}::integer[])]"
        return f"split_part(dims, '/', {self.part.measure.dimensions.index(dimension) + 1})"

    def conditions(self, narrowed: Where) -> Iterator[str]:
        """What the values of a fact must be: those of the selection, and fewer still."""
        for dimension, allowed in self._allowed(narrowed):
            if isinstance(dimension, Grouping):
                groups = dimension.groups.items()
                values = [value for value, group in groups if group in allowed]
                yield self._condition(dimension.of, values)
            elif not isinstance(dimension, Delay):
                yield self._condition(dimension, allowed)

    def delayed(self, narrowed: Where) -> Iterator[str]:
        """How late it must have been recorded: of the same fact of an entry, not of its void."""
        for dimension, allowed in self._allowed(narrowed):
            if isinstance(dimension, Delay):
                yield self._condition(dimension, allowed)

    def _allowed(self, narrowed: Where) -> Iterator[tuple[Dimension, Sequence[str]]]:
        for where in (self.part.where, narrowed):
            for code, allowed in where.items():
                yield self.part.dimension(code), allowed

    def _condition(self, dimension: Dimension, values: Sequence[str]) -> str:
        return f"AND {self.value_of(dimension)} = ANY ({self.parameter([*values])}::text[])"
