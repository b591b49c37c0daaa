"""Whether a person is known to another agency is told by no answer, and by no statement run."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from services.cases.access_table import CARRIES, DECIDES
from shared.agencies import AgencyKind
from tests.agencies import id_of
from tests.databases import MakeDatabase
from tests.services.cases.place import OFFICE, Place, a_place, file_of
from tests.services.matrix.statements import Statements
from tests.services.service import Reply, migrated

pytestmark = pytest.mark.postgres


@pytest.fixture
def statements(monkeypatch: pytest.MonkeyPatch) -> Statements:
    """All statements from now on."""
    return Statements(monkeypatch)


@pytest.fixture
async def place(
    make_database: MakeDatabase, tmp_path: Path, statements: Statements
) -> AsyncIterator[Place]:
    """The service, with all statements recorded."""
    async with a_place(await make_database(migrated), tmp_path) as it:
        yield it


def shape(reply: Reply) -> Any:
    """An answer without what is different each time: ids, and what is sealed."""
    body = reply.body or {}
    changing = {"case_id", "client_id", "entry_id", "position"}
    told = {name: value for name, value in body.items() if name not in changing}
    return reply.status, sorted(reply.headers), sorted(body), told


async def test_registering_tells_nothing(place: Place, statements: Statements) -> None:
    """Of a person with an open file, one that an agency knows, and one whom nobody knows."""
    numbers = has_file, is_known, _ = place.number(), place.number(), place.number()
    await place.opened(OFFICE, has_file)
    await place.registered(OFFICE, is_known)
    for kind in AgencyKind:
        for dry_run in ({"Dry_Run": "true"}, {}):
            seen = []
            for number in numbers:
                statements.taken()
                body = {"name": "测试丙", "id_number": number, "phone": "19900000001"}
                reply = await place.by(id_of(kind, 2)).post("/v1/clients", body, **dry_run)
                seen.append((shape(reply), statements.taken()))
            assert seen[0] == seen[1] == seen[2]
            assert seen[0][1], "no statement was recorded"


@pytest.mark.parametrize("kind", sorted(CARRIES - DECIDES))
async def test_asking_to_open_tells_nothing(
    place: Place, statements: Statements, kind: AgencyKind
) -> None:
    """An agency that decides on nothing learns of no file elsewhere, by a dry run neither."""
    has_file, is_known, unknown = place.number(), place.number(), place.number()
    await place.opened(OFFICE, has_file)
    await place.registered(OFFICE, is_known)
    api = place.by(id_of(kind, 2))
    clients = [
        await place.registered(id_of(kind, 2), each) for each in (has_file, is_known, unknown)
    ]
    for dry_run in ({"Dry_Run": "true"}, {}):
        seen = []
        for client in clients:
            statements.taken()
            reply = await api.post("/v1/cases", file_of(client), **dry_run)
            seen.append((shape(reply), statements.taken()))
        assert seen[0] == seen[1] == seen[2]
        assert seen[0][1], "no statement was recorded"


async def test_opening_under_anothers_id_of_the_person_tells_nothing(
    place: Place, statements: Statements
) -> None:
    """It is answered as an id that nobody has, and runs the same statements."""
    others = await place.registered(OFFICE)
    seen = []
    for client in (others, "0196a1f0-0000-7000-8000-000000000000"):
        statements.taken()
        reply = await place.by("police").post("/v1/cases", file_of(client))
        seen.append((reply.status, reply.body, statements.taken()))
    assert seen[0] == seen[1]
    assert seen[0][0] == 422
