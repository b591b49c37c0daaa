"""Appointments of before get the day until which they let the person be known."""

import json
from datetime import date
from pathlib import Path
from uuid import UUID, uuid4

import asyncpg
import pytest

from services.cases.access_table import known_until
from tests.databases import MakeDatabase
from tests.services.cases.before import EVENT, migrated_before
from tests.services.cases.case.history import ON_CASE
from tests.services.service import migrated

pytestmark = pytest.mark.postgres

RELATE = """
INSERT INTO relations (case_id, agency, relation, subject, begun, ended)
VALUES ($1, 'hospital', $2, $3, $4, $5)
"""


async def test_what_waits_gets_its_day_and_nothing_else_one(
    make_database: MakeDatabase, tmp_path: Path
) -> None:
    """30 days after it is due, or after a year where it was due later; without loss of rows."""

    async def of_before(dsn: str) -> None:
        await migrated_before(dsn, tmp_path, "010_changes")

    dsn = await make_database(of_before)
    due = {
        uuid4(): ("2019-03-20", known_until(date(2019, 3, 20))),
        uuid4(): ("2020-02-28", known_until(date(2020, 2, 28))),
        uuid4(): ("2099-01-01", known_until(date(2020, 2, 28))),
        uuid4(): ("9999-12-31", known_until(date(2020, 2, 28))),
    }
    over, unknown, case_id = uuid4(), uuid4(), uuid4()
    due_days = {entry: day for entry, (day, _) in due.items()} | {over: "2019-03-20"}
    connection = await asyncpg.connect(dsn)
    try:
        for entry, due_on in due_days.items():
            fields = {**ON_CASE, "case_id": case_id, "entry_id": entry, "asked_of": "hospital"}
            fields |= {"occurred_on": "2019-02-28", "due_on": due_on}
            text = json.dumps(fields, default=str)
            name = "cases.DrugTestAppointed.v1"
            await connection.execute(EVENT, f"case-{case_id}", entry, name, text, "{}")
            ended = 9 if entry == over else None
            await connection.execute(RELATE, case_id, "asked_for_test", entry, 2, ended)
        await connection.execute(RELATE, case_id, "asked_for_test", unknown, 3, None)
        await connection.execute(RELATE, case_id, "responsible", case_id, 1, None)
        events = await connection.fetch("SELECT * FROM events ORDER BY position")
        await migrated(dsn)
        assert events == await connection.fetch("SELECT * FROM events ORDER BY position")
        found = {
            row["subject"]: row["until"]
            for row in await connection.fetch("SELECT subject, until FROM relations")
        }
    finally:
        await connection.close()
    expected: dict[UUID, date | None] = {entry: until for entry, (_, until) in due.items()}
    assert found == {**expected, over: None, unknown: None, case_id: None}
