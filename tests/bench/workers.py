"""Lists by worker at 100,000 cases, beside the same at 1,000: the own worklist, cases of nobody.

Each worker has about 40 cases; each tenth case has nobody, and each hundredth worker is away
without cover. Of each case a contact, a test and the team are due: a page of the worklist asks whom
its teams lack. Pages of 50, medians of the seconds each takes, one caller at a time. The services
are processes of their own, each over a database of its own; the two are asked in turn.
"""

from contextlib import AsyncExitStack

import asyncpg

from services.cases.staff.keys import user_key
from shared.database import connect_pool
from shared.vault import Vault, VaultKeys
from tests.bench.listing import AT_MOST, CASES, FEWER, RELATIONS
from tests.bench.place import Place
from tests.bench.reading import pages
from tests.bench.rounds import Row
from tests.bench.served import ISSUER, keys_of, serving
from tests.services.service import migrated

CASES_A_WORKER = 40
USER = "bench-worker"

IN_A_PROGRAMME = "UPDATE case_register SET kind = 'community_detoxification', phase = 'agreed'"
# $1: workers; $2: the keyed hash of the user who is the first of them.
WORKERS = """
INSERT INTO workers (worker_id, agency, region, employment, joined_on, name_item, version, user_key)
SELECT md5('worker' || n)::uuid, 'bench', '410102001000', 'social_worker', '2019-01-01',
    md5('worker' || n)::uuid, 1, CASE WHEN n = 0 THEN $2::text END
FROM generate_series(0, $1::bigint - 1) AS n
"""
ABSENT = """
INSERT INTO worker_absences (absence_id, worker_id, agency, since, until)
SELECT md5('absence' || n)::uuid, md5('worker' || n)::uuid, 'bench', current_date - 20,
    current_date + 20
FROM generate_series(1, $1::bigint - 1) AS n WHERE n % 100 = 1
"""
MEMBERS = """
INSERT INTO team_members (joining_id, case_id, role, agency, worker_id, joined_on)
SELECT md5('joining' || n)::uuid, md5('case' || n)::uuid, 'social_worker', 'bench',
    md5('worker' || n % $1::bigint)::uuid, '2019-01-01'
FROM generate_series(1, $2::bigint) AS n WHERE n % 10 > 0
"""
DUE = """
INSERT INTO duty_generations (state, policies, software, up_to) VALUES ('live', '', '', now());
INSERT INTO worklist (generation, case_id, duty, since, until, soon_from, rule, region, agency,
    workstation_id)
SELECT (SELECT generation FROM duty_generations), case_id, duty, day - 30, day, day - 7, 'rule',
    region, agency, workstation_id
FROM case_register CROSS JOIN LATERAL (
    SELECT duty, current_date - 60 + (hashtext(case_id::text || duty) & 63) AS day
    FROM unnest(ARRAY['contact', 'test', 'team']) AS duty
) AS awaited
"""
PAGES = {
    "of the own worklist of a worker": "/v1/worklist?worker=mine",
    "of the teams that are due": "/v1/worklist?relation=responsible&duty=team",
    "of the cases that nobody has": "/v1/cases?orphaned=true",
    "of caseloads": "/v1/workers/caseloads",
}


async def lists(place: Place) -> list[Row]:
    """Lists by worker, page by page."""
    token = ISSUER.mint("bench", ["41"], ["cases:read", "staff:read"], user=USER)
    many = place.scale.events
    few = many // FEWER
    async with AsyncExitStack() as stack:
        ports = {}
        for number in (few, many):
            database = await _filled(place, number)
            ports[number] = await stack.enter_async_context(serving(place, "cases", database))
        return await pages(place, token, PAGES, ports, AT_MOST, of="cases")


async def _filled(place: Place, number: int) -> str:
    """A database with so many cases, the workers who have them, and what is due."""
    database = await place.new_database(migrated)
    workers = max(2, number // CASES_A_WORKER)
    pool = await connect_pool(database, application_name="bench")
    key = user_key(Vault(pool, VaultKeys.load(keys_of(place))).index, "bench", USER)
    await pool.close()
    connection = await asyncpg.connect(database)
    try:
        await connection.execute(CASES, number)
        await connection.execute(IN_A_PROGRAMME)
        await connection.execute(RELATIONS)
        await connection.execute(WORKERS, workers, key)
        await connection.execute(ABSENT, workers)
        await connection.execute(MEMBERS, workers, number)
        await connection.execute(DUE)
        await connection.execute("VACUUM ANALYZE")
    finally:
        await connection.close()
    return database
