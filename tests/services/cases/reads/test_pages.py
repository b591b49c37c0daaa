"""A page of the log of reads is one query by an index, however long the log is."""

from datetime import UTC, datetime
from hashlib import md5
from pathlib import Path

import asyncpg
import pytest

from services.cases.reads.pages import OF_CASE, OF_REGIONS
from shared.migrations import migrate
from shared.vault_log import LOG
from tests.databases import MakeDatabase
from tests.plans import explained
from tests.services.service import SQL, migrated

pytestmark = pytest.mark.postgres

OWN = ("agency", "user")  # whose own file is not shown

FILL = """
INSERT INTO vault_reads (person_id, agency, purpose, legal_basis, what, case_id, read_at)
SELECT md5('p' || n % 5000)::uuid, 'agency-' || n % 50, 'support', 'pipl_13_3', 'personal_data',
    CASE WHEN n % 2 = 0 THEN md5('c' || n % 5000)::uuid END,
    timestamptz '2020-01-01' + n * interval '1 minute'
FROM generate_series(1, 50000) AS n;
INSERT INTO vault_read_regions (region, read_at, read_id)
SELECT left('41' || lpad((read_id % 90 + 1)::text, 4, '0'), length), read_at, read_id
FROM vault_reads CROSS JOIN unnest(ARRAY[2, 4, 6]) AS length;
INSERT INTO case_register (case_id, agency, region, kind, phase, registration_id, version)
SELECT md5('c' || n)::uuid, 'agency-' || n % 50, '410102001003', 'at_large', 'at_large',
    md5('p' || n)::uuid, 1
FROM generate_series(0, 4000) AS n;
ANALYZE vault_reads; ANALYZE vault_read_regions; ANALYZE case_register;
"""


async def test_pages_are_found_by_an_index(dsn: str) -> None:
    """Neither a region's nor a case's page reads through the log, nor does a filter make it so."""
    connection = await asyncpg.connect(dsn)
    case, person = (md5(each.encode()).hexdigest() for each in ("c7", "p7"))
    since = datetime(2020, 1, 20, tzinfo=UTC)
    try:
        await connection.execute(FILL)
        for regions in (["41"], ["4100"], ["410001", "410002"]):
            for more in (
                (None, None, None, None, None),
                (since, None, None, None, None),
                (None, since, "agency-7", "nobody", "personal_data"),
            ):
                plan = await explained(connection, OF_REGIONS, [regions, *more, 100, *OWN])
                assert "vault_read_regions_pkey" in plan.indexes, plan
                assert not plan.whole, plan
        plan = await explained(connection, OF_CASE, [case, person, None, 100, False])
        assert plan.indexes >= {"vault_reads_case", "vault_reads_person"}, plan
        assert not plan.whole & {"vault_reads", "case_register"}, plan
        look = [None, None, "agency-7", "", "", "search", None, "", ""]
        limited = [*look, 200, since, ["41"], ["search", "opening"]]
        plan = await explained(connection, LOG, limited)
        assert "vault_reads_agency" in plan.indexes, plan
        assert not plan.whole, plan
    finally:
        await connection.close()


BEFORE = """
INSERT INTO events (stream_id, version, event_id, type, data, metadata)
VALUES ('case-{case}', 1, gen_random_uuid(), 'cases.CaseOpened.v1', '{{"case_id": "{case}",
    "client_id": "{client}", "kind": "at_large", "region": "410102001000"}}', '{{"agency": "a"}}');
INSERT INTO vault_reads (person_id, item_id, agency, purpose, legal_basis)
VALUES ('{client}', '{client}', 'a', 'visit', 'any'), ('{case}', '{case}', 'a', 'visit', 'any');
"""


async def test_a_log_of_before_is_filed_under_the_regions_of_its_cases(
    make_database: MakeDatabase, tmp_path: Path
) -> None:
    """What was read of a person is of each region in which the registration has a case."""
    for file in SQL.glob("00[1-7]_*.sql"):
        (tmp_path / file.name).write_bytes(file.read_bytes())
    dsn = await make_database(lambda dsn: migrate(dsn, tmp_path, "public"))
    connection = await asyncpg.connect(dsn)
    case, client = "00000000-0000-7000-8000-000000000001", "00000000-0000-7000-8000-000000000002"
    await connection.execute(BEFORE.format(case=case, client=client))
    await migrated(dsn)
    rows = await connection.fetch(OF_REGIONS, ["410102"], None, None, None, None, None, 10, *OWN)
    assert [(row["what"], row["agency"], row["case_id"]) for row in rows] == [
        ("personal_data", "a", None)
    ]
    assert (
        await connection.fetch(OF_REGIONS, ["4103"], None, None, None, None, None, 10, *OWN) == []
    )
    assert len(await connection.fetch(OF_CASE, case, client, None, 10, False)) == 1
    await connection.close()
