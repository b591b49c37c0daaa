"""The verification: a right model is equal, and whatever is wrong is found."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import asyncpg
import pytest

from services.reporting.counting.consume import Consumer
from services.reporting.proving.verify import verify
from shared.database import Pool
from shared.ids import new_id
from shared.journal.received_event import ReceivedEvent
from tests.services.reporting.deliveries import DETOX, Ledger, cut, some_work
from tests.services.reporting.feeding import MemoryFeed
from tests.services.reporting.reading import KEPT, one

pytestmark = pytest.mark.postgres


@pytest.fixture(autouse=True)
async def begun(consumer: Consumer) -> None:
    """The service keeps persons from its start on."""
    await consumer.begin()


async def run(dsn: str, events: list[ReceivedEvent]) -> dict[str, Any]:
    """Verify on a connection of its own; the result."""
    connection = await asyncpg.connect(dsn)
    try:
        lines = [line async for line in verify(connection, [MemoryFeed("cases", events)])]
    finally:
        await connection.close()
    return lines[-1]


async def test_a_right_model_is_equal(reporting_url: str, pool: Pool, consumer: Consumer) -> None:
    """With corrections in it, taken in by several batches."""
    events = some_work(9).events
    for batch in cut(events, 10):
        await consumer.apply("cases", 0, batch[0].offset, batch)
    assert await run(reporting_url, events) == {
        "phase": "done",
        "equal": True,
        "different": 0,
        "differences": [],
        "cells": await one(pool, "SELECT count(*) FROM live.rollups WHERE value <> 0"),
        "persons": await one(
            pool,
            "SELECT (SELECT count(*) FROM live.person_cells WHERE persons <> 0)"
            " + (SELECT count(*) FROM live.person_months WHERE facts <> 0)",
        ),
        "events": len(events),
        "pending": 0,
        "overdue": 0,
        "parked": 0,
        "parked_streams": [],
        "outdated": [],
    }


async def test_what_is_pending_is_equal_for_a_minute(reporting_url: str) -> None:
    """What was not counted yet is on its way; what has waited for long does not come any more."""
    now = datetime.now(UTC)
    events = [event._replace(recorded_at=now) for event in some_work().events]
    result = await run(reporting_url, events)
    assert result["equal"]
    assert (result["events"], result["pending"], result["overdue"]) == (0, len(events), 0)
    lost = [event._replace(recorded_at=now - timedelta(minutes=2)) for event in events[:2]]
    result = await run(reporting_url, [*lost, *events[2:]])
    assert not result["equal"]
    assert (result["pending"], result["overdue"]) == (len(events), 2)
    assert result["differences"] == [
        {"events": "not counted for a minute", "expected": 0, "found": 2}
    ]


async def test_what_is_parked_is_counted_apart(
    reporting_url: str, pool: Pool, consumer: Consumer
) -> None:
    """A parked stream is neither a difference nor pending."""
    events = some_work(2).events
    spoilt = [events[0]._replace(data="{"), *events[1:]]
    await consumer.apply("cases", 0, 0, spoilt)
    result = await run(reporting_url, events)
    assert result["equal"]
    assert result["parked"] == sum(e.stream_id == events[0].stream_id for e in events)
    assert result["pending"] == 0
    first = events[0]
    assert result["parked_streams"] == [
        {"stream_id": first.stream_id, "version": 1, "type": first.type, "reason": "malformed"}
    ]


async def test_a_stream_that_is_in_no_journal_is_named(
    reporting_url: str, pool: Pool, consumer: Consumer
) -> None:
    """Events that came by another way than the journal, also such as no measure reads."""
    ledger = some_work(2)
    forged = Ledger()
    forged.case(DETOX)
    [event] = forged.events
    await consumer.apply("cases", 0, 0, [*ledger.events, event._replace(offset=len(ledger.events))])
    result = await run(reporting_url, ledger.events)
    assert not result["equal"]
    named = [difference.get("stream") for difference in result["differences"]]
    assert event.stream_id in named


async def test_another_event_under_a_version_is_named(
    reporting_url: str, pool: Pool, consumer: Consumer
) -> None:
    """It says the same as the true one, and even so it is not the one in the journal."""
    events = some_work(2).events
    last = events[-1]
    forged = [*events[:-1], last._replace(event_id=new_id())]
    await consumer.apply("cases", 0, 0, forged)
    result = await run(reporting_url, events)
    named = [difference.get("stream") for difference in result["differences"]]
    assert last.stream_id in named
    await consumer.apply("cases", 0, len(events), [last._replace(offset=len(events))])
    result = await run(reporting_url, events)
    assert {"contradicted": last.stream_id, "version": last.version} in [
        {name: difference.get(name) for name in ("contradicted", "version")}
        for difference in result["differences"]
    ]


async def test_an_event_that_the_feed_does_not_give_is_missed(
    reporting_url: str, pool: Pool, consumer: Consumer
) -> None:
    """The rows of the journals' tables are counted, and compared with what was read."""
    events = some_work(2).events
    await consumer.apply("cases", 0, 0, events)
    feed = MemoryFeed("cases", events)
    feed.rows = len(events) + 3
    connection = await asyncpg.connect(reporting_url)
    [*_, result] = [line async for line in verify(connection, [feed])]
    await connection.close()
    assert result["differences"] == [
        {"events": "in the feeds", "expected": len(events) + 3, "found": len(events)}
    ]


@pytest.mark.parametrize(
    "tamper",
    [
        "UPDATE live.rollups SET value = value + 1 WHERE ctid = (SELECT min(ctid) FROM"
        " live.rollups)",
        "DELETE FROM live.rollups WHERE ctid = (SELECT min(ctid) FROM live.rollups)",
        "UPDATE live.rollups SET parent = '420000000000' WHERE region = '410102000000'"
        " AND measure = 'contacts'",
        "INSERT INTO live.rollups VALUES"
        " ('', '420000000000', 'sessions', 'month', '2019-01-01', 'shop', 1)",
        "UPDATE live.facts SET delta = delta + 1 WHERE ctid = (SELECT min(ctid) FROM live.facts)",
        "UPDATE live.facts SET day = day + 1 WHERE ctid = (SELECT min(ctid) FROM live.facts)",
        "UPDATE live.facts SET subject = gen_random_uuid() WHERE ctid = (SELECT min(ctid) FROM"
        " live.facts WHERE subject IS NOT NULL)",
        "UPDATE live.facts SET recorded_at = recorded_at + interval '1 microsecond' WHERE ctid ="
        " (SELECT min(ctid) FROM live.facts)",
        "UPDATE live.facts SET region = '410102001001' WHERE ctid = (SELECT min(ctid) FROM"
        " live.facts)",
        "INSERT INTO live.facts SELECT * FROM live.facts LIMIT 1",
        "DELETE FROM live.facts WHERE ctid = (SELECT min(ctid) FROM live.facts)",
        "UPDATE live.person_months SET facts = facts + 1 WHERE ctid = (SELECT min(ctid) FROM"
        " live.person_months)",
        # A month that counts nothing any more is as if it were not there.
        "DELETE FROM live.person_months WHERE ctid = (SELECT min(ctid) FROM live.person_months"
        " WHERE facts <> 0)",
        "INSERT INTO live.person_months SELECT scope, gen_random_uuid(), month, region, facts FROM"
        " live.person_months WHERE facts <> 0 LIMIT 1",
        "UPDATE live.person_cells SET persons = persons + 1 WHERE ctid = (SELECT min(ctid) FROM"
        " live.person_cells)",
        "UPDATE live.person_cells SET previous = '2018-01-01' WHERE ctid = (SELECT min(ctid) FROM"
        " live.person_cells)",
        "DELETE FROM live.person_cells WHERE ctid = (SELECT max(ctid) FROM live.person_cells)",
        "INSERT INTO live.cell_changes SELECT region, measure, day, dims, 1 FROM live.rollups"
        " WHERE grain = 'day' AND substr(region, 5, 2) <> '00' LIMIT 1",
        "INSERT INTO live.person_changes SELECT scope, subject, region, month, 1 FROM"
        " live.person_months LIMIT 1",
        "DELETE FROM live.person_scopes WHERE scope = (SELECT min(scope) FROM live.person_scopes)",
        "UPDATE live.person_scopes SET scope = scope || ' ' WHERE scope = (SELECT max(scope) FROM"
        " live.person_scopes)",
        "UPDATE live.streams SET version = version + 1 WHERE ctid = (SELECT min(ctid) FROM"
        " live.streams)",
    ],
)
async def test_whatever_was_tampered_with_is_found(
    reporting_url: str, pool: Pool, consumer: Consumer, tamper: str
) -> None:
    """One cell, one column of one fact, one row more or less: it is not equal any more."""
    events = some_work().events
    await consumer.apply("cases", 0, 0, events)
    await one(pool, tamper)
    result = await run(reporting_url, events)
    assert not result["equal"]
    assert result["different"] >= 1
    assert result["differences"]


@pytest.mark.parametrize(
    ("digits", "grain"), [(digits, grain) for digits, kept in KEPT.items() for grain in kept]
)
async def test_a_damaged_cell_of_any_level_and_period_is_found(
    reporting_url: str, pool: Pool, consumer: Consumer, digits: int, grain: str
) -> None:
    """And named: its region, its measure, and the first day of its period."""
    events = some_work().events
    await consumer.apply("cases", 0, 0, events)
    damaged = await one(
        pool,
        f"""
        WITH damaged AS (
            UPDATE live.rollups SET value = value + 1 WHERE ctid = (
                SELECT min(ctid) FROM live.rollups WHERE grain = '{grain}'
                    AND (SELECT max(digits) FROM reporting.lineage(region)) = {digits}
            ) RETURNING *
        ) SELECT to_json(damaged) FROM damaged
        """,
    )
    result = await run(reporting_url, events)
    cell = json.loads(damaged)
    value = cell.pop("value")
    assert result["differences"] == [{**cell, "expected": value - 1, "found": value}]


async def test_a_void_that_was_counted_wrongly_is_found(
    reporting_url: str, pool: Pool, consumer: Consumer
) -> None:
    """The verification leaves void entries out; a correction that failed shows."""
    events = some_work().events
    await consumer.apply("cases", 0, 0, events)
    await one(pool, "UPDATE live.facts SET delta = 0 WHERE delta < 0")
    result = await run(reporting_url, events)
    assert result["different"] > 1
