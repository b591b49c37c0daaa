"""Persons of whole months, each counted once, from the cells of `counting/persons.py`."""

from datetime import date
from typing import NamedTuple

from services.reporting.counting.persons import scope_of, scopes
from services.reporting.declared.words import Selection
from services.reporting.statistics.places import child_length, parent_of
from services.reporting.statistics.question import Question
from services.reporting.statistics.spans import span_of
from shared.database import Connection
from shared.regions import ancestors, prefix

ABOVE = {2: 0, 4: 2, 6: 4, 9: 6}  # digits of the parent of a region, by those of its own level

# Whether no day after the period lies in its last month: of a street that is asked of its county,
# which has days. And whether the scope is kept and nothing is still to be added.
SUFFICE = """
SELECT
    NOT EXISTS (
        SELECT FROM live.rollups
        WHERE parent = $2 AND region = $3 AND measure = $4 AND grain = 'day'
            AND day >= $5 AND day < $6
    ) AS whole,
    EXISTS (SELECT FROM live.person_scopes WHERE scope = $1)
        AND NOT EXISTS (SELECT FROM live.person_changes)
        AND NOT EXISTS (SELECT FROM live.cell_changes) AS added
"""
PERSONS = """
SELECT region, since, sum(persons)::bigint FROM (
    SELECT region, previous, greatest(date_trunc($7, month)::date, $5) AS since, persons
    FROM live.person_cells
    WHERE digits = $1 AND scope = $2 AND parent = $3 AND ($4 = '' OR region = $4)
        AND month >= $5 AND month < $6
) AS cell WHERE previous < since
GROUP BY 1, 2 HAVING sum(persons) <> 0
"""


class Persons(NamedTuple):
    """The persons of a selection, by place and the first day of each calendar period.

    `found` is None if they are to be counted in the facts: for days and weeks, ragged periods,
    communities, dimensions, and moments of the past; and until all are added up. Then they will be
    found `soon`.
    """

    found: list[tuple[str, date, int]] | None
    soon: bool = False


async def persons(connection: Connection, question: Question, part: Selection) -> Persons:
    """The persons of a selection, as far as they are added up."""
    scope, region = scope_of(part), question.region
    below = "region" in question.by
    digits = child_length(region) if below else len(prefix(region))
    if (
        scope not in scopes()
        or digits not in ABOVE
        or question.dimensions
        or question.where
        or question.as_of is not None
        or question.grain in ("day", "week")
        or question.start.day != 1
    ):
        return Persons(None)
    end = question.end if question.end.day == 1 else span_of("month", question.end).end
    county = next(code for code in reversed(ancestors(region)) if len(prefix(code)) <= 6)
    asked = (parent_of(county), county, part.measure.code, question.end, end)
    suffice = await connection.fetchrow(SUFFICE, scope, *asked)
    assert suffice is not None
    if not (suffice["whole"] and suffice["added"]):
        return Persons(None, soon=suffice["whole"])
    parent = region if below else region[: ABOVE[digits]].ljust(12, "0")
    place = (digits, scope, parent, "" if below else region)
    rows = await connection.fetch(PERSONS, *place, question.start, end, question.grain)
    return Persons([(row[0], row[1], row[2]) for row in rows])
