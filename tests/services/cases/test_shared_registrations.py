"""Registrations that agencies share from before: who made one changes it; others learn nothing."""

from typing import Any
from uuid import UUID

import asyncpg
import pytest

from shared.catalogue import ACTIONS
from tests.services.cases.before import Upgrade
from tests.services.cases.calls import ID_NUMBER, WHY, a_client, a_file, problem
from tests.services.cases.client.persons import OTHER_NUMBER, correct, kept
from tests.services.matrix.statements import Statements
from tests.services.service import Client, Reply

pytestmark = pytest.mark.postgres

FIRST, SECOND, THIRD = "agency", "other", "another"
MISTAKEN = {"reason": "mistaken"}


@pytest.fixture
def statements(monkeypatch: pytest.MonkeyPatch) -> Statements:
    """All statements from now on."""
    return Statements(monkeypatch)


async def withdraw(api: Client, client: UUID | str, **more: str) -> Reply:
    """The withdrawal of a registration as it was made."""
    return await api.post(f"/v1/clients/{client}/withdrawal", MISTAKEN, If_Match='"1"', **more)


async def test_who_shares_it_is_told_the_same_whether_or_not_a_file_rests_on_it(
    statements: Statements, upgrade: Upgrade
) -> None:
    """No file, its own, another agency's: one answer, by the same statements, also in a dry run."""
    async with upgrade.before() as before:
        clients = [
            await before.person(FIRST, "测试甲", f"no-number-{number}", SECOND, THIRD)
            for number in range(4)
        ]
        await before.case(SECOND, clients[1])
        await before.case(THIRD, clients[2])
        await before.case(FIRST, clients[3])
    async with await upgrade.serve() as first:
        second = first.as_agency(SECOND)
        for _ in range(2):  # PostgreSQL's own types are looked up once for each connection
            problem(await withdraw(second, clients[0]), 409, "registered-by-another")
            await correct(second, str(clients[0]), {"phone": None})
        statements.taken()
        for body in ({"phone": "19900000001"}, {"id_number": ID_NUMBER, "reason": "mistyped"}):
            for version in (1, 7):
                for dry_run in ({}, {"Dry_Run": "true"}):
                    seen: list[Any] = []
                    for client in clients:
                        about = []
                        for changed in (
                            correct(second, str(client), body, version, **dry_run),
                            withdraw(second, client, **dry_run),
                        ):
                            told = problem(await changed, 409, "registered-by-another")
                            about += [told, statements.taken()]
                        seen.append(about)
                    assert seen[0] == seen[1] == seen[2] == seen[3]
                    assert seen[0][1], "no statement was recorded"


async def test_reading_stays_as_it_is(upgrade: Upgrade) -> None:
    """Whose file rests on it reads it, and who made it corrects it; both see the correction."""
    async with upgrade.before() as before:
        client = str(await before.person(FIRST, "测试甲", ID_NUMBER, SECOND, THIRD))
        opened = await before.case(SECOND, UUID(client))
    async with await upgrade.serve() as first:
        second, third = first.as_agency(SECOND), first.as_agency(THIRD)
        assert (await kept(second, client))["name"] == "测试甲"
        problem(await third.get(f"/v1/clients/{client}/personal-data", **WHY), 404, "not-found")
        assert (await third.get(f"/v1/clients/{client}")).body["version"] == 1
        assert (await correct(first, client, {"phone": "19900000001"})).status == 200
        for api in (first, second):
            assert (await kept(api, client))["phone"] == "19900000001"
        person = (await second.get(f"/v1/cases/{opened}/personal-data", **WHY)).body
        assert person["phone"] == "19900000001"


async def test_the_way_out_is_a_registration_of_ones_own(upgrade: Upgrade) -> None:
    """Which is corrected and withdrawn as any other; the shared one stays as it was."""
    async with upgrade.before() as before:
        client = str(await before.person(FIRST, "测试甲", ID_NUMBER, SECOND))
    async with await upgrade.serve() as first:
        second = first.as_agency(SECOND)
        refused = await correct(second, client, {"phone": None})
        problem(refused, 409, "registered-by-another")
        own = await a_client(second)
        assert own != client
        assert (await correct(second, own, {"name": "测试乙"})).status == 200
        assert (await kept(first, client))["name"] == "测试甲"
        path = f"/v1/clients/{own}/withdrawal"
        assert (await second.post(path, MISTAKEN, If_Match='"2"')).status == 200


async def test_a_correction_of_before_is_answered_again(upgrade: Upgrade) -> None:
    """One that was made while it could be; the key is the same, and so is the answer."""
    async with upgrade.before() as before:
        client = str(await before.person(FIRST, "测试甲", ID_NUMBER, SECOND))
        await before.case(SECOND, UUID(client))
    async with await upgrade.serve() as first:
        phone = {"phone": "19900000001"}
        done = await correct(first, client, phone, key="k-1")
        connection = await asyncpg.connect(upgrade.dsn)
        await connection.execute("UPDATE answers SET agency = $1", SECOND)
        await connection.close()
        again = await correct(first.as_agency(SECOND), client, phone, key="k-1")
        assert (again.status, again.body["entry_id"]) == (200, done.body["entry_id"])


async def test_to_withdraw_what_another_agencys_file_rests_on_leaves_a_trace(
    upgrade: Upgrade,
) -> None:
    """It is refused, names no file as the agency's own, and is logged for the overseers."""
    async with upgrade.before() as before:
        free = await before.person(FIRST, "测试甲", ID_NUMBER, SECOND)
        held = await before.person(FIRST, "测试乙", OTHER_NUMBER, SECOND)
        await before.case(SECOND, held)
    async with await upgrade.serve(openings_per_day=3) as first:
        for dry_run in ({"Dry_Run": "true"}, {}):
            problem(await withdraw(first, held, **dry_run), 409, "cannot-withdraw-here")
        assert (await withdraw(first, free)).status == 200
        # What one has asked too often is not told by who is refused.
        other = await a_client(first)
        for client in (held, other):
            problem(await withdraw(first, client), 429, "too-many-queries")
        police = first.as_agency("police", actions=ACTIONS)
        told = (await police.get("/v1/reads?what=withdrawal")).body["reads"]
        assert [(each["agency"], each["case_id"]) for each in told] == [(FIRST, None)] * 3


async def test_an_own_file_is_named_as_before(api: Client) -> None:
    """Who withdraws a registration on which its own file rests has asked nothing of others."""
    client = await a_client(api)
    assert (await api.post("/v1/cases", a_file(client))).status == 201
    problem(await withdraw(api, client), 409, "file-rests-on-it")
    police = api.as_agency("police", actions=ACTIONS)
    assert (await police.get("/v1/reads?what=withdrawal")).body["reads"] == []


@pytest.mark.parametrize("is_case", [False, True], ids=["client", "case"])
async def test_a_registration_is_read_once_for_each_call(
    statements: Statements, upgrade: Upgrade, is_case: bool
) -> None:
    """The rule, the ownership and the version are of one and the same reading of its stream."""
    async with upgrade.before() as before:
        client = await before.person(FIRST, "测试甲", ID_NUMBER)
        opened = await before.case(FIRST, client)
    async with await upgrade.serve() as api:
        path = f"/v1/cases/{opened}" if is_case else f"/v1/clients/{client}"
        assert (await api.get(f"{path}/personal-data", **WHY)).status == 200
        statements.taken()
        assert (await api.get(f"{path}/personal-data", **WHY)).status == 200
        run = statements.taken()
        assert len([text for text in run if "FROM events" in text]) == 1, run
