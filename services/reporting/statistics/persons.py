"""The query that counts each person once, for any selection and any dimensions. Pure.

The stored text of a fact's values is split in the database: the values of an open dimension
cannot be listed beforehand. Only positions of dimensions are written into the statement;
values travel as parameters.
"""

import json
from collections.abc import Iterable, Sequence

from services.reporting.declared.words import Dimension, Grouping, Selection, Where

# A person counts where more was recorded than made void.
PERSONS = """
SELECT label, place, month, count(*) FROM (
    SELECT ARRAY[{labels}]::text[] AS label,
        CASE WHEN $7 THEN rpad(left(region, $8), 12, '0') ELSE '' END AS place,
        CASE WHEN $9 THEN date_trunc('month', day)::date END AS month
    FROM live.facts
    WHERE measure = $1 AND day >= $2 AND day < $3 AND region >= $4 AND region < $5
        AND recorded_at <= coalesce($6, 'infinity'::timestamptz) AND subject IS NOT NULL
        {conditions}
    GROUP BY 1, 2, 3, subject HAVING sum(delta) > 0
) AS person
GROUP BY 1, 2, 3
"""
FIXED = 9  # parameters before those of conditions and labels


def persons_query(part: Selection, by: Sequence[str], narrowed: Where) -> tuple[str, list[object]]:
    """The statement, and its parameters from `FIXED` + 1 on.

    A row is the values of the dimensions `by`, the place, the month and the number of persons.
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
        return f"split_part(dims, '/', {part.measure.dimensions.index(dimension) + 1})"

    def conditions() -> Iterable[str]:
        for where in (part.where, narrowed):
            for code, allowed in where.items():
                dimension, values = part.measure.dimension(code), list(allowed)
                if isinstance(dimension, Grouping):
                    groups = dimension.groups.items()
                    values = [value for value, group in groups if group in allowed]
                    dimension = dimension.of
                yield f"AND {value_of(dimension)} = ANY ({parameter(values)}::text[])"

    labels = ", ".join(value_of(part.measure.dimension(code)) for code in by)
    return PERSONS.format(labels=labels, conditions=" ".join(conditions())), parameters
