"""Writes the worklist: of a new generation by COPY, of one that is followed what has changed."""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

import asyncpg

from services.cases.worklist.projection import CaseRow, DutyRow, Made
from shared.database import Connection

LOAD = """
SELECT case_id, version, history, parked FROM duty_cases
WHERE generation = $1 AND case_id = ANY ($2::uuid[])
"""

KEEP_CASES = """
INSERT INTO duty_cases (generation, case_id, version, history, check_on, parked)
SELECT $1::integer, * FROM unnest($2::uuid[], $3::integer[], $4::text[], $5::date[], $6::text[])
ON CONFLICT (generation, case_id) DO UPDATE SET version = excluded.version,
    history = excluded.history, check_on = excluded.check_on, parked = excluded.parked
"""

# What was made anew ($2, $3) are duties of cases, or all of a case. Of its rows those that are no
# more go; those that are new or changed come, and of the others none is touched, nor locked.
KEEP_ROWS = """
WITH made AS MATERIALIZED (
    SELECT * FROM unnest($4::uuid[], $5::text[], $6::uuid[], $7::text[], $8::date[], $9::date[],
        $10::date[], $11::text[], $12::text[], $13::text[], $14::uuid[])
        AS made (case_id, duty, subject, to_whom, since, until, soon_from, rule, region, agency,
            workstation_id)
), kept AS MATERIALIZED (
    SELECT kept.*
    FROM unnest($2::uuid[], $3::text[]) AS anew (case_id, duty)
    JOIN worklist AS kept ON kept.generation = $1 AND kept.case_id = anew.case_id
        AND kept.duty = coalesce(anew.duty, kept.duty)
), gone AS (
    DELETE FROM worklist WHERE generation = $1 AND row_id IN (
        SELECT row_id FROM kept WHERE NOT EXISTS (
            SELECT FROM made WHERE made.case_id = kept.case_id AND made.duty = kept.duty
            AND made.subject IS NOT DISTINCT FROM kept.subject AND made.to_whom = kept.to_whom
        )
    )
)
INSERT INTO worklist AS old (generation, case_id, duty, subject, to_whom, since, until, soon_from,
    rule, region, agency, workstation_id)
SELECT $1, made.* FROM made
WHERE NOT EXISTS (
    SELECT FROM kept WHERE made.case_id = kept.case_id AND made.duty = kept.duty
    AND (made.subject, made.to_whom, made.since, made.until, made.soon_from, made.rule, made.region,
        made.agency, made.workstation_id) IS NOT DISTINCT FROM (kept.subject, kept.to_whom,
        kept.since, kept.until, kept.soon_from, kept.rule, kept.region, kept.agency,
        kept.workstation_id)
)
ON CONFLICT (generation, row_id) DO UPDATE SET since = excluded.since, until = excluded.until,
    soon_from = excluded.soon_from, rule = excluded.rule, region = excluded.region,
    agency = excluded.agency, workstation_id = excluded.workstation_id
"""


async def load(
    connection: Connection, generation: int, cases: Iterable[UUID]
) -> Sequence[asyncpg.Record]:
    """Cases as they are kept, unread; those that are not are left out."""
    return await connection.fetch(LOAD, generation, list(cases))


async def keep(connection: Connection, generation: int, made: Made) -> None:
    """Write what has changed, within the caller's transaction."""
    if not made.cases:
        return
    cases = _columns(made.cases, len(CaseRow._fields))
    await connection.execute(KEEP_CASES, generation, *cases)
    rows = _columns(made.rows, len(DutyRow._fields))
    anew = _columns(made.anew, 2)
    await connection.execute(KEEP_ROWS, generation, *anew, *rows)


async def keep_new(connection: Connection, generation: int, made: Made) -> None:
    """Write cases that the generation does not have, within the caller's transaction."""
    for table, fields, rows in (
        ("duty_cases", CaseRow._fields, made.cases),
        ("worklist", DutyRow._fields, made.rows),
    ):
        await connection.copy_records_to_table(
            table,
            columns=("generation", *fields),
            records=[(generation, *row) for row in rows],
        )


def _columns(rows: Sequence[tuple[Any, ...]], number: int) -> list[list[Any]]:
    return [list(column) for column in zip(*rows, strict=True)] or [[] for _ in range(number)]
