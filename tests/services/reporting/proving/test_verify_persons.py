"""The verification of persons, and of what large batches have left to be counted later."""

import json

import pytest

from services.reporting.counting import model
from services.reporting.counting.consume import Consumer
from services.reporting.proving import verify as verify_module
from shared.database import Pool
from tests.services.reporting.deliveries import some_work
from tests.services.reporting.proving.test_verify import run
from tests.services.reporting.reading import one

pytestmark = pytest.mark.postgres


@pytest.mark.parametrize(
    "tamper",
    [
        None,
        "UPDATE live.cell_changes SET delta = delta + 1 WHERE ctid = (SELECT min(ctid) FROM"
        " live.cell_changes)",
        "UPDATE live.cell_changes SET day = day - 40 WHERE ctid = (SELECT min(ctid) FROM"
        " live.cell_changes)",
        "DELETE FROM live.cell_changes WHERE ctid = (SELECT max(ctid) FROM live.cell_changes)",
        "UPDATE live.person_changes SET facts = facts + 1 WHERE ctid = (SELECT min(ctid) FROM"
        " live.person_changes)",
        "UPDATE live.person_changes SET subject = gen_random_uuid() WHERE ctid = (SELECT min(ctid)"
        " FROM live.person_changes)",
        "DELETE FROM live.person_changes WHERE ctid = (SELECT max(ctid) FROM live.person_changes)",
        "UPDATE live.person_months SET facts = facts + 1 WHERE ctid = (SELECT min(ctid) FROM"
        " live.person_months)",
        "UPDATE live.person_cells SET persons = persons + 1 WHERE ctid = (SELECT min(ctid) FROM"
        " live.person_cells)",
        "UPDATE live.rollups SET value = value + 1 WHERE ctid = (SELECT min(ctid) FROM"
        " live.rollups)",
    ],
)
async def test_what_is_left_for_later_is_proved_with_the_rest(
    reporting_url: str,
    pool: Pool,
    consumer: Consumer,
    monkeypatch: pytest.MonkeyPatch,
    tamper: str | None,
) -> None:
    """While large batches come faster than they are counted, nothing is left out of the proof.

    Some of the work is counted and the rest left; verify does not come to count that first.
    """

    async def busy(*_: object) -> bool:
        return False

    monkeypatch.setattr(verify_module, "count_left", busy)
    events = some_work(12).events
    await consumer.begin()
    small, large = events[: len(events) // 2], events[len(events) // 2 :]
    await consumer.apply("cases", 0, 0, small)
    monkeypatch.setattr(model, "AT_ONCE", 0)
    await consumer.apply("cases", 0, large[0].offset, large)
    for table in ("cell_changes", "person_changes", "person_months", "person_cells"):
        assert await one(pool, f"SELECT count(*) FROM live.{table}") > 0
    if tamper is not None:
        assert await one(pool, f"WITH done AS ({tamper} RETURNING 1) SELECT count(*) FROM done")
    result = await run(reporting_url, events)
    assert result["equal"] == (tamper is None), result["differences"]
    assert result["persons"] > 0


async def test_a_scope_whose_persons_are_not_kept_is_named(
    reporting_url: str, pool: Pool, consumer: Consumer
) -> None:
    """Its persons are counted no more, so all that is kept of them is old."""
    events = some_work().events
    await consumer.begin()
    await consumer.apply("cases", 0, 0, events)
    await one(pool, "DELETE FROM live.person_scopes WHERE scope = 'contacts'")
    result = await run(reporting_url, events)
    assert result["differences"] == [{"scope": "contacts", "expected": "kept", "found": "not kept"}]


@pytest.mark.parametrize("digits", [2, 4, 6, 9])
async def test_a_damaged_cell_of_persons_of_any_level_is_found(
    reporting_url: str, pool: Pool, consumer: Consumer, digits: int
) -> None:
    """And named: its region, its scope, its month and the one before."""
    events = some_work().events
    await consumer.begin()
    await consumer.apply("cases", 0, 0, events)
    damaged = await one(
        pool,
        f"""
        WITH damaged AS (
            UPDATE live.person_cells SET persons = persons + 1 WHERE ctid = (
                SELECT min(ctid) FROM live.person_cells WHERE digits = {digits} AND persons > 0
            ) RETURNING *
        ) SELECT to_json(damaged) FROM damaged
        """,
    )
    cell = json.loads(damaged)
    persons = cell.pop("persons")
    [found] = (await run(reporting_url, events))["differences"]
    assert (found.pop("expected"), found.pop("found")) == (persons - 1, persons)
    assert found["digits"] == f"{digits}"
    assert (found["scope"], found["region"], found["month"]) == (
        cell["scope"], cell["region"], cell["month"],
    )  # fmt: skip
