"""Relief for a case is found by an index, however much the boxes have released."""

from uuid import UUID

import asyncpg
import pytest

from services.cases.relief_box.of_case import RELIEF
from tests.plans import PLANNED, explained
from tests.services.cases.place import Place

pytestmark = pytest.mark.postgres

FILL = """
INSERT INTO events (stream_id, version, event_id, type, data, metadata)
SELECT 'reliefbox-' || n % 50, n / 50 + 1, gen_random_uuid(),
    CASE n % 10 WHEN 0 THEN 'cases.ReliefEntryVoided.v1' WHEN 1 THEN 'cases.ReliefDonated.v1'
        ELSE 'cases.ReliefReleased.v1' END,
    CASE n % 10 WHEN 0 THEN jsonb_build_object('entry', jsonb_build_object('case_id', its.id))
        ELSE jsonb_build_object('case_id', its.id) END,
    '{}'
FROM generate_series(1, 20000) AS n
CROSS JOIN LATERAL (SELECT md5('case' || n % 2000)::uuid AS id) AS its;
"""


@pytest.mark.parametrize("counted", [True, False], ids=["counted", "not counted"])
@pytest.mark.parametrize("mode", ["force_custom_plan", "force_generic_plan"])
async def test_relief_for_a_case_is_read_along_its_index(
    place: Place, mode: str, counted: bool
) -> None:
    """Of 20,000 entries of boxes those of one case are read and no others, voids among them."""
    connection = await asyncpg.connect(place.dsn, server_settings=PLANNED)
    try:
        await connection.execute(FILL)
        if counted:
            await connection.execute("ANALYZE events")
        await connection.execute(f"SET plan_cache_mode = {mode}")
        case_id = str(await connection.fetchval("SELECT md5('case' || 8)::uuid"))
        assert UUID(case_id)
        plan = await explained(connection, RELIEF, [case_id])
        assert "events_relief_of_cases" in plan.indexes, plan
        assert not plan.whole, plan
        assert len(await connection.fetch(RELIEF, case_id)) == 10
        assert plan.rows <= 100, plan
    finally:
        await connection.close()
