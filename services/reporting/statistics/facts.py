"""The queries that look at every fact, for any selection and any dimensions. Pure.

One counts each person once, one the facts as they were recorded.

The stored text of a fact's values is split in the database: the values of an open dimension
cannot be listed beforehand. Only positions of dimensions are written into the statement;
values travel as parameters.
"""

import json
from collections.abc import Iterable, Sequence

from services.reporting.declared.words import Delay, Dimension, Grouping, Selection, Where

LABELLED = """
SELECT label, place, since, count(*) FROM (
    SELECT ARRAY[{labels}]::text[] AS label,
        CASE WHEN $7 THEN rpad(left(region, $8), 12, '0') ELSE '' END AS place,
        date_trunc($9, day)::date AS since
    FROM live.facts
    WHERE measure = $1 AND day >= $2 AND day < $3 AND region >= $4 AND region < $5
        AND recorded_at <= coalesce($6, 'infinity'::timestamptz) AND {counts}
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
    parameters: list[object] = []

    def parameter(value: object) -> str:
        parameters.append(value)
        return f"${FIXED + len(parameters)}"

    def value_of(dimension: Dimension) -> str:
        """The expression of a fact's value."""
        if isinstance(dimension, Grouping):
            groups = parameter(json.dumps(dict(dimension.groups)))
            return f"({groups}::jsonb ->> {value_of(dimension.of)})"
        if isinstance(dimension, Delay):
            names, starts = parameter([*dimension.bands]), parameter([*dimension.bands.values()])
            return f"({names}::text[])[width_bucket({DAYS_LATER}, {starts}::integer[])]"
        return f"split_part(dims, '/', {part.measure.dimensions.index(dimension) + 1})"

    def conditions() -> Iterable[str]:
        for where in (part.where, narrowed):
            for code, allowed in where.items():
                dimension, values = part.dimension(code), list(allowed)
                if isinstance(dimension, Grouping):
                    groups = dimension.groups.items()
                    values = [value for value, group in groups if group in allowed]
                    dimension = dimension.of
                yield f"AND {value_of(dimension)} = ANY ({parameter(values)}::text[])"

    labels = ", ".join(value_of(part.dimension(code)) for code in by)
    counts, once = PERSON if part.counting == "persons" else RECORDED
    query = LABELLED.format(
        labels=labels, conditions=" ".join(conditions()), counts=counts, once=once
    )
    return query, parameters
