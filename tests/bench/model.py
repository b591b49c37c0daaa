"""A read model of so many events, made without counting them one by one."""

from datetime import date
from typing import NamedTuple

import asyncpg

from services.reporting.counting.migrations import migrate_reporting
from services.reporting.counting.persons import keep_persons
from services.reporting.declared.measures import fingerprint
from tests.bench.place import Place

FIRST = date(2018, 1, 1)
COMMUNITIES = 10  # of a county: 5 streets of 2 each
A_YEAR = 30  # events of a person

# Events come in the order of their days, as they do in life. Of twenty twelve are contacts and five
# are duties; of ten crises one is over. Persons are as many as have some thirty entries a year.
FILL = """
INSERT INTO live.facts
SELECT measure, day, region, dims, delta,
    CASE WHEN measure IN ('contacts', 'duties', 'crises_open')
        THEN ('00000000-0000-7000-8000-' || lpad(person::text, 12, '0'))::uuid END,
    ('00000000-0000-7000-9000-' || lpad(n::text, 12, '0'))::uuid, 'case-' || person, n,
    day + interval '20 hours'
FROM generate_series(1, $1::bigint) AS n,
    LATERAL (SELECT n % $2::integer AS person, n / 20 AS mix) AS whose,
    LATERAL (
        SELECT $3::date + (n * $4::integer / ($1::bigint + 1))::integer AS day,
            person % ($5::integer * 10) AS community,
            (ARRAY['community_detoxification', 'community_rehabilitation', 'at_large'])
                [1 + person % 3] AS kind
    ) AS entry,
    LATERAL (SELECT '41' || lpad((1 + community / 100)::text, 2, '0')
        || lpad((2 + community / 10 % 10)::text, 2, '0')
        || lpad((1 + community % 10 / 2)::text, 3, '0')
        || lpad((1 + community % 2)::text, 3, '0') AS region) AS place,
    LATERAL (
        SELECT CASE WHEN n % 20 < 12 THEN 'contacts' WHEN n % 20 < 17 THEN 'duties'
            WHEN n % 20 = 17 THEN 'sessions' WHEN n % 20 = 18 THEN 'articles'
            ELSE 'crises_open' END AS measure
    ) AS counted,
    LATERAL (SELECT CASE measure
        WHEN 'contacts' THEN kind || '/'
            || (ARRAY['home_visit', 'office', 'phone', 'wechat', 'video'])[1 + mix % 5]
        WHEN 'duties' THEN kind || '/'
            || (ARRAY['contact', 'test', 'assessment', 'report_in'])[1 + mix % 4]
            || '/' || (ARRAY['met', 'met', 'late', 'met', 'overdue', 'met', 'missed'])[1 + mix % 7]
        WHEN 'sessions' THEN (ARRAY['school', 'community', 'venue'])[1 + mix % 3]
        WHEN 'articles' THEN (ARRAY['website', 'newspaper'])[1 + mix % 2]
        ELSE 'danger_to_self' END AS dims) AS valued,
    unnest(ARRAY[1, -1]) AS delta
WHERE delta = 1 OR (measure = 'crises_open' AND mix % 10 = 0)
ORDER BY n
"""
WITHOUT_INDEXES = (  # while it is filled, as a rebuild does it
    "DROP INDEX live.facts_place, live.facts_recorded",
    "ALTER TABLE live.rollups DROP CONSTRAINT rollups_pkey",
)


class Model(NamedTuple):
    """A database whose model has events of so many whole years from `FIRST` on, in `41`."""

    dsn: str
    years: int

    @property
    def last_year(self) -> int:
        """The last of its years."""
        return FIRST.year + self.years - 1


async def model_of(place: Place, events: int, *, counties: int, years: int) -> Model:
    """A model with a number of events in `counties` of ten communities, ten counties to a city."""
    dsn = await place.new_database(migrate_reporting)
    days = (date(FIRST.year + years, 1, 1) - FIRST).days
    persons = events // (A_YEAR * years) // 20 * 20 + 1  # so that each has entries of all kinds
    connection = await asyncpg.connect(dsn, server_settings={"TimeZone": "UTC"})
    try:
        await _fill(connection, events, persons, FIRST, days, counties)
    finally:
        await connection.close()
    return Model(dsn, years)


async def _fill(connection: asyncpg.Connection, *asked: object) -> None:
    for statement in WITHOUT_INDEXES:
        await connection.execute(statement)
    await connection.execute(FILL, *asked)
    async with connection.transaction():
        await connection.execute("SELECT reporting.fill_cells('live')")
    await connection.execute("SELECT reporting.index_model('live')")
    await connection.execute("INSERT INTO live.made_by (declarations) VALUES ($1)", fingerprint())
    await keep_persons(connection, "live")
    await connection.execute("VACUUM (ANALYZE)")
