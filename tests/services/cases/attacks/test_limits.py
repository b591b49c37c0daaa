"""Whether persons have files is asked so often a day: by opening, confirming, importing, trying."""

import asyncio
from collections import Counter
from pathlib import Path
from typing import Any

import asyncpg
import pytest

from services.cases.queries import LIMITED
from shared.vault_log import LOCK
from tests.services.cases.attacks.conftest import Rows
from tests.services.cases.calls import problem
from tests.services.cases.place import ALL, POLICE, PROVIDER, Place, a_place, file_of
from tests.services.service import Client, Reply

pytestmark = pytest.mark.postgres

DRY = {"Dry_Run": "true"}
IMPORT = {"Import_Id": "0196a1f2-3e00-7b6c-8d25-f0c94a71e836"}
IMPORTING = (*ALL, "cases:import")
OVER = """
SELECT what, count(*) FROM vault_reads WHERE what <> 'registration' GROUP BY what ORDER BY what
"""
WAITING = "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted"


async def _opens(api: Client, clients: list[str], **headers: str) -> list[int]:
    return [(await api.post("/v1/cases", file_of(each), **headers)).status for each in clients]


async def _registered(place: Place, agency: str, number: int) -> list[str]:
    return [await place.registered(agency) for _ in range(number)]


async def test_a_dry_run_without_an_import_is_limited_like_any_opening(
    place: Place, tmp_path: Path, rows: Rows
) -> None:
    """Also with a token for imports: without an Import-Id it is nobody's import."""
    clients = await _registered(place, POLICE, 4)
    async with a_place(place.dsn, tmp_path, openings_per_day=3) as limited:
        limited._keys = place._keys
        importer = limited.by(POLICE, actions=IMPORTING)
        assert await _opens(importer, clients, **DRY) == [204, 204, 204, 429]
        assert await _opens(importer, clients, **DRY, **IMPORT) == [204] * 4
    assert await rows(OVER) == [("imported_opening", 4), ("opening", 3)]


async def test_a_dry_run_without_an_import_opens_by_nobodys_authority(place: Place) -> None:
    """It is answered what the call itself would be: that the opening waits to be confirmed."""
    [client] = await _registered(place, PROVIDER, 1)
    importer = place.by(PROVIDER, actions=IMPORTING)
    waits = await importer.post("/v1/cases", file_of(client), **DRY)
    assert [each["reason"] for each in waits.body["warnings"]] == ["opening_waits"]
    stands = await importer.post("/v1/cases", file_of(client), **DRY, **IMPORT)
    assert stands.status == 204


async def test_imports_open_so_many_a_day_whatever_else_is_opened(
    place: Place, tmp_path: Path
) -> None:
    """The refusal names the setting, says when to go on, and what was opened is told again."""
    clients = await _registered(place, PROVIDER, 4)
    settings = {"openings_per_day": 1, "imported_openings_per_day": 2}
    async with a_place(place.dsn, tmp_path, **settings) as limited:
        importer = limited.by(PROVIDER, actions=IMPORTING)
        first = await importer.post("/v1/cases", file_of(clients[0]), key="first", **IMPORT)
        assert (first.status, first.body["confirmed"]) == (201, True)
        assert await _opens(importer, clients[1:2], **DRY, **IMPORT) == [204]  # asks as well
        refused = await importer.post("/v1/cases", file_of(clients[2]), **IMPORT)
        told = problem(refused, 429, "too-many-imported-openings")
        assert "WAYSTATION_IMPORTED_OPENINGS_PER_DAY" in told["detail"]
        assert "WAYSTATION_IMPORTED_OPENINGS_PER_DAY" in told["detail_zh"]
        assert 0 < int(refused.headers["Retry-After"]) <= 24 * 3600
        again = await importer.post("/v1/cases", file_of(clients[0]), key="first", **IMPORT)
        assert (again.status, again.body["case_id"]) == (201, first.body["case_id"])
        assert await _opens(importer, clients[2:]) == [201, 429]  # by itself, no import


async def test_another_number_that_an_import_brings_counts_with_its_openings(
    place: Place, tmp_path: Path, rows: Rows
) -> None:
    """It asks the same, and takes nothing from what the agency may ask by itself."""
    [client] = await _registered(place, PROVIDER, 1)
    settings = {"openings_per_day": 1, "imported_openings_per_day": 2}
    async with a_place(place.dsn, tmp_path, **settings) as limited:
        limited._keys = place._keys
        importer = limited.by(PROVIDER, actions=IMPORTING)
        assert await _opens(importer, [client], **IMPORT) == [201]

        async def corrects(**headers: str) -> Reply:
            body = {"id_number": place.number(), "reason": "mistyped"}
            path = f"/v1/clients/{client}/personal-data"
            return await importer.patch(path, body, If_Match='"1"', **DRY, **headers)

        assert (await corrects(**IMPORT)).status == 204
        problem(await corrects(**IMPORT), 429, "too-many-imported-openings")
        assert (await corrects()).status == 204
        problem(await corrects(), 429, "too-many-queries")
    assert Counter(dict(await rows(OVER))) == Counter(
        imported_opening=1, imported_number=1, new_number=1, correction=4
    )


async def test_confirmations_count_as_openings_do(place: Place, tmp_path: Path) -> None:
    """Each is told whether the person has a file elsewhere; the same call again asks nothing."""
    asked = [(await place.asks_to_open(PROVIDER)).body["case_id"] for _ in range(2)]
    [client] = await _registered(place, POLICE, 1)
    async with a_place(place.dsn, tmp_path, openings_per_day=2) as limited:
        limited._keys = place._keys
        police = limited.by(POLICE)
        assert await _opens(police, [client]) == [201]

        async def confirms(case_id: str, **more: Any) -> Reply:
            path = f"/v1/cases/{case_id}/confirmation"
            return await police.post(path, {}, If_Match='"1"', **more)

        first = await confirms(asked[0], key="confirmed")
        assert first.status == 201, first
        told = problem(await confirms(asked[1]), 429, "too-many-queries")
        assert "WAYSTATION_OPENINGS_PER_DAY" in told["detail"]
        assert "WAYSTATION_OPENINGS_PER_DAY" in told["detail_zh"]
        problem(await confirms(asked[1], **DRY), 429, "too-many-queries")
        again = await confirms(asked[0], key="confirmed")
        assert (again.status, again.body) == (first.status, first.body)


async def test_of_many_at_once_no_more_pass_than_may(
    place: Place, tmp_path: Path, rows: Rows
) -> None:
    """On two replicas, twenty at the limit: each is counted before the next one is."""
    clients = await _registered(place, POLICE, 20)
    limit = {"openings_per_day": 3}
    async with (
        a_place(place.dsn, tmp_path, **limit) as one,
        a_place(place.dsn, tmp_path, **limit) as other,
    ):
        one._keys = other._keys = place._keys
        tries = await asyncio.gather(
            *(
                at.by(POLICE).post("/v1/cases", file_of(client), **DRY)
                for at, client in zip([one, other] * 10, clients, strict=True)
            )
        )
    assert Counter(reply.status for reply in tries) == {204: 3, 429: 17}
    assert await rows(OVER) == [("opening", 3)]


async def test_an_agency_that_asks_much_at_once_holds_up_no_other(
    place: Place, tmp_path: Path
) -> None:
    """Its questions wait for each other without the connections that others need."""
    clients = await _registered(place, POLICE, 6)
    async with a_place(place.dsn, tmp_path, pool_size=2) as small:
        small._keys = place._keys
        connection = await asyncpg.connect(place.dsn)
        kinds = [query.value for query, its in LIMITED.items() if its == "openings_per_day"]
        counted = "\n".join((POLICE, *kinds))
        async with connection.transaction():
            await connection.execute(LOCK, counted)
            police = small.by(POLICE)
            asking = [
                asyncio.create_task(police.post("/v1/cases", file_of(client), **DRY))
                for client in clients
            ]
            async with asyncio.timeout(10):
                while not await connection.fetchval(WAITING):
                    await asyncio.sleep(0.01)
            async with asyncio.timeout(3):  # a question that waits gives up after five seconds
                for _ in range(5):
                    found = await small.by(PROVIDER).get("/v1/cases")
                    assert found.status == 200
            assert not any(task.done() for task in asking)
        answers = await asyncio.gather(*asking)
        await connection.close()
    assert [reply.status for reply in answers] == [204] * 6
