"""Persons by month: in which months each was counted, and cells from which distinct ones add up.

A cell holds how many persons were counted in a month of whom the last month before was `previous`.
Each person of a period is in just one month of it that has a previous one before the period: so the
persons of [from, to) are the sum of the cells of its months whose previous month is before `from`.
See docs/decisions/0079.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from functools import cache, lru_cache
from uuid import UUID

from services.reporting.counting.fold import PlainRow
from services.reporting.counting.tables import Schema, columns, sql
from services.reporting.declared.indicators import INDICATORS
from services.reporting.declared.words import ALWAYS, Selection, Where
from shared.database import Connection

COLUMNS = ("scope", "subject", "region", "month", "facts")
PersonRow = tuple[str, UUID, str, date, int]  # scope, subject, region, month, facts

# Whoever adds holds this, so that nobody's months are read before another's change of them.
LOCK = "LOCK TABLE model.person_scopes IN SHARE ROW EXCLUSIVE MODE"
SCOPES = "SELECT scope FROM model.person_scopes"
# A scope that this software does not know, and so does not add to, is counted no more.
DROP = "DELETE FROM model.person_scopes WHERE scope = ANY ($1::text[])"

# What `known` persons, a row for each of their months and regions, are in cells, `sign` times.
# Whoever was always in one region has the same months before at every level: these are looked for
# once, and their numbers added up for the levels. That is nearly everyone.
_CELLS = """
moved AS MATERIALIZED (
    SELECT scope, subject FROM known GROUP BY 1, 2 HAVING min(region) < max(region)
), stayed AS (
    SELECT sign, scope, region, month, previous, count(*) AS persons
    FROM (
        SELECT sign, scope, region, month,
            lag(month) OVER (PARTITION BY sign, scope, subject ORDER BY month) AS previous
        FROM known LEFT JOIN moved USING (scope, subject)
        WHERE facts > 0 AND moved.scope IS NULL
    ) AS step
    GROUP BY 1, 2, 3, 4, 5
), level (above, digits) AS (
    VALUES (0, 2), (2, 4), (4, 6), (6, 9)
), seen AS (
    SELECT sign, digits, scope, subject, rpad(left(region, above), 12, '0') AS parent,
        rpad(left(region, digits), 12, '0') AS region, month
    FROM known JOIN moved USING (scope, subject), level
    GROUP BY 1, 2, 3, 4, 5, 6, 7 HAVING sum(facts) > 0
), steps AS (
    SELECT digits, scope, parent, region, month, lag(month) OVER (
        PARTITION BY sign, digits, scope, subject, region ORDER BY month
    ) AS previous, sign AS persons
    FROM seen
    UNION ALL
    SELECT digits, scope, rpad(left(region, above), 12, '0'), rpad(left(region, digits), 12, '0'),
        month, previous, sign * persons
    FROM stayed, level
)
INSERT INTO model.person_cells AS held (digits, scope, parent, region, month, previous, persons)
SELECT digits, scope, parent, region, month, coalesce(previous, '-infinity'), sum(persons)
FROM steps GROUP BY 1, 2, 3, 4, 5, 6 HAVING sum(persons) <> 0 ORDER BY 1, 2, 3, 4, 5, 6
ON CONFLICT (digits, scope, parent, region, month, previous)
DO UPDATE SET persons = held.persons + excluded.persons
"""
_COUNT = f"""
WITH {{taken}} added AS (
    SELECT scope, subject, region, month, sum(facts)::integer AS facts FROM {{source}}
    GROUP BY 1, 2, 3, 4
), held AS MATERIALIZED (
    SELECT person.* FROM (SELECT DISTINCT scope, subject FROM added) AS touched,
        LATERAL (
            SELECT * FROM model.person_months AS held
            WHERE held.scope = touched.scope AND held.subject = touched.subject OFFSET 0
        ) AS person
), stored AS (
    INSERT INTO model.person_months AS held (scope, subject, region, month, facts)
    SELECT * FROM added ORDER BY scope, subject, month, region
    ON CONFLICT (scope, subject, month, region)
    DO UPDATE SET facts = held.facts + excluded.facts
), known AS (
    SELECT sign, scope, subject, region, month, sum(facts) AS facts
    FROM (
        SELECT -1 AS sign, scope, subject, region, month, facts FROM held
        UNION ALL SELECT 1, scope, subject, region, month, facts FROM held
        UNION ALL SELECT 1, scope, subject, region, month, facts FROM added
    ) AS each GROUP BY 1, 2, 3, 4, 5
), {_CELLS}
"""
COUNT = _COUNT.format(
    taken="",
    source="unnest($1::text[], $2::uuid[], $3::text[], $4::date[], $5::integer[])"
    " AS given (scope, subject, region, month, facts)",
)
COUNT_CHANGES = _COUNT.format(
    taken="""taken AS (
    DELETE FROM model.person_changes
    WHERE ctid = ANY (ARRAY(SELECT ctid FROM model.person_changes LIMIT $1)) RETURNING *
),""",
    source="taken",
)

# All persons of scopes that have none yet, from the facts. They are added up by the scope's place
# among $1, which is compared sooner than its name.
FILL_MONTHS = """
INSERT INTO model.person_months (scope, subject, month, region, facts)
SELECT ($1::text[])[place], subject, month, rpad(street, 12, '0'), facts
FROM (
    SELECT place, subject, date_trunc('month', day::timestamp)::date AS month,
        left(region, 9) AS street, sum(delta) AS facts
    FROM model.facts
    JOIN (SELECT * FROM unnest($2::integer[], $3::text[], $4::text[]))
        AS chosen (place, measure, dims) USING (measure, dims)
    WHERE subject IS NOT NULL AND isfinite(day)
    GROUP BY 1, 2, 3, 4 HAVING sum(delta) <> 0 ORDER BY 1, 2, 3, 4
) AS months
"""
# Of a model that nobody reads yet the key is made when all is there, which takes a seventh less.
UNKEY = "ALTER TABLE next.person_months DROP CONSTRAINT person_months_pkey"
KEY = "ALTER TABLE next.person_months ADD PRIMARY KEY (scope, subject, month, region)"
FILL_CELLS = f"""
WITH known AS NOT MATERIALIZED (
    SELECT 1 AS sign, scope, subject, region, month, facts
    FROM model.person_months WHERE scope = ANY ($1::text[])
), {_CELLS}
"""

# Which texts a scope selects is said by the declarations, not by SQL.
TEXTS = "SELECT DISTINCT measure, dims FROM model.facts WHERE measure = ANY ($1::text[])"
STOP_CONSUMERS = "LOCK TABLE model.offsets IN EXCLUSIVE MODE"
KEEP = "INSERT INTO model.person_scopes (scope) SELECT unnest($1::text[])"
ANALYZE = "ANALYZE model.person_months"
EMPTY = (
    "DELETE FROM model.person_months WHERE scope <> ALL ($1::text[])",
    "DELETE FROM model.person_cells WHERE scope <> ALL ($1::text[])",
    "DELETE FROM model.person_changes WHERE scope <> ALL ($1::text[])",
)


@cache
def scopes() -> Mapping[str, Selection]:
    """The selections that some indicator counts by persons, by a name that says what they are."""
    parts = (part for each in INDICATORS.values() for part in each.parts)
    return {scope_of(part): part for part in parts if part.counting == "persons"}


def scope_of(part: Selection) -> str:
    """The name of a selection.

    >>> from services.reporting.declared.measures import MEASURES
    >>> scope_of(Selection(MEASURES["contacts"], {"mode": ("phone", "office")}, "persons"))
    'contacts mode=office,phone'
    """
    conditions = (f"{code}={','.join(sorted(part.where[code]))}" for code in sorted(part.where))
    return " ".join((part.measure.code, *conditions))


@lru_cache(maxsize=50_000)
def scopes_of(measure: str, dims: str) -> tuple[str, ...]:
    """The scopes that a fact counts for, by its measure and its stored text."""
    nothing: Where = {}
    return tuple(
        scope
        for scope, part in scopes().items()
        if part.measure.code == measure and part.values(dims, nothing) is not None
    )


def person_rows(facts: Iterable[PlainRow], kept: frozenset[str]) -> list[PersonRow]:
    """What facts add to the months of persons, for the scopes that are kept; a row for each."""
    scopes_in: dict[tuple[str, str], list[str]] = {}
    rows: list[PersonRow] = []
    for measure, day, region, dims, delta, subject, *_ in facts:
        if subject is None or day == ALWAYS:
            continue
        found = scopes_in.get((measure, dims))
        if found is None:
            found = [scope for scope in scopes_of(measure, dims) if scope in kept]
            scopes_in[measure, dims] = found
        for scope in found:
            rows.append((scope, subject, _street(region), _month(day), delta))
    return rows


@lru_cache(maxsize=50_000)
def _street(region: str) -> str:
    return f"{region[:9]}000"


@lru_cache(maxsize=50_000)
def _month(day: date) -> date:
    return day.replace(day=1)


async def add_persons(
    connection: Connection, schema: Schema, facts: Sequence[PlainRow], *, later: bool
) -> None:
    """Count the persons of a batch, within its transaction; or keep them to be counted `later`."""
    kept = frozenset(row[0] for row in await connection.fetch(sql(SCOPES, schema)))
    if unknown := kept - scopes().keys():
        await connection.execute(sql(DROP, schema), sorted(unknown))
    rows = person_rows(facts, kept) if kept else []
    if later and rows:
        await connection.copy_records_to_table(
            "person_changes", schema_name=schema, columns=COLUMNS, records=rows
        )
    elif rows:
        await connection.execute(sql(LOCK, schema))
        await connection.execute(sql(COUNT, schema), *columns(rows, 5))


async def keep_persons(connection: Connection, schema: Schema) -> None:
    """Count the persons of scopes that the model does not keep yet, from its facts.

    Nothing is counted into the model meanwhile: some seconds for a million facts.
    """
    while lacking := scopes().keys() - {
        row[0] for row in await connection.fetch(sql(SCOPES, schema))
    }:
        async with connection.transaction():
            await connection.execute(sql(STOP_CONSUMERS, schema))
            await connection.execute(sql(LOCK, schema))
            await connection.execute("SET LOCAL work_mem = '128MB'")
            there = [row[0] for row in await connection.fetch(sql(SCOPES, schema))]
            for statement in EMPTY:
                await connection.execute(sql(statement, schema), there)
            await _fill(connection, schema, sorted(lacking.difference(there)))


async def fill_months(connection: Connection, schema: Schema, lacking: Collection[str]) -> None:
    """Write the months of the persons of scopes that have none, from the facts."""
    ordered = sorted(lacking)
    measures = [scopes()[scope].measure.code for scope in ordered]
    chosen = [
        (ordered.index(scope) + 1, measure, dims)
        for measure, dims in await connection.fetch(sql(TEXTS, schema), measures)
        for scope in scopes_of(measure, dims)
        if scope in lacking
    ]
    await connection.execute(sql(FILL_MONTHS, schema), ordered, *columns(chosen, 3))


async def _fill(connection: Connection, schema: Schema, lacking: Sequence[str]) -> None:
    if schema == "next":
        await connection.execute(UNKEY)
    await fill_months(connection, schema, lacking)
    if schema == "next":
        await connection.execute(KEY)
    await connection.execute(sql(ANALYZE, schema))
    await connection.execute(sql(FILL_CELLS, schema), lacking)
    await connection.execute(sql(KEEP, schema), lacking)
