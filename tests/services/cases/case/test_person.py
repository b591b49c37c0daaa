"""Who the person of a case is: for related agencies that the table entitles, with a reason."""

import asyncpg
import pytest

from services.cases.purposes import LegalBasis, purposes_of
from shared.agencies import AgencyKind
from tests.agencies import id_of
from tests.services.cases.calls import (
    CONTACT,
    ID_NUMBER,
    WHY,
    a_case,
    a_client,
    ask_for_test,
    problem,
)
from tests.services.service import ISSUER, Client

pytestmark = pytest.mark.postgres

PERSON = {
    "name": "测试甲",
    "id_number": ID_NUMBER,
    "identity_document": None,
    "phone": "19900000000",
    "sex": "female",
    "born_on": None,
}
TEST = {"Purpose": "drug_test", "Legal_Basis": "narcotics_control_law_35"}


async def test_the_responsible_agency_reads_the_whole_person(api: Client) -> None:
    """By the registration that the case names, its own; nobody may keep the answer."""
    client = await a_client(api)
    case = await a_case(api, client)
    shown = await api.get(f"/v1/cases/{case}/personal-data", **WHY)
    assert shown.body == {"case_id": case, "client_id": client, **PERSON}
    assert shown.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("kind", ["hospital", "police", "street_workstation"])
async def test_who_is_asked_for_a_test_is_told_what_identifies_the_person(
    api: Client, kind: str
) -> None:
    """Not the phone, and not the id of a registration that is another agency's."""
    case = await a_case(api)
    asked = api.as_agency(kind)
    path = f"/v1/cases/{case}/personal-data"
    assert (await asked.get(path, **TEST)).status == (403 if kind == "police" else 404)
    await ask_for_test(api, case, kind)
    shown = await asked.get(path, **TEST)
    assert shown.body == {"case_id": case, "client_id": None, **PERSON, "phone": None}


async def test_a_relation_that_needs_no_name_is_told_none(api: Client) -> None:
    """A laboratory gets a sample; who oversees sees coded facts."""
    case = await a_case(api)
    await ask_for_test(api, case, "laboratory")
    for agency in ("laboratory", "police", "another"):
        why = {**WHY, "Purpose": "own_request"}
        refused = await api.as_agency(agency).get(f"/v1/cases/{case}/personal-data", **why)
        problem(refused, 403, "not-entitled")


async def test_a_case_that_is_nothing_to_the_caller_is_not_there(api: Client) -> None:
    """Neither to a neighbour, nor outside the regions of the token."""
    case = await a_case(api)
    path = f"/v1/cases/{case}/personal-data"
    problem(await api.as_agency("social_work_provider").get(path, **WHY), 404, "not-found")
    problem(await api.as_agency("agency", "33").get(path, **WHY), 404, "not-found")


async def test_a_person_must_stand_behind_a_look(api: Client) -> None:
    """A token that names no user reads no person, no note, no log, and searches for nobody."""
    case = await a_case(api)
    entry = (await api.post(f"/v1/cases/{case}/contacts", CONTACT)).body["entry_id"]
    client = (await api.get(f"/v1/cases/{case}")).body["client_id"]
    actions = ("cases:read", "cases:write", "cases:oversee", "clients:personal")
    nobody = Client(api.url, api.session, ISSUER.mint("agency", ("41",), actions))
    for path in (
        f"/v1/cases/{case}/personal-data",
        f"/v1/cases/{case}/entries/{entry}/particulars",
        f"/v1/clients/{client}/personal-data",
        f"/v1/cases/{case}/reads",
        "/v1/reads",
    ):
        problem(await nobody.get(path, **WHY), 403, "user-required")
    problem(await nobody.post("/v1/clients/search", {"id_number": ID_NUMBER}), 403, "user-required")


async def test_a_purpose_is_one_of_the_kinds_list(api: Client) -> None:
    """In words, or another kind's, it is refused with a list of those that are the kind's own."""
    for kind in AgencyKind:
        agency = api.as_agency(id_of(kind))
        client = await a_client(agency)
        path = f"/v1/clients/{client}/personal-data"
        allowed = purposes_of(kind)
        for purpose in allowed:
            reply = await agency.get(path, Purpose=purpose, Legal_Basis="pipl_13_3")
            assert reply.status == 200, (purpose, reply)
        wrong = "decision" if kind is not AgencyKind.POLICE else "programme"
        for words in ("home visit", "%E5%AE%B6%E8%AE%BF", "家访", "SUPPORT", wrong, "", ID_NUMBER):
            refused = await agency.get(path, Purpose=words, Legal_Basis="pipl_13_3")
            [error] = problem(refused, 422, "invalid-request")["errors"]
            assert (error["header"], error["reason"]) == ("Purpose", "not_a_choice")
            assert error["detail"] == f"Give one of these codes: {', '.join(allowed)}."


async def test_a_legal_basis_is_one_of_the_list(api: Client, dsn: str) -> None:
    """In words it is refused, wherever personal data is read, and nothing is logged as read."""
    case = await a_case(api)
    entry = (await api.post(f"/v1/cases/{case}/contacts", CONTACT)).body["entry_id"]
    client = (await api.get(f"/v1/cases/{case}")).body["client_id"]
    for path in (
        f"/v1/cases/{case}/personal-data",
        f"/v1/cases/{case}/entries/{entry}/particulars",
        f"/v1/clients/{client}/personal-data",
    ):
        refused = await api.get(path, Purpose="support", Legal_Basis="PIPL 46")
        [error] = problem(refused, 422, "invalid-request")["errors"]
        assert error["header"] == "Legal-Basis"
        assert all(basis in error["detail"] for basis in LegalBasis)
        both = problem(await api.get(path), 422, "invalid-request")["errors"]
        assert {error["header"] for error in both} == {"Purpose", "Legal-Basis"}
    connection = await asyncpg.connect(dsn)
    assert await connection.fetchval("SELECT array_agg(what) FROM vault_reads") == ["opening"]
    await connection.close()


async def test_an_erased_person_is_gone_from_the_case(api: Client, dsn: str) -> None:
    """The case stays; that somebody looked is written down all the same."""
    case = await a_case(api)
    connection = await asyncpg.connect(dsn)
    await connection.execute("DELETE FROM vault_persons")
    problem(await api.get(f"/v1/cases/{case}/personal-data", **WHY), 410, "erased")
    look = "SELECT purpose FROM vault_reads WHERE what = 'personal_data'"
    assert await connection.fetchval(look) == "support"
    await connection.close()
