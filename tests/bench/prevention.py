"""Lists and coverage of prevention over HTTP at 300,000 records, beside the same at 30,000.

One caller at a time; medians of the seconds that a page of 50 takes. Half of what is listed lies in
one county, the rest in 159 others of the province; every tenth record is an article, and there is
a place to every ten records. Each activity has a form, a partner and materials, one in four hundred
of them rare ones, and one in a thousand was at the one place that is asked for. The services
are processes of their own, each over a database of its own; the two are asked in turn.
"""

from contextlib import AsyncExitStack
from hashlib import md5
from uuid import UUID

import asyncpg

from tests.bench.place import Place
from tests.bench.reading import pages
from tests.bench.rounds import Row
from tests.bench.served import ISSUER, serving
from tests.services.service import migrated

AT_MOST = 1.5
FEWER = 10  # times
RECORDS = 300_000
COUNTY = "410102000000"
STREET = "410102001000"
HALL = UUID(md5(b"hall", usedforsecurity=False).hexdigest())

RECORDED = """
WITH record AS (
    SELECT md5('record' || n)::uuid AS record_id,
        CASE n % 10 WHEN 9 THEN 'publication' ELSE 'activity' END AS what,
        CASE n % 2 WHEN 0 THEN '410102' ELSE '41' || lpad((1001 + n / 2 % 159)::text, 4, '0') END
            || lpad((1 + n / 20 % 12)::text, 3, '0') || '003' AS region,
        '2019-01-01'::date + (n * 7919 % 3650)::integer AS occurred_on,
        (ARRAY['school', 'community', 'enterprise', 'village', 'family', 'venue', 'hotel', 'shop'])
            [1 + n / 10 % 8] AS place_kind,
        '2020-01-01'::timestamptz + (n * 104729 % 1000000) * interval '1 minute' AS changed_at,
        CASE WHEN n % 10 = 9 THEN ' title:' || md5('news') || ' '
            WHEN n % 400 = 8 THEN ' form:performance  partner:trade_union  material:banner '
            ELSE ' form:lecture  form:boards  partner:police_station  material:leaflet ' END
        || CASE WHEN n % 10 <> 9 AND n % 1000 = 8 THEN ' place:' || md5('hall')::uuid || ' '
            WHEN n % 10 <> 9 AND n % 1000 = 10 THEN ' subject:fraud ' ELSE '' END AS words
    FROM generate_series(1, $1::bigint) AS n
), kept AS (
    INSERT INTO outreach_records
        (record_id, what, region, occurred_on, kind, void, version, changed_at, activity_kind,
        campaign, recorder, words)
    SELECT record_id, what, region, occurred_on,
        CASE what WHEN 'activity' THEN place_kind ELSE 'website' END, false, 1, changed_at,
        CASE what WHEN 'activity' THEN 'session' END,
        CASE place_kind WHEN 'hotel' THEN 'june' END, 'bench', words
    FROM record
)
INSERT INTO events (stream_id, version, event_id, type, data, metadata)
SELECT what || '-' || record_id, 1, record_id,
    CASE what WHEN 'activity' THEN 'outreach.SessionHeld.v1'
        ELSE 'outreach.ArticlePublished.v1' END,
    CASE what WHEN 'activity' THEN json_build_object(
        'entry_id', record_id, 'activity_id', record_id, 'region', region,
        'occurred_on', occurred_on, 'place_kind', place_kind, 'attendance', 30)
    ELSE json_build_object(
        'entry_id', record_id, 'publication_id', record_id, 'region', region,
        'occurred_on', occurred_on, 'channel', 'website', 'title', 'news') END,
    '{"agency":"bench"}'
FROM record
"""
WORDS = """
INSERT INTO outreach_words (word, region, occurred_on, record_id)
SELECT word, region, occurred_on, record_id
FROM outreach_records CROSS JOIN regexp_split_to_table(trim(words), ' +') AS word
"""
COVERED = """
INSERT INTO coverage_cells (year, region, kind, sessions)
SELECT extract(year FROM occurred_on)::integer, region, kind, count(*)
FROM outreach_records WHERE what = 'activity' GROUP BY 1, 2, 3
"""
PLACES = """
INSERT INTO places (place_id, region, kind, place_kind, must_enter, name, opened_on, void, facts,
    version)
SELECT md5('place' || n)::uuid,
    CASE n % 2 WHEN 0 THEN '410102' ELSE '41' || lpad((1001 + n / 2 % 159)::text, 4, '0') END
        || '001003',
    'named_place', 'school', n % 3 = 0, 'a school', '2010-01-01'::date + (n * 7 % 3000)::integer,
    false, '{"offers":[],"rooms":[]}', 1
FROM generate_series(1, $1::bigint / 10) AS n
"""
SEEN = """
INSERT INTO place_years (place_id, year, sessions)
SELECT place_id, 2019, 1 FROM places WHERE get_byte(decode(md5(place_id::text), 'hex'), 0) < 128
"""
LISTS = {
    "of the sessions of 160 counties": "/v1/activities",
    "of the sessions of 160 counties, by change": "/v1/activities?sort=-changed",
    "of a county's sessions": f"/v1/activities?region={COUNTY}",
    "of a street's sessions": f"/v1/activities?region={STREET}",
    "of a county's sessions at schools": f"/v1/activities?region={COUNTY}&place_kind=school",
    "of sessions at a kind of place where none was": "/v1/activities?place_kind=restaurant",
    "of a county's activities in a campaign": f"/v1/activities?region={COUNTY}&campaign=june",
    "of activities with a usual form": "/v1/activities?form=lecture",
    "of activities with a rare form": "/v1/activities?form=performance",
    "of a county's activities with a partner": (
        f"/v1/activities?region={COUNTY}&partner=police_station"
    ),
    "of activities with a rare partner": "/v1/activities?partner=trade_union",
    "of a street's activities with a material": (
        f"/v1/activities?region={STREET}&material=leaflet"
    ),
    "of activities with a rare material": "/v1/activities?material=banner",
    "of activities on a subject": "/v1/activities?subject=fraud",
    "of activities at a place": f"/v1/activities?place_id={HALL}",
    "of activities with two forms, by change": (
        "/v1/activities?form=lecture&material=leaflet&sort=-changed"
    ),
    "of the articles of a title": "/v1/publications?title=news",
    "of the articles of 160 counties": "/v1/publications",
    "of coverage in 160 counties": "/v1/coverage?year=2019",
    "of coverage in a county": f"/v1/coverage?year=2019&region={COUNTY}",
    "of places to enter that were not": "/v1/places?year=2019&must_enter=true&entered=false",
}


async def lists(place: Place) -> list[Row]:
    """Lists of sessions, articles and places, and coverage, page by page."""
    token = ISSUER.mint("bench", ["41"], ["outreach:read"])
    many = place.scale.part(RECORDS)
    few = many // FEWER
    async with AsyncExitStack() as stack:
        ports = {
            number: await stack.enter_async_context(
                serving(place, "outreach", await _filled(place, number))
            )
            for number in (few, many)
        }
        return await pages(place, token, LISTS, ports, AT_MOST)


async def _filled(place: Place, number: int) -> str:
    """A database with so many sessions and articles, and what is kept beside them."""
    database = await place.new_database(migrated)
    connection = await asyncpg.connect(database)
    try:
        await connection.execute(RECORDED, number)
        await connection.execute(WORDS)
        await connection.execute(COVERED)
        await connection.execute(PLACES, number)
        await connection.execute(SEEN)
        await connection.execute("VACUUM ANALYZE")
    finally:
        await connection.close()
    return database
