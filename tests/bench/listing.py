"""Lists over HTTP at 100,000 cases or sessions, beside the same lists at 1,000.

One caller at a time; medians of the seconds that a page of 50 takes. Half of what is listed lies in
one county, the rest in 159 others of the province. The services are processes of their own, each
over a database of its own; the two are asked in turn.
"""

from contextlib import AsyncExitStack

import asyncpg

from tests.bench.place import Place
from tests.bench.reading import get, measured
from tests.bench.rounds import Measure, Row, in_turn, timed
from tests.bench.served import ISSUER, serving
from tests.services.service import migrated

AT_MOST = 1.5
FEWER = 100  # times
COUNTY = "410102000000"

_PLACE = """CASE n % 2 WHEN 0 THEN '410102'
        ELSE '41' || lpad((1001 + n / 2 % 159)::text, 4, '0') END || '001003'"""
CASES = f"""
INSERT INTO case_register (case_id, agency, region, kind, phase, workstation_id, registration_id,
    version, opened_at, changed_at)
SELECT md5('case' || n)::uuid, 'bench', {_PLACE}, 'at_large',
    CASE WHEN n % 10 = 0 THEN 'requested' ELSE 'at_large' END, NULL, md5('case' || n)::uuid, 1,
    '2020-01-01'::timestamptz + n * interval '1 minute',
    '2020-01-01'::timestamptz + (n * 7919 % 100000) * interval '1 minute'
FROM generate_series(1, $1::bigint) AS n
"""
RELATIONS = """
INSERT INTO relations (case_id, agency, relation, subject, begun, begun_at)
SELECT case_id, agency, 'responsible', case_id, 1, opened_at FROM case_register
"""
SESSIONS = f"""
WITH session AS (
    SELECT md5('session' || n)::uuid AS record_id, {_PLACE} AS region,
        '2019-01-01'::date + (n % 3650)::integer AS occurred_on
    FROM generate_series(1, $1::bigint) AS n
), kept AS (
    INSERT INTO outreach_records (record_id, what, region, occurred_on, kind, void, version)
    SELECT record_id, 'activity', region, occurred_on, 'school', false, 1 FROM session
)
INSERT INTO events (stream_id, version, event_id, type, data, metadata)
SELECT 'activity-' || record_id, 1, record_id, 'outreach.SessionHeld.v1', json_build_object(
    'entry_id', record_id, 'activity_id', record_id, 'region', region, 'occurred_on', occurred_on,
    'place_kind', 'school', 'attendance', 30), '{{}}'
FROM session
"""
LISTS = {
    "of an agency's own cases": ("cases", "/v1/cases?relation=responsible&sort=-changed"),
    "of a county's cases": ("cases", f"/v1/cases?region={COUNTY}&sort=-changed"),
    "of the cases of 160 counties": ("cases", "/v1/cases?sort=-changed"),
    "of openings that wait": ("cases", "/v1/cases?phase=requested"),
    "of own cases, by a filter that none passes": (
        "cases",
        "/v1/cases?relation=responsible&phase=agreed",
    ),
    "of the sessions of 160 counties": ("outreach", "/v1/activities"),
}


async def lists(place: Place) -> list[Row]:
    """Lists, page by page."""
    token = ISSUER.mint("bench", ["41"], ["cases:read", "outreach:read"])
    many, seconds = place.scale.events, place.scale.seconds / 4
    few = many // FEWER
    rows = []
    async with AsyncExitStack() as stack:
        ports: dict[tuple[str, int], int] = {}
        for what in ("cases", "outreach"):
            for number in (few, many):
                database = await _filled(place, what, number)
                ports[what, number] = await stack.enter_async_context(
                    serving(place, what, database)
                )
        for name, (what, path) in LISTS.items():
            contenders: dict[str, Measure] = {
                str(number): measured(ports[what, number], get(path, token), seconds)
                for number in (few, many)
            }
            taken = await in_turn(contenders, place.scale.rounds)
            title = f"a page {name}, {many:,} in all; beside {few:,}"
            rows.append(timed(title, taken[str(few)], taken[str(many)], AT_MOST))
    return rows


async def _filled(place: Place, what: str, number: int) -> str:
    """A database with so many cases, or sessions."""
    database = await place.new_database(migrated)
    connection = await asyncpg.connect(database)
    try:
        if what == "cases":
            await connection.execute(CASES, number)
            await connection.execute(RELATIONS)
        else:
            await connection.execute(SESSIONS, number)
        await connection.execute("VACUUM ANALYZE")
    finally:
        await connection.close()
    return database
