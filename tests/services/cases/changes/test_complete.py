"""Nothing is lost and nothing comes twice, in whatever order transactions commit."""

import asyncio
import json
from uuid import uuid4

import asyncpg
import pytest

from services.cases.changes import scan
from tests.services.cases.calls import CONTACT, REGION, a_client
from tests.services.cases.changes.calls import all_changes, changes, of_case
from tests.services.service import Client

pytestmark = pytest.mark.postgres

ADD = """
INSERT INTO events (stream_id, version, event_id, type, data, metadata)
VALUES ($1, $2, $3, 'cases.ContactRecorded.v1', $4, '{}')
"""


async def a_case(api: Client, number: str = "11010519491231002X") -> str:
    """A file at large."""
    file = {"client_id": await a_client(api, number), "kind": "at_large", "region": REGION}
    return str((await api.post("/v1/cases", file)).body["case_id"])


async def add(connection: asyncpg.Connection, case_id: str, version: int) -> str:
    """Write a contact past the service; its entry's id."""
    entry = uuid4()
    fields = {"case_id": case_id, "client_id": str(uuid4()), "kind": "at_large", "region": REGION}
    fields |= {"entry_id": str(entry), "occurred_on": "2019-03-01", "mode": "phone"}
    await connection.execute(ADD, f"case-{case_id}", version, entry, json.dumps(fields))
    return str(entry)


async def test_a_slow_transaction_is_offered_when_it_commits(api: Client, dsn: str) -> None:
    """Though its place in the journal is before others that were offered long ago."""
    slow, quick = await a_case(api), await a_case(api, "110101199003078822")
    _, after = await all_changes(api)
    connection = await asyncpg.connect(dsn)
    try:
        transaction = connection.transaction()
        await transaction.start()
        late = await add(connection, slow, 2)
        for _ in range(3):
            await api.post(f"/v1/cases/{quick}/contacts", CONTACT)
        found, after = await all_changes(api, after, limit=2)
        assert [change["case_id"] for change in found] == [quick] * 3
        await transaction.commit()
    finally:
        await connection.close()
    found, after = await all_changes(api, after)
    assert [change["entry_id"] for change in found] == [late]
    assert (await all_changes(api, after))[0] == []


async def test_many_writers_lose_nothing(
    api: Client, dsn: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Transactions that commit in another order than they began, read in small pieces meanwhile."""
    monkeypatch.setattr(scan, "PIECE", 5)
    monkeypatch.setattr(scan, "FIRST_PIECE", 1)
    monkeypatch.setattr(scan, "MOST_PLACES", 20)
    case_ids = [await a_case(api), await a_case(api, "110101199003078822")]
    _, after = await all_changes(api)
    connections = [await asyncpg.connect(dsn) for _ in case_ids]

    async def write(connection: asyncpg.Connection, case_id: str, pause: float) -> list[str]:
        entries: list[str] = []
        for first in range(2, 60, 3):
            async with connection.transaction():
                for version in range(first, first + 3):
                    entries.append(await add(connection, case_id, version))
                    await asyncio.sleep(pause)
        return entries

    writing = asyncio.gather(*map(write, connections, case_ids, (0.001, 0.003)))
    found = []
    while not writing.done():
        page = await changes(api, after, limit=3)
        found += page["changes"]
        after = page["next"]
    rest, _ = await all_changes(api, after)
    written = {entry for entries in await writing for entry in entries}
    offered = [change["entry_id"] for change in [*found, *rest]]
    assert len(offered) == len(set(offered))
    assert set(offered) == written
    for connection in connections:
        await connection.close()


@pytest.mark.parametrize("few", [None, 0, 20_000])
async def test_all_ways_to_find_own_cases_find_the_same(
    few: int | None, api: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each looked up, where they are many or come often; else picked by their streams."""
    monkeypatch.setattr(scan, "FEW_CASES", few or 0)
    monkeypatch.setattr(scan, "FIRST_PIECE", 1)
    monkeypatch.setattr(scan, "SPARSE", 0 if few is None else 1_000_000)
    other = api.as_agency("social_work_provider", "41")
    await a_client(other, "110101199003078822")
    case_id = await a_case(api)
    await api.post(f"/v1/cases/{case_id}/contacts", CONTACT)
    assert len(await of_case(api, case_id)) == 2
    assert len((await all_changes(api))[0]) == 3
    assert len((await all_changes(other))[0]) == 1
    assert (await all_changes(api.as_agency("hospital", "41")))[0] == []


async def test_a_long_past_is_read_in_bounded_calls(
    api: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A call that has looked at enough says that it goes on, though it has found nothing."""
    monkeypatch.setattr(scan, "PIECE", 2)
    monkeypatch.setattr(scan, "MOST_PLACES", 4)
    await a_case(api)
    await a_case(api, "110101199003078822")
    for agency in ("other", "another", "a", "310", "311"):
        await a_client(api.as_agency(agency, "41"))
    other = api.as_agency("hospital", "41")
    page = await changes(other)
    assert (page["changes"], page["more"]) == ([], True)
    assert (await all_changes(other))[0] == []
